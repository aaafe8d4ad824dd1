"""Finding phrases from a table in a citizen's words, quickly, however long the table grows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.understanding.words import MOST_WORDS, full, normal

SPOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:2(?!\w))?|\d+(?:[.,:]\d+)*|[.!?\n]+")
STOP = "."
OWN = re.compile(r"(?<=\w{4})nya$")
Phrase = tuple[str, ...]


class Phrases:
    """Phrases by their first word, the longest first."""

    def __init__(self, phrases: Mapping[str, str | int] | Iterable[str]) -> None:
        table = phrases if isinstance(phrases, Mapping) else dict.fromkeys(phrases, "")
        self._starting: dict[str, list[tuple[Phrase, str | int]]] = {}
        for phrase, means in sorted(table.items(), key=lambda row: -len(row[0].split())):
            words = tuple(phrase.split())
            self._starting.setdefault(words[0], []).append((words, means))
        self.openings = frozenset(self._starting)  # the words with which a phrase begins

    def at(self, words: Sequence[str], at: int) -> tuple[int, str | int] | None:
        """How many words of the phrase that stands at `at`, and what it means."""
        for phrase, means in self._starting.get(words[at], ()) if 0 <= at < len(words) else ():
            if len(phrase) == 1 or tuple(words[at : at + len(phrase)]) == phrase:
                return len(phrase), means
        return None

    def places(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where phrases stand: first word and the one after the last."""
        for at, word in enumerate(words):
            found = self.at(words, at) if word in self._starting else None
            if found:
                yield at, at + found[0]


def spoken(text: str) -> list[str]:
    """The words of a text in normal form, abbreviations written out and "-nya" left off; "." ends a sentence."""
    words: list[str] = []
    for match in SPOKEN.finditer(text):
        word = match[0]
        words.append(STOP if word[0] in ".!?\n" else OWN.sub("", full(normal(word))) or STOP)
        if len(words) >= MOST_WORDS:
            break
    return words


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
