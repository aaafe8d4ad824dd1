"""The categories a citizen picks from, and which of them a story speaks for, so that it reaches the right office."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.understanding.evidence import Evidence, terms
from bot.understanding.understood import CategoryGuess
from bot.understanding.words import DATA, clean

# Scores chosen on tests/corpus/open: with these the first guess is right 96 times of 100, and one story in two is sure.
SURE_SCORE = 10.0
SURE_LEAD = 1.8  # times the score of the second
WEAK = 12.0  # below it "something else" is as likely as a third guess
OTHER = "other"
CLEAR_SCORE, CLEAR_LEAD = 3.5, 1.15  # of an answer of a word or two
EXPLAINED = 3
DEFAULT_LANGUAGE = "id"
PICKING_WORDS = 3


@dataclass(frozen=True, slots=True)
class Category:
    """One category: stable code, number on every menu, LAPOR!'s topic (and its number or 0), names by language.

    `ask` names details that help its office, `warn` what comes before any report ("call PLN 123"), each by language.
    """

    code: str
    number: int
    lapor_topic: str
    lapor_id: int
    office: str
    names: Mapping[str, str]
    words: tuple[str, ...]
    ask: Mapping[str, str] = field(default_factory=dict)
    warn: Mapping[str, str] = field(default_factory=dict)

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
        self._evidence = Evidence({one.code: (*one.names.values(), *one.words) for one in categories})
        self._names = {one.code: [set(terms(name)) for name in one.names.values()] for one in categories}

    @classmethod
    def load(cls) -> Catalogue:
        """Reads data/categories.toml, once, at start."""
        table = tomllib.loads((DATA / "categories.toml").read_text(encoding="utf-8"))
        return cls([_category(code, number, row) for number, (code, row) in enumerate(table.items(), 1)])

    def get(self, code: str) -> Category:
        """The category of a code; raises KeyError for a code that does not exist."""
        return self._by_code[code]

    def find(self, code: str) -> Category | None:
        """The category of a code; None where this release has none, as a saved draft or a link may ask."""
        return self._by_code.get(code)

    def names(self) -> dict[str, str]:
        """Code -> Indonesian name of every category that a citizen can pick."""
        return {one.code: one.name(DEFAULT_LANGUAGE) for one in self.all}

    def rank(self, text: str, language: str = DEFAULT_LANGUAGE) -> tuple[CategoryGuess, ...]:
        """The categories that the words of a story speak for, best first; () where no word does."""
        scores = self._evidence.scores(clean(text))
        scores.pop(OTHER, None)
        best = sorted(scores.items(), key=lambda item: (-item[1], self._by_code[item[0]].number))
        if best and best[0][1] < WEAK and OTHER in self._by_code:
            best.insert(EXPLAINED - 1, (OTHER, best[EXPLAINED - 1][1] if len(best) >= EXPLAINED else 0.0))
        return tuple(self._by_code[code].guess(language, round(score, 3)) for code, score in best)

    def explain(self, text: str) -> list[tuple[str, list[tuple[str, float]]]]:
        """The first three codes, each with the stems that spoke for it and how strongly, strongest first."""
        reasons = self._evidence.reasons(clean(text))
        return [(guess.code, reasons.get(guess.code, [])) for guess in self.rank(text)[:EXPLAINED]]

    def sure(self, guesses: Sequence[CategoryGuess]) -> bool:
        """Whether the best guess has enough evidence and a clear lead, so that no question is needed."""
        if not guesses or guesses[0].score < SURE_SCORE:
            return False
        return len(guesses) == 1 or guesses[0].score >= SURE_LEAD * guesses[1].score

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
        lead = CLEAR_LEAD * guesses[1].score if len(guesses) > 1 else 0.0
        return guesses[0] if guesses and guesses[0].score >= max(CLEAR_SCORE, lead) else None


def _category(code: str, number: int, row: Mapping[str, object]) -> Category:
    fields = [row.get(field) for field in ("lapor_topic", "lapor_id", "office", "name", "words")]
    match fields, row.get("ask", {}), row.get("warn", {}):
        case [str(topic), int(known), str(office), dict(names), list(words)], dict(ask), dict(warn):
            return Category(code, number, topic, known, office, names, tuple(words), ask, warn)
    raise ValueError(f"categories.toml: [{code}] lacks a field or has one of a wrong type")
