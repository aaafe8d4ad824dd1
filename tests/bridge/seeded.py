"""What the tests of the invented town share: a town in any database, and everything that is in one."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from bridge_peers import DEADLINES, Clock
from sqlalchemy import Engine, select

from bot import cli_seed
from bot.report import Place
from bridge.embedded.cases import Cases
from bridge.embedded.ledger import Ledger
from bridge.embedded.schema import Base
from bridge.embedded.seeding.given import Topic
from bridge.embedded.seeding.writing import Counts, Seeding
from bridge.opinions import tables

UNTIL = date(2026, 10, 30)
END = datetime(2026, 10, 30, 23, 59, 59, tzinfo=ZoneInfo("Asia/Jakarta"))


@cache
def given() -> tuple[list[Topic], list[Place]]:
    """The categories and desa that the command passes in."""
    return cli_seed._topics(), cli_seed._places()


def a_town(engine: Engine, count: int = 150, *, seed: int = 7, beside: bool = False) -> Counts:
    """An invented town in this database."""
    clock = Clock(END)
    Cases(engine, clock, deadlines=DEADLINES).create()
    return Seeding(Ledger(engine, clock, DEADLINES), *given(), seed=seed, until=UNTIL).run(count, beside=beside)


def everything(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of the core and of the opinions, in the order of keys."""
    found = {}
    with engine.connect() as connection:
        for table in (*Base.metadata.sorted_tables, *tables.Base.metadata.sorted_tables):
            rows = [dict(row._mapping) for row in connection.execute(select(table))]
            keys = [column.name for column in table.primary_key]
            found[table.name] = sorted(rows, key=lambda row: [row[key] for key in keys])
    return found
