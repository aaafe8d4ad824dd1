"""Open public reports like the one a citizen is writing, so that they can support it instead of telling it twice."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import selectinload

from bot.pin import Pin
from bot.progress import Near, Similar
from bridge.embedded.rows import report_of
from bridge.embedded.schema import CaseRow
from bridge.embedded.search import ended, public
from bridge.fields import address_of

METRES = 250.0
MOST = 3
_EARTH = 6_371_008.8  # metres, the mean radius
_DEGREE = math.radians(1) * _EARTH  # metres in one degree of latitude
_READ = 500  # the newest in one village that are looked at


def candidates(near: Near) -> Select[CaseRow] | None:
    """The rows among which the similar ones are; None where the draft has neither a pin nor a village."""
    places = list(_places(near))
    if not places:
        return None
    like = and_(public(), ~ended(), CaseRow.category == near.category, CaseRow.received_at >= near.since)
    found = select(CaseRow).where(like, or_(*places)).options(selectinload(CaseRow.files))
    return found.order_by(CaseRow.received_at.desc(), CaseRow.id.desc()).limit(_READ)


def nearest(near: Near, rows: Iterable[CaseRow]) -> tuple[Similar, ...]:
    """The nearest of them by pin, then those that only share the village, the newest first; at most three."""
    alike = [one for row in rows if (one := _similar(near, row))]
    return tuple(sorted(alike, key=lambda one: math.inf if one.metres is None else one.metres)[:MOST])


def metres_between(one: Pin, other: Pin) -> float:
    """Along the earth's surface (haversine)."""
    north, other_north = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    half = math.sin((other_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(other_north) * math.sin(east / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(min(1.0, half)))


def _places(near: Near) -> Iterator[ColumnElement[bool]]:
    if near.place.village:
        yield CaseRow.village_code == near.place.village.code
    if pin := near.place.pin:
        high = METRES / _DEGREE
        wide = high / max(1e-6, math.cos(math.radians(abs(pin.latitude) + high)))
        yield and_(
            CaseRow.latitude.between(pin.latitude - high, pin.latitude + high),
            CaseRow.longitude.between(pin.longitude - wide, pin.longitude + wide),
        )


def _similar(near: Near, row: CaseRow) -> Similar | None:
    """A corner of the box, or none of both: no."""
    report, pin = report_of(row), near.place.pin
    metres = metres_between(pin, report.place.pin) if pin and report.place.pin else math.inf
    village = near.place.village
    if metres > METRES and not (village and row.village_code == village.code):
        return None
    return Similar(
        reference=report.reference,
        category=report.category,
        place=address_of(report.place),
        since=report.received_at,
        metres=round(metres) if metres <= METRES else None,
        supporters=row.supporters,
    )
