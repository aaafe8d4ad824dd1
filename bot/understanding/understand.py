"""Everything a citizen's text already says, so that the bot asks only for what is missing."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.pin import Pin
from bot.report import Kind
from bot.understanding.alarms import Alarms
from bot.understanding.boundaries import Boundaries
from bot.understanding.catalogue import Catalogue
from bot.understanding.dates import date_in
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.language import LanguageDetector
from bot.understanding.learned import Learned, LearnedWrong
from bot.understanding.lexicon import spoken
from bot.understanding.pins import Pins
from bot.understanding.places_table import bare
from bot.understanding.tables_kept import all_kept
from bot.understanding.title import title
from bot.understanding.understood import CategoryGuess, Facts, PlaceGuess, Understood
from bot.understanding.words import Token, clean, tokens

MOST_AREAS = 1_024  # whose names' words are remembered
OFFERED = 3  # categories among which people pick


@dataclass(frozen=True, slots=True, repr=False)
class Understanding:
    """The tables by which texts are understood; loaded once, then only read, so threads may share it."""

    gazetteer: Gazetteer
    catalogue: Catalogue
    languages: LanguageDetector
    alarms: Alarms
    pins: Pins
    boundaries: Boundaries | None = None
    learned: Learned | None = None

    @classmethod
    def load(cls, model: Path | None = None, boundaries: Path | None = None) -> Understanding:
        """Reads all data files, half a second, 50 MB. Raises OSError or ValueError where one is broken.

        `model` is a file that `kentongan learn` wrote, used where its own figures say that it helps. Raises
        LearnedWrong where it is something else. `boundaries` is a file that `kentongan places import` wrote.
        """
        with all_kept():
            catalogue, gazetteer = Catalogue.load(), Gazetteer.load()
            return cls(
                gazetteer,
                catalogue,
                LanguageDetector.load(),
                Alarms.load(),
                Pins.load(gazetteer.table),
                Boundaries.load(boundaries, gazetteer.table) if boundaries else None,
                _helpful(model, catalogue),
            )

    def understand(self, text: str, facts: Facts) -> Understood:
        """What any text says, in any script and of any length; only its first 3,000 characters are looked at.

        Names come in the citizen's language so far (`facts.language`). The kind is always COMPLAINT: on real reports
        no guess was better than that, and the recap lets the citizen change it.
        """
        heard = clean(text)
        words = tokens(heard)
        place = self.gazetteer.find(heard, words)
        matter = _nameless(heard, place, words)
        table = self.catalogue.rank(matter, facts.language)
        categories = self._taught(matter, table, facts.language)
        said = spoken(heard)
        return Understood(
            language=self.languages.detect(heard, words),
            kind=Kind.COMPLAINT,
            categories=categories,
            category_sure=self.catalogue.sure(table) and categories[0].code == table[0].code,
            place=place,
            date=date_in(heard, facts.today),
            urgent=self.alarms.urgent.among(said),
            sensitive=self.alarms.sensitive.among(said),
            title=title(heard),
        )

    def guesses(self, story: str) -> tuple[CategoryGuess, ...]:
        """At most three categories of a whole story, best first, as an officer is shown and figures compare them."""
        heard = clean(story)
        words = tokens(heard)
        matter = _nameless(heard, self.gazetteer.find(heard, words), words)
        return self._taught(matter, self.catalogue.rank(matter), "id")[:OFFERED]

    def around(self, pin: Pin) -> PlaceGuess | None:
        """Where a point on the map lies: sure inside official boundaries, else the nearest regency, to be asked."""
        inside = self.boundaries.find(pin.latitude, pin.longitude) if self.boundaries else None
        found = inside or self.pins.nearest(pin.latitude, pin.longitude)
        return PlaceGuess(found, sure=inside is not None) if found else None

    def _taught(self, heard: str, table: tuple[CategoryGuess, ...], language: str) -> tuple[CategoryGuess, ...]:
        """The table's guesses, or where something was learned both together; the scores are chances then."""
        if self.learned is None:
            return table
        mixed = self.learned.mixed(heard, [(one.code, one.score) for one in table])
        return tuple(self.catalogue.get(code).guess(language, round(chance, 3)) for code, chance in mixed)


def _nameless(heard: str, found: PlaceGuess | None, words: Sequence[Token]) -> str:
    """The text without the names of its place: in Lombok nobody complains of chilli because of that."""
    if found is None:
        return heard
    areas = (found.place.province, found.place.regency, found.place.district, found.place.village)
    names = frozenset[str]().union(*(_name_words(area.name) for area in areas if area))
    said = [token for token in words if token.word in names]
    for token in reversed(said):
        heard = heard[: token.start] + " " + heard[token.end :]
    return heard


@lru_cache(maxsize=MOST_AREAS)
def _name_words(name: str) -> frozenset[str]:
    return frozenset(token.word for token in tokens(bare(name)))


def _helpful(path: Path | None, catalogue: Catalogue) -> Learned | None:
    if path is None:
        return None
    learned = Learned.load(path)
    if gone := set(learned.categories) - {one.code for one in catalogue.all}:
        raise LearnedWrong(f"{path} has categories that this release has not: {', '.join(sorted(gone))[:200]}")
    if not learned.measured.helps:
        logging.getLogger(__name__).warning("%s is not used: it is no better than the table of words", path)
        return None
    return learned
