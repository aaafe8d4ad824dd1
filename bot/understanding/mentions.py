"""The places a text may speak of: every run of words that is an area's name, with how much it can be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.understanding.place_words import SIZES, PlaceWords
from bot.understanding.places_table import DISTRICT, PROVINCE, REGENCY, PlacesTable
from bot.understanding.words import Token, tokens

LONGEST_NAME = 4  # words: "Ogan Komering Ulu Timur"
MOST_MENTIONS = 30
MOST_NAMESAKES = 150
GAP = re.compile(r"[ \t\-'’]{0,3}")
ABBREVIATED = re.compile(r"[ \t]{0,3}[.:]?[ \t]{0,3}")
REACH = 4  # words back in which "di", "pasar" ... make a name a place
WEIGHT = {PROVINCE: 3.0, REGENCY: 3.0, DISTRICT: 2.0}
VILLAGE_WEIGHT = 1.0
MARKED = 1.0


@dataclass(frozen=True, slots=True)
class Mention:
    """Words `first` up to `end` may name one of the areas `codes` (code -> weight).

    `stands`: it may speak for itself, otherwise it only supports a neighbour. `doubtful`: it never makes a guess
    sure ("dari Surabaya", a typing error).
    """

    first: int
    end: int
    codes: dict[str, float]
    stands: bool = True
    doubtful: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Finds mentions in one text. `answer`: the whole text answers "where?", so that any name may be a place."""

    text: str
    words: Sequence[Token]
    table: PlacesTable
    lexicon: PlaceWords
    answer: bool = False

    @classmethod
    def of(cls, text: str, table: PlacesTable, lexicon: PlaceWords, answer: bool = False) -> Reader:
        """A reader of a cleaned text."""
        return cls(text, tokens(text), table, lexicon, answer)

    def mentions(self) -> list[Mention]:
        """All mentions, first come first; those inside a longer trusted one are left out."""
        found: list[Mention] = []
        for first in range(len(self.words)):
            found += filter(None, (self._mention(first, first + size) for size in range(LONGEST_NAME, 0, -1)))
            if len(found) > MOST_MENTIONS:
                break
        return [one for one in found if not any(_covers(other, one, self.answer) for other in found)]

    def word(self, at: int) -> str:
        """The word at a position, "" outside the text."""
        return self.words[at].word if 0 <= at < len(self.words) else ""

    def between(self, at: int) -> str:
        """What stands between the word at a position and the one before it."""
        return self.text[self.words[at - 1].end : self.words[at].start] if 0 < at < len(self.words) else ""

    def joined(self, first: int, end: int) -> bool:
        """Whether the words stand together, with nothing but spaces and hyphens between them."""
        return end <= len(self.words) and all(GAP.fullmatch(self.between(at)) for at in range(first + 1, end))

    def placed(self, first: int) -> bool:
        """Whether a word shortly before says that a place follows, with nothing in between that ends the phrase."""
        for at in range(first - 1, max(first - 1 - REACH, -1), -1):
            word = self.word(at)
            if not self._flows(at + 1) or self.lexicon.ends(word):
                return False
            if self.lexicon.leads(word):
                return True
        return False

    def _flows(self, at: int) -> bool:
        gap = self.between(at)
        return bool(GAP.fullmatch(gap) or (self.lexicon.leads(self.word(at - 1)) and ABBREVIATED.fullmatch(gap)))

    def _mention(self, first: int, end: int) -> Mention | None:
        if not self.joined(first, end):
            return None
        name = "".join(token.word for token in self.words[first:end])
        codes = self.lexicon.aliases.get(name) or self.table.codes(name)
        before = self._before(first)
        if not codes or len(codes) > MOST_NAMESAKES or before in self.lexicon.things:
            return None
        marked = _of_kind(codes, self.lexicon.markers.get(before, ""), self.table)
        return self._weighed(first, end, marked or codes, before, bool(marked))

    def _before(self, first: int) -> str:
        return self.word(first - 1) if self._flows(first) or self.word(first - 1) == "pasar" else ""

    def _weighed(self, first: int, end: int, codes: Sequence[str], before: str, marked: bool) -> Mention | None:
        plain = all(self.lexicon.plain(self.word(at)) for at in range(first, end))
        large = len(codes[0]) <= REGENCY
        if plain and not marked and not (large or end - first > 1 or self.answer or self._between_commas(first, end)):
            return None
        on_street = self._on_street(first)
        stands = marked or (not on_street and self._stands(first, end, large, len(codes[0]) == DISTRICT, plain))
        doubtful = not marked and (on_street or before in self.lexicon.travel)
        scale = (1 + 0.1 * (end - first - 1)) * (0.3 if doubtful else 1.0)
        return Mention(first, end, _weights(codes, scale, marked), stands, doubtful, marked)

    def _stands(self, first: int, end: int, large: bool, district: bool, plain: bool) -> bool:
        if plain:
            whole = self.answer and end - first == len(self.words)
            return whole or (large and (self.answer or self.word(first - 1) in {"di", "daerah", "wilayah"}))
        return self.answer or large or self.placed(first) or (district and end - first > 1)

    def _between_commas(self, first: int, end: int) -> bool:
        return "," in self.between(end) and (first == 0 or "," in self.between(first) or self.placed(first))

    def _on_street(self, first: int) -> bool:
        back = first - 1 if self.word(first - 1) not in {"raya", "tol", "lintas"} else first - 2
        return self.word(back) in self.lexicon.streets


def _weights(codes: Iterable[str], scale: float, marked: bool) -> dict[str, float]:
    """Large areas outweigh small ones of the same name ("Sleman" is the regency, not its kecamatan)."""
    largest = min(map(len, codes))
    weights = {}
    for code in codes:
        base = WEIGHT.get(len(code), VILLAGE_WEIGHT)
        base *= 1.0 if len(code) <= max(largest, REGENCY) else 0.3
        weights[code] = (base + (MARKED if marked else 0.0)) * scale
    return weights


def _of_kind(codes: Sequence[str], kind: str, table: PlacesTable) -> tuple[str, ...]:
    if not kind:
        return ()
    fitting = [code for code in codes if len(code) == SIZES[kind]]
    if SIZES[kind] == REGENCY:
        fitting = [code for code in fitting if table.names[code].lower().startswith(kind)]
    return tuple(fitting)


def _covers(longer: Mention, shorter: Mention, answer: bool) -> bool:
    inside = longer.first <= shorter.first and shorter.end <= longer.end
    larger = longer.end - longer.first > shorter.end - shorter.first
    trusted = longer.stands and (answer or longer.marked or min(map(len, longer.codes)) <= DISTRICT)
    return inside and larger and trusted
