"""What an office set out to reach in a year (Renaksi Daerah), beside what the figures say that it reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import Engine, Select, delete, select
from sqlalchemy.orm import Session

from bridge.characters import storable
from bridge.embedded.desk_tables import GoalRow, OfficeRow
from bridge.embedded.ledger import down_when_broken
from bridge.embedded.schema import WRITES
from bridge.monev.counting import Counting
from bridge.monev.reached import measured
from bridge.monev.reporting import isolated
from bridge.monev.wanted import Wanted
from bridge.monev.words import Say, mark

_NOTE = 500  # characters
_YEARS = range(2012, 2101)


class BadGoal(ValueError):
    """A goal that cannot be: `what` is year, office, measure, target or note."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class Measure:
    """Something a goal can be set for. `unit`: percent, days, index or reports. `least`: more is better."""

    name: str
    title: str
    definition: str
    unit: str
    least: bool
    bounds: tuple[float, float]


_PERCENT = (0.0, 100.0)
MEASURES: Mapping[str, Measure] = {
    each.name: each
    for each in (
        Measure(
            "verified_in_time",
            mark("Verified and sent on in time"),
            mark("Share of the reports that were verified and sent on within the time limit, at least."),
            "percent",
            True,
            _PERCENT,
        ),
        Measure(
            "acted_in_time",
            mark("Acted on in time"),
            mark("Share of the reports that the office acted on within its time limit, at least."),
            "percent",
            True,
            _PERCENT,
        ),
        Measure(
            "answered_in_time",
            mark("Answered in time"),
            mark("Share of the reports that got their first answer within the time limit, at least."),
            "percent",
            True,
            _PERCENT,
        ),
        Measure(
            "answer_days",
            mark("Days to the first answer"),
            mark("Median of the calendar days until the first answer, at most."),
            "days",
            False,
            (0.1, 365.0),
        ),
        Measure(
            "satisfaction",
            mark("Satisfaction index (IKM)"),
            mark("The index of the answers given in that year, 25 to 100, at least."),
            "index",
            True,
            (25.0, 100.0),
        ),
        Measure(
            "reports",
            mark("Outreach: reports"),
            mark("How many reports reach the office in the year, at least."),
            "reports",
            True,
            (1.0, 10_000_000.0),
        ),
        Measure(
            "respondents",
            mark("Participation: answers to the survey"),
            mark("How many people answer the survey about the office in the year, at least."),
            "reports",
            True,
            (1.0, 10_000_000.0),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal as it was set."""

    year: int
    office_id: int
    measure: str
    target: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """One line of the plan, in words; `met` is None where too few data tell."""

    measure: str
    title: str
    definition: str
    target: str
    reached: str
    verdict: str
    note: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class Renaksi:
    """The plan of an office and a year. `summary` says whose, and what was counted."""

    office: str
    year: int
    language: str
    made: datetime
    title: str
    summary: str
    heads: tuple[str, str, str, str]
    rows: tuple[Reached, ...]


def listed(engine: Engine, year: int, office_id: int) -> tuple[Goal, ...]:
    """An office's goals of a year, in the order of MEASURES. Raises CoreDown."""
    wanted = select(GoalRow).where(GoalRow.year == year, GoalRow.office_id == office_id)
    with down_when_broken(), Session(engine) as session:
        rows = {row.measure: row for row in session.scalars(wanted)}
        return tuple(
            Goal(year, office_id, name, rows[name].target, rows[name].note) for name in MEASURES if name in rows
        )


def put(engine: Engine, goal: Goal) -> None:
    """Set a goal, or another one in its place. Raises BadGoal, and CoreDown."""
    check(goal)
    with down_when_broken(), Session(engine.execution_options(**{WRITES: True})) as session, session.begin():
        if session.get(OfficeRow, goal.office_id) is None:
            raise BadGoal("office")
        row = session.scalar(_which(goal.year, goal.office_id, goal.measure))
        if row is None:
            row = GoalRow(year=goal.year, office_id=goal.office_id, measure=goal.measure)
            session.add(row)
        row.target, row.note = goal.target, storable(goal.note.strip())


def remove(engine: Engine, year: int, office_id: int, measure: str) -> None:
    """Take a goal away; nothing happens where there is none. Raises CoreDown."""
    gone = delete(GoalRow).where(GoalRow.year == year, GoalRow.office_id == office_id, GoalRow.measure == measure)
    with down_when_broken(), Session(engine.execution_options(**{WRITES: True})) as session, session.begin():
        session.execute(gone)


def check(goal: Goal) -> None:
    """Raises BadGoal where it cannot be."""
    measure = MEASURES.get(goal.measure)
    if measure is None:
        raise BadGoal("measure")
    if goal.year not in _YEARS:
        raise BadGoal("year")
    least, most = measure.bounds
    if not least <= goal.target <= most or (measure.unit == "reports" and goal.target % 1):
        raise BadGoal("target")  # not a number at all is in no bounds either
    if len(goal.note.strip()) > _NOTE:
        raise BadGoal("note")


def renaksi(engine: Engine, year: int, office_id: int, now: datetime, zone: tzinfo, language: str) -> Renaksi:
    """The plan beside the figures of the office and those below it, for reports received in that year.

    KeyError where there is no such office; raises CoreDown.
    """
    say, wanted = Say(language), listed(engine, year, office_id)
    office, names = _names(engine, office_id)
    asked = Wanted(date(year, 1, 1), date(year, 12, 31), offices=names)
    with down_when_broken(), isolated(engine).connect() as connection:
        found = measured(Counting(connection, asked, zone, now))
    summary = say(
        mark("{office}, {year}. Counted: reports received from 1 January to 31 December, with the offices below it."),
        office=office,
        year=year,
    )
    heads = (say(mark("Goal")), say(mark("Target")), say(mark("Reached so far")), say(mark("Result")))
    rows = tuple(_line(goal, found[goal.measure], say) for goal in wanted)
    title = say(mark("Regional action plan {year}"), year=year)
    return Renaksi(office, year, language, now.astimezone(zone), title, summary, heads, rows)


def _line(goal: Goal, value: float | None, say: Say) -> Reached:
    measure = MEASURES[goal.measure]
    met = None if value is None else value >= goal.target if measure.least else value <= goal.target
    words = {True: mark("Reached"), False: mark("Not reached"), None: mark("Too few data")}
    reached = "–" if value is None else _written(value, measure.unit, say)
    texts = (say(measure.title), say(measure.definition), _written(goal.target, measure.unit, say), reached)
    return Reached(goal.measure, *texts, say(words[met]), goal.note, met)


def _written(value: float, unit: str, say: Say) -> str:
    write: Mapping[str, Callable[[float], str]] = {
        "percent": lambda number: say.percent(number, int(round(number, 1) % 1 != 0)).text,
        "days": lambda number: say.decimal(number, 1).text,
        "index": lambda number: say.decimal(number).text,
        "reports": lambda number: say.count(int(number)).text,
    }
    return write[unit](value)


def _which(year: int, office_id: int, measure: str) -> Select[GoalRow]:
    return select(GoalRow).where(GoalRow.year == year, GoalRow.office_id == office_id, GoalRow.measure == measure)


def _names(engine: Engine, office_id: int) -> tuple[str, tuple[str, ...]]:
    """The office's name, and with it those of all offices below it."""
    with down_when_broken(), Session(engine) as session:
        rows = session.execute(select(OfficeRow.id, OfficeRow.parent_id, OfficeRow.name)).all()
    names = {number: name for number, _, name in rows}
    below, found = [office_id], list[int]()
    while below:
        found.append(below.pop())
        below += [number for number, parent, _ in rows if parent == found[-1] and number not in found]
    return names[office_id], tuple(names[number] for number in found)
