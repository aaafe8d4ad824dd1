"""An officer's decisions on one report, all of them or none, and never over what a colleague did meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.progress import By, Happened
from bridge.characters import storable
from bridge.desk.people import Officer, Right, Role
from bridge.desk.reading import within
from bridge.desk.rooms import Desk
from bridge.embedded.cases import NoSuchCategory
from bridge.embedded.course import OFFICERS_ACTIONS, Action, Course
from bridge.embedded.happened import Step, correct
from bridge.embedded.ledger import down_when_broken
from bridge.embedded.locking import Stale, locked, newest
from bridge.embedded.rows import Case, course_of
from bridge.embedded.rules import Rule, rule_for
from bridge.embedded.schema import CaseRow
from bridge.embedded.workflow import step

RIGHTS: Mapping[Action, Right] = {
    Action.VERIFY: Right.DECIDE,
    Action.SEND_ON: Right.DECIDE,
    Action.ARCHIVE: Right.DECIDE,
    Action.ANSWER: Right.ANSWER,
    Action.ASK: Right.ANSWER,
    Action.HAND_ON: Right.ANSWER,
    Action.CLOSE: Right.ANSWER,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing to be done with a report, by the rules of bridge.embedded.workflow.step.

    `action` None: it gets the category of the code `category`, and nothing else counts.
    """

    action: Action | None
    agency: str = ""
    note: str = field(default="", repr=False)
    reason: str = ""
    supervisory: bool = False
    category: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The report afterwards. `reached`: it is still within the reach of whoever decided."""

    case: Case
    reached: bool


def acts_as(officer: Officer) -> By:
    """As whom the rules count an officer: those of an office act for it, all others at the door."""
    return By.OFFICE if officer.role is Role.LIAISON else By.ADMIN


def open_to(officer: Officer, course: Course) -> dict[Action, Rule]:
    """What this officer may do with a report that stands so, each with its rule."""
    by, found = acts_as(officer), {}
    for action in OFFICERS_ACTIONS:
        rule = rule_for(course, action)
        if rule and by in rule.by and officer.may(RIGHTS[action]):
            found[action] = rule
    return found


def carry_out(desk: Desk, officer: Officer, reference: str, seen: int, decisions: Sequence[Decision]) -> Done:
    """Do all of it in one transaction, checked against the report as it stands at that moment.

    `seen` as in locking.locked. Raises KeyError where there is no such report within reach, Stale, NotPossible,
    Missing, NoSuchCategory, and CoreDown; then nothing has changed.
    """
    ledger = desk.cases.ledger
    with down_when_broken(), ledger.writing() as session:
        row = locked(session, storable(reference))
        if not _reached(session, officer, reference):
            raise KeyError(reference)
        if newest(session, row.id) != seen:
            raise Stale
        for decision in decisions:
            _enter(desk, row, officer, decision)
            session.flush()
        return Done(ledger.case(row), _reached(session, officer, reference))


def _reached(session: Session, officer: Officer, reference: str) -> bool:
    return session.scalar(select(CaseRow.id).where(within(officer, reference))) is not None


def _enter(desk: Desk, row: CaseRow, officer: Officer, decision: Decision) -> None:
    if decision.action is None:
        _give_category(desk, row, officer, decision.category)
        return
    ledger, by = desk.cases.ledger, acts_as(officer)
    now = ledger.clock()
    after, what = step(
        course_of(row),
        decision.action,
        now,
        by=by,
        agency=storable(decision.agency),
        note=decision.note,
        reason=decision.reason,
        supervisory=decision.supervisory,
        deadlines=ledger.deadlines,
    )
    reason = decision.reason if what is Happened.ARCHIVED else ""
    ledger.enter(row, after, Step(what, by, decision.note, reason, officer.name), now)


def _give_category(desk: Desk, row: CaseRow, officer: Officer, code: str) -> None:
    category = desk.categories.get(code)
    if category is None or row.category == code:
        raise NoSuchCategory(code, known=category is not None)
    correct(row, code, category.name, desk.cases.ledger.clock(), officer.name)
