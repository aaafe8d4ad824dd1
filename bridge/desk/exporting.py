"""What is listed leaves the desk as a file only with a trace: who took it, and each secret report by itself."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO

from sqlalchemy import ColumnElement, and_, func, insert, literal, or_, select
from sqlalchemy.orm import Session

from bridge.desk.desk_log import Did, entered
from bridge.desk.filters import Wanted
from bridge.desk.listing import within
from bridge.desk.people import Officer
from bridge.desk.rooms import Desk
from bridge.embedded.desk_tables import SecretReadRow
from bridge.embedded.ledger import down_when_broken
from bridge.embedded.officers_table import exporting, kept, xlsx_files
from bridge.embedded.officers_table.columns import COLUMNS, harmless
from bridge.embedded.schema import CaseRow, Utc

MOST_IN_WORKBOOK = 20_000  # reports; a bigger one takes minutes to make, and CSV comes at once
_CHUNK = 1 << 16  # bytes
_MARK = "\ufeff"  # by which Excel knows UTF-8


class TooMany(Exception):
    """More reports than a workbook is made for."""


@dataclass(frozen=True, slots=True)
class Export:
    """What may leave: the reports that fulfil `which`, how many they are and how many of them are secret."""

    which: ColumnElement[bool]
    count: int
    secret: int


def begin(desk: Desk, officer: Officer, wanted: Wanted, form: str, *, secret: bool) -> Export:
    """Write down who takes what, before anything leaves; `form` is csv or xlsx. Raises TooMany, CoreDown.

    Secret reports are left out unless `secret`; then the log tells of each, and only those it tells of leave.
    """
    ledger, here = desk.cases.ledger, within(desk, officer, wanted)
    kept.create(ledger.engine)
    plain, hidden = and_(here, CaseRow.secret.is_(False)), and_(here, CaseRow.secret.is_(True))
    with down_when_broken(), ledger.writing() as session:
        found = [_count(session, plain), _count(session, hidden) if secret else 0]
        if form == "xlsx" and sum(found) > MOST_IN_WORKBOOK:
            raise TooMany
        which = or_(plain, and_(hidden, _told(session, officer, hidden, ledger.clock()))) if secret else plain
        about = f"{form}, {sum(found)} reports, {found[1]} of them secret: {wanted.told or 'all open'}"
        entered(session, ledger.clock(), Did.EXPORT, about, officer.id)
    return Export(which, sum(found), found[1])


def chunks(desk: Desk, export: Export, form: str) -> Iterator[bytes]:
    """The file, piece by piece. CSV begins at once; a workbook is made first, in a file that has no name."""
    ledger = desk.cases.ledger
    zone = ledger.deadlines.days.zone if ledger.deadlines else UTC
    rows = exporting.rows(ledger, desk.terms, zone, export.which)
    return _workbook(rows) if form == "xlsx" else _lines(rows)


def _count(session: Session, which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(CaseRow).where(which)) or 0


def _told(session: Session, officer: Officer, which: ColumnElement[bool], now: datetime) -> ColumnElement[bool]:
    """Log that each of these is read; says which they were."""
    newest = select(func.max(SecretReadRow.id))
    before = session.scalar(newest) or 0
    each = select(literal(now, Utc), literal(officer.id), CaseRow.id, literal("export")).where(which)
    session.execute(insert(SecretReadRow).from_select(["at", "account_id", "case_id", "what"], each))
    numbers = SecretReadRow.id.between(before + 1, session.scalar(newest) or 0)
    return CaseRow.id.in_(select(SecretReadRow.case_id).where(numbers))


def _lines(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    text = StringIO(newline="")
    table = csv.writer(text)
    text.write(_MARK)
    table.writerow(COLUMNS)
    for row in rows:
        table.writerow([harmless(cell) for cell in row])
        if text.tell() > _CHUNK:
            yield _taken(text)
    yield _taken(text)


def _taken(text: StringIO) -> bytes:
    """What was written so far, which is gone from the buffer then."""
    written = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return written


def _workbook(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        xlsx_files.write(file, rows)
        file.seek(0)
        while piece := file.read(_CHUNK):
            yield piece
