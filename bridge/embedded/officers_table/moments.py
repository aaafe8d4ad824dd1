"""When a report came in, as officers' tables write it: our own way out, and the ways of other systems in."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta, timezone, tzinfo

_ISO = re.compile(r"(?P<y>\d{4})[-/](?P<m>\d\d?)[-/](?P<d>\d\d?)(?!\d)")
_DAY_FIRST = re.compile(r"(?P<d>\d\d?)[-/. ](?P<m>\d\d?)[-/. ](?P<y>\d{4})(?!\d)")
_WORDS = re.compile(r"(?:[^\W\d]+,? +)?(?P<d>\d\d?)[ -](?P<month>[^\W\d]{3,9})\.?[ -](?P<y>\d{4})(?!\d)")
_TIME = re.compile(
    r"[T, ]*(?P<h>\d\d?)[:.](?P<min>\d\d)(?:[:.](?P<s>\d\d)(?:\.\d+)?)?\s*(?P<half>AM|PM)?\s*(?P<zone>WIB|WITA|WIT)?",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "mei may", "jun", "jul", "agu ags aug", "sep", "okt oct", "nov nop", "des dec")
_ZONES = {"WIB": 7, "WITA": 8, "WIT": 9}  # hours before UTC
_FIRST_YEAR = 2000  # LAPOR! began in 2012


def shown(moment: datetime, zone: tzinfo) -> tuple[str, str]:
    """Day and time in the zone, to the second: ("2026-01-31", "13:45:00")."""
    local = moment.astimezone(zone)
    return local.date().isoformat(), local.strftime("%H:%M:%S")


def moment_in(day: str, clock: str, zone: tzinfo) -> datetime:
    """The moment in two cells, or in `day` alone; midnight where no time is said.

    Days: 2026-01-31, 31/01/2026, 31-01-2026, 31.01.2026, 31 Januari 2026 (day before month always). Times: 13:45,
    13.45, 13:45:00, 1:45 PM, with WIB, WITA or WIT or else in `zone`. Raises ValueError.
    """
    day, clock = " ".join(day.split()), " ".join(clock.split())
    found = next((match for form in (_ISO, _DAY_FIRST, _WORDS) if (match := form.match(day))), None)
    if found is None:
        raise ValueError(day)
    date = datetime(int(found["y"]), _month(found), int(found["d"]))
    told, where = _time(clock or day[found.end() :], zone)
    if date.year < _FIRST_YEAR:
        raise ValueError(day)
    return datetime.combine(date.date(), told, where)


def _month(found: re.Match[str]) -> int:
    parts = found.groupdict()
    if (number := parts.get("m")) is not None:
        return int(number)
    start = found["month"][:3].casefold()
    return next(at for at, names in enumerate([*_MONTHS, start], 1) if start in names.split())


def _time(words: str, zone: tzinfo) -> tuple[time, tzinfo]:
    if not words.strip():
        return time(), zone
    found = _TIME.fullmatch(words)
    if found is None:
        raise ValueError(words)
    hour, half = int(found["h"]), (found["half"] or "").upper()
    if half:
        hour = hour % 12 + 12 * (half == "PM")
    told = (found["zone"] or "").upper()
    where = timezone(timedelta(hours=_ZONES[told])) if told else zone
    return time(hour, int(found["min"]), int(found["s"] or 0)), where
