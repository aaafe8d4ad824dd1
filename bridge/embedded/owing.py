"""By when an office owes the next step is kept with each case: the desk lists the most urgent of all first, at once."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from bridge.embedded import clockwork
from bridge.embedded.deadlines import Deadlines
from bridge.embedded.desk_tables import MarkRow
from bridge.embedded.ledger import Ledger, down_when_broken
from bridge.embedded.rows import course_of
from bridge.embedded.schema import CaseRow
from bridge.embedded.search import ended

_MARK = "due_at"
_PAGE = 1000  # cases in one transaction


def count_anew(ledger: Ledger) -> None:
    """Fill `due_at` of all open cases where it was counted by other deadlines, or never; else one SELECT."""
    mark = _told_by(ledger.deadlines)
    with ledger.reading() as session:
        if _kept(session) == mark:
            return
    last = 0
    while found := _page(ledger, last):
        last = found
    with down_when_broken(), ledger.writing() as session:
        session.merge(MarkRow(name=_MARK, value=mark))


def _page(ledger: Ledger, last: int) -> int:
    wanted = select(CaseRow).where(CaseRow.id > last, ~ended(), CaseRow.erased_at.is_(None)).order_by(CaseRow.id)
    with down_when_broken(), ledger.writing() as session:
        rows = session.scalars(wanted.limit(_PAGE).options(lazyload(CaseRow.files))).all()
        for row in rows:
            row.due_at = clockwork.due(course_of(row), ledger.deadlines)
        return rows[-1].id if rows else 0


def _kept(session: Session) -> str:
    return session.scalar(select(MarkRow.value).where(MarkRow.name == _MARK)) or ""


def _told_by(deadlines: Deadlines | None) -> str:
    """A mark of everything that a due day is counted from, except the national calendar."""
    if deadlines is None:
        return "none"
    days = deadlines.days
    parts = (deadlines.scheme, days.zone, sorted(days.override.closed), sorted(days.override.open))
    return sha256(repr(parts).encode()).hexdigest()
