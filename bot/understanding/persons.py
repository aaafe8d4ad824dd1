"""Names of people that an area is called like too, so that a child called Ende sends no report to Flores."""

from __future__ import annotations

import re
from typing import Protocol

from bot.understanding.place_words import PlaceWords

MOST_BETWEEN = 3  # words: "nama lengkap anak saya Ende"
APART = re.compile(r"[.,;!?\n]")


class Told(Protocol):
    """What is needed of a reader: words by position, what stands before each, and the tables."""

    @property
    def lexicon(self) -> PlaceWords: ...

    def word(self, at: int) -> str: ...
    def between(self, at: int) -> str: ...


def of_person(reader: Told, first: int) -> bool:
    """Whether the words before say that a person's name follows: "nama anak Ende", "my name is Alor"."""
    for at in range(first - 1, first - 2 - MOST_BETWEEN, -1):
        if APART.search(reader.between(at + 1)):
            return False
        if reader.word(at) in reader.lexicon.naming:
            return True
        if reader.word(at) not in reader.lexicon.owners:
            return False
    return False


__all__ = ["of_person"]
