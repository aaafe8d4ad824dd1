"""What only an imported report has: LAPOR!'s own number and the cells that its next export gives back as they came."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Engine, ForeignKey, Text, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from bot.report import Reference
from bridge.embedded.ledger import down_when_broken
from bridge.embedded.officers_table.entry import Entry
from bridge.embedded.schema import WRITES, CaseRow, one_at_a_time

PROBES = 90  # references that one number of LAPOR! may get: 10,000,000 numbers times 90 are all 900,000,000


class Base(DeclarativeBase):
    """The one table; reports know nothing of it."""

    type_annotation_map = {str: Text}  # noqa: RUF012 - SQLAlchemy's own form


class ImportedRow(Base):
    """Beside an imported case. No citizen's word is in it: it stays when the case is erased, so that the same file
    does not bring it back.
    """

    __tablename__ = "case_imports"

    case_id: Mapped[int] = mapped_column(ForeignKey(CaseRow.id), primary_key=True, autoincrement=False)
    number: Mapped[str | None] = mapped_column(unique=True)
    given: Mapped[str]


def create(engine: Engine) -> None:
    """Make the table where it is missing; several processes may do so at once."""
    with down_when_broken(), engine.execution_options(**{WRITES: True}).begin() as connection:
        one_at_a_time(connection)
        Base.metadata.create_all(connection)


def row_for(entry: Entry, case_id: int) -> ImportedRow | None:
    """The row beside the case, where there is anything to keep."""
    if not entry.number and not entry.given:
        return None
    given = json.dumps({column: [*pair] for column, pair in entry.given.items()}, ensure_ascii=False)
    return ImportedRow(case_id=case_id, number=entry.number or None, given=given)


def given_in(row: ImportedRow | None) -> Mapping[str, Sequence[str]]:
    """The cells to give back."""
    kept: Mapping[str, Sequence[str]] = json.loads(row.given) if row else {}
    return kept


def beside(session: Session, case_ids: Iterable[int]) -> dict[int, ImportedRow]:
    """Number of the case -> what is kept beside it."""
    rows = session.scalars(select(ImportedRow).where(ImportedRow.case_id.in_(list(case_ids))))
    return {row.case_id: row for row in rows}


def references(session: Session, numbers: Iterable[str]) -> dict[str, str]:
    """LAPOR!'s number -> reference of the case that came with it."""
    found = select(ImportedRow.number, CaseRow.reference).join(CaseRow, CaseRow.id == ImportedRow.case_id)
    rows = session.execute(found.where(ImportedRow.number.in_(list(numbers))))
    return {number: reference for number, reference in rows if number}


def derived(number: str, probe: int = 0) -> Reference:
    """Our reference for a number of LAPOR!, always the same and no other number's; 0 <= `probe` < PROBES.

    Further probes are for the rare case that a citizen's random reference is this one already.
    """
    return Reference.of(int(number) * PROBES + probe)
