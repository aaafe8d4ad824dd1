"""Whether somebody is in danger at the moment of writing, so that the emergency numbers come before any question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from bot.understanding.lexicon import STOP, Phrases, since_stop, spoken, without
from bot.understanding.verbs import expanded

PAST_NEAR = 24  # words beside the event, within its sentence
FEAR_NEAR = 5  # words before it
NOW_NEAR = 15  # words beside it, sentences regardless


@dataclass(frozen=True, slots=True, repr=False)
class Danger:
    """Three tables of danger, and the words by which one is past, feared or happening now.

    A danger now must not be missed, so an event counts unless something says that it is over, feared or a habit;
    words that danger shares with daily life ("api", "banjir") count only beside a word for now.
    """

    always: Phrases
    event: Phrases
    pressing: Phrases
    now: Phrases
    past: Phrases
    feared: Phrases
    idle: Phrases
    unless: Phrases
    filler: Phrases
    ongoing: Phrases

    @classmethod
    def of(cls, table: Mapping[str, Sequence[str]]) -> Danger:
        """From the table [urgent] of alarms.toml."""
        return cls(**{name: Phrases(expanded(table[name])) for name in cls.__slots__})

    def heard(self, text: str) -> bool:
        """Whether a text speaks of somebody in danger now."""
        return self.among(spoken(text))

    def among(self, words: Sequence[str]) -> bool:
        """The same for words that are read already."""
        said = frozenset(words)
        if all(said.isdisjoint(table.openings) for table in (self.always, self.event, self.pressing)):
            return False
        fillers = self.filler.openings
        bare = [word for word in words if word not in fillers]
        return self._heard(words) or (len(bare) < len(words) and self._heard(bare))

    def _heard(self, said: Sequence[str]) -> bool:
        words = without(said, self.unless)
        now = [start for start, _ in self.now.places(without(words, self.idle))]
        return (
            any(not self._fears(words, start) for start, _ in self.always.places(words))
            or any(self._happens(words, start, end, now) for start, end in self.event.places(words))
            or any(self._presses(words, start, now) for start, _ in self.pressing.places(words))
        )

    def _happens(self, words: Sequence[str], start: int, end: int, now: Sequence[int]) -> bool:
        if self._fears(words, start):
            return False
        before = since_stop(words[max(0, start - PAST_NEAR) : start])
        after = list(takewhile(STOP.__ne__, words[end : end + PAST_NEAR]))
        over = any(True for side in (before, after) for _ in self.past.places(side))
        return not over or _near(now, start)

    def _presses(self, words: Sequence[str], start: int, now: Sequence[int]) -> bool:
        ongoing = start > 0 and self.ongoing.at(words, start - 1)
        return bool(ongoing or _near(now, start)) and not self._fears(words, start)

    def _fears(self, words: Sequence[str], start: int) -> bool:
        return any(True for _ in self.feared.places(since_stop(words[max(0, start - FEAR_NEAR) : start])))


def _near(now: Sequence[int], start: int) -> bool:
    return any(abs(start - at) <= NOW_NEAR for at in now)


__all__ = ["Danger"]
