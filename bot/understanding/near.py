"""Place names with typing errors: "lombk timur", "surabya", "selog" beside "Lombok Timur"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from bot.understanding.mentions import WEIGHT as LEVEL_WEIGHT
from bot.understanding.mentions import Mention, Reader
from bot.understanding.places_table import DISTRICT, REGENCY, PlacesTable, bare

REGENCY_LIKE, DISTRICT_LIKE, INSIDE_LIKE = 85, 88, 84  # 0-100; 70-80 is where other words begin
SHORTEST = 5  # letters: four-letter names have too many neighbours
MOST_WINDOWS = 12
MOST_WHOLE = 5  # of the 7,277 kecamatan, each costs a millisecond
LOOKED_AT = 120  # words from the start: who writes more has named the place by then
WEIGHT = 0.8


class Near:
    """Compares words that are no exact name with the names of all regencies and kecamatan."""

    def __init__(self, table: PlacesTable) -> None:
        """Prepares the lists of names; takes some milliseconds."""
        self._table = table
        self._large = _sorted({code: bare(name) for code, name in table.names.items() if len(code) <= REGENCY})
        smaller = {code: name for code, name in table.names.items() if len(code) == DISTRICT}
        self._whole = _sorted({code: f"{name} {bare(table.names[code[:REGENCY]])}" for code, name in smaller.items()})

    def regencies(self, reader: Reader, known: Sequence[Mention]) -> list[Mention]:
        """Windows that are nearly a regency or province, else nearly "kecamatan regency"."""
        windows = list(_windows(reader, known, 3))[:MOST_WINDOWS]
        found = [one for at in windows if (one := self._match(reader, at, self._large, REGENCY_LIKE))]
        if found:
            return _best(found)
        longer = [at for at in _windows(reader, [], 4) if at[1] - at[0] > 1][:MOST_WHOLE]
        return _best([one for at in longer if (one := self._match(reader, at, self._whole, DISTRICT_LIKE))])

    def inside(self, reader: Reader, regency: str, known: Sequence[Mention]) -> list[Mention]:
        """Windows beside the known names that are nearly a kecamatan or desa of the regency."""
        names = _sorted(self._table.within(regency))
        beside = [at for at in _windows(reader, known, 3) if _beside(at, known)][:MOST_WINDOWS]
        return _best([one for at in beside if (one := self._match(reader, at, names, INSIDE_LIKE))])

    def _match(self, reader: Reader, at: tuple[int, int], names: dict[str, str], like: int) -> Mention | None:
        words = " ".join(sorted(token.word for token in reader.words[at[0] : at[1]]))
        hit = process.extractOne(words, names, scorer=fuzz.ratio, score_cutoff=like)
        if hit is None:
            return None
        twins = [code for code, name in names.items() if name == hit[0]]
        weights = {code: WEIGHT * LEVEL_WEIGHT.get(len(code), 0.5) * hit[1] / 100 for code in twins}
        return Mention(*at, weights, doubtful=True)


def _windows(reader: Reader, known: Sequence[Mention], longest: int) -> Iterator[tuple[int, int]]:
    taken = {at for one in known for at in range(one.first, one.end)}
    for first in range(min(len(reader.words), LOOKED_AT)):
        for end in range(first + 1, first + 1 + longest):
            if reader.joined(first, end) and _worth(reader, first, end, taken, known):
                yield first, end


def _worth(reader: Reader, first: int, end: int, taken: set[int], known: Sequence[Mention]) -> bool:
    words = [reader.word(at) for at in range(first, end)]
    if sum(map(len, words)) < SHORTEST or taken.intersection(range(first, end)):
        return False
    if any(reader.lexicon.ends(word) or reader.lexicon.leads(word) for word in words) or reader.lexicon.plain(words[0]):
        return False
    if reader.word(first - 1) in reader.lexicon.things:
        return False
    return reader.answer or reader.placed(first) or _beside((first, end), known)


def _beside(at: tuple[int, int], known: Sequence[Mention]) -> bool:
    return any(0 <= max(one.first - at[1], at[0] - one.end) <= 1 for one in known)


def _best(found: Sequence[Mention]) -> list[Mention]:
    """Without overlaps, the likelier and longer first."""
    kept: list[Mention] = []
    for one in sorted(found, key=lambda one: (-max(one.codes.values()), one.first - one.end)):
        if all(one.end <= other.first or other.end <= one.first for other in kept):
            kept.append(one)
    return kept


def _sorted(names: dict[str, str]) -> dict[str, str]:
    """With both sides' words put in order beforehand, plain ratio is token_sort_ratio in a third of the time."""
    return {code: " ".join(sorted(name.lower().split())) for code, name in names.items()}
