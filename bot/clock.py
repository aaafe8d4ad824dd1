"""The present. In front of simulated phones it may be ahead, so that nobody has to wait ten days for a deadline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_SPAN = re.compile(r"([0-9]{1,7})\s+([a-z]+?)s?")
_MOST = timedelta(days=3660)


class NoSpan(ValueError):
    """What was written is no span of time."""


def span_of(text: str) -> timedelta:
    """The span in "10 minutes" or "1 day"; raises NoSpan for anything else and for more than ten years."""
    found = _SPAN.fullmatch(text.strip())
    seconds = int(found[1]) * _SECONDS.get(found[2], 0) if found else 0
    if not found or found[2] not in _SECONDS or seconds > _MOST.total_seconds():
        raise NoSpan("say for example 10 minutes, with seconds, minutes, hours, days or weeks")
    return timedelta(seconds=seconds)


@dataclass
class ShiftedClock:
    """The real time in UTC, plus what was skipped."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead
