"""Which language a citizen writes, Indonesian or English, so that the answer is in theirs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from bot.understanding.words import DATA, clean, tokens

FEWEST_WORDS = 4
LISTENED = 600  # characters: enough to tell, and quick
ENGLISH_SHARE = 0.2  # of all words; loanwords stay far below
ENGLISH_LEAD = 3  # English small words for each Indonesian one


@dataclass(frozen=True, slots=True, repr=False)
class LanguageDetector:
    """langdetect with the two profiles only, and tables of small words; safe to share between threads.

    The factory is only read after loading, and langdetect draws from a generator of its own for each text, seeded
    alike, so that the same text always gives the same answer.
    """

    factory: DetectorFactory
    small_words: Mapping[str, frozenset[str]]

    @classmethod
    def load(cls) -> LanguageDetector:
        """Reads langdetect's profiles for id and en, and data/function_words.toml, once, at start."""
        profiles = files("langdetect") / "profiles"
        factory = DetectorFactory()
        factory.set_seed(0)
        factory.load_json_profile([(profiles / name).read_text(encoding="utf-8") for name in ("id", "en")])
        table = tomllib.loads((DATA / "function_words.toml").read_text(encoding="utf-8"))["words"]
        return cls(factory, {language: frozenset(words) for language, words in table.items()})

    def detect(self, text: str) -> str | None:
        """ "id", "en", or None: unsure, or fewer than four words. English only where nothing speaks against it."""
        heard = clean(text)[:LISTENED]
        words = [token.word for token in tokens(heard) if not token.word.isdigit()]
        if len(words) < FEWEST_WORDS:
            return None
        count = {language: sum(word in small for word in words) for language, small in self.small_words.items()}
        guess = self._profile(heard)
        if guess == "en" and _plainly_english(count, len(words)):
            return "en"
        return "id" if count["id"] > count["en"] or (guess == "id" and count["id"] and not count["en"]) else None

    def _profile(self, text: str) -> str:
        detector = self.factory.create()
        try:
            detector.append(text)
            return str(detector.detect())
        except LangDetectException:  # nothing but digits and signs
            return ""


def _plainly_english(count: Mapping[str, int], words: int) -> bool:
    enough = count["en"] >= max(2, words * ENGLISH_SHARE)
    return enough and count["en"] >= ENGLISH_LEAD * count["id"]


__all__ = ["LanguageDetector"]
