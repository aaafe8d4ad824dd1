"""The reports within an officer's reach, page by page: what is due first stands first, what nobody owes last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from bot.report import Kind, Reference, Stage
from bridge.characters import printable
from bridge.desk.filters import Wanted, conditions
from bridge.desk.people import Officer, sees
from bridge.desk.rooms import Desk
from bridge.embedded.schema import CaseRow, EventRow

PAGE = 50
COUNTED = 1000  # no more are counted: a hundred thousand would cost more than the page
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class At:
    """A place in the order: what has no deadline stands after all that has one, the newest first."""

    due_at: datetime | None
    id: int

    def __str__(self) -> str:
        return f"{'' if self.due_at is None else (self.due_at - _EPOCH) // _MICROSECOND}~{self.id}"

    @classmethod
    def read(cls, text: str) -> At | None:
        """The place in a query; None where it is none."""
        due, _, number = text.partition("~")
        try:
            moment = _EPOCH + timedelta(microseconds=int(due)) if due else None
            return cls(moment, int(number)) if 0 <= int(number) < 2**31 else None
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. Of a secret report `title` and `place` are "": to list it is not to read it."""

    id: int
    reference: Reference
    title: str
    category: str
    place: str
    kind: Kind
    stage: Stage
    agency: str
    by: str
    secret: bool
    anonymous: bool
    supporters: int
    received_at: datetime
    due_at: datetime | None
    seen: int

    @property
    def at(self) -> At:
        """Its place in the order."""
        return At(self.due_at, self.id)


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows; whether there are others before and after them; and how many there are in all.

    `count` is at most COUNTED + 1, and None where it was not: counting what has a word costs more than listing it.
    """

    rows: Sequence[Row]
    earlier: bool
    later: bool
    count: int | None


def within(desk: Desk, officer: Officer, wanted: Wanted) -> ColumnElement[bool]:
    """What a case must fulfil to be listed to this officer."""
    ledger = desk.cases.ledger
    asked = conditions(wanted, desk.clock(), ledger.deadlines, ledger.engine.dialect.name)
    return and_(sees(officer), *asked)


def page(desk: Desk, officer: Officer, wanted: Wanted, after: At | None = None, before: At | None = None) -> Page:
    """PAGE rows after a place, or before one; from the beginning where neither is said, or nothing is before it."""
    here = within(desk, officer, wanted)
    with desk.cases.ledger.reading() as session:
        found = _some(session, here, before, PAGE + 1, back=True)[::-1] if before else []
        back = bool(found)
        found = found if back else _some(session, here, None if before else after, PAGE + 1)
        more, rows = len(found) > PAGE, _rows(session, found[-PAGE:] if back else found[:PAGE])
        earlier, later = (more, True) if back else (after is not None and before is None, more)
        whole = not earlier and not later
        return Page(rows, earlier, later, len(rows) if whole else None if wanted.words else _count(session, here))


def _count(session: Session, here: ColumnElement[bool]) -> int:
    some = select(CaseRow.id).where(here).limit(COUNTED + 1)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def beside(session: Session, here: ColumnElement[bool], at: At, *, back: bool) -> tuple[str, At] | None:
    """Number and place of the case after a place in the order, or before it; None at the end."""
    for part in _parts(at, back=back):
        some = part(select(CaseRow.reference, CaseRow.due_at, CaseRow.id).where(here)).limit(1)
        if found := session.execute(some).first():
            return found.reference, At(found.due_at, found.id)
    return None


def _some(session: Session, here: ColumnElement[bool], at: At | None, most: int, *, back: bool = False) -> list[int]:
    found: list[int] = []
    for part in _parts(at, back=back):
        if len(found) < most:
            found += session.scalars(part(select(CaseRow.id).where(here)).limit(most - len(found)))
    return found


Part = Callable[[Any], Any]  # a Select of any columns, which SQLAlchemy's types cannot say


def _parts(at: At | None, *, back: bool) -> list[Part]:
    """The order from a place on, in parts each of which an index can give: with a deadline, then without one."""
    owed, free = at is None or at.due_at is not None, at is not None and at.due_at is None
    if back:
        return [_freely(at, back=True), _owed(None, back=True)] if free else [_owed(at, back=True)]
    return [_owed(at, back=False), _freely(None, back=False)] if owed else [_freely(at, back=False)]


def _owed(at: At | None, *, back: bool) -> Part:
    due, number = CaseRow.due_at, CaseRow.id
    beyond: ColumnElement[bool] = due.is_not(None)
    if at and back:
        beyond = and_(due <= at.due_at, or_(due < at.due_at, number < at.id))
    elif at:
        beyond = and_(due >= at.due_at, or_(due > at.due_at, number > at.id))
    order = (due.desc(), number.desc()) if back else (due, number)
    return lambda wanted: wanted.where(beyond).order_by(*order)


def _freely(at: At | None, *, back: bool) -> Part:
    number, none = CaseRow.id, CaseRow.due_at.is_(None)
    beyond = and_(none, number > at.id if back else number < at.id) if at else none
    order = number if back else number.desc()
    return lambda wanted: wanted.where(beyond).order_by(order)


def _rows(session: Session, ids: Sequence[int]) -> list[Row]:
    """The lines of these cases in this order. The words of secret ones stay in the database."""
    row = CaseRow
    shown = {name: case((row.secret, ""), else_=getattr(row, name)) for name in ("title", "place_words")}
    areas = (row.village_name, row.district_name, row.regency_name, row.province_name)
    plain = (row.id, row.reference, row.category_name, row.kind, row.stage, row.agency, row.by, row.secret)
    more = (row.anonymous, row.supporters, row.received_at, row.due_at)
    seen = select(func.max(EventRow.id)).where(EventRow.case_id == row.id).scalar_subquery().label("seen")
    columns = (*plain, *more, *areas, *(each.label(name) for name, each in shown.items()), seen)
    found = {each.id: _row(each) for each in session.execute(select(*columns).where(row.id.in_(ids)))}
    return [found[number] for number in ids if number in found]


def _row(line: Any) -> Row:
    named = [name for name in (line.village_name, line.district_name, line.regency_name) if name]
    official = ", ".join(named) or line.province_name or ""
    return Row(
        id=line.id,
        reference=Reference(line.reference),
        title=printable(line.title),
        category=printable(line.category_name),
        place="" if line.secret else printable(official or line.place_words),
        kind=Kind(line.kind),
        stage=Stage(line.stage),
        agency=printable(line.agency),
        by=line.by,
        secret=line.secret,
        anonymous=line.anonymous,
        supporters=line.supporters,
        received_at=line.received_at,
        due_at=line.due_at,
        seen=line.seen or 0,
    )
