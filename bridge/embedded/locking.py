"""Two officers who act on one case do so one after the other, and the second one sees first what the first one did."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.progress import Act, Doing
from bot.report import CoreRefused
from bridge.embedded.acts import UNKNOWN
from bridge.embedded.ledger import held
from bridge.embedded.schema import CaseRow, EventRow


class Stale(Exception):
    """Something happened to the case since it was looked at; nothing was changed. Look again, then decide."""


def locked(session: Session, reference: str, seen: int | None = None) -> CaseRow:
    """The row, held until the end of this write; KeyError where there is none, or it was erased.

    `seen`: the number of the newest timeline entry that whoever decides has seen, None for whoever does not care;
    raises Stale where there is a newer one.
    """
    row = held(session, CaseRow.reference == reference)
    if row is None:
        raise KeyError(reference)
    if seen is not None and newest(session, row.id) != seen:
        raise Stale
    return row


def newest(session: Session, case_id: int) -> int:
    """The number of the case's newest timeline entry, 0 where it has none."""
    return session.scalar(select(func.max(EventRow.id)).where(EventRow.case_id == case_id)) or 0


def meant(session: Session, act: Act, core_id: str) -> CaseRow:
    """The row that a citizen's act is about. Others may join only what everybody may read."""
    row = held(session, CaseRow.reference == str(act.reference))
    if row is None or core_id not in ("", str(row.id)):
        raise CoreRefused((UNKNOWN,))
    if act.doing is Doing.SUPPORT and (row.secret or row.verified_at is None):
        raise CoreRefused((UNKNOWN,))
    return row
