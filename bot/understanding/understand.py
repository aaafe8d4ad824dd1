"""Everything a citizen's text already says, so that the bot asks only for what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from bot.report import Kind
from bot.understanding.alarms import Alarms
from bot.understanding.catalogue import Catalogue
from bot.understanding.dates import date_in
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.language import LanguageDetector
from bot.understanding.title import title
from bot.understanding.understood import Facts, Understood
from bot.understanding.words import clean


@dataclass(frozen=True, slots=True, repr=False)
class Understanding:
    """The tables by which texts are understood; loaded once, then only read, so threads may share it."""

    gazetteer: Gazetteer
    catalogue: Catalogue
    languages: LanguageDetector
    alarms: Alarms

    @classmethod
    def load(cls) -> Understanding:
        """Reads all data files: about a third of a second, 40 MB. Raises OSError or ValueError where one is broken."""
        return cls(Gazetteer.load(), Catalogue.load(), LanguageDetector.load(), Alarms.load())

    def understand(self, text: str, facts: Facts) -> Understood:
        """What any text says, in any script and of any length; only its first 4,000 characters are looked at.

        Names come in the citizen's language so far (`facts.language`). The kind is always COMPLAINT: on real reports
        no guess was better than that, and the recap lets the citizen change it.
        """
        heard = clean(text)
        categories = self.catalogue.rank(heard, facts.language)
        return Understood(
            language=self.languages.detect(heard),
            kind=Kind.COMPLAINT,
            categories=categories,
            category_sure=self.catalogue.sure(categories),
            place=self.gazetteer.find(heard),
            date=date_in(heard, facts.today),
            urgent=self.alarms.urgent.heard(heard),
            sensitive=self.alarms.sensitive.heard(heard),
            title=title(heard),
        )
