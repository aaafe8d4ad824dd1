"""Where people leave the dialogue: the counts of each question by day, beside the reports, for the figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Engine, case
from sqlalchemy.dialects import postgresql, sqlite

from bot.report import CoreDown
from bridge.embedded import version
from bridge.embedded.desk_tables import DialogStepRow
from bridge.embedded.ledger import down_when_broken
from bridge.embedded.schema import WRITES

_COUNTS = ("asked", "passed", "dropped")


class Funnel:
    """The counts in one database, SQLite or PostgreSQL. Every method raises CoreDown where it does not do its part."""

    def __init__(self, engine: Engine) -> None:
        """`engine` from bridge.embedded.schema.connect."""
        self._engine = engine

    def create(self) -> None:
        """Make the tables, or bring an earlier release's up to date. CoreDown also where a later one made them."""
        with down_when_broken():
            try:
                version.create(self._engine)
            except version.TooNew:
                raise CoreDown("the database was made by a later release") from None

    def keep(self, day: date, counts: Mapping[tuple[str, str, str], tuple[int, int, int]]) -> None:
        """Keep what was counted on a day so far: (channel, language, step) -> how often asked, passed, dropped.

        The same again changes nothing, and no count is ever lowered: who counts may have begun anew.
        """
        rows = [_row(day, name, numbers) for name, numbers in sorted(counts.items())]  # one order: no deadlock
        if rows:
            with down_when_broken(), self._engine.execution_options(**{WRITES: True}).begin() as connection:
                connection.execute(_statement(connection.dialect.name), rows)


def _row(day: date, name: tuple[str, str, str], numbers: tuple[int, int, int]) -> dict[str, Any]:
    channel, language, step = name
    return {
        "day": day,
        "channel": channel,
        "language": language,
        "step": step,
        **dict(zip(_COUNTS, numbers, strict=True)),
    }


def _statement(dialect: str) -> postgresql.Insert | sqlite.Insert:
    insert: postgresql.Insert | sqlite.Insert
    insert = postgresql.insert(DialogStepRow) if dialect == "postgresql" else sqlite.insert(DialogStepRow)
    kept = DialogStepRow.__table__.c
    greater = {each: _greater(insert.excluded[each], kept[each]) for each in _COUNTS}
    return insert.on_conflict_do_update(index_elements=["day", "channel", "language", "step"], set_=greater)


def _greater(new: ColumnElement[int], old: ColumnElement[int]) -> ColumnElement[int]:
    return case((new > old, new), else_=old)
