"""One act on many reports, held back for a minute: what a citizen was told cannot be taken back, what is held can."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, select
from sqlalchemy.orm import Session

from bot.report import Reference
from bridge.characters import storable
from bridge.desk.people import RIGHTS, Officer, sees
from bridge.embedded.archive_reasons import Reason
from bridge.embedded.course import Action
from bridge.embedded.desk_tables import BatchItemRow, BatchRow
from bridge.embedded.ledger import Ledger, down_when_broken
from bridge.embedded.rows import course_of
from bridge.embedded.rules import RULES, Need, rule_for
from bridge.embedded.schema import CaseRow

HELD = timedelta(seconds=60)
MOST = 200  # reports in one batch
LISTED = 50  # batches
LONGEST = 5000  # characters of a note
BULK = (Action.VERIFY, Action.SEND_ON, Action.ARCHIVE, Action.HAND_ON, Action.CLOSE)  # what fits many at once


class Outcome:
    """What became of one report of a batch; "" while nothing did. All but DONE left the report as it was."""

    DONE = "done"
    STALE = "stale"  # something happened to it after the officer had looked
    RULES = "rules"  # the rules do not allow it
    REACH = "reach"  # no longer within the officer's reach, or there is none
    RIGHT = "right"  # the officer may not do this any more
    FAULT = "fault"  # our mistake


class Lacking(ValueError):
    """The batch cannot be held: `what` is cases, agency, note, reason, long, or rules where none of them allows it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class Words:
    """What an act says: the office it goes to, what the citizen reads, a Reason's code."""

    agency: str = ""
    note: str = field(default="", repr=False)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One report of a batch, and what became of it."""

    reference: Reference
    category: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What was asked, when, and until when it waits. `state`: held, done or undone."""

    id: int
    action: Action
    words: Words
    made_at: datetime
    due_at: datetime
    state: str
    items: Sequence[Item]

    @property
    def waiting(self) -> int:
        """How many of its reports nothing became of yet."""
        return sum(not item.outcome for item in self.items)


class Batches:
    """All held acts in one database. Every method raises CoreDown where the database does not do its part."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def hold(self, officer: Officer, action: Action, words: Words, seen: Mapping[str, int]) -> int:
        """Keep an act on these reports for HELD; returns the batch's number. Raises Lacking.

        `seen`: tracking number -> the newest timeline entry that the officer saw. Reports for which the rules do not
        allow it now are kept too, with that as their outcome; what is out of reach is left out without a word.
        """
        words = Words(" ".join(storable(words.agency).split()), storable(words.note).strip(), words.reason)
        _check(action, words, seen)
        with down_when_broken(), self._ledger.writing() as session:
            rows = session.scalars(select(CaseRow).where(_among(officer, seen))).all()
            items = [_item(row, action, words, seen[row.reference]) for row in rows]
            if all(item.outcome for item in items):
                raise Lacking("rules")
            now = self._ledger.clock()
            batch = BatchRow(account_id=officer.id, action=action.value, made_at=now, due_at=now + HELD, state="held")
            batch.words = json.dumps(asdict(words), ensure_ascii=False)
            session.add(batch)
            session.flush()
            for item in items:
                item.batch_id = batch.id
            session.add_all(items)
            return batch.id

    def undo(self, officer: Officer, number: int) -> bool:
        """Take a batch of one's own back, wholly; False where its time is over. KeyError where there is none."""
        with down_when_broken(), self._ledger.writing() as session:
            row = session.get(BatchRow, number)
            if row is None or row.account_id != officer.id:
                raise KeyError(number)
            begun = Outcome.DONE in _outcomes(session, number)
            if row.state != "held" or begun or self._ledger.clock() >= row.due_at:
                return False
            row.state = "undone"
            return True

    def mine(self, officer: Officer, *, held: bool = False) -> list[Batch]:
        """The officer's batches, the newest first; `held`: only those that can still be undone.

        Of reports that went out of reach only the number is told.
        """
        wanted = select(BatchRow).where(BatchRow.account_id == officer.id).order_by(BatchRow.id.desc()).limit(LISTED)
        if held:
            wanted = wanted.where(BatchRow.state == "held", BatchRow.due_at > self._ledger.clock())
        with self._ledger.reading() as session:
            rows = session.scalars(wanted).all()
            items = _items(session, officer, [row.id for row in rows])
            return [_batch(row, items.get(row.id, [])) for row in rows]


def words_of(row: BatchRow) -> Words:
    """What the act of a batch says."""
    return Words(**json.loads(row.words))


def allows(row: CaseRow, action: Action, agency: str) -> bool:
    """Whether the rules allow it now, as far as they do not depend on who does it."""
    course = course_of(row)
    same = action is Action.HAND_ON and agency.casefold() == course.agency.casefold()
    return rule_for(course, action) is not None and not same


def may(officer: Officer, action: Action) -> bool:
    """Whether this officer may do it to many at once."""
    return action in BULK and officer.may(RIGHTS[action])


def _check(action: Action, words: Words, seen: Collection[str]) -> None:
    if not 0 < len(seen) <= MOST:
        raise Lacking("cases")
    if len(words.note) > LONGEST:
        raise Lacking("long")
    needs = {need for rule in RULES[action] for need in rule.needs}
    if Need.AGENCY in needs and not words.agency:
        raise Lacking("agency")
    if Need.REASON in needs and words.reason not in list(Reason):
        raise Lacking("reason")
    if not words.note and (Need.NOTE in needs or words.reason == Reason.OTHER):
        raise Lacking("note")


def _among(officer: Officer, seen: Iterable[str]) -> ColumnElement[bool]:
    return and_(sees(officer), CaseRow.erased_at.is_(None), CaseRow.reference.in_([*seen]))


def _item(row: CaseRow, action: Action, words: Words, seen: int) -> BatchItemRow:
    outcome = "" if allows(row, action, words.agency) else Outcome.RULES
    return BatchItemRow(case_id=row.id, seen=seen, outcome=outcome)


def _outcomes(session: Session, number: int) -> Sequence[str]:
    return session.scalars(select(BatchItemRow.outcome).where(BatchItemRow.batch_id == number)).all()


def _items(session: Session, officer: Officer, numbers: Sequence[int]) -> dict[int, list[Item]]:
    category = case((sees(officer), CaseRow.category_name), else_="").label("category")
    wanted = select(BatchItemRow.batch_id, CaseRow.reference, category, BatchItemRow.outcome)
    wanted = wanted.join(CaseRow, CaseRow.id == BatchItemRow.case_id).where(BatchItemRow.batch_id.in_(numbers))
    found: dict[int, list[Item]] = {}
    for number, reference, name, outcome in session.execute(wanted.order_by(BatchItemRow.case_id)):
        found.setdefault(number, []).append(Item(Reference(reference), name, outcome))
    return found


def _batch(row: BatchRow, items: Sequence[Item]) -> Batch:
    return Batch(row.id, Action(row.action), words_of(row), row.made_at, row.due_at, row.state, items)
