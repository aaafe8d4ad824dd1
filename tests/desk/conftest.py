"""What the desk's tests stand on: a desk on SQLite, and what the bot understands, loaded once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_house import DeskHouse, a_desk

from bot.understanding.understand import Understanding
from bridge.embedded.schema import connect


@pytest.fixture
def desk(tmp_path: Path, understanding: Understanding) -> Iterator[DeskHouse]:
    """An empty desk with its people."""
    engine = connect(f"sqlite:///{tmp_path}/desk.db")
    yield a_desk(engine, understanding)
    engine.dispose()
