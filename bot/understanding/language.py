"""Which language a citizen writes, so that the answer is in theirs: Indonesian, English, Javanese or Sundanese."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from bot.understanding.words import DATA, KNOWN, Token, clean, tokens

FEWEST_WORDS = 4
LISTENED = 600  # characters: enough to tell, and quick
PROFILED = 250  # of them that langdetect is given, ten times as slow as all else here
ENGLISH_SHARE = 0.2  # of all words; loanwords stay far below
ENGLISH_PLENTY = 0.4  # so many that nobody need be asked
ENGLISH_LEAD = 3.0  # English small words for each Indonesian one
REGIONAL_SHARE = 0.2  # of all words
ALONE_SHARE = 0.14  # of all words, where none is clearly Indonesian and two are clearly regional
REGIONAL_LEAD = 2.0  # regional small words for each one that only Indonesian has
REGIONAL_LEAST = 2.0
REGIONAL_PLENTY = 4.0  # with less than this, words that Indonesian shares count against it too
SHARED_LEAD = 1.5
REGIONAL = ("jv", "su")
SHAPELESS = 4  # letters: shorter words show no language by their shape
CLEAR, SHARED = 1.0, 0.5
SENTENCE_ENDS = frozenset(".!?:;\n\r")
SHAPES = {  # endings and beginnings by which words outside the tables show their language: clearly, or perhaps
    "id": (None, re.compile(r"(?:di|me|ter)\w{3,}kan|\w{3,}nya|(?:meng|meny|mem|men|ber|peng)\w{4,}")),
    "en": (None, None),
    "jv": (
        re.compile(r"dipun\w{3,}|\w{3,}(?:ipun|aken|[aio]ake)"),
        re.compile(r"\w{3,}(?:[aiou]ne|kno|kke|[bdgklmnprst]e)|n[dg]h?[aeou]\w{3,}|mb[aeiou]\w{3,}"),
    ),
    "su": (
        re.compile(r"\w{2,}keun"),
        re.compile(r"\w{2,}eun|\w{3,}na|\w{0,4}[bcdghjlmnprtwy]eu\w{1,6}|nga[bdgjlr]\w{3,}"),
    ),
}
LANGUAGES = tuple(SHAPES)


@dataclass(frozen=True, slots=True)
class Heard:
    """How strongly a text speaks for each language: the weights of its words, and the clear ones alone."""

    words: int
    weight: Mapping[str, float]
    clear: Mapping[str, float]


@dataclass(frozen=True, slots=True, repr=False)
class LanguageDetector:
    """Tables of small words, and langdetect with two profiles where they do not tell; safe to share between threads.

    The factory is only read after loading, and langdetect draws from a generator of its own for each text, seeded
    alike, so that the same text always gives the same answer.
    """

    factory: DetectorFactory
    small_words: Mapping[str, tuple[tuple[str, float], ...]]  # word -> its languages, 1 where clear, else a half

    @classmethod
    def load(cls) -> LanguageDetector:
        """Reads langdetect's profiles for id and en, and data/function_words.toml, once, at start."""
        profiles = files("langdetect") / "profiles"
        factory = DetectorFactory()
        factory.set_seed(0)
        factory.load_json_profile([(profiles / name).read_text(encoding="utf-8") for name in ("id", "en")])
        return cls(factory, _by_word(function_words()))

    def detect(self, text: str, words: Sequence[Token] = ()) -> str | None:
        """ "id", "en", "jv", "su", or None: unsure, or fewer than four words.

        Indonesian in doubt: another language only where its own small words outweigh the Indonesian ones.
        `words`: the tokens of a text that is clean, where they are read already.
        """
        said = clean(text)[:LISTENED]
        whole = words if words and len(text) <= LISTENED else tokens(said)
        found = [token for token in whole if not token.word.isdigit()]
        if len(found) < FEWEST_WORDS:
            return None
        heard = self._listen(said, found)
        return _regional(heard) or self._plain(said, heard)

    def _listen(self, said: str, found: Sequence[Token]) -> Heard:
        weight, clear = dict.fromkeys(SHAPES, 0.0), dict.fromkeys(SHAPES, 0.0)
        for token, named in _named(said, found):
            known = self.small_words.get(token.word)
            for language, counts in known or (_shapes(token.word) if len(token.word) > SHAPELESS else ()):
                if named and language in REGIONAL:
                    continue
                weight[language] += counts
                if counts == CLEAR or (language == "id" and not known):  # a shape speaks against a regional language
                    clear[language] += counts
        return Heard(len(found), weight, clear)

    def _plain(self, said: str, heard: Heard) -> str | None:
        """Indonesian or English; langdetect is asked only where the small words do not tell."""
        indonesian, english = heard.weight["id"], heard.weight["en"]
        if indonesian > english:
            return "id"
        lead = english >= max(2.0, heard.words * ENGLISH_SHARE) and english >= ENGLISH_LEAD * indonesian
        plain = lead and not indonesian and english >= heard.words * ENGLISH_PLENTY
        return "en" if plain or (lead and self._profile(said) == "en") else None

    def _profile(self, text: str) -> str:
        detector = self.factory.create()
        try:
            detector.append(text[:PROFILED])
            return str(detector.detect())
        except LangDetectException:  # nothing but digits and signs
            return ""


