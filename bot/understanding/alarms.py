"""Words of danger and of shame: the first bring the emergency numbers, the second the offer of protection."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.understanding.danger import Danger
from bot.understanding.lexicon import Phrases, spoken, without
from bot.understanding.verbs import expanded
from bot.understanding.words import DATA

Group = tuple[tuple[frozenset[str], ...], int]


@dataclass(frozen=True, slots=True, repr=False)
class Alarm:
    """Phrases that raise it, phrases in which the same words mean no harm, and sets of words that raise it together.

    `near`: groups of sets and a width; one word of every set, with at most so many words between, raises the alarm.
    """

    words: Phrases
    unless: Phrases
    near: tuple[Group, ...]

    def heard(self, text: str) -> bool:
        """Whether a text raises the alarm."""
        return self.among(spoken(text))

    def among(self, spoken_words: Sequence[str]) -> bool:
        """The same for words that are read already."""
        words = without(spoken_words, self.unless)
        said = frozenset(words)
        groups = [(sets, width) for sets, width in self.near if not any(some.isdisjoint(said) for some in sets)]
        return any(True for _ in self.words.places(words)) or any(_together(words, *group) for group in groups)


def _together(words: Sequence[str], sets: Sequence[frozenset[str]], width: int) -> bool:
    places = [[at for at, word in enumerate(words) if word in some] for some in sets]
    return any(all(_within(some, first, first + width) for some in places) for each in places for first in each)


def _within(places: Sequence[int], first: int, last: int) -> bool:
    """Whether one of these places, which are in order, lies between the two; by halving, as there may be hundreds."""
    at = bisect_left(places, first)
    return at < len(places) and places[at] <= last


@dataclass(frozen=True, slots=True, repr=False)
class Sensitive:
    """What calls for the protective choice: violence, abuse, children, drugs, and all corruption."""

    harm: Alarm
    corruption: Alarm

    def heard(self, text: str) -> bool:
        """Whether a text is better filed anonymously and in secret."""
        return self.among(spoken(text))

    def among(self, words: Sequence[str]) -> bool:
        """The same for words that are read already."""
        return self.harm.among(words) or self.corruption.among(words)


@dataclass(frozen=True, slots=True, repr=False)
class Alarms:
    """The alarms; whatever raises `corruption` (WBS and KPK are named) raises `sensitive` too."""

    urgent: Danger
    sensitive: Sensitive
    corruption: Alarm
    despair: Alarm

    @classmethod
    def load(cls) -> Alarms:
        """Reads data/alarms.toml, once, at start."""
        table = tomllib.loads((DATA / "alarms.toml").read_text(encoding="utf-8"))
        corruption = _alarm(table["corruption"], table["sets"])
        return cls(
            Danger.of(table["urgent"]),
            Sensitive(_alarm(table["sensitive"], table["sets"]), corruption),
            corruption,
            _alarm(table["despair"], table["sets"]),
        )


def _alarm(row: Mapping[str, Any], sets: Mapping[str, Sequence[str]]) -> Alarm:
    near = tuple((tuple(frozenset(expanded(sets[name])) for name in names), width) for *names, width in row["near"])
    return Alarm(Phrases(expanded(row["words"])), Phrases(expanded(row["unless"])), near)
