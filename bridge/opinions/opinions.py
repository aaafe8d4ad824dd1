"""What citizens think of how their reports were handled is kept answer by answer, and can be counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, Select, delete, select
from sqlalchemy.orm import Session

from bot.report import Reference, Report
from bridge import ikm
from bridge.characters import storable
from bridge.opinions import tables
from bridge.opinions.rooms import down_when_broken, reading, writing
from bridge.opinions.tables import AnswersRow, CountedRow, ParticipationRow, StarRow

WIB = ZoneInfo("Asia/Jakarta")
PERSON = ("gender", "disability", "age")
_ELEMENTS = tuple(f"u{at}" for at in range(1, len(ikm.ELEMENTS) + 1))


@dataclass(frozen=True, slots=True)
class About:
    """What an opinion is about: the report, the office that had it last, the names of its regency and province."""

    reference: Reference
    agency: str = ""
    category: str = ""
    region: str = ""
    province: str = ""
    channel: str = ""
    language: str = ""

    @classmethod
    def of(cls, report: Report, agency: str) -> About:
        """What is known from a report and the office that its status names."""
        place = report.place
        province = place.province.name if place.province else ""
        region = place.regency.name if place.regency else province
        return cls(report.reference, agency, report.category, region, province, report.channel, report.language)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which opinions to count: of these days (western Indonesian time, both included), of this office; all if empty."""

    since: date | None = None
    until: date | None = None
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """The index, the stars apart from it, and who took part: question -> answer -> people.

    `participation` has "gender", "disability", "age", "province", "channel", as counted, before small numbers are
    hidden (see bridge.opinions.small_numbers); it is empty where an office was asked for: it knows no office.
    """

    index: ikm.Ikm
    stars: ikm.Stars
    participation: Mapping[str, Mapping[str, int]]


class Opinions:
    """All opinions in one database. Every method raises CoreDown where the database does not do its part."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        """`engine` from bridge.embedded.schema.connect; `clock` gives moments with a zone."""
        self._engine = engine
        self._clock = clock

    def create(self) -> None:
        """Make the tables that are missing."""
        with down_when_broken():
            tables.create(self._engine)

    def keep(
        self,
        survey: str,
        about: About,
        *,
        star: int = 0,
        elements: Sequence[int] = (),
        person: Mapping[str, str] | None = None,
    ) -> None:
        """Keep what is new of one survey; the same part again changes nothing, a changed answer replaces the old one.

        `survey` names the citizen's survey of this report and is nobody's to guess (a keyed hash): the tables hold
        only one-way names of it, another in each. `star` 1 to 5 or 0 for none; `elements` those asked so far, 1 to 4,
        0 where skipped; `person` all that was said of the person, counted once. Raises ValueError for other values.
        """
        _check(star, elements, person or {})
        now = self._clock()
        with writing(self._engine) as session:
            if star:
                _keep_star(session, _named("star", survey), about, star, now)
            if elements:
                _keep_elements(session, _named("answers", survey), about, elements, now)
            if person:
                _count(session, _named("person", survey), about, person, now)

    def figures(self, wanted: Wanted) -> Figures:
        """All figures of a time and an office."""
        with reading(self._engine) as session:
            answers = [_nine(row) for row in session.scalars(_answers(wanted))]
            stars = session.scalars(_stars(wanted)).all()
            people = [] if wanted.agency else session.scalars(_months(wanted)).all()
            return Figures(ikm.index(answers), ikm.stars(stars), _participation(people))

    def forget(self, reference: str) -> None:
        """The star of a report that is erased goes with it; what cannot be traced to it stays."""
        with writing(self._engine) as session:
            session.execute(delete(StarRow).where(StarRow.reference == reference))


def _named(kind: str, survey: str) -> str:
    return sha256(f"{kind}\0{survey}".encode()).hexdigest()


def _check(star: int, elements: Sequence[int], person: Mapping[str, str]) -> None:
    if star not in (0, *ikm.STARS) or len(elements) > len(_ELEMENTS) or set(elements) - {0, *ikm.ANSWERS}:
        raise ValueError("a star is 1 to 5, each of at most nine elements 1 to 4, 0 where skipped")
    if set(person) - set(PERSON):
        raise ValueError(f"of a person only {', '.join(PERSON)} are counted")


def _keep_star(session: Session, id: str, about: About, star: int, now: datetime) -> None:
    row = session.get(StarRow, id)
    if row is None:
        row = StarRow(id=id, reference=str(about.reference), at=now, star=star, **_where(about))
        session.add(row)
    row.star = star


def _keep_elements(session: Session, id: str, about: About, elements: Sequence[int], now: datetime) -> None:
    row = session.get(AnswersRow, id)
    if row is None:
        nothing = dict.fromkeys(_ELEMENTS, 0)
        row = AnswersRow(id=id, region=storable(about.region), day=_day(now), **_where(about), **nothing)
        session.add(row)
    for name, answer in zip(_ELEMENTS, elements, strict=False):
        setattr(row, name, answer)


def _count(session: Session, id: str, about: About, person: Mapping[str, str], now: datetime) -> None:
    if session.get(CountedRow, id):
        return
    said = {name: storable(person.get(name, "")) for name in PERSON}
    key = {"month": f"{_day(now):%Y-%m}", "channel": about.channel, "province": storable(about.province), **said}
    row = session.get(ParticipationRow, key)
    if row is None:
        row = ParticipationRow(**key, people=0)
        session.add(row)
    row.people += 1
    session.add(CountedRow(id=id))


def _where(about: About) -> dict[str, str]:
    named = {"agency": about.agency, "category": about.category, "channel": about.channel, "language": about.language}
    return {name: storable(value) for name, value in named.items()}


def _day(moment: datetime) -> date:
    return moment.astimezone(WIB).date()


def _stars(wanted: Wanted) -> Select[int]:
    found = select(StarRow.star)
    if wanted.since:
        found = found.where(StarRow.at >= datetime.combine(wanted.since, time(), WIB))
    if wanted.until:
        found = found.where(StarRow.at < datetime.combine(wanted.until + timedelta(days=1), time(), WIB))
    return found.where(StarRow.agency == wanted.agency) if wanted.agency else found


def _answers(wanted: Wanted) -> Select[AnswersRow]:
    found = select(AnswersRow)
    if wanted.since:
        found = found.where(AnswersRow.day >= wanted.since)
    if wanted.until:
        found = found.where(AnswersRow.day <= wanted.until)
    return found.where(AnswersRow.agency == wanted.agency) if wanted.agency else found


def _months(wanted: Wanted) -> Select[ParticipationRow]:
    """Whole months: a day would say too much of one person."""
    found = select(ParticipationRow)
    if wanted.since:
        found = found.where(ParticipationRow.month >= f"{wanted.since:%Y-%m}")
    return found.where(ParticipationRow.month <= f"{wanted.until:%Y-%m}") if wanted.until else found


def _nine(row: AnswersRow) -> tuple[int, ...]:
    return tuple(getattr(row, name) for name in _ELEMENTS)


def _participation(rows: Iterable[ParticipationRow]) -> Mapping[str, Mapping[str, int]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in (*PERSON, "province", "channel")}
    for row in rows:
        for name, count in counts.items():
            count[getattr(row, name)] += row.people
    return {name: dict(count) for name, count in counts.items() if count}