@cache
def function_words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """data/function_words.toml, read when first asked: language -> "clear" or "also" -> its small words."""
    return tomllib.loads((DATA / "function_words.toml").read_text(encoding="utf-8"))


def _regional(heard: Heard) -> str | None:
    """The regional language whose words carry the text, if one does and Indonesian does not."""
    name = max(REGIONAL, key=lambda one: (heard.weight[one], heard.clear[one]))
    weight, clear = heard.weight[name], heard.clear[name]
    foreign = heard.clear["id"]
    share = ALONE_SHARE if not foreign and clear >= 2 else REGIONAL_SHARE
    enough = weight >= max(REGIONAL_LEAST, heard.words * share) and clear >= (2 if foreign and weight < 2.5 else 1)
    carries = weight >= REGIONAL_LEAD * foreign and weight >= REGIONAL_LEAD * heard.clear["en"]
    settled = weight >= REGIONAL_PLENTY or not foreign or weight >= SHARED_LEAD * heard.weight["id"]
    return name if enough and carries and settled else None


def _by_word(table: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, tuple[tuple[str, float], ...]]:
    found: dict[str, tuple[tuple[str, float], ...]] = {}
    for language, row in table.items():
        for counts, words in ((CLEAR, row["clear"]), (SHARED, row["also"])):
            for word in words:
                found[word] = (*found.get(word, ()), (language, counts))
    return found


@lru_cache(maxsize=KNOWN)
def _shapes(word: str) -> tuple[tuple[str, float], ...]:
    """The languages that a word which no table has shows by its shape."""
    found = []
    for language, (clear, vague) in SHAPES.items():
        if clear and clear.fullmatch(word):
            found.append((language, CLEAR))
        elif vague and vague.fullmatch(word):
            found.append((language, SHARED))
    return tuple(found)


def _named(said: str, found: Sequence[Token]) -> Iterator[tuple[Token, bool]]:
    """The words, each with whether a capital inside a sentence marks it as a name ("Bu Tina", "NU")."""
    capitals = [said[token.start].isupper() for token in found]
    everywhere = sum(capitals) * 2 > len(found)  # all in capitals, or every word begun with one
    for token, capital in zip(found, capitals, strict=True):
        yield token, capital and not everywhere and not _begins(said, token.start)


def _begins(said: str, at: int) -> bool:
    before = said[max(0, at - 8) : at].rstrip(" \t\"'(*")
    return not before or before[-1] in SENTENCE_ENDS


__all__ = ["LANGUAGES", "LanguageDetector", "function_words"]
