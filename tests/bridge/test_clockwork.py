"""By when offices owe a step and when silence ends a report, counted by hand on the calendar of late 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from bridge_peers import DEADLINES, WIB

from bot.progress import By, Happened
from bot.report import Kind, Stage
from bridge.embedded import clockwork
from bridge.embedded.workflow import Action, Course, NotPossible, step

FRIDAY = datetime(2026, 11, 20, 10, tzinfo=WIB)
SECOND = timedelta(seconds=1)
NEW = Course.begun(Kind.COMPLAINT, FRIDAY, FRIDAY)


def at(stage: Stage, **facts: object) -> Course:
    """A report at a stage that began on Friday, answered where that stage says so."""
    answered = FRIDAY if stage is Stage.FOLLOWED_UP else None
    return replace(NEW, **{"stage": stage, "verified": True, "agency": "Dinas PU", "answered_at": answered} | facts)  # type: ignore[arg-type]


def by_system(course: Course, action: Action, now: datetime) -> tuple[Course, Happened]:
    return step(course, action, now, by=By.SYSTEM, deadlines=DEADLINES)


def test_only_where_an_office_owes_something_is_there_a_deadline() -> None:
    """Verified and sent on in 3 days together, acted on in 5, the last second of the day in the office's zone."""
    due = {stage: moment for stage in Stage if (moment := clockwork.due(at(stage), DEADLINES))}
    assert {stage: moment.isoformat() for stage, moment in due.items()} == {
        Stage.RECEIVED: "2026-11-25T23:59:59+07:00",
        Stage.VERIFIED: "2026-11-25T23:59:59+07:00",
        Stage.SENT_ON: "2026-11-27T23:59:59+07:00",
        Stage.REPLIED: "2026-11-27T23:59:59+07:00",
    }


def test_verifying_does_not_restart_the_three_days() -> None:
    """Verified on Tuesday it is still due on Wednesday, and being late is not told again."""
    verified, _ = step(NEW, Action.VERIFY, FRIDAY + timedelta(days=4), by=By.ADMIN, deadlines=DEADLINES)
    assert clockwork.due(verified, DEADLINES) == clockwork.due(NEW, DEADLINES)
    late, _ = by_system(NEW, Action.LATE, FRIDAY + timedelta(days=6))
    after, _ = step(late, Action.VERIFY, FRIDAY + timedelta(days=6), by=By.ADMIN, deadlines=DEADLINES)
    assert clockwork.moment_of(Action.LATE, after, DEADLINES) is None


def test_a_missed_deadline_is_told_from_the_first_second_after_it_and_once() -> None:
    """Not at 23:59:59; at midnight; and then not again before a new count."""
    midnight = datetime(2026, 11, 26, tzinfo=WIB)
    assert clockwork.next_alarm(NEW, DEADLINES) == (Action.LATE, midnight)
    with pytest.raises(NotPossible, match="late is not possible before 2026-11-26T00:00:00"):
        by_system(NEW, Action.LATE, midnight - SECOND)
    late, happened = by_system(NEW, Action.LATE, midnight)
    assert (happened, late.late_at, late.stage, late.clock) == (Happened.LATE, midnight, Stage.RECEIVED, FRIDAY)
    assert clockwork.day_told(happened, late, DEADLINES) == date(2026, 11, 25)
    with pytest.raises(NotPossible, match="now or again"):
        by_system(late, Action.LATE, midnight + SECOND)


@pytest.mark.parametrize(
    ("stage", "ended", "made"), [("followed_up", "closed", "closed"), ("incomplete",) + 2 * ("archived",)]
)
def test_silence_is_warned_of_with_three_working_days_left_and_then_ends_it(stage: str, ended: str, made: str) -> None:
    """Ten working days from Friday 20 November end on 4 December; the warning comes on 1 December, Tuesday."""
    course = at(Stage(stage), answered_at=FRIDAY)
    assert clockwork.ends(course, DEADLINES) == datetime(2026, 12, 4, 23, 59, 59, tzinfo=WIB)
    assert clockwork.next_alarm(course, DEADLINES) == (Action.WARN, datetime(2026, 12, 1, tzinfo=WIB))
    with pytest.raises(NotPossible):
        by_system(course, Action.LAPSE, datetime(2027, 1, 1, tzinfo=WIB))
    warned, happened = by_system(course, Action.WARN, datetime(2026, 12, 1, tzinfo=WIB))
    assert clockwork.day_told(happened, warned, DEADLINES) == date(2026, 12, 4)
    assert clockwork.next_alarm(warned, DEADLINES) == (Action.LAPSE, datetime(2026, 12, 5, tzinfo=WIB))
    gone, happened = by_system(warned, Action.LAPSE, datetime(2026, 12, 5, tzinfo=WIB))
    assert (gone.stage, gone.by, happened) == (ended, "system", ended)
    assert clockwork.next_alarm(gone, DEADLINES) is None


