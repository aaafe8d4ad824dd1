"""Everything that the figures need is counted by the database, in a handful of passes over the reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from sqlite3 import sqlite_version_info
from typing import Any

from sqlalchemy import Connection, bindparam, text

from bridge.monev.wanted import MOMENT, Condition, Wanted, condition


@dataclass(frozen=True, slots=True)
class Office:
    """What one office's reports came to. `verify`, `answer` and `close` are seconds, sorted; the rest are numbers.

    For each of the three deadlines `in_time` and `late` by "verify", "follow_up", "answer".
    """

    reports: int = 0
    sent_on: int = 0
    handed_on: int = 0
    verify: Sequence[int] = ()
    answer: Sequence[int] = ()
    close: Sequence[int] = ()
    in_time: Mapping[str, int] = field(default_factory=dict)
    late: Mapping[str, int] = field(default_factory=dict)


class Counting:
    """One reading transaction, and the reports that it is about."""

    def __init__(self, connection: Connection, wanted: Wanted, zone: tzinfo, now: datetime) -> None:
        self.connection = connection
        self.wanted = wanted
        self.zone = zone
        self.sqlite = connection.dialect.name == "sqlite"
        self.where: Condition = condition(wanted, zone, connection.dialect.name)
        self._offset = now.astimezone(zone).utcoffset() or timedelta()

    def rows(self, sql: str, **more: object) -> Sequence[tuple[Any, ...]]:
        """What a statement finds; {where} in it is the condition."""
        bound = self.where.bound | more
        statement = text(sql.format(where=self.where.sql))
        moments = [bindparam(name, type_=MOMENT) for name, value in bound.items() if isinstance(value, datetime)]
        used = {name: value for name, value in bound.items() if f":{name}" in statement.text}
        moments = [each for each in moments if each.key in used]
        return [tuple(row) for row in self.connection.execute(statement.bindparams(*moments), used)]

    def found_in(self, text: str, part: str) -> str:
        """SQL of the place at which a part begins in a text, from 1; 0 where it does not."""
        return f"{'instr' if self.sqlite else 'strpos'}({text}, {part})"

    def by(self, key: str, also: str = "''", where: str = "1=1") -> list[tuple[str, str, int]]:
        """Key, something besides, and how many reports, of those that are so."""
        found = self.rows(f"SELECT {key}, {also}, count(*) FROM cases WHERE {{where}} AND {where} GROUP BY 1")  # noqa: S608
        return [(str(row[0]), str(row[1] or ""), int(str(row[2]))) for row in found]

    def days(self) -> dict[date, int]:
        """How many came in on each day in the office's zone, which has no summer time."""
        seconds = int(self._offset.total_seconds())
        shifted = f"date(received_at, '{seconds} seconds')"
        if not self.sqlite:
            shifted = f"CAST(received_at + INTERVAL '{seconds} seconds' AS date)"
        return {date.fromisoformat(key): count for key, _, count in self.by(shifted)}

    def listed(self, later: str) -> str:
        """SQL of all whole seconds between receipt and a later moment, with commas between, NULL left out."""
        if self.sqlite:
            return f"group_concat({_seconds(later)} - {_seconds('received_at')})"
        return f"string_agg(CAST({_epoch(later)} - {_epoch('received_at')} AS text), ',')"


def yes(condition: str) -> str:
    """SQL that is 1 where it is so, else 0."""
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


def _epoch(moment: str) -> str:
    return f"CAST(extract(epoch FROM date_trunc('second', {moment})) AS bigint)"


def _seconds(moment: str) -> str:
    """SQLite's: the short way, thrice as fast, is there since 3.38 (2022)."""
    if sqlite_version_info >= (3, 38):
        return f"unixepoch({moment})"
    return f"strftime('%s', {moment})"
