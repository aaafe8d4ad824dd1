"""Reads texts one a line, as `kentongan understand` gets them, and answers each line, the bad ones with a reason."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from bot.understanding.as_json import as_json, offered
from bot.understanding.language import LANGUAGES
from bot.understanding.understand import Understanding
from bot.understanding.understood import Facts, Understood
from bot.understanding.words import clean, tokens

LONGEST_LINE = 500_000  # bytes: 100,000 characters of any script
MOST_WORDS = 12  # that are told of one category


class BadLine(Exception):
    """A line that says nothing that can be understood; the text says why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One text, the day on which it was written, and the language so far."""

    text: str
    facts: Facts


@dataclass(frozen=True, slots=True, repr=False)
class Listener:
    """Answers lines of bytes; `usual` stands for what a line does not say itself."""

    understanding: Understanding
    usual: Facts
    explain: bool = False

    def answer(self, line: bytes) -> bytes:
        """One line of UTF-8 JSON for one line of input: what was understood, or {"error": why}."""
        try:
            answer = self._told(asked(line, self.usual))
        except BadLine as why:
            answer = {"error": str(why)}
        except Exception as wrong:  # whatever one text does to us, the next one is answered
            answer = {"error": f"not understood: {type(wrong).__name__}"}
        return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace") + b"\n"

    def _told(self, one: Asked) -> dict[str, Any]:
        understood = self.understanding.understand(one.text, one.facts)
        answer = as_json(understood, self.understanding.catalogue, one.facts.language)
        return answer | {"explain": self._explained(one.text, understood)} if self.explain else answer

    def _explained(self, text: str, understood: Understood) -> dict[str, Any]:
        heard, catalogue = clean(text), self.understanding.catalogue
        evidence = dict(catalogue.explain(heard))
        codes = [one.code for one in offered(understood.categories, catalogue)]
        taught = self.understanding.learned.explain(heard, codes) if self.understanding.learned else {}
        return {
            "categories": {code: _words(evidence.get(code, [])) for code in codes},
            "learned": {code: _words(pairs) for code, pairs in taught.items()},
            "place": understood.place.place.words if understood.place else None,
            "language": self._language_words(heard),
        }

    def _language_words(self, heard: str) -> dict[str, list[str]]:
        known = self.understanding.languages.small_words
        words = dict.fromkeys(token.word for token in tokens(heard) if token.word in known)
        return {code: [word for word in words if code in dict(known[word])] for code in LANGUAGES}


def lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream as they come; of one longer than LONGEST_LINE its first part, one byte too long."""
    while line := stream.readline(LONGEST_LINE + 1):
        whole = line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE + 1)
        yield whole


def asked(line: bytes, usual: Facts) -> Asked:
    """The text in a line, plain or as a JSON object; raises BadLine."""
    if len(line.rstrip(b"\r\n")) > LONGEST_LINE:
        raise BadLine(f"the line is longer than {LONGEST_LINE} bytes")
    try:
        said = line.decode("utf-8").strip("\ufeff\r\n")
    except UnicodeDecodeError:
        raise BadLine("the line is not UTF-8") from None
    if not said.strip():
        raise BadLine("the line is empty")
    return _object(said, usual) if said.lstrip().startswith("{") else Asked(said, usual)


def _object(said: str, usual: Facts) -> Asked:
    try:
        row = json.loads(said)
    except (ValueError, RecursionError):
        raise BadLine("the line begins with { and is not JSON") from None
    match row:
        case {"text": str(text)} if text.strip():
            return Asked(text, Facts(_today(row.get("today"), usual.today), _language(row, usual)))
    raise BadLine("the object has no text")


def _language(row: dict[str, Any], usual: Facts) -> str:
    language = row.get("language") or usual.language
    if language not in LANGUAGES:
        raise BadLine(f"language must be one of {', '.join(LANGUAGES)}")
    return str(language)


def _today(given: Any, usual: date) -> date:
    try:
        return date.fromisoformat(given) if given else usual
    except (ValueError, TypeError):
        raise BadLine("today must be a date such as 2026-01-31") from None


def _words(evidence: Sequence[tuple[str, float]]) -> list[dict[str, Any]]:
    strongest = sorted(evidence, key=lambda pair: -pair[1])[:MOST_WORDS]
    return [{"words": words, "weight": round(weight, 3)} for words, weight in strongest]
