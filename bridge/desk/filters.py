"""Which reports an officer asked to see: a query that can be kept, sent to a colleague, and means the same tomorrow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, and_, false, literal_column
from sqlalchemy.orm import InstrumentedAttribute

from bot.report import ENDED, Kind, Reference, Stage
from bridge.characters import storable
from bridge.embedded.deadlines import Deadlines
from bridge.embedded.schema import CaseRow
from bridge.embedded.story_search import has_words

GROUPS: Mapping[str, tuple[Stage, ...]] = {
    "open": tuple(stage for stage in Stage if stage not in ENDED and stage is not Stage.WAITING),
    "new": (Stage.RECEIVED, Stage.VERIFIED),
    "office": (Stage.SENT_ON, Stage.REPLIED),
    "citizen": (Stage.FOLLOWED_UP, Stage.INCOMPLETE),
    "ended": tuple(sorted(ENDED)),
    "all": (),
}
SOON = 2  # working days, besides today
NOBODY = "-"  # the office of reports that none has
ONLY = "only"  # secret reports alone
DATES = ("since", "until")
_ALLOWED = {"due": ("late", "soon"), "secret": (ONLY, "none"), "kind": tuple(Kind), "group": tuple(GROUPS)}
_LONGEST = 200  # characters of one value
_BESIDES = re.compile(r"[\s.#-]+")
_DIGITS = re.compile(r"[0-9]{10}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports to list; "" asks nothing. `group` is one of GROUPS, `due` late or soon, `secret` only or none.

    `office` is a name or NOBODY, `region` a code of Kemendagri from the province ("52") to the kecamatan ("52.03.07").
    `since` and `until` are days on which the report came in, in the desk's zone, both included. `q`: words of the
    title, story or place, or a tracking number in any spacing.
    """

    group: str = "open"
    due: str = ""
    q: str = ""
    office: str = ""
    category: str = ""
    region: str = ""
    channel: str = ""
    language: str = ""
    kind: str = ""
    secret: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Wanted:
        """What a query asks; whatever it cannot mean is passed over."""
        plain = {name: " ".join(storable(asked.get(name, "")).split())[:_LONGEST] for name in _NAMES}
        known = {name: value for name, value in plain.items() if value and value in _ALLOWED.get(name, (value,))}
        days = {name: _day(known.pop(name, "")) for name in DATES}
        return replace(cls(**known), **days)  # type: ignore[arg-type]

    @classmethod
    def within(cls, query: str) -> tuple[Wanted, str]:
        """The same from a query string, and its `at`, the place in the list, "" for none."""
        asked = dict(parse_qsl(query[: _LONGEST * 20]))
        return cls.read(asked), asked.get("at", "")

    @property
    def query(self) -> str:
        """The shortest query string that means the same."""
        return self.but()

    def but(self, **others: object) -> str:
        """The same with other values, "" for none; also with a place in the list, which is no filter."""
        values = {each.name: getattr(self, each.name) for each in fields(self)} | others
        return urlencode([(name, str(value)) for name, value in values.items() if value and (name, value) != _USUAL])

    @property
    def number(self) -> str:
        """The ten digits that were typed as a tracking number, "" where it is none."""
        digits = _BESIDES.sub("", self.q)
        return digits if _DIGITS.fullmatch(digits) else ""

    @property
    def words(self) -> str:
        """What is looked for in titles, stories and places; "" where it is a number."""
        return "" if self.number else self.q

    @property
    def mistyped(self) -> bool:
        """Whether there can be no report of this number: a digit is wrong."""
        return bool(self.number) and Reference.read(self.number) is None

    @property
    def narrowed(self) -> bool:
        """Whether more is asked than a group and words."""
        return bool(replace(self, group="open", q="").query)

    @property
    def told(self) -> str:
        """What was asked, for a log: without the words that were searched."""
        return replace(self, q="...").but() if self.words else self.query


_NAMES = tuple(each.name for each in fields(Wanted))
_USUAL = ("group", "open")


def misread(asked: Mapping[str, str]) -> bool:
    """Whether a day was given that is none."""
    return any(asked.get(name, "").strip() and _day(asked[name]) is None for name in DATES)


def conditions(
    wanted: Wanted, now: datetime, deadlines: Deadlines | None, dialect: str
) -> Iterator[ColumnElement[bool]]:
    """What a case must fulfil besides being within reach. A whole number is looked for in every group.

    Words are looked for only in reports that are not secret: whether one contains a word is told by its page alone,
    and opening that is written down.
    """
    yield CaseRow.erased_at.is_(None)
    if wanted.number:
        yield CaseRow.reference == wanted.number
    elif GROUPS[wanted.group]:
        yield _looked_at(CaseRow.stage, dialect).in_([stage.value for stage in GROUPS[wanted.group]])
    if wanted.words:
        words = has_words(wanted.words, dialect)
        yield false() if words is None else and_(words, CaseRow.secret.is_(False))
    yield from _due(wanted.due, now, deadlines)
    yield from _same(wanted)
    yield from _came(wanted, deadlines.days.zone if deadlines else now.tzinfo, _looked_at(CaseRow.received_at, dialect))


def _due(due: str, now: datetime, deadlines: Deadlines | None) -> Iterator[ColumnElement[bool]]:
    if due == "late":
        yield CaseRow.due_at < now
    if due == "soon":
        until = deadlines.last_second(now, SOON) if deadlines else now + timedelta(days=SOON)
        yield and_(CaseRow.due_at >= now, CaseRow.due_at <= until)


def _same(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.office:
        yield CaseRow.agency == ("" if wanted.office == NOBODY else wanted.office)
    for name in ("category", "channel", "language", "kind"):
        if value := getattr(wanted, name):
            yield getattr(CaseRow, name) == value
    if wanted.secret:
        yield CaseRow.secret.is_(wanted.secret == ONLY)
    if code := wanted.region:
        levels = (CaseRow.province_code, CaseRow.regency_code, CaseRow.district_code)
        yield levels[min(code.count("."), 2)] == code


def _looked_at(column: InstrumentedAttribute[Any], dialect: str) -> ColumnElement[Any]:
    """The column, of which SQLite is not to use an index of its own (sqlite.org/optoverview, unary "+").

    Without statistics it would take the index of stages, find most of the table by it and sort that; the list's own
    index (ix_cases_listed) has the order and all that is asked here.
    """
    if dialect != "sqlite":
        return column.expression
    return literal_column(f"+{CaseRow.__tablename__}.{column.key}", column.type)


def _came(wanted: Wanted, zone: tzinfo | None, received: ColumnElement[datetime]) -> Iterator[ColumnElement[bool]]:
    if wanted.since:
        yield received >= datetime.combine(wanted.since, time(), zone)
    if wanted.until and wanted.until < date.max:
        yield received < datetime.combine(wanted.until + timedelta(days=1), time(), zone)


def _day(given: str) -> date | None:
    try:
        day = date.fromisoformat(given.strip())
    except ValueError:
        return None
    return day if day.year > 1 else None  # a zone may lie before the first day
