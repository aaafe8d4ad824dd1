"""By when a step is owed, in words that a hurried officer reads at once; the colour only repeats them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from bot.report import ENDED, Stage
from bridge.desk.doors import _
from bridge.desk.filters import SOON
from bridge.desk.words import N_
from bridge.embedded.deadlines import Deadlines, WorkingDays

_DAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


@dataclass(frozen=True, slots=True)
class Due:
    """`words` in the language of the page; `tone` is late, soon, calm or "", which is a class of desk.css."""

    words: str
    tone: str = ""


def due_words(due_at: datetime | None, stage: Stage, now: datetime, deadlines: Deadlines | None) -> Due:
    """What a list says of a deadline; `due_at` as in CaseRow, None where no office owes anything."""
    if stage in ENDED:
        return Due(_("Ended"))
    if due_at is None or deadlines is None:
        waits = stage in (Stage.FOLLOWED_UP, Stage.INCOMPLETE)
        return Due(_("Waiting for the citizen") if waits else _("No deadline"))
    day, today = (moment.astimezone(deadlines.days.zone).date() for moment in (due_at, now))
    if due_at < now:
        return Due(_late(day, today, deadlines.days), "late")
    if day == today:
        return Due(_("Due today"), "soon")
    soon = due_at <= deadlines.last_second(now, SOON)
    return Due(_("Due %(day)s", day=_named(day, today)), "soon" if soon else "calm")


def _late(day: date, today: date, days: WorkingDays) -> str:
    count = working_days_between(days, day, today)
    if count == 0:
        return _("Overdue since %(day)s", day=_named(day, today))
    return _("1 working day late") if count == 1 else _("%(count)s working days late", count=count)


@lru_cache(4096)
def working_days_between(days: WorkingDays, first: date, last: date) -> int:
    """How many working days come after `first`, up to `last`."""
    return sum(days.works_on(first + timedelta(days=each)) for each in range(1, (last - first).days + 1))


def _named(day: date, today: date) -> str:
    """Its weekday, day and month; the year only where it is another one."""
    return f"{_(_DAYS[day.weekday()])}, {day.strftime('%d-%m' if day.year == today.year else '%d-%m-%Y')}"
