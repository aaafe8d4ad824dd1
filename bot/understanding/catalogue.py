"""The categories a citizen picks from, and which of them a story speaks for, so that it reaches the right office."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.understanding.evidence import Evidence, terms
from bot.understanding.understood import CategoryGuess
from bot.understanding.words import DATA, clean

SURE_SCORE = 6.0  # about two rare words, or one phrase; measured on the sentences of tests/understanding
SURE_LEAD = 2.0  # times the score of the second
SECOND = 3.0  # below one telling word: otherwise the message may be about two things
DEFAULT_LANGUAGE = "id"
PICKING_WORDS = 3


@dataclass(frozen=True, slots=True)
class Category:
    """One category: stable code, number on every menu, LAPOR!'s topic (and its number or 0), names by language."""

    code: str
    number: int
    lapor_topic: str
    lapor_id: int
    office: str
    names: Mapping[str, str]
    words: tuple[str, ...]

    def name(self, language: str) -> str:
        """The name in a language, the Indonesian one where there is none."""
        return self.names.get(language, self.names[DEFAULT_LANGUAGE])

    def guess(self, language: str, score: float = 0.0) -> CategoryGuess:
        """The category as a guess with a score."""
        return CategoryGuess(self.code, self.lapor_topic, self.name(language), self.office, score)


class Catalogue:
    """All categories in the order of their numbers, and the evidence that words give for them."""

    def __init__(self, categories: Sequence[Category]) -> None:
        """Prepares the word statistics of the categories; takes some milliseconds."""
        self.all = tuple(categories)
        self._by_code = {one.code: one for one in categories}
        self._evidence = Evidence({one.code: one.words for one in categories})
        self._names = {one.code: [set(terms(name)) for name in one.names.values()] for one in categories}

    @classmethod
    def load(cls) -> Catalogue:
        """Reads data/categories.toml, once, at start."""
        table = tomllib.loads((DATA / "categories.toml").read_text(encoding="utf-8"))
        return cls([_category(code, number, row) for number, (code, row) in enumerate(table.items(), 1)])

    def get(self, code: str) -> Category:
        """The category of a code; raises KeyError for a code that does not exist."""
        return self._by_code[code]

    def rank(self, text: str, language: str = DEFAULT_LANGUAGE) -> tuple[CategoryGuess, ...]:
        """The categories that the words of a story speak for, best first; () where no word does."""
        scores = self._evidence.scores(clean(text))
        best = sorted(scores.items(), key=lambda item: (-item[1], self._by_code[item[0]].number))
        return tuple(self._by_code[code].guess(language, round(score, 3)) for code, score in best)

    def sure(self, guesses: Sequence[CategoryGuess]) -> bool:
        """Whether the best guess has enough evidence and a clear lead, so that no question is needed."""
        if not guesses or guesses[0].score < SURE_SCORE:
            return False
        second = guesses[1].score if len(guesses) > 1 else 0.0
        return second < SECOND and guesses[0].score >= SURE_LEAD * second

    def picked(self, text: str, language: str = DEFAULT_LANGUAGE) -> CategoryGuess | None:
        """The category that at most three words name; a longer answer may be a story or a complaint: None."""
        return self.named(text, language) if len(text.split()) <= PICKING_WORDS else None

    def named(self, text: str, language: str = DEFAULT_LANGUAGE) -> CategoryGuess | None:
        """The category that an answer to "which one?" picks by its name or words; None where it is not clear."""
        said = set(terms(clean(text)))
        exact = [code for code, names in self._names.items() if said and said in names]
        partly = [code for code, names in self._names.items() if said and any(said <= name for name in names)]
        for found in (exact, partly):
            if len(found) == 1:
                return self.get(found[0]).guess(language)
        guesses = self.rank(text, language)
        clear = guesses and (len(guesses) == 1 or guesses[0].score > guesses[1].score)
        return guesses[0] if clear else None


def _category(code: str, number: int, row: Mapping[str, object]) -> Category:
    fields = [row.get(field) for field in ("lapor_topic", "lapor_id", "office", "name", "words")]
    match fields:
        case [str(topic), int(known), str(office), dict(names), list(words)]:
            return Category(code, number, topic, known, office, names, tuple(words))
    raise ValueError(f"categories.toml: [{code}] lacks a field or has one of a wrong type")
