"""Time moves open reports on by itself: missed deadlines, warnings and endings happen once each, and in order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import lazyload

from bot.progress import By, Happened
from bot.report import Stage
from bridge.embedded.archive_reasons import AFTER_SILENCE
from bridge.embedded.clockwork import CITIZEN_HAS, OFFICE_OWES, WARNING, next_alarm
from bridge.embedded.course import Action, Course
from bridge.embedded.deadlines import Deadlines, Scheme
from bridge.embedded.happened import Step
from bridge.embedded.ledger import Ledger, down_when_broken, held
from bridge.embedded.rows import course_of
from bridge.embedded.schema import CaseRow
from bridge.embedded.search import ended
from bridge.embedded.workflow import step

_PAGE = 500  # reports looked at together


def let_pass(ledger: Ledger) -> int:
    """Let happen what only time brings, each thing in a transaction of its own; returns how many did."""
    if ledger.deadlines is None:
        return 0
    count = 0
    for number in _alarmed(ledger, ledger.deadlines, ledger.clock()):
        while _once(ledger, number):
            count += 1
    return count


def _alarmed(ledger: Ledger, deadlines: Deadlines, now: datetime) -> Iterator[int]:
    """The numbers of the cases whose alarm has come, page by page."""
    last, more = 0, True
    while more:
        wanted = select(CaseRow).where(_maybe(deadlines.scheme, now), CaseRow.id > last).order_by(CaseRow.id)
        with ledger.reading() as session:
            rows = session.scalars(wanted.limit(_PAGE).options(lazyload(CaseRow.files)))
            found = [(row.id, course_of(row)) for row in rows]
        yield from (number for number, course in found if _come(course, now, deadlines))
        last, more = found[-1][0] if found else 0, len(found) == _PAGE


def _once(ledger: Ledger, number: int) -> bool:
    """One thing, unless another process did it or an officer moved the case: looked at once more under the lock."""
    with down_when_broken(), ledger.writing() as session:
        row, now = held(session, CaseRow.id == number), ledger.clock()
        action = _come(course_of(row), now, ledger.deadlines) if row else None
        if row is None or action is None:
            return False
        after, what = step(course_of(row), action, now, by=By.SYSTEM, deadlines=ledger.deadlines)
        reason = AFTER_SILENCE.value if what is Happened.ARCHIVED else ""
        ledger.enter(row, after, Step(what, By.SYSTEM, reason=reason), now)
        return True


def _come(course: Course, now: datetime, deadlines: Deadlines | None) -> Action | None:
    alarm = next_alarm(course, deadlines)
    return alarm[0] if alarm and alarm[1] <= now else None


def _maybe(scheme: Scheme, now: datetime) -> ColumnElement[bool]:
    """Every report whose alarm has come, and few others: so many working days are never fewer calendar days."""
    return and_(CaseRow.erased_at.is_(None), ~ended(), or_(*_kinds(scheme, now)))


def _kinds(scheme: Scheme, now: datetime) -> Iterator[ColumnElement[bool]]:
    for stage, name in OFFICE_OWES.items():
        yield and_(_at(stage), CaseRow.late_at.is_(None), _began_by(_back(now, getattr(scheme, name))))
    final = min(scheme.information, scheme.complaint, scheme.supervisory)
    unanswered = and_(CaseRow.answered_at.is_(None), CaseRow.final_late_at.is_(None))
    yield and_(unanswered, CaseRow.received_at <= _back(now, final))
    for stage, name in CITIZEN_HAS.items():
        unwarned = and_(CaseRow.warned_at.is_(None), _began_by(_back(now, max(0, getattr(scheme, name) - WARNING))))
        yield and_(_at(stage), or_(unwarned, CaseRow.warned_at <= _back(now, WARNING)))


def _at(stage: Stage) -> ColumnElement[bool]:
    return CaseRow.stage == stage.value


def _began_by(moment: datetime) -> ColumnElement[bool]:
    """A process of the first release, still running, leaves `clock` empty."""
    return func.coalesce(CaseRow.clock, CaseRow.since) <= moment


def _back(now: datetime, working_days: int) -> datetime:
    """It began no later than this; a day less, because a warning comes at the beginning of its day."""
    return now - timedelta(days=max(0, working_days - 1))
