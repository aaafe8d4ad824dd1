"""How long citizens wait for verification, an answer and an end, and whether the deadlines were kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bridge.monev import hiding
from bridge.monev.counting import Office
from bridge.monev.frame import Frame, bars
from bridge.monev.model import Cell, Figure, Row
from bridge.monev.offices import STEPS, Offices
from bridge.monev.words import Say, mark
from bridge.opinions.small_numbers import LEAST

ALL = "*"  # the key of the row of all offices
_TITLES = {
    "verify": mark("Time to verify"),
    "answer": mark("Time to the first answer"),
    "close": mark("Time to close"),
}
_DEFINITIONS = {
    "verify": mark("Calendar days from receipt until an admin verified the report."),
    "answer": mark("Calendar days from receipt until an office answered for the first time."),
    "close": mark(
        "Calendar days from receipt until the report was closed, by whomever; archived reports are left out. "
        "No deadline asks for closing."
    ),
}
_RANKS = mark(
    "Median: half of the reports took no longer. 90 %: nine of ten took no longer. Both need at least five reports. "
    "An office's reports are those that it has now, or had last."
)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What may be known of offices: their names, the largest first, and which are hidden."""

    names: Sequence[str]
    hidden: frozenset[str]

    @classmethod
    def of(cls, offices: Offices) -> _Shown:
        reports = hiding.partition(offices.numbers("reports"))
        names = sorted((name for name in reports if name), key=lambda name: (-(offices.each[name].reports), name))
        return cls(names, frozenset(name for name, count in reports.items() if count is None))


def times(offices: Offices, frame: Frame) -> Iterator[Figure]:
    """The three times, and the three deadlines beside each other."""
    shown = _Shown.of(offices)
    for name in _TITLES:
        yield _time(name, offices, shown, frame)
    yield _deadlines(offices, shown, frame)


def rank(ordered: Sequence[int], percent: int) -> int | None:
    """The smallest that is no smaller than so many per cent of all (nearest rank); None for fewer than five."""
    return None if len(ordered) < LEAST else ordered[-(-percent * len(ordered) // 100) - 1]


def seconds(office: Office, name: str) -> Sequence[int]:
    """An office's times of that name, sorted."""
    found: Sequence[int] = getattr(office, name)
    return found


def _time(name: str, offices: Offices, shown: _Shown, frame: Frame) -> Figure:
    say = frame.say
    every = {office: seconds(one, name) for office, one in offices.each.items()}
    taken = {office: (len(every[office]), one.reports - len(every[office])) for office, one in offices.each.items()}
    hidden = hiding.hidden_rows(taken) | shown.hidden
    rows = [(ALL, _ranks(say(mark("All")), sorted(chain.from_iterable(every.values())), _whole(taken), say))]
    for office in shown.names:
        count = None if office in hidden else len(every[office])
        rows.append((office, _ranks(office, () if office in shown.hidden else every[office], count, say)))
    heads = frame.heads(
        say(mark("Office")), say(mark("Reports")), say(mark("Median (days)")), say(mark("90 % within (days)"))
    )
    definition = f"{say(_DEFINITIONS[name])} {say(_RANKS)}"
    return bars(frame.figure(f"time_{name}", say(_TITLES[name]), definition, heads, rows), say, 0, 2)


def _whole(cells: Mapping[str, tuple[int, int]]) -> int | None:
    count, rest = (sum(row[at] for row in cells.values()) for at in (0, 1))
    return None if hiding.small(count) or hiding.small(rest) else count


def _ranks(label: str, ordered: Sequence[int], count: int | None, say: Say) -> Row:
    if count == 0:
        return say.text(label), say.count(0), say.nothing(), say.nothing()
    return say.text(label), say.count(count), say.days(rank(ordered, 50)), say.days(rank(ordered, 90))


def _deadlines(offices: Offices, shown: _Shown, frame: Frame) -> Figure:
    say = frame.say
    known = {step: hiding.shares(_late(offices, step)) for step in STEPS}
    rows = [(ALL, _kept(say(mark("All")), [(known[step].whole, _decided(offices, step)) for step in STEPS], say))]
    for office in shown.names:
        one = offices.each[office]
        decided = {step: one.in_time[step] + one.late[step] for step in STEPS}
        cells = [(known[step].each[office], decided[step]) for step in STEPS]
        rows.append((office, _kept(office, [(None, 1)] * len(STEPS) if office in shown.hidden else cells, say)))
    heads = frame.heads(
        say(mark("Office")),
        *(say(title) for pair in zip(_IN_TIME, _LATE, strict=True) for title in pair),
    )
    return bars(frame.figure("deadlines", say(mark("Deadlines kept")), say(_ABOUT), heads, rows), say, 0, 1)


_IN_TIME = (mark("Verified in time"), mark("Acted on in time"), mark("Answered in time"))
_LATE = (mark("Verified late"), mark("Acted on late"), mark("Answered late"))
_ABOUT = mark(
    "Of the reports whose deadline was either kept or missed, the share of each. Verified: checked and sent on, or "
    "ended by an officer. Acted on: the office's own time limit after it got the report. Answered: the limit for the "
    "first answer. A report is late once its timeline tells of a missed deadline. Whole per cent."
)


def _late(offices: Offices, step: str) -> dict[str, tuple[int, int]]:
    return {name: (one.late[step], one.late[step] + one.in_time[step]) for name, one in offices.each.items()}


def _decided(offices: Offices, step: str) -> int:
    return sum(whole for _, whole in _late(offices, step).values())


def _kept(label: str, late: Sequence[tuple[int | None, int]], say: Say) -> Row:
    """The share in time and the share late of each step."""
    cells: list[Cell] = []
    for share, decided in late:
        if not decided:
            cells += [say.nothing(), say.nothing()]
        else:
            cells += [say.percent(None if share is None else 100 - share), say.percent(share)]
    return say.text(label), *cells
