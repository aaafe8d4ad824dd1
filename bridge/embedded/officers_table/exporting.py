"""All reports as the officers' table, in the order in which this core got them; what was erased is not among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from bot.progress import Happened
from bot.report import Stage
from bridge.embedded.ledger import Ledger
from bridge.embedded.officers_table.entry import Entry, Terms, cells_of
from bridge.embedded.officers_table.kept import ImportedRow, beside, given_in
from bridge.embedded.rows import course_of, report_of
from bridge.embedded.schema import CaseRow, EventRow

_PAGE = 500  # cases in memory together
_THERE = CaseRow.erased_at.is_(None)


def how_many(ledger: Ledger) -> int:
    """How many rows `rows` gives."""
    with ledger.reading() as session:
        return session.scalar(select(func.count()).select_from(CaseRow).where(_THERE)) or 0


def rows(ledger: Ledger, terms: Terms, zone: tzinfo, which: ColumnElement[bool] | None = None) -> Iterator[list[str]]:
    """The cells of each case, or of those that fulfil `which`, in the order of the columns. CoreDown.

    On SQLite all as of one moment.
    """
    there = _THERE if which is None else and_(_THERE, which)
    with ledger.reading() as session:
        last = 0
        while page := session.scalars(_page(there, last)).all():
            for entry in _entries(session, page):
                yield list(cells_of(entry, terms, zone).values())
            last = page[-1].id
            session.expunge_all()


def _page(there: ColumnElement[bool], last: int) -> Select[CaseRow]:
    return select(CaseRow).where(there, CaseRow.id > last).order_by(CaseRow.id).limit(_PAGE)


def _entries(session: Session, page: Sequence[CaseRow]) -> Iterator[Entry]:
    ids = [row.id for row in page]
    kept, told = beside(session, ids), _told(session, ids)
    for row in page:
        reason, final = told.get(row.id, ("", ""))
        yield _entry(row, kept.get(row.id), reason, final)


def _entry(row: CaseRow, kept: ImportedRow | None, reason: str, final: str) -> Entry:
    course, number = course_of(row), (kept.number if kept else None) or ""
    reason = reason if course.stage is Stage.ARCHIVED else ""
    report = replace(report_of(row), files=())
    return Entry(report, course, row.note, reason, number, final, given_in(kept))


def _told(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Number of the case -> the last reason in its timeline, and the officers' wording of the report."""
    received = EventRow.what == Happened.RECEIVED.value
    wanted = select(EventRow.case_id, EventRow.reason, EventRow.note, received).order_by(EventRow.id)
    wanted = wanted.where(EventRow.case_id.in_(list(ids)), or_(EventRow.reason != "", received & (EventRow.note != "")))
    found: dict[int, tuple[str, str]] = {}
    for case_id, reason, note, first in session.execute(wanted):
        before = found.get(case_id, ("", ""))
        found[case_id] = (reason or before[0], note if first else before[1])
    return found
