"""Regencies and provinces of several words with errors in one: "lombbok tengah", "aceh seltan", "jakrta timur"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz.distance import OSA

from bot.understanding.mention import MARKED, WEIGHT, Mention, of_kind
from bot.understanding.place_words import PlaceWords
from bot.understanding.places_table import DISTRICT, REGENCY, PlacesTable
from bot.understanding.reader import Reader
from bot.understanding.spelling import DIRECTIONS, SHORT_ENDS

SHORTEST = 3  # letters of a word with an error
SHORTEST_BESIDE = 4  # of one beside nothing but a direction or the like, which half the country shares
TWO_ERRORS = 8  # letters from which on two errors are forgiven
STRONG = 1.3  # what explains more words outweighs the exact name inside it
WEAK = 0.8  # but not the exact name of a regency elsewhere in the text
SHARED = frozenset({*DIRECTIONS, "jaya", "raya", "besar", "kota", "kepulauan", "tanjung", "sungai", "batu", "gunung"})

Name = tuple[str, tuple[str, ...]]


class PartNames:
    """Names of several words by each of their words."""

    def __init__(self, names: Iterable[tuple[str, str]], table: PlacesTable, lexicon: PlaceWords) -> None:
        """From pairs of code and name; those of one word are left out."""
        self._table, self._lexicon = table, lexicon
        self._having: defaultdict[str, list[Name]] = defaultdict(list)
        for code, name in names:
            words = tuple(name.lower().split())
            for word in set(words) if len(words) > 1 else ():
                self._having[word].append((code, words))

    def mentions(self, reader: Reader, known: Sequence[Mention]) -> list[Mention]:
        """Runs of words that are a name but for an error or two in one or more words, with one of them right.

        Nothing inside a name of several words that is `known`.
        """
        whole = [one for one in known if one.end - one.first > 1 and one.level <= DISTRICT]
        best: dict[tuple[int, int], dict[str, float]] = {}
        for first, end, code, alike in self._near(reader):
            if not any(_crosses(one, first, end) for one in whole):
                weight = WEAK if _elsewhere(first, end, known) else STRONG
                marked = MARKED if of_kind((code,), reader.marker(first), self._table) else 0.0
                best.setdefault((first, end), {})[code] = weight * WEIGHT[len(code)] * alike + marked * STRONG
        return [Mention(*at, _most(codes), doubtful=True) for at, codes in best.items()]

    def _near(self, reader: Reader) -> Iterator[tuple[int, int, str, float]]:
        parts = [(at, part) for at, part in enumerate(reader.said) if part in self._having or part in SHORT_ENDS]
        for at, part in parts:
            for word in (part, *SHORT_ENDS.get(part, ())):
                for code, words in self._having.get(word, ()):
                    first = at - words.index(word)
                    end = first + len(words)
                    if first >= 0 and reader.joined(first, end) and not reader.on_street(first):
                        said = [reader.word(each) for each in range(first, end)]
                        if alike := self._alike(said, words):
                            yield first, end, code, alike

    def _alike(self, said: Sequence[str], words: Sequence[str]) -> float:
        """Which share of the letters is right, 0.0 where it is another name, or none with errors."""
        wrong = [(mine, right) for mine, right in zip(said, words, strict=True) if not _same(mine, right)]
        rest = [right for mine, right in zip(said, words, strict=True) if _same(mine, right)]
        least = SHORTEST_BESIDE if SHARED.issuperset(rest) else SHORTEST
        if not wrong or not all(self._error(*each, least) for each in wrong):
            return 0.0
        return 1 - sum(OSA.distance(*each) for each in wrong) / sum(map(len, words))

    def _usual(self, said: str) -> bool:
        return self._lexicon.plain(said) or not self._lexicon.unlikely(said)

    def _error(self, said: str, right: str, least: int) -> bool:
        if min(len(said), len(right)) < least or self._usual(said) or said in self._lexicon.aliases:
            return False
        if any(len(code) <= DISTRICT for code in self._table.codes(said)):  # "Kuta Timur" is not Kutai
            return False
        return OSA.distance(said, right) <= (2 if len(right) >= TWO_ERRORS else 1)


def _crosses(one: Mention, first: int, end: int) -> bool:
    """Whether a name shares words with a window, and is no lesser part of it ("Hulu Sungai" of "hulu sungai tegah")."""
    part = first <= one.first and one.end <= end and one.end - one.first < end - first and one.level > REGENCY
    return one.first < end and first < one.end and not part


def _elsewhere(first: int, end: int, known: Sequence[Mention]) -> bool:
    return any(one.level == REGENCY and one.stands and (one.end <= first or end <= one.first) for one in known)


def _same(said: str, right: str) -> bool:
    return said == right or right in SHORT_ENDS.get(said, ())


def _most(codes: Mapping[str, float]) -> dict[str, float]:
    most = max(codes.values())
    return {code: weight for code, weight in codes.items() if weight == most}


__all__ = ["PartNames"]
