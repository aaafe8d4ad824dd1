"""An officer's decisions on one report, all of them or none, and never over what a colleague did meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from bridge.characters import storable
from bridge.desk.people import RIGHTS, Officer, acts_as
from bridge.desk.reading import within
from bridge.desk.rooms import Desk
from bridge.embedded.course import OFFICERS_ACTIONS, Action, Course
from bridge.embedded.ledger import down_when_broken
from bridge.embedded.locking import Stale, locked, newest
from bridge.embedded.moving import give_category, move
from bridge.embedded.rows import Case
from bridge.embedded.rules import Rule, rule_for
from bridge.embedded.schema import CaseRow


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
    ledger = desk.cases.ledger
    if decision.action is None:
        give_category(ledger, row, decision.category, desk.cases.categories(), officer.name)
        return
    move(
        ledger,
        row,
        decision.action,
        by=acts_as(officer),
        actor=officer.name,
        agency=decision.agency,
        note=decision.note,
        reason=decision.reason,
        supervisory=decision.supervisory,
    )
