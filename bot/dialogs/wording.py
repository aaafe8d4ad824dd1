"""Every sentence the bot says has one key: English stands in the dialog, other languages in a catalogue each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from io import BytesIO
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.messages.pofile import read_po

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English", "jv": "Jawa (Basa Jawa)", "su": "Sunda (Basa Sunda)"}
WIB = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence: the key that translators see and the English source, with {named} places to fill."""

    key: str
    english: str


@dataclass(frozen=True)
class Wording:
    """All sentences in one language. A sentence that is not translated is said in English, never left out."""

    language: str
    sentences: Mapping[str, str]

    def __call__(self, text: Text, **values: object) -> str:
        """The sentence with its places filled; "" for an empty text."""
        if not text.english:
            return ""
        return (self.sentences.get(text.key) or text.english).format(**values)

    def day(self, moment: datetime) -> str:
        """A day as people write it, in western Indonesian time: 21 Nov 2026."""
        return self.date(moment.astimezone(WIB).date())

    def date(self, day: date) -> str:
        """A date without a time: 21 Nov 2026."""
        return format_date(day, format="d MMM y", locale=self.language)


def load_wordings() -> dict[str, Wording]:
    """Read all catalogues (texts/<language>.po); English is the source and has none."""
    return {language: Wording(language, _sentences(language)) for language in LANGUAGES}


def _sentences(language: str) -> dict[str, str]:
    resource = files("bot.dialogs") / "texts" / f"{language}.po"
    if not resource.is_file():
        return {}
    catalogue = read_po(BytesIO(resource.read_bytes()), locale=language)
    return {str(m.context): str(m.string) for m in catalogue if m.context and m.string and not m.fuzzy}
