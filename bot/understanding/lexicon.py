"""Finding phrases from a table in a citizen's words, quickly, however long the table grows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from bot.understanding.words import KNOWN, LONGEST_WORD, MOST_WORDS, full, normal

SPOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:2(?!\w))?|\d+(?:[.,:]\d+)*|[.!?\n]+")
STOP = "."
OWN = re.compile(r"(?<=\w{4})nya$")
Phrase = tuple[str, ...]


class Phrases:
    """Phrases by their first word, the longest first."""

    def __init__(self, phrases: Mapping[str, str | int] | Iterable[str]) -> None:
        table = phrases if isinstance(phrases, Mapping) else dict.fromkeys(phrases, "")
        self._starting: dict[str, list[tuple[Phrase, str | int]]] = {}
        rows = [(tuple(phrase.split()), means) for phrase, means in table.items()]
        for row in sorted(rows, key=lambda row: -len(row[0])):
            self._starting.setdefault(row[0][0], []).append(row)
        self.openings = frozenset(self._starting)  # the words with which a phrase begins

    def at(self, words: Sequence[str], at: int) -> tuple[int, str | int] | None:
        """How many words of the phrase that stands at `at`, and what it means."""
        for phrase, means in self._starting.get(words[at], ()) if 0 <= at < len(words) else ():
            if len(phrase) == 1 or tuple(words[at : at + len(phrase)]) == phrase:
                return len(phrase), means
        return None

    def places(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where phrases stand: first word and the one after the last."""
        for at in [at for at, word in enumerate(words) if word in self._starting]:
            if found := self.at(words, at):
                yield at, at + found[0]


def spoken(text: str) -> list[str]:
    """The words of a text in normal form, abbreviations written out and "-nya" left off; "." ends a sentence."""
    matches = islice(SPOKEN.finditer(text), MOST_WORDS)
    return [_heard(match[0]) if len(match[0]) <= LONGEST_WORD else _heard.__wrapped__(match[0]) for match in matches]


@lru_cache(maxsize=KNOWN)
def _heard(written: str) -> str:
    return STOP if written[0] in ".!?\n" else OWN.sub("", full(normal(written))) or STOP


def since_stop(words: Sequence[str]) -> Sequence[str]:
    """The words after the last full stop."""
    return words[len(words) - list(reversed(words)).index(STOP) :] if STOP in words else words


def without(words: Sequence[str], harmless: Phrases) -> list[str]:
    """The words with harmless phrases blanked out, so that places stay as they are."""
    left = list(words)
    for start, end in harmless.places(words):
        left[start:end] = [""] * (end - start)
    return left


__all__ = ["STOP", "Phrase", "Phrases", "since_stop", "spoken", "without"]
