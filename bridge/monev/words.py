"""How figures are worded and written, in Indonesian and English: 12.345, 12,5 %, 22 November 2026."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from babel.dates import format_date, format_skeleton
from babel.messages.pofile import read_po
from babel.numbers import get_decimal_symbol, get_group_symbol

from bridge.monev.model import Cell

LANGUAGES = ("id", "en")
_TEXTS = Path(__file__).with_name("texts")
_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


def mark(text: str) -> str:
    """A text that is said later, by `Say`; marked, so that the test of the catalogue finds it."""
    return text


@dataclass(frozen=True, slots=True)
class Say:
    """Texts and cells in one language, "id" or "en"; any other reads Indonesian."""

    language: str

    def __call__(self, text: str, **parts: object) -> str:
        """The English text in this language, with its {parts}."""
        said = text if self.language == "en" else catalogue("id").get(text, text)
        return said.format(**parts) if parts else said

    @property
    def locale(self) -> str:
        return "en_GB" if self.language == "en" else "id_ID"

    def text(self, text: str) -> Cell:
        """Words, as they are."""
        return Cell(text)

    def count(self, number: int | None) -> Cell:
        """A number of reports or people; None is hidden."""
        return self.hidden() if number is None else self.decimal(number, 0)

    def percent(self, share: float | None, decimals: int = 0) -> Cell:
        """A share in per cent; None is hidden."""
        return self.hidden() if share is None else Cell(f"{self._written(share, decimals)} %", share)

    def decimal(self, number: float, decimals: int = 2) -> Cell:
        """A number with so many decimals."""
        return Cell(self._written(number, decimals), number)

    def days(self, seconds: int | None) -> Cell:
        """A time in days with one decimal; None is hidden."""
        return self.hidden() if seconds is None else self.decimal(round(seconds / 86400, 1), 1)

    def _written(self, number: float, decimals: int) -> str:
        return f"{Decimal(str(number)):,.{decimals}f}".translate(_symbols(self.locale))

    def hidden(self) -> Cell:
        """A number that must not be told."""
        return Cell(self(mark("hidden")), hidden=True)

    def nothing(self) -> Cell:
        """Where there is no number."""
        return Cell("–")

    def day(self, day: date) -> str:
        """ "22 November 2026"."""
        return format_date(day, "d MMMM y", locale=self.locale)

    def month(self, day: date) -> str:
        """ "November 2026"."""
        return format_skeleton("yMMMM", day, locale=self.locale)

    def moment(self, moment: datetime) -> str:
        """ "22 November 2026, 14.05 WIB", in the moment's own zone."""
        offset = moment.utcoffset()
        hours = offset.total_seconds() / 3600 if offset else 0
        zone = _ZONES.get(int(hours), f"UTC{hours:+g}") if hours == int(hours) else f"UTC{hours:+g}"
        clock = f"{moment:%H:%M}" if self.language == "en" else f"{moment:%H.%M}"
        return f"{self.day(moment.date())}, {clock} {zone}"


@cache
def _symbols(locale: str) -> Mapping[int, str]:
    return {ord(","): get_group_symbol(locale), ord("."): get_decimal_symbol(locale)}


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """English -> translation, of texts/LANGUAGE.po."""
    with (_TEXTS / f"{language}.po").open("rb") as file:
        return {str(each.id): str(each.string) for each in read_po(file) if each.id and each.string}
