"""Which reports are counted: a period, a region, the offices that the reader may see; as a question and as SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bridge.embedded.schema import Utc


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports to count; an empty part asks nothing.

    `since` and `until`: days of receipt in the office's zone, both included. `region`: Kemendagri code of a province
    ("52") or regency ("52.03"). `offices`: those that have the report now or had it last, by the names that cases
    carry; None for all and for reports that no office has yet, () for no report at all.
    Raises ValueError where the region is no such code, or the period ends before it begins.
    """

    since: date | None = None
    until: date | None = None
    region: str = ""
    offices: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if self.region and not re.fullmatch(r"[0-9]{2}(\.[0-9]{2})?", self.region):
            raise ValueError("a region is a code such as 52 or 52.03")
        if self.since and self.until and self.until < self.since:
            raise ValueError("the period ends before it begins")

    @property
    def everywhere(self) -> bool:
        """Whether neither a region nor offices are asked for."""
        return not self.region and self.offices is None


@dataclass(frozen=True, slots=True)
class Topic:
    """A category as the catalogue knows it: its name in the reader's language, and LAPOR!'s topic above it."""

    name: str
    topic: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A WHERE over cases: its SQL, "1=1" at least, and what is bound in it. Moments are bound as Utc."""

    sql: str
    bound: dict[str, object]


MOMENT = Utc()


def condition(wanted: Wanted, zone: tzinfo, dialect: str, table: str = "cases") -> Condition:
    """The WHERE that leaves the wanted cases."""
    parts, bound = ["1=1"], dict[str, object]()
    for sql, values in _conditions(wanted, zone, dialect, table):
        parts.append(sql)
        bound.update(values)
    return Condition(" AND ".join(parts), bound)


def _conditions(wanted: Wanted, zone: tzinfo, dialect: str, table: str) -> Iterator[tuple[str, dict[str, object]]]:
    # SQLite takes any range for narrow and jumps about in the table by its index, thrice as slow as reading it through.
    received = f"{'+' if dialect == 'sqlite' else ''}{table}.received_at"
    if wanted.since:
        yield f"{received} >= :since", {"since": midnight(wanted.since, zone)}
    if wanted.until:
        yield f"{received} < :until", {"until": midnight(wanted.until + timedelta(days=1), zone)}
    if wanted.region:
        column = "regency_code" if "." in wanted.region else "province_code"
        yield f"{table}.{column} = :region", {"region": wanted.region}
    if wanted.offices is not None:
        names = {f"office_{at}": name for at, name in enumerate(wanted.offices)}
        listed = ", ".join(f":{name}" for name in names)
        yield (f"{table}.agency IN ({listed})" if names else "1=0"), dict(names)


def midnight(day: date, zone: tzinfo) -> datetime:
    """The moment at which a day begins in the office's zone."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
