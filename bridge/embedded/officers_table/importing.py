"""Officers' tables come in: each good row becomes a report with its stage, once, whatever else is in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.progress import By, Happened
from bot.report import Reference
from bridge.embedded.clockwork import day_told
from bridge.embedded.ledger import Ledger, down_when_broken
from bridge.embedded.officers_table import columns as of
from bridge.embedded.officers_table.entry import Entry
from bridge.embedded.officers_table.kept import PROBES, derived, references, row_for
from bridge.embedded.officers_table.lines import Line
from bridge.embedded.officers_table.reading import BadRow, Fault, Rows
from bridge.embedded.rows import row_of
from bridge.embedded.schema import CaseRow, EventRow

BATCH = 500  # rows in one transaction: between two of them citizens' reports get in


@dataclass(frozen=True, slots=True)
class Rejected:
    """A cell for which a row was not taken."""

    line: int
    tracking: str
    fault: Fault


@dataclass(slots=True)
class Counts:
    """How many rows came in, were here already, were erased here, were rejected."""

    new: int = 0
    known: int = 0
    erased: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Import:
    """One database into which tables are read. `reject` hears of each bad cell, `told` how far the file is read."""

    ledger: Ledger
    rows: Rows
    reject: Callable[[Rejected], None]
    told: Callable[[int], None]
    counts: Counts = field(default_factory=Counts)

    def run(self, lines: Iterable[Line]) -> Counts:
        """Take in all lines, a batch a transaction. After CoreDown the earlier ones are in; the same file goes on."""
        rest = iter(lines)
        while batch := list(islice(rest, BATCH)):
            found = list(self._read(batch))
            with down_when_broken(), self.ledger.writing() as session:
                wrong, counts = _enter(session, self.ledger, found)
            self._count(wrong, counts)
            self.told(batch[-1].done)
        if self.counts.new > BATCH:
            self.ledger.settle()
        return self.counts

    def _read(self, batch: Sequence[Line]) -> Iterator[tuple[Line, Entry]]:
        for line in batch:
            try:
                if line.broken:
                    raise BadRow([Fault("", line.broken)])
                yield line, self.rows.entry(line.cells)
            except BadRow as wrong:
                self._refuse(line, wrong.faults)

    def _count(self, wrong: Iterable[Line], counts: Counts) -> None:
        self.counts.new += counts.new
        self.counts.known += counts.known
        self.counts.erased += counts.erased
        for line in wrong:
            self._refuse(line, [Fault(of.TRACKING, "a report with another story has this number already")])

    def _refuse(self, line: Line, faults: Iterable[Fault]) -> None:
        self.counts.rejected += 1
        for fault in faults:
            self.reject(Rejected(line.number, line.cells.get(of.TRACKING, ""), fault))


@dataclass(frozen=True, slots=True)
class _Here:
    """A case that is here already, in the database or by an earlier line of the batch."""

    story: str
    erased: bool = False


def _enter(session: Session, ledger: Ledger, found: Sequence[tuple[Line, Entry]]) -> tuple[list[Line], Counts]:
    """Put in what is new; also which lines have a number that belongs to another report."""
    entries = _referenced(session, [entry for _, entry in found])
    here = _here(session, [entry.report.reference for entry in entries])
    wrong: list[Line] = []
    new: list[Entry] = []
    counts = Counts()
    for (line, _), entry in zip(found, entries, strict=True):
        kept = here.get(entry.report.reference)
        if kept is None:
            here[entry.report.reference] = _Here(entry.report.story)
            new.append(entry)
        elif kept.erased:
            counts.erased += 1
        elif kept.story != entry.report.story:
            wrong.append(line)
        else:
            counts.known += 1
    _insert(session, ledger, new)
    counts.new = len(new)
    return wrong, counts


def _referenced(session: Session, entries: Sequence[Entry]) -> list[Entry]:
    """Each with its reference: that under which its number is here already, else a free one derived from it."""
    known = references(session, {entry.number for entry in entries if entry.number})
    fresh = {entry.number for entry in entries if entry.number and entry.number not in known}
    taken = {str(entry.report.reference) for entry in entries if not entry.number}
    for probe in range(PROBES):
        wanted = {number: derived(number, probe) for number in fresh}
        taken |= set(_here(session, list(wanted.values()))) if wanted else set()
        known |= {number: reference for number, reference in wanted.items() if reference not in taken}
        fresh -= known.keys()
    return [_with(entry, known[entry.number]) if entry.number else entry for entry in entries]


def _with(entry: Entry, reference: str) -> Entry:
    return replace(entry, report=replace(entry.report, reference=Reference(reference)))


def _here(session: Session, wanted: Iterable[str]) -> dict[str, _Here]:
    kept = select(CaseRow.reference, CaseRow.story, CaseRow.erased_at)
    rows = session.execute(kept.where(CaseRow.reference.in_(list(wanted))))
    return {reference: _Here(story, erased is not None) for reference, story, erased in rows}


def _insert(session: Session, ledger: Ledger, entries: Sequence[Entry]) -> None:
    """The cases, in the order of the file, each with one entry in its timeline: that it is here, and how it stands."""
    rows = [_case(entry) for entry in entries]
    for row in rows:
        ledger.owe(row)
    session.add_all(rows)
    session.flush()
    session.add_all(_event(entry, row.id, ledger) for entry, row in zip(entries, rows, strict=True))
    for entry, row in zip(entries, rows, strict=True):
        if kept := row_for(entry, row.id):
            session.add(kept)


def _case(entry: Entry) -> CaseRow:
    row = row_of(entry.report, entry.course)
    row.note = entry.note
    row.verified_at = entry.report.received_at if entry.course.verified else None
    return row


def _event(entry: Entry, case_id: int, ledger: Ledger) -> EventRow:
    """Its note is the officers' wording of the report, which is erased with all other notes."""
    course = entry.course
    return EventRow(
        case_id=case_id,
        at=course.received_at,
        stage=course.stage.value,
        agency=course.agency,
        note=entry.final,
        actor="LAPOR" if entry.number else "",
        what=Happened.RECEIVED.value,
        by=By.CITIZEN.value,
        reason=entry.reason,
        day=day_told(Happened.RECEIVED, course, ledger.deadlines),
    )
