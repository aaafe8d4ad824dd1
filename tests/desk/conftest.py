"""What the desk's tests stand on: a desk on SQLite, and what the bot understands, loaded once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_house import DeskHouse, a_desk

from bot.understanding.understand import Understanding
from bridge.embedded.schema import connect


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory, understanding: Understanding) -> Path:
    """A database with the desk's people, made once to be copied."""
    path = tmp_path_factory.mktemp("desk") / "new.db"
    engine = connect(f"sqlite:///{path}")
    a_desk(engine, understanding)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture
def desk(tmp_path: Path, new_database: Path, understanding: Understanding) -> Iterator[DeskHouse]:
    """A desk with its people and without reports."""
    shutil.copy(new_database, tmp_path / "desk.db")
    engine = connect(f"sqlite:///{tmp_path}/desk.db")
    yield a_desk(engine, understanding)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, understanding: Understanding) -> Iterator[DeskHouse]:
    """The same on either database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("desk")
        return
    yield a_desk(request.getfixturevalue("postgresql_engine"), understanding)
