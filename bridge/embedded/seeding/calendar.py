"""When invented citizens write and invented offices work: hours, weekdays, rains, and more reports every month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from bridge.embedded.deadlines import WorkingDays

DAYS = 730  # two years of reports
RAINS = frozenset({11, 12, 1, 2, 3})
_GROWTH = 0.8  # so much more at the end than at the beginning
_RAINY = 1.15
_FREE_DAY = 0.55  # of a working day's reports
_HOURS = (1, 0.5, 0.3, 0.3, 0.5, 1, 3, 6, 9, 10, 10, 9, 8, 8, 8, 7, 7, 6, 6, 7, 6, 5, 3, 2)
_OPENS, _ENDS = 8 * 60, 16 * 60  # minutes of the day
_CHUNK = 10_000


def arrivals(count: int, until: date, days: WorkingDays, rng: Random) -> Iterator[datetime]:
    """So many moments, in order, in the two years that end with `until` (that day included)."""
    span = [until - timedelta(days=DAYS - 1 - at) for at in range(DAYS)]
    weights = [_weight(day, at, days) for at, day in enumerate(span)]
    each: Counter[int] = Counter()
    for left in range(count, 0, -_CHUNK):
        each.update(rng.choices(range(DAYS), weights, k=min(left, _CHUNK)))
    for at, day in enumerate(span):
        begin = datetime.combine(day, time(), days.zone)
        hours = rng.choices(range(24), _HOURS, k=each[at])
        seconds = sorted(hour * 3600 + rng.randrange(3600) for hour in hours)
        yield from (begin + timedelta(seconds=second) for second in seconds)


def _weight(day: date, at: int, days: WorkingDays) -> float:
    """How many reports come on a day, as a share."""
    grown = 1 + _GROWTH * at / DAYS
    return grown * (_RAINY if day.month in RAINS else 1.0) * (1.0 if days.works_on(day) else _FREE_DAY)


@dataclass(frozen=True, slots=True)
class Hours:
    """When an office does something: on its working days, from eight to four."""

    days: WorkingDays
    rng: Random

    def after(self, moment: datetime, working_days: int) -> datetime:
        """A moment on the last of so many working days; for 0 on that very day, or the next one if it is too late."""
        local = moment.astimezone(self.days.zone)
        now = local.hour * 60 + local.minute
        if working_days < 1 and self.days.works_on(local.date()) and now < _ENDS - 30:
            return self._on(local.date(), max(_OPENS, now + 2))
        return self._on(self.days.after(moment, max(1, working_days)), _OPENS)

    def soon(self, moment: datetime) -> datetime:
        """Some minutes later."""
        return moment + timedelta(seconds=self.rng.randint(40, 2400))

    def _on(self, day: date, earliest: int) -> datetime:
        begin = datetime.combine(day, time(), self.days.zone)
        return begin + timedelta(minutes=self.rng.randint(earliest, _ENDS), seconds=self.rng.randrange(60))
