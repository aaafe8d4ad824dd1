"""What stands beside reports in an invented town: its offices, the texts they send often, the goals of its years."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from bridge.embedded.desk_tables import CannedRow, GoalRow, OfficeRow
from bridge.embedded.seeding.marks import MARK, SUFFIX
from bridge.embedded.seeding.town import HOME, Office
from bridge.embedded.seeding.words import CANNED

# What an office may want to reach in a year, from the least to the most: shares and the index of 100, reports counted.
_GOALS = {"verified_in_time": (80, 95), "answered_in_time": (70, 90), "satisfaction": (70, 85), "reports": (200, 4000)}
_STEPS = 5


def furnish(session: Session, offices: Iterable[Office], years: Iterable[int], rng: Random) -> None:
    """Put in what is not there yet; goals for every office of the home regency."""
    numbers = {name: number for name, number in session.execute(select(OfficeRow.name, OfficeRow.id))}
    of_home = []
    for office in offices:
        if office.name not in numbers:
            numbers[office.name] = _put(session, office, numbers.get(office.parent))
        if office.region == HOME:
            of_home.append(numbers[office.name])
    _canned(session)
    for year in years:
        _goals(session, year, of_home, rng)


def _put(session: Session, office: Office, parent: int | None) -> int:
    row = OfficeRow(name=office.name, parent_id=parent, role=office.role, region_code=office.region)
    session.add(row)
    session.flush()
    return row.id


def _canned(session: Session) -> None:
    here = set(session.scalars(select(CannedRow.text).where(CannedRow.office_id.is_(None))))
    for action, language, title, text in CANNED:
        if text not in here:
            title = f"{title} {SUFFIX}"
            session.add(CannedRow(office_id=None, action=action, language=language, title=title, text=text))


def _goals(session: Session, year: int, offices: Iterable[int], rng: Random) -> None:
    kept = session.execute(select(GoalRow.office_id, GoalRow.measure).where(GoalRow.year == year))
    here = {(office, measure) for office, measure in kept}
    for office in offices:
        for measure, (least, most) in _GOALS.items():
            target = float(rng.randrange(least, most + 1, _STEPS))
            if (office, measure) not in here:
                session.add(GoalRow(year=year, office_id=office, measure=measure, target=target, note=MARK))
