"""When time itself moves a report: by when an office owes the next step, and when silence ends what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.progress import Happened
from bot.report import ENDED, Kind, Stage
from bridge.embedded.course import Action, Course
from bridge.embedded.deadlines import Deadlines, Scheme

WARNING = 3  # working days between the warning and the end
OFFICE_OWES = {
    Stage.RECEIVED: "verify",
    Stage.VERIFIED: "verify",
    Stage.SENT_ON: "follow_up",
    Stage.REPLIED: "follow_up",
}
CITIZEN_HAS = {Stage.FOLLOWED_UP: "close", Stage.INCOMPLETE: "complete"}

SECOND = timedelta(seconds=1)


def due(course: Course, deadlines: Deadlines | None) -> datetime | None:
    """The last second, in the office's zone, in which the office's next step is in time; None where it owes none."""
    return _last(course.clock, OFFICE_OWES.get(course.stage), deadlines)


def ends(course: Course, deadlines: Deadlines | None) -> datetime | None:
    """The last second before the report ends by the citizen's silence; None where silence ends nothing.

    Never sooner than three working days after the warning: who was warned late has as long as everybody.
    """
    counted = _last(course.clock, CITIZEN_HAS.get(course.stage), deadlines)
    if deadlines is None or counted is None or course.warned_at is None:
        return counted
    return max(counted, deadlines.last_second(course.warned_at, WARNING))


def final_due(course: Course, deadlines: Deadlines | None) -> datetime | None:
    """The last second for an office's first answer, counted from when the citizen told it; None once it came."""
    owed = course.answered_at is None and course.stage not in ENDED
    return _last(course.received_at, _final(course) if owed else None, deadlines)


def reopen_until(course: Course, deadlines: Deadlines | None) -> datetime | None:
    """The last second in which a closed report may be taken up again; None where no time limits that."""
    return _last(course.since, "reopen" if course.stage is Stage.CLOSED else None, deadlines)


def next_alarm(course: Course, deadlines: Deadlines | None) -> tuple[Action, datetime] | None:
    """What the system does next, and the moment from which on; None where it has nothing more to do.

    A caller steps while there is an alarm that is not later than now. Each step takes its own alarm away.
    """
    return min(_alarms(course, deadlines), key=lambda alarm: alarm[1], default=None)


def moment_of(action: Action, course: Course, deadlines: Deadlines | None) -> datetime | None:
    """From when on the system may do this; None where it may not, or has done it already."""
    return next((moment for found, moment in _alarms(course, deadlines) if found is action), None)


def day_told(what: Happened, after: Course, deadlines: Deadlines | None) -> date | None:
    """The day in a Happening, in the office's zone: `after` is the course after it.

    For LATE and FINAL_LATE the day that passed; for ANSWERED, ASKED and WARNED that on which silence ends the report;
    else by when the office owes the next step, or None.
    """
    told = {Happened.ANSWERED: ends, Happened.ASKED: ends, Happened.WARNED: ends, Happened.FINAL_LATE: final_due}
    moment = told.get(what, due)(after, deadlines)
    return moment.date() if moment else None


def _alarms(course: Course, deadlines: Deadlines | None) -> Iterator[tuple[Action, datetime]]:
    """All that could come, in the order in which two of the same moment happen."""
    if deadlines is None:
        return
    if course.late_at is None and (owed := due(course, deadlines)):
        yield Action.LATE, owed + SECOND
    if course.final_late_at is None and (final := final_due(course, deadlines)):
        yield Action.FINAL_LATE, final + SECOND
    if end := ends(course, deadlines):
        yield (Action.WARN, _warning(course, deadlines)) if course.warned_at is None else (Action.LAPSE, end + SECOND)


def _warning(course: Course, deadlines: Deadlines) -> datetime:
    """The beginning of the day after which three working days are left; at once where the time is that short."""
    days = _days(deadlines.scheme, CITIZEN_HAS[course.stage])
    return max(course.clock, deadlines.first_second(course.clock, max(0, days - WARNING)))


def _final(course: Course) -> str:
    if course.kind is Kind.QUESTION:
        return "information"
    return "supervisory" if course.supervisory else "complaint"


def _last(start: datetime, name: str | None, deadlines: Deadlines | None) -> datetime | None:
    if name is None or deadlines is None:
        return None
    return deadlines.last_second(start, _days(deadlines.scheme, name))


def _days(scheme: Scheme, name: str) -> int:
    days: int = getattr(scheme, name)
    return days
