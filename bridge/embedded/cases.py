"""The default core: citizens' reports are kept here once each, and offices act on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from sqlalchemy import Engine, and_, select
from sqlalchemy.exc import IntegrityError

from bot.progress import Act, By, Dossier, Happened, Happening, Near, Similar
from bot.report import CoreDown, CoreRefused, Reference, Report, Status
from bridge.embedded import version
from bridge.embedded.acts import TAKEN, done, usual
from bridge.embedded.alarms import let_pass
from bridge.embedded.archive_reasons import Reason
from bridge.embedded.clockwork import day_told
from bridge.embedded.deadlines import Deadlines
from bridge.embedded.happened import Step, begin, event_of, happening_of
from bridge.embedded.ledger import Ledger, down_when_broken
from bridge.embedded.locking import locked, meant
from bridge.embedded.moving import NoSuchCategory, give_category, move
from bridge.embedded.nearby import candidates, nearest
from bridge.embedded.owing import count_anew
from bridge.embedded.rows import Case, Event, blank_out, course_of, row_of, same_content
from bridge.embedded.schema import CaseRow, EventRow
from bridge.embedded.search import Search, conditions
from bridge.embedded.story_search import forget_words
from bridge.embedded.workflow import Action, Course

__all__ = ["Cases", "NoSuchCategory", "Search"]


class Cases:
    """All cases in one database. Every method raises CoreDown where the database does not do its part."""

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime],
        categories: Callable[[], Mapping[str, str]] = dict,
        deadlines: Deadlines | None = None,
        guess: Callable[[str], Iterable[str]] = lambda _: (),
    ) -> None:
        """`categories`: code -> name of those an officer may give; asked only when one does.

        `deadlines` says by when the next step is due; without them nothing is promised and time brings nothing.
        `guess`: story -> codes of the categories that the bot would propose, best first, kept to be compared later.
        """
        self.clock = clock
        self.categories = categories
        self._guess = guess
        self._ledger = self.ledger = Ledger(engine, clock, deadlines)

    def create(self) -> None:
        """Make the tables, or bring an earlier release's up to date. CoreDown also where a later one made them."""
        with down_when_broken():
            try:
                version.create(self._ledger.engine)
            except version.TooNew:
                raise CoreDown("the database was made by a later release") from None

    def count_due(self) -> None:
        """By when each open case is due is kept by these deadlines. For a process that lives on and has the settings in
        force: a command would count by those of its terminal. CoreDown.
        """
        count_anew(self._ledger)

    def file(self, report: Report, *, again: bool = False) -> str:  # noqa: ARG002 - always looked up here
        """Keep a report; returns its number. The same reference again returns the same number and changes nothing.

        Raises CoreRefused where the reference is taken by another story or place, or the pin is off the earth.
        """
        _refuse_impossible(report)
        guesses = " ".join(self._guess(report.story))
        with down_when_broken():
            try:
                return self._insert(report, guesses)
            except IntegrityError:  # another process filed this reference between our look and our write
                return self._insert(report, guesses)

    def follow(self, reference: Reference, core_id: str) -> Status | None:
        """How the report with this reference and number stands; None where there is none, or it was erased."""
        case = self.find(reference)
        return case.status if case and str(case.id) == core_id and not case.erased_at else None

    def find(self, reference: str) -> Case | None:
        """The case with this reference, erased or not."""
        return next(iter(self.search(Search(reference=reference, erased=True, limit=1))), None)

    def search(self, wanted: Search) -> list[Case]:
        """Cases, the last received first."""
        found = select(CaseRow).where(and_(True, *conditions(wanted)))
        ordered = found.order_by(CaseRow.received_at.desc(), CaseRow.id.desc())
        with self._ledger.reading() as session:
            rows = session.scalars(ordered.offset(wanted.offset).limit(wanted.limit))
            return [self._ledger.case(row) for row in rows]

    def timeline(self, reference: str) -> tuple[Event, ...]:
        """What happened to a case, the first thing first; () where there is none."""
        found = select(EventRow).join(CaseRow, CaseRow.id == EventRow.case_id)
        with self._ledger.reading() as session:
            rows = session.scalars(found.where(CaseRow.reference == reference).order_by(EventRow.id))
            return tuple(event_of(row) for row in rows)

    def dossier(self, reference: Reference) -> Dossier | None:
        """The report, how it stands and what happened to it; None where there is none, or it was erased."""
        case, events = self.find(reference), self.timeline(reference)
        if case is None or case.erased_at:
            return None
        return Dossier(case.report, case.status, tuple(happening_of(event, reference) for event in events))

    def act(
        self,
        reference: str,
        action: Action,
        *,
        agency: str = "",
        note: str = "",
        reason: str = "",
        supervisory: bool = False,
        actor: str = "",
        by: By | None = None,
        seen: int | None = None,
    ) -> Case:
        """Do what an officer decided, checked against the case as it stands at this moment.

        `by` is ADMIN or OFFICE; left out, an office that has the report answers and asks, an admin does all else.
        `reason` is an archive_reasons.Reason; a note alone archives for an OTHER one.
        `seen` as in locking.locked. Raises workflow.NotPossible or workflow.Missing, locking.Stale, and KeyError where
        there is no such case.
        """
        if action is Action.ARCHIVE and note.strip():
            reason = reason or Reason.OTHER.value
        with down_when_broken(), self._ledger.writing() as session:
            row = locked(session, reference, seen)
            by = by or usual(action, row.agency)
            words = {"agency": agency, "note": note, "reason": reason}
            move(self._ledger, row, action, by=by, actor=actor, supervisory=supervisory, **words)
            session.flush()
            return self._ledger.case(row)

    def do(self, act: Act, core_id: str) -> Status:
        """Do what a citizen wants; the same act again changes nothing and tells how the report stands.

        An empty `core_id` goes by the reference alone. Raises CoreRefused with one code of bridge.embedded.acts, or the
        stage where the report has ended.
        """
        with down_when_broken(), self._ledger.writing() as session:
            row, now = meant(session, act, core_id), self.clock()
            earlier = session.scalar(select(EventRow.case_id).where(EventRow.act_id == act.id))
            if earlier not in (None, row.id):
                raise CoreRefused((TAKEN,))
            if earlier is None:
                after, what = done(course_of(row), act, now, self._ledger.deadlines)
                self._ledger.enter(row, after, Step(what, By.CITIZEN, act.words, act_id=act.id, files=act.files), now)
                session.flush()
            return self._ledger.case(row).status

    def similar(self, near: Near) -> tuple[Similar, ...]:
        """Open public reports of one category within 250 m of a pin or in the same village, at most three."""
        wanted = candidates(near)
        if wanted is None:
            return ()
        with self._ledger.reading() as session:
            return nearest(near, session.scalars(wanted))

    def feed(self, after: int, most: int) -> tuple[Happening, ...]:
        """What happened after the happening with that number, in the order of commits; not what was erased."""
        found = select(EventRow, CaseRow.reference).join(CaseRow, CaseRow.id == EventRow.case_id)
        wanted = found.where(EventRow.id > after, CaseRow.erased_at.is_(None)).order_by(EventRow.id).limit(most)
        with self._ledger.reading() as session:
            return tuple(happening_of(event_of(event), reference) for event, reference in session.execute(wanted))

    def keep_time(self) -> int:
        """Let happen what only time brings, each thing in a transaction of its own; returns how many did."""
        return let_pass(self._ledger)

    def recategorize(self, reference: str, code: str, *, actor: str = "", seen: int | None = None) -> Case:
        """Correct a case's category, at any stage; the timeline keeps the old and the new one.

        Raises NoSuchCategory where the code is not among `categories` or the case has it already, and KeyError
        where there is no such case; Stale as in locking.locked.
        """
        with down_when_broken(), self._ledger.writing() as session:
            row = locked(session, reference, seen)
            give_category(self._ledger, row, code, self.categories(), actor)
            session.flush()
            return self._ledger.case(row)

    def erase(self, reference: str) -> None:
        """Forget everything a person said in a case, for good. KeyError where there is no such case."""
        with down_when_broken(), self._ledger.writing() as session:
            row = locked(session, reference)
            blank_out(row, session.scalars(row.events.select()), self.clock())
            forget_words(session)

    def _insert(self, report: Report, guesses: str) -> str:
        with self._ledger.writing() as session:
            kept = session.scalar(select(CaseRow).where(CaseRow.reference == str(report.reference)))
            if kept is None:
                kept = self._begun(report, guesses)
                session.add(kept)
                session.flush()
            elif not kept.erased_at and not same_content(kept, report):
                raise CoreRefused(("this reference belongs to a report with another story or place",))
            return str(kept.id)

    def _begun(self, report: Report, guesses: str) -> CaseRow:
        now = self.clock()
        course = Course.begun(report.kind, report.received_at, now)
        row = row_of(report, course)
        row.guesses = guesses
        self._ledger.owe(row)
        begin(row, now, day_told(Happened.RECEIVED, course, self._ledger.deadlines))
        return row


def _refuse_impossible(report: Report) -> None:
    if report.place.pin and not report.place.pin.on_earth():
        raise CoreRefused(("the pin is not on the earth",))
    if report.received_at.tzinfo is None:
        raise CoreRefused(("received_at has no zone",))
