"""The small words of all languages and what they mean (texts/vocabulary.toml), so that nobody needs fixed words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SHORTEST = 4  # letters of a word in which a typing mistake is mended


@dataclass(frozen=True)
class Vocabulary:
    """`meanings`: word or phrase ("terima_kasih") -> concepts. `numbers`: word -> 0 to 9.

    `levels`: the concepts that say how large a place is. `longest`: words in the longest phrase. `mendable`: words
    into which a typing mistake may be mended, so none that sends, deletes or counts. `unmended`: those that do.
    """

    meanings: Mapping[str, frozenset[str]]
    numbers: Mapping[str, int]
    levels: Sequence[str]
    longest: int
    mendable: Sequence[str]
    unmended: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """The table, read once, when it is first needed."""
    table = tomllib.loads((files("bot.dialogs") / "texts" / "vocabulary.toml").read_text(encoding="utf-8"))
    concepts = {name: frozenset(words.split()) for name, words in {**table["levels"], **table["concepts"]}.items()}
    numbers = {word: int(number) for number, words in table["numbers"].items() for word in words.split()}
    meanings = {
        word: frozenset(name for name, words in concepts.items() if word in words)
        for word in sorted(frozenset().union(*concepts.values()))
    }
    unmended = concepts["send"] | concepts["delete"] | set(numbers)
    return Vocabulary(
        meanings=meanings,
        numbers=numbers,
        levels=tuple(table["levels"]),
        longest=max(word.count("_") for word in meanings) + 1,
        mendable=[word for word in meanings if len(word) >= SHORTEST and "_" not in word and word not in unmended],
        unmended=unmended,
    )
