"""Finds the place in a citizen's sentence, so that a report goes to the right office without another question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.understanding.mentions import Mention, Reader
from bot.understanding.near import Near
from bot.understanding.phrase import phrase
from bot.understanding.place_words import PlaceWords
from bot.understanding.places_table import DISTRICT, REGENCY, PlacesTable
from bot.understanding.readings import Reading, common, readings, rivals, ties
from bot.understanding.understood import PlaceGuess
from bot.understanding.words import clean

MOST_ALTERNATIVES = 2


@dataclass(frozen=True, slots=True, repr=False)
class Gazetteer:
    """All official areas, their everyday names, and the rules by which words become one of them."""

    table: PlacesTable
    lexicon: PlaceWords
    near: Near

    @classmethod
    def load(cls) -> Gazetteer:
        """Reads the data files, once, at start: about half a second, 30 MB."""
        table = PlacesTable.load()
        return cls(table, PlaceWords.load(), Near(table))

    def find(self, text: str) -> PlaceGuess | None:
        """The place that a story speaks of; None where it names no area that we know.

        `place.words` is the citizen's phrase as written. `sure`: one regency without doubt, and in it a kecamatan,
        a desa, a street or a landmark.
        """
        return self._guess(Reader.of(clean(text), self.table, self.lexicon))

    def find_answer(self, text: str) -> PlaceGuess | None:
        """The place in an answer to "where is it?": the whole text is the place, so that any name may be one.

        None where no area is recognised; the words may still be a place, kept as written on the last try.
        """
        cleaned = clean(text)
        guess = self._guess(Reader.of(cleaned, self.table, self.lexicon, answer=True))
        return guess and _reworded(guess, " ".join(cleaned.split()))

    def _guess(self, reader: Reader) -> PlaceGuess | None:
        found = self._read(reader)
        if not found:
            return None
        best = ties(found)
        code = common([one.code for one in best])
        if len(best) > 1 + MOST_ALTERNATIVES and len(code) < REGENCY:
            return None  # a name that half the country shares says nothing
        words, spot = phrase(reader, best[0].mentions)
        others = [one.code for one in [*best, *rivals(found)] if one.code != code]
        sure = _sure(found, code, spot)
        return self._put(code if len(code) >= REGENCY else best[0].code, others, words, sure)

    def _put(self, code: str, others: Sequence[str], words: str, sure: bool) -> PlaceGuess:
        kept = [other for other in dict.fromkeys(others) if other != code][:MOST_ALTERNATIVES]
        return PlaceGuess(self.table.place(code, words), sure, tuple(self.table.place(one, words) for one in kept))

    def _read(self, reader: Reader) -> list[Reading]:
        """Exact names first; typing errors only where these leave the regency or what is inside it open."""
        mentions = reader.mentions()
        found = readings(mentions)
        if not found or max(len(one.code) for one in ties(found)) < REGENCY:
            mentions = [*mentions, *self.near.regencies(reader, _standing(mentions))]
            found = readings(mentions)
        regency = common([one.code for one in ties(found)])[:REGENCY] if found else ""
        if len(regency) == REGENCY and len(found[0].code) < DISTRICT:
            mentions = [*mentions, *self.near.inside(reader, regency, found[0].mentions)]
            found = readings(mentions)
        return found


def _standing(mentions: Sequence[Mention]) -> list[Mention]:
    return [one for one in mentions if one.stands]


def _sure(found: Sequence[Reading], code: str, spot: bool) -> bool:
    """One regency, no rival, at least one name beyond doubt, and a place inside the regency."""
    firm = [one for one in found[0].mentions if not one.doubtful]
    vouched = any(one.marked or min(map(len, one.codes)) <= DISTRICT for one in firm)
    inside = len(code) >= DISTRICT or spot
    return len(code) >= REGENCY and vouched and inside and not rivals(found)


def _reworded(guess: PlaceGuess, words: str) -> PlaceGuess:
    return replace(
        guess,
        place=replace(guess.place, words=words),
        alternatives=tuple(replace(other, words=words) for other in guess.alternatives),
    )
