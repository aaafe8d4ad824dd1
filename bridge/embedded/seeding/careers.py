"""What becomes of an invented report, step by step by the real rules, with whatever time itself brings in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.progress import By, Happened
from bot.report import ENDED, Stage
from bridge.embedded.archive_reasons import AFTER_SILENCE
from bridge.embedded.clockwork import next_alarm, reopen_until
from bridge.embedded.course import Action, Course
from bridge.embedded.deadlines import Deadlines
from bridge.embedded.rules import rule_for
from bridge.embedded.seeding.plans import Plan, Plans
from bridge.embedded.seeding.stories import Told
from bridge.embedded.workflow import step


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: `course` is how the report stands after it; `corrected` the categories before, after."""

    what: Happened
    by: By
    at: datetime
    course: Course
    note: str = ""
    reason: str = ""
    corrected: tuple[str, str] | None = None


class Careers:
    """The lives of reports, until one moment after which nothing has happened yet."""

    def __init__(self, plans: Plans, deadlines: Deadlines, until: datetime) -> None:
        self._plans, self._deadlines, self._until = plans, deadlines, until

    def entries(self, told: Told) -> Iterator[Entry]:
        """Everything that happened to a report, in order; the first is that it was received."""
        course = Course.begun(told.report.kind, told.report.received_at, told.report.received_at)
        now = told.report.received_at
        yield Entry(Happened.RECEIVED, By.CITIZEN, now, course)
        besides = self._plans.besides(told, now)
        plan = self._next(told, course, now)
        while found := self._first(course, now, plan, besides):
            now = found.at
            if found.corrects:
                codes = (told.report.category, told.truth.code)
                yield Entry(Happened.CORRECTED, By.ADMIN, now, course, corrected=codes)
            before = (course.stage, course.clock)
            course, what = self._step(course, found)
            yield Entry(what, found.by, now, course, found.note, found.reason)
            if found is plan or before != (course.stage, course.clock):
                plan = self._next(told, course, now)

    def _next(self, told: Told, course: Course, now: datetime) -> Plan | None:
        """The next plan that the rules will allow when its time comes."""
        plan = self._plans.next(told, course, now)
        if plan is None or rule_for(course, plan.action) is None:
            return None
        last = reopen_until(course, self._deadlines) if plan.action is Action.REOPEN else None
        return None if last and plan.at > last else plan

    def _first(self, course: Course, now: datetime, plan: Plan | None, besides: list[Plan]) -> Plan | None:
        """What comes first of what time brings, what is planned, and what others do besides; None after the end."""
        found = [plan] if plan else []
        if alarm := next_alarm(course, self._deadlines):
            archives = alarm[0] is Action.LAPSE and course.stage is Stage.INCOMPLETE
            reason = AFTER_SILENCE.value if archives else ""
            found.insert(0, Plan(alarm[0], max(now, alarm[1]), By.SYSTEM, reason=reason))
        while besides:
            first = min([*found, besides[0]], key=lambda one: one.at)
            if first is not besides[0]:
                break
            besides.pop(0)
            if first.at > now and _fits(first, course):
                return first if first.at <= self._until else None
        soonest = min(found, key=lambda one: one.at, default=None)
        return soonest if soonest and soonest.at <= self._until else None

    def _step(self, course: Course, plan: Plan) -> tuple[Course, Happened]:
        return step(
            course,
            plan.action,
            plan.at,
            by=plan.by,
            agency=plan.agency,
            note=plan.note,
            reason=plan.reason,
            supervisory=plan.supervisory,
            deadlines=self._deadlines,
        )


def _fits(plan: Plan, course: Course) -> bool:
    """Whether it can still be done; nobody joins what no admin has let in."""
    open_to_others = plan.action is not Action.SUPPORT or course.verified
    return course.stage not in ENDED and open_to_others
