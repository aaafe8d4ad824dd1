"""The default core: citizens' reports are kept here once each, and offices act on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, and_, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session, selectinload

from bot.report import CoreDown, CoreRefused, Reference, Report, Stage, Status
from bridge.characters import storable
from bridge.embedded import schema
from bridge.embedded.deadlines import Deadlines
from bridge.embedded.rows import Case, Event, blank_out, case_of, correct, event_of, row_of, same_content
from bridge.embedded.schema import CaseRow, EventRow
from bridge.embedded.workflow import Action, step
from bridge.stages import ENDED


@dataclass(frozen=True, slots=True)
class Search:
    """Which cases to list; an empty part asks nothing. `since` and `until` bound when they were received.

    `public` leaves only what everybody may read; `erased` lets in what was erased.
    """

    ids: tuple[int, ...] = ()
    reference: str = ""
    categories: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    ended: bool | None = None
    public: bool = False
    erased: bool = False
    offset: int = 0
    limit: int = 100


class NoSuchCategory(Exception):
    """The category cannot be given: nobody knows its code, or (`known`) the report has it already."""

    def __init__(self, code: str, *, known: bool) -> None:
        super().__init__(code)
        self.known = known


class Cases:
    """All cases in one database. Every method raises CoreDown where the database does not do its part."""

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime],
        categories: Callable[[], Mapping[str, str]] = dict,
        deadlines: Deadlines | None = None,
    ) -> None:
        """`categories`: code -> name of those an officer may give; asked only when one does.

        `deadlines` says by when the next step is due; without them nothing is promised.
        """
        self._engine = engine
        self.clock = clock
        self.categories = categories
        self._deadlines = deadlines

    def create(self) -> None:
        """Make the tables that are missing."""
        with _down_when_broken():
            schema.create(self._engine)

    def file(self, report: Report, *, again: bool = False) -> str:  # noqa: ARG002 - always looked up here
        """Keep a report; returns its number. The same reference again returns the same number and changes nothing.

        Raises CoreRefused where the reference is taken by another story or place, or the pin is off the earth.
        """
        _refuse_impossible(report)
        with _down_when_broken():
            try:
                return self._insert(report)
            except IntegrityError:  # another process filed this reference between our look and our write
                return self._insert(report)

    def follow(self, reference: Reference, core_id: str) -> Status | None:
        """How the report with this reference and number stands; None where there is none, or it was erased."""
        case = self.find(reference)
        return case.status if case and str(case.id) == core_id and not case.erased_at else None

    def find(self, reference: str) -> Case | None:
        """The case with this reference, erased or not."""
        return next(iter(self.search(Search(reference=reference, erased=True, limit=1))), None)

    def search(self, wanted: Search) -> list[Case]:
        """Cases, the last received first."""
        found = select(CaseRow).where(and_(True, *_conditions(wanted)))
        ordered = found.order_by(CaseRow.received_at.desc(), CaseRow.id.desc())
        with self._reading() as session:
            rows = session.scalars(ordered.offset(wanted.offset).limit(wanted.limit))
            return [case_of(row, self._deadlines) for row in rows]

    def timeline(self, reference: str) -> tuple[Event, ...]:
        """What happened to a case, the first thing first; () where there is none."""
        found = select(EventRow).join(CaseRow, CaseRow.id == EventRow.case_id)
        with self._reading() as session:
            rows = session.scalars(found.where(CaseRow.reference == reference).order_by(EventRow.id))
            return tuple(event_of(row) for row in rows)

    def act(self, reference: str, action: Action, *, agency: str = "", note: str = "", actor: str = "") -> Case:
        """Do what an officer decided, checked against the case as it stands at this moment.

        Raises workflow.NotPossible or workflow.Missing, and KeyError where there is no such case.
        """
        with _down_when_broken(), self._writing() as session:
            row = _locked(session, reference)
            after = step(case_of(row, None).standing, action, agency=storable(agency), note=note)
            now = self.clock()
            row.stage, row.agency, row.note, row.since = after.stage.value, after.agency, storable(note), now
            row.verified_at = row.verified_at or (now if after.verified else None)
            row.events.append(
                EventRow(at=now, stage=row.stage, agency=row.agency, note=row.note, actor=storable(actor))
            )
            session.flush()
            return case_of(row, self._deadlines)

    def recategorize(self, reference: str, code: str, *, actor: str = "") -> Case:
        """Correct a case's category, at any stage; the timeline keeps the old and the new one.

        Raises NoSuchCategory where the code is not among `categories` or the case has it already, and KeyError
        where there is no such case.
        """
        name = self.categories().get(code)
        with _down_when_broken(), self._writing() as session:
            row = _locked(session, reference)
            if name is None or row.category == code:
                raise NoSuchCategory(code, known=name is not None)
            correct(row, code, name, self.clock(), actor)
            session.flush()
            return case_of(row, self._deadlines)

    def erase(self, reference: str) -> None:
        """Forget everything a person said in a case, for good. KeyError where there is no such case."""
        with _down_when_broken(), self._writing() as session:
            blank_out(_locked(session, reference), self.clock())

    def _insert(self, report: Report) -> str:
        with self._writing() as session:
            kept = session.scalar(select(CaseRow).where(CaseRow.reference == str(report.reference)))
            if kept is None:
                kept = row_of(report, self.clock())
                session.add(kept)
                session.flush()
            elif not kept.erased_at and not same_content(kept, report):
                raise CoreRefused(("this reference belongs to a report with another story or place",))
            return str(kept.id)

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with _down_when_broken(), Session(self._engine) as session:
            yield session

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        engine = self._engine.execution_options(**{schema.WRITES: True})
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session


@contextmanager
def _down_when_broken() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as wrong:  # its text may quote a statement; only its kind travels on
        raise CoreDown(type(wrong).__name__) from None


def _refuse_impossible(report: Report) -> None:
    if report.place.pin and not report.place.pin.on_earth():
        raise CoreRefused(("the pin is not on the earth",))
    if report.received_at.tzinfo is None:
        raise CoreRefused(("received_at has no zone",))


def _locked(session: Session, reference: str) -> CaseRow:
    """The row, held until the end of this write, so that two officers act one after the other."""
    wanted = select(CaseRow).where(CaseRow.reference == reference, CaseRow.erased_at.is_(None))
    row = session.scalar(wanted.options(selectinload(CaseRow.events)).with_for_update())
    if row is None:
        raise KeyError(reference)
    return row


def _conditions(wanted: Search) -> Iterator[ColumnElement[bool]]:
    if wanted.reference:
        yield CaseRow.reference == wanted.reference
    if not wanted.erased:
        yield CaseRow.erased_at.is_(None)
    if wanted.ids:
        yield CaseRow.id.in_(wanted.ids)
    if wanted.categories:
        yield CaseRow.category.in_(wanted.categories)
    if wanted.stages:
        yield CaseRow.stage.in_([stage.value for stage in wanted.stages])
    if wanted.since:
        yield CaseRow.received_at >= wanted.since
    if wanted.until:
        yield CaseRow.received_at <= wanted.until
    if wanted.ended is not None:
        ended = CaseRow.stage.in_([stage.value for stage in ENDED])
        yield ended if wanted.ended else ~ended
    if wanted.public:
        yield and_(CaseRow.verified_at.is_not(None), ~CaseRow.secret, CaseRow.erased_at.is_(None))
