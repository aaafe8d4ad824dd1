"""Where invented talks end, question by question, so that the funnel has something to show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

FILED, JOINED = "filed", "joined"  # how a talk ends well; they are only ever come to
# A question of the dialogue, how often it is come to, and how many of a hundred unfinished talks end there.
_STEPS = (
    ("story", 1.0, 30),
    ("where", 0.72, 24),
    ("which", 0.18, 6),
    ("category", 0.55, 14),
    ("files", 0.62, 8),
    ("name", 0.30, 5),
    ("similar", 0.07, 1),
    ("review", 1.0, 10),
    ("identity", 0.35, 1),
    ("change", 0.08, 1),
)
_NAMES = [name for name, _, _ in _STEPS]
_ENDS = [weight for _, _, weight in _STEPS]
_JOINS = 0.02  # talks that end with joining somebody else's report, for each that becomes one
_UNFINISHED = 0.42  # talks that end before a report, for each that becomes one
_Key = tuple[date, str, str, str]


class Talks:
    """Counts of talks by day, channel, language and question, kept until a day is over."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._counts: dict[_Key, list[int]] = {}

    def filed(self, day: date, channel: str, language: str) -> None:
        """A talk that became a report, and sometimes another one that did not."""
        where = (day, channel, language)
        for name, share, _ in _STEPS:
            if self._rng.random() < share:
                self._count(where, name, 1)
        self._counts.setdefault((*where, FILED), [0, 0, 0])[0] += 1
        if self._rng.random() < _UNFINISHED:
            self._until(where, self._rng.choices(_NAMES, _ENDS)[0], 2)
        if self._rng.random() < _JOINS:
            self._until(where, "similar", 1)
            self._counts.setdefault((*where, JOINED), [0, 0, 0])[0] += 1

    def over(self, before: date | None = None) -> Iterator[dict[str, Any]]:
        """Rows of `dialog_steps` of all days before that one, forgotten here; of all days where none is named."""
        done = [key for key in self._counts if before is None or key[0] < before]
        for key in done:
            day, channel, language, step = key
            asked, passed, dropped = self._counts.pop(key)
            where = {"day": day, "channel": channel, "language": language, "step": step}
            yield where | {"asked": asked, "passed": passed, "dropped": dropped}

    def _until(self, where: tuple[date, str, str], last: str, how: int) -> None:
        """A talk that ends with this question, passed (1) or given up (2)."""
        for name, share, _ in _STEPS:
            if name == last:
                self._count(where, name, how)
                return
            if self._rng.random() < share:
                self._count(where, name, 1)

    def _count(self, where: tuple[date, str, str], name: str, how: int) -> None:
        counted = self._counts.setdefault((*where, name), [0, 0, 0])
        counted[0] += 1
        counted[how] += 1
