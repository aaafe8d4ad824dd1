"""The counts of the dialogue in SQLite and in PostgreSQL: the same again changes nothing, and nothing is lowered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.report import CoreDown
from bridge.embedded.desk_tables import DialogStepRow
from bridge.embedded.funnel import Funnel
from bridge.embedded.schema import connect

DAY, NEXT = date(2026, 11, 20), date(2026, 11, 21)
WHERE, FILED = ("sms", "id", "where"), ("sms", "id", "filed")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_of(request: pytest.FixtureRequest) -> Engine:
    """Each database."""
    found: Engine = request.getfixturevalue("engine" if request.param == "sqlite" else "postgresql_engine")
    Funnel(found).create()
    return found


def rows(engine: Engine) -> dict[tuple[date, str], tuple[int, int, int]]:
    """(day, step) -> its numbers."""
    with Session(engine) as session:
        found = session.scalars(select(DialogStepRow)).all()
    return {(each.day, each.step): (each.asked, each.passed, each.dropped) for each in found}


def test_a_days_counts_grow_and_never_fall(engine_of: Engine) -> None:
    """Each number keeps the highest that was told; another day is another row."""
    funnel = Funnel(engine_of)
    funnel.keep(DAY, {WHERE: (5, 2, 1), FILED: (2, 0, 0)})
    funnel.keep(DAY, {WHERE: (5, 2, 1)})
    funnel.keep(DAY, {WHERE: (6, 1, 1), FILED: (1, 0, 0)})
    funnel.keep(NEXT, {WHERE: (0, 3, 0)})
    funnel.keep(NEXT, {})
    assert rows(engine_of) == {(DAY, "where"): (6, 2, 1), (DAY, "filed"): (2, 0, 0), (NEXT, "where"): (0, 3, 0)}


def test_many_sweepers_at_once_are_one(engine_of: Engine) -> None:
    """Eight tell growing counts in any order at the same moment: the highest stays and nobody fails."""
    told = [{WHERE: (at, at // 2, 0), FILED: (50 - at, 0, 0)} for at in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda counts: Funnel(engine_of).keep(DAY, counts), told))
    assert rows(engine_of) == {(DAY, "where"): (39, 19, 0), (DAY, "filed"): (50, 0, 0)}


def test_a_database_that_cannot_be_opened_is_a_core_that_is_down(tmp_path: object) -> None:
    """Whoever tells counts knows that they have to be told again."""
    broken = connect(f"sqlite:///{tmp_path}/no/such/folder/core.sqlite3")
    with pytest.raises(CoreDown):
        Funnel(broken).keep(DAY, {WHERE: (1, 0, 0)})
    with pytest.raises(CoreDown):
        Funnel(broken).create()
