"""Held acts whose minute is over are done, each report by itself, once, and only if everything still fits."""

from __future__ import annotations

import logging
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.report import CoreDown
from bridge.desk.accounts import account_of
from bridge.desk.batches import Outcome, may, words_of
from bridge.desk.logins import officer_of
from bridge.desk.offices import known
from bridge.desk.people import Officer, acts_as, sees
from bridge.embedded.course import Action
from bridge.embedded.desk_tables import AccountRow, BatchItemRow, BatchRow
from bridge.embedded.ledger import Ledger, down_when_broken
from bridge.embedded.locking import Stale, locked
from bridge.embedded.moving import move
from bridge.embedded.schema import CaseRow
from bridge.embedded.workflow import Missing, NotPossible

log = logging.getLogger(__name__)


def carry_out(ledger: Ledger) -> int:
    """Do what held batches ask whose time has come; returns how many reports were moved. Raises CoreDown.

    Any number of processes may do this at once, and one may die at any point: a report's move and its outcome are one
    transaction, and whoever comes second finds the outcome.
    """
    done = 0
    for batch, case in _due(ledger):
        done += _once(ledger, batch, case) == Outcome.DONE
    return done


def _due(ledger: Ledger) -> list[tuple[int, int]]:
    """Number of the batch and of the case, for every report that waits; batches without one are ended."""
    now = ledger.clock()
    held = select(BatchRow.id).where(BatchRow.state == "held", BatchRow.due_at <= now)
    with ledger.reading() as session:
        numbers = session.scalars(held.order_by(BatchRow.id)).all()
        waits = select(BatchItemRow.batch_id, BatchItemRow.case_id)
        waits = waits.where(BatchItemRow.batch_id.in_(numbers), BatchItemRow.outcome == "")
        found = [(batch, case) for batch, case in session.execute(waits.order_by(BatchItemRow.case_id))]
    for number in set(numbers) - {batch for batch, _ in found}:
        with down_when_broken(), ledger.writing() as session:
            _end(session, number)
    return found


def _once(ledger: Ledger, batch_id: int, case_id: int) -> str:
    try:
        with down_when_broken(), ledger.writing() as session:
            return _claimed(ledger, session, batch_id, case_id)
    except CoreDown:
        raise
    except Exception as mistake:  # ours: this report is left as it was, and the others go on
        log.error("a held act failed: %s", type(mistake).__name__)
    with down_when_broken(), ledger.writing() as session:
        return _settle(session, batch_id, case_id, Outcome.FAULT)


def _claimed(ledger: Ledger, session: Session, batch_id: int, case_id: int) -> str:
    """Looked at once more beside which nobody writes: it may be undone, or done already."""
    batch, item = session.get(BatchRow, batch_id), session.get(BatchItemRow, (batch_id, case_id))
    if batch is None or item is None or batch.state != "held" or item.outcome or batch.due_at > ledger.clock():
        return ""
    return _settle(session, batch_id, case_id, _done(ledger, session, batch, item))


def _settle(session: Session, batch_id: int, case_id: int, outcome: str) -> str:
    item = session.get(BatchItemRow, (batch_id, case_id))
    if item is not None:
        item.outcome = outcome
        session.flush()
        _end(session, batch_id)
    return outcome


def _end(session: Session, batch_id: int) -> None:
    """With its last report a batch is done."""
    waits = select(BatchItemRow.case_id).where(BatchItemRow.batch_id == batch_id, BatchItemRow.outcome == "")
    batch = session.get(BatchRow, batch_id)
    if batch is not None and batch.state == "held" and session.scalar(waits.limit(1)) is None:
        batch.state = "done"


def _done(ledger: Ledger, session: Session, batch: BatchRow, item: BatchItemRow) -> str:
    """What became of one report; it is moved only where that is DONE."""
    officer, action = _officer(session, batch.account_id), Action(batch.action)
    if officer is None or not may(officer, action):
        return Outcome.RIGHT
    wanted = select(CaseRow.reference).where(CaseRow.id == item.case_id, sees(officer), CaseRow.erased_at.is_(None))
    reference = session.scalar(wanted)
    if reference is None:
        return Outcome.REACH
    try:
        row, words = locked(session, reference, item.seen), asdict(words_of(batch))
        move(ledger, row, action, by=acts_as(officer), actor=officer.login, **words)
    except Stale:
        return Outcome.STALE
    except (NotPossible, Missing):
        return Outcome.RULES
    return Outcome.DONE


def _officer(session: Session, account_id: int) -> Officer | None:
    """Whoever asked for it, as they stand at this moment; None where the account has ended."""
    row = session.get(AccountRow, account_id)
    if row is None or row.disabled_at is not None:
        return None
    return officer_of(account_of(row), known(session))