def test_a_warning_that_came_late_moves_the_end() -> None:
    """Warned on Monday 21 December, three working days over Christmas are 22, 23 and 28 December."""
    woken = datetime(2026, 12, 21, 8, tzinfo=WIB)
    warned, _ = by_system(at(Stage.FOLLOWED_UP), Action.WARN, woken)
    assert clockwork.ends(warned, DEADLINES) == datetime(2026, 12, 28, 23, 59, 59, tzinfo=WIB)


@pytest.mark.parametrize(
    ("kind", "supervisory", "day"),
    [
        (Kind.QUESTION, False, date(2026, 11, 27)),
        (Kind.QUESTION, True, date(2026, 11, 27)),
        (Kind.COMPLAINT, False, date(2026, 12, 10)),
        (Kind.WISH, False, date(2026, 12, 10)),
        (Kind.COMPLAINT, True, date(2027, 2, 19)),
    ],
)
def test_the_final_answer_counts_from_what_the_citizen_sent(kind: Kind, supervisory: bool, day: date) -> None:
    """5, 14 or 60 working days, whatever stages began since; no more once an office answered or the report ended."""
    moved = FRIDAY + timedelta(days=3)
    course = at(Stage.SENT_ON, kind=kind, supervisory=supervisory, since=moved, clock=moved)
    final = clockwork.final_due(course, DEADLINES)
    assert final == datetime.combine(day, datetime.max.time().replace(microsecond=0), WIB)
    late, happened = by_system(course, Action.FINAL_LATE, final + SECOND)
    assert clockwork.day_told(happened, late, DEADLINES) == day
    assert clockwork.moment_of(Action.FINAL_LATE, late, DEADLINES) is None
    assert clockwork.final_due(replace(course, answered_at=moved), DEADLINES) is None
    assert clockwork.final_due(replace(course, stage=Stage.CLOSED), DEADLINES) is None


def test_two_alarms_of_one_moment_come_one_after_the_other() -> None:
    """A question that was sent on at once misses both days in the same midnight: first the step, then the answer."""
    course, told = at(Stage.SENT_ON, kind=Kind.QUESTION), []
    while alarm := clockwork.next_alarm(course, DEADLINES):
        assert alarm[1] == datetime(2026, 11, 28, tzinfo=WIB)
        course, happened = by_system(course, alarm[0], alarm[1])
        told.append(happened)
    assert told == [Happened.LATE, Happened.FINAL_LATE]


def test_the_day_told_with_each_happening() -> None:
    """The office's day where it owes a step, the day of the end where the citizen was asked or answered, else none."""
    told = [
        (Happened.RECEIVED, at(Stage.RECEIVED), date(2026, 11, 25)),
        (Happened.REPLIED, at(Stage.REPLIED), date(2026, 11, 27)),
        (Happened.ANSWERED, at(Stage.FOLLOWED_UP), date(2026, 12, 4)),
        (Happened.ASKED, at(Stage.INCOMPLETE), date(2026, 12, 4)),
        (Happened.SUPPORTED, at(Stage.FOLLOWED_UP), None),
        (Happened.CLOSED, at(Stage.CLOSED), None),
    ]
    assert [clockwork.day_told(what, course, DEADLINES) for what, course, _ in told] == [day for _, _, day in told]


def test_without_deadlines_time_does_nothing() -> None:
    """No day is promised, nothing is late and nothing ends by itself."""
    for course in map(at, Stage):
        assert clockwork.next_alarm(course, None) is None
        asked = (clockwork.due, clockwork.ends, clockwork.final_due, clockwork.reopen_until)
        assert [ask(course, None) for ask in asked] == [None] * 4
    with pytest.raises(NotPossible):
        step(NEW, Action.LATE, datetime(2030, 1, 1, tzinfo=UTC), by=By.SYSTEM, deadlines=None)
