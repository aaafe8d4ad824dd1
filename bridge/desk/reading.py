"""One report as an officer opens it: whole, with its timeline, and only where it is within reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select

from bridge.characters import storable
from bridge.desk.people import Officer, sees
from bridge.embedded.happened import event_of
from bridge.embedded.ledger import Ledger
from bridge.embedded.rows import Case, Event
from bridge.embedded.schema import CaseRow, EventRow, FileRow


@dataclass(frozen=True, slots=True)
class Opened:
    """A report as it stood. `events`: the first thing first. `seen`: the newest entry that is surely in what is shown.

    `guesses`: codes of the categories that the bot proposed when the report came, best first.
    """

    case: Case
    events: tuple[Event, ...]
    seen: int
    guesses: tuple[str, ...]

    def files_of(self) -> Iterator[tuple[int, range]]:
        """Each entry's number and its files' places in `case.report.files`; 0 for those that came with the report."""
        first = self.case.came_with
        yield 0, range(first)
        for event in self.events:
            yield event.number, range(first, first + len(event.files))
            first += len(event.files)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of a report within reach."""

    case_id: int
    secret: bool
    url: str


def within(officer: Officer, reference: str) -> ColumnElement[bool]:
    """The report of this number, where it is within reach and was not erased."""
    return and_(CaseRow.reference == storable(reference), CaseRow.erased_at.is_(None), sees(officer))


def opened(ledger: Ledger, officer: Officer, reference: str) -> Opened | None:
    """The report; None where there is none within reach. CoreDown."""
    newest = select(func.max(EventRow.id)).join(CaseRow, CaseRow.id == EventRow.case_id)
    with ledger.reading() as session:
        # First the number, then what it stands for: what happens in between makes `seen` too old and never too new.
        seen = session.scalar(newest.where(within(officer, reference))) or 0
        row = session.scalar(select(CaseRow).where(within(officer, reference)))
        if row is None:
            return None
        events = session.scalars(select(EventRow).where(EventRow.case_id == row.id).order_by(EventRow.id))
        return Opened(ledger.case(row), tuple(event_of(each) for each in events), seen, tuple(row.guesses.split()))


def file_of(ledger: Ledger, officer: Officer, reference: str, place: int) -> Kept | None:
    """The file at this place among the report's, from 0; None where there is none within reach. CoreDown."""
    query = (
        select(CaseRow.id, CaseRow.secret, FileRow.url)
        .join(FileRow, FileRow.case_id == CaseRow.id)
        .where(within(officer, reference))
        .order_by(FileRow.position)
    )
    with ledger.reading() as session:
        found: Sequence[object] | None = session.execute(query.offset(place).limit(1)).first()
        return Kept(*found) if found else None  # type: ignore[arg-type]
