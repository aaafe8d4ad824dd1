"""Reading and writing opinions in one transaction each; a database that fails is told as a core that is down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.report import CoreDown
from bridge.embedded.schema import WRITES
from bridge.opinions.tables import one_at_a_time


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only looks. Raises CoreDown."""
    with down_when_broken(), Session(engine) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session whose changes are kept together at its end, while nobody else writes opinions. Raises CoreDown."""
    with down_when_broken(), Session(engine.execution_options(**{WRITES: True})) as session, session.begin():
        one_at_a_time(session.connection())
        yield session


@contextmanager
def down_when_broken() -> Iterator[None]:
    """Only the kind of a database's error travels on: its text may quote a statement."""
    try:
        yield
    except SQLAlchemyError as wrong:
        raise CoreDown(type(wrong).__name__) from None
