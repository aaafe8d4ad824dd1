"""How the default core reads and writes: whole or not at all, one writer at a time, everything in one order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.report import CoreDown
from bridge.embedded.clockwork import day_told, due
from bridge.embedded.deadlines import Deadlines
from bridge.embedded.happened import Step, enter
from bridge.embedded.rows import Case, case_of, course_of
from bridge.embedded.schema import WRITES, CaseRow, one_at_a_time
from bridge.embedded.workflow import Course


class Ledger:
    """One database, and the clock and deadlines by which its cases go."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], deadlines: Deadlines | None) -> None:
        self.engine = engine
        self.clock = clock
        self.deadlines = deadlines

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for questions only; CoreDown where the database does not do its part."""
        with down_when_broken(), Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction beside which nobody writes, so that what happens is numbered in the order of commits."""
        engine = self.engine.execution_options(**{WRITES: True})
        with Session(engine, expire_on_commit=False) as session, session.begin():
            one_at_a_time(session.connection())
            yield session

    def settle(self) -> None:
        """After thousands of new rows: PostgreSQL looks through them now, so that the desk does not wait till it does.

        Without this a search is ten times slower until its own cleaner comes by. SQLite has nothing to do. CoreDown.
        """
        if self.engine.dialect.name == "postgresql":
            by_itself = self.engine.execution_options(isolation_level="AUTOCOMMIT")
            with down_when_broken(), by_itself.connect() as connection:
                connection.exec_driver_sql("VACUUM (ANALYZE) cases, case_events")

    def case(self, row: CaseRow) -> Case:
        """The case in a row, as it stands at this moment."""
        return case_of(row, self.deadlines, self.clock())

    def enter(self, row: CaseRow, after: Course, step: Step, now: datetime) -> None:
        """The case stands as `after` says, and its timeline tells why and by which day what comes next."""
        enter(row, after, replace(step, day=day_told(step.what, after, self.deadlines)), now)
        self.owe(row)

    def owe(self, row: CaseRow) -> None:
        """The row says by when the next step is due, for lists."""
        row.due_at = due(course_of(row), self.deadlines)


@contextmanager
def down_when_broken() -> Iterator[None]:
    """Whatever the database fails with is CoreDown, without a word of a statement."""
    try:
        yield
    except SQLAlchemyError as wrong:  # its text may quote a statement; only its kind travels on
        raise CoreDown(type(wrong).__name__) from None


def held(session: Session, which: ColumnElement[bool]) -> CaseRow | None:
    """The row to change, held until the end of this write; None where there is none, or erased."""
    return session.scalar(select(CaseRow).where(which, CaseRow.erased_at.is_(None)).with_for_update())
