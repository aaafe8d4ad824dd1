"""Rows go into the database by the thousand: plain inserts, and what is only counted is added to what is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Table, insert, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session

from bridge.embedded.desk_tables import DialogStepRow
from bridge.embedded.schema import CaseRow, CorrectionRow, EventRow
from bridge.embedded.seeding.as_rows import Kept, Row
from bridge.embedded.seeding.satisfied import Said
from bridge.opinions.tables import AnswersRow, CountedRow, ParticipationRow, StarRow


def put_cases(session: Session, rows: Sequence[Kept]) -> None:
    """Cases, their timelines in the order of cases, and corrections, all with their numbers."""
    events = [event for row in rows for event in row.events]
    numbers = iter(_numbers(session, "case_events", len(events)))
    corrections = []
    for number, row in zip(_numbers(session, "cases", len(rows)), rows, strict=True):
        row.case["id"] = number
        for event, corrected in zip(row.events, row.corrections, strict=True):
            event["id"], event["case_id"] = next(numbers), number
            if corrected:
                corrections.append({"event_id": event["id"], "before": corrected[0], "after": corrected[1]})
    _put(session, CaseRow, [row.case for row in rows])
    _put(session, EventRow, events)
    _put(session, CorrectionRow, corrections)


def put_opinions(session: Session, said: Said) -> None:
    """What citizens thought of it; people are added to those who are counted there already."""
    _put(session, StarRow, said.stars)
    _put(session, AnswersRow, said.nines)
    _put(session, CountedRow, said.counted)
    _add(session, ParticipationRow, said.participation(), "people")


def put_talks(session: Session, steps: Sequence[Row]) -> None:
    """How often questions were asked, added to what was counted before."""
    _add(session, DialogStepRow, steps, "asked", "passed", "dropped")


def _put(session: Session, table: type[DeclarativeBase], rows: Sequence[Row]) -> None:
    if rows:
        session.execute(insert(_of(table)), rows)


def _add(session: Session, table: type[DeclarativeBase], rows: Sequence[Row], *sums: str) -> None:
    if not rows:
        return
    into = _of(table)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    new = dialect.insert(into)
    added = {name: into.c[name] + new.excluded[name] for name in sums}
    session.execute(new.on_conflict_do_update(index_elements=list(into.primary_key), set_=added), rows)


def _of(table: type[DeclarativeBase]) -> Table:
    """The table itself: the mapped class would build an object for each row."""
    return cast("Table", table.__table__)


def _numbers(session: Session, table: str, count: int) -> list[int]:
    """The next numbers of a table; they are its own even if this transaction fails."""
    if session.get_bind().dialect.name == "postgresql":
        drawn = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
        return sorted(session.scalars(drawn, {"name": table, "count": count}))
    last = session.scalar(text(f"SELECT max(id) FROM {table}")) or 0  # noqa: S608 - our own name
    if table == "cases":  # the only one whose numbers are never given twice
        last = max(last, session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'cases'")) or 0)
    return list(range(last + 1, last + 1 + count))
