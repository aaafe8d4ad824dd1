"""One run of words that may be an area's name, the areas it may mean, and how much each is worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.understanding.place_words import SIZES
from bot.understanding.places_table import DISTRICT, PROVINCE, REGENCY, PlacesTable, bare
from bot.understanding.words import key

WEIGHT = {PROVINCE: 3.0, REGENCY: 3.0, DISTRICT: 2.0}
VILLAGE_WEIGHT = 1.0
MARKED = 1.0


@dataclass(frozen=True, slots=True)
class Mention:
    """Words `first` up to `end` may name one of the areas `codes` (code -> weight).

    `stands`: it may speak for itself, otherwise it only supports a neighbour. `doubtful`: it never makes a guess
    sure ("dari Surabaya", a typing error). `plain`: an ordinary word that is a place only beside the regency it is in.
    `known`: a name that people use everywhere ("Seminyak"). `after`: its regency stands before it ("Sragen, Gondang").
    """

    first: int
    end: int
    codes: dict[str, float]
    stands: bool = True
    doubtful: bool = False
    marked: bool = False
    plain: bool = False
    known: bool = False
    after: bool = False

    @property
    def level(self) -> int:
        """The length of the code of the largest area meant."""
        return min(map(len, self.codes))

    @property
    def merely_a_word(self) -> bool:
        """Whether it is one word that some desa is named like: more often the word, or another name, than the desa."""
        return self.level > DISTRICT and self.end - self.first == 1 and not (self.marked or self.known)

    def beside(self, at: int) -> bool:
        """Whether the word at a position stands right before or behind."""
        return at in (self.first - 1, self.end)

    def may_lie_in(self, regency: str) -> bool:
        """Whether one of the areas lies inside a regency."""
        return any(code.startswith(f"{regency}.") for code in self.codes)


def of_kind(codes: Sequence[str], kind: str, table: PlacesTable) -> tuple[str, ...]:
    """Those of the codes that are of a kind ("kota": no kabupaten), none where no kind is given."""
    if not kind:
        return ()
    fitting = [code for code in codes if len(code) == SIZES[kind]]
    if SIZES[kind] == REGENCY:
        fitting = [code for code in fitting if table.names[code].lower().startswith(kind)]
    return tuple(fitting)


def weights_of(codes: Iterable[str], scale: float, marked: bool, likely: Sequence[str]) -> dict[str, float]:
    """Large areas outweigh small ones of the same name ("Sleman" is the regency, not its kecamatan).

    `likely`: which areas people mean by the name everywhere; its other bearers weigh little.
    """
    largest = min(map(len, codes))
    weights = {}
    for code in codes:
        base = WEIGHT.get(len(code), VILLAGE_WEIGHT)
        base *= 1.0 if code in likely or (len(code) <= max(largest, REGENCY) and not likely) else 0.3
        weights[code] = (base + (MARKED if marked else 0.0)) * scale
    return weights


def trusted(one: Mention, answer: bool) -> bool:
    """Whether names inside this one say nothing of their own: the "Labuan" in "Labuan Bajo"."""
    return one.end - one.first > 1 and one.stands and (answer or one.marked or one.known or one.level <= DISTRICT)


def covers(longer: Mention, shorter: Mention) -> bool:
    """Whether the shorter one lies within the longer."""
    inside = longer.first <= shorter.first and shorter.end <= longer.end
    return inside and longer.end - longer.first > shorter.end - shorter.first


def said_twice(found: Sequence[Mention]) -> list[Mention]:
    """The mentions with "Pati, Pati" read as the kecamatan in its regency, where a name stands twice in a row."""
    again = {one.first: one for one in found}
    return [_inner(one) if one.end in again and again[one.end].codes == one.codes else one for one in found]


def held_by_kecamatan(found: Sequence[Mention], table: PlacesTable) -> list[Mention]:
    """The mentions with "kab Bandung" read as the city where only that has the kecamatan, and the other way round."""
    inner = [one for one in found if one.marked and one.level == DISTRICT]
    return [_twin(one, inner, table) for one in found] if inner else list(found)


def _twin(one: Mention, inner: Sequence[Mention], table: PlacesTable) -> Mention:
    if one.level != REGENCY or not one.marked or any(small.may_lie_in(code) for small in inner for code in one.codes):
        return one
    weight = max(one.codes.values())
    names = {key(bare(table.names[code])) for code in one.codes if len(code) == REGENCY}
    twins = {code for name in names for code in table.large.get(name, "").split() if len(code) == REGENCY}
    codes = {code: weight for code in sorted(twins) if any(small.may_lie_in(code) for small in inner)}
    return replace(one, codes=codes, doubtful=True) if codes else one


def _inner(one: Mention) -> Mention:
    regencies = [code for code in one.codes if len(code) == REGENCY]
    inside = [code for code in one.codes if len(code) == DISTRICT and code[:REGENCY] in regencies]
    return replace(one, codes=dict.fromkeys(inside, WEIGHT[DISTRICT])) if inside else one


def best(found: Sequence[Mention]) -> list[Mention]:
    """Without overlaps, the likelier and longer first."""
    kept: list[Mention] = []
    for one in sorted(found, key=lambda one: (-max(one.codes.values()), one.first - one.end)):
        if all(one.end <= other.first or other.end <= one.first for other in kept):
            kept.append(one)
    return kept


def at_hand(first: int, longest: int, known: Sequence[Mention]) -> bool:
    """Whether a known name stands so near that some words from `first` on touch it."""
    return any(one.first - longest - 1 <= first <= one.end + 1 for one in known)
