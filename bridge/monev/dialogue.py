"""At which question of the conversation people leave, so that the question can be made easier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bridge.monev import hiding
from bridge.monev.counting import Counting
from bridge.monev.frame import Frame, bars
from bridge.monev.model import Figure, Row
from bridge.monev.words import Say, mark

_CHANNELS = {"sms": "SMS", "whatsapp": "WhatsApp", "telegram": "Telegram", "simulator": mark("Simulator")}
_ENDS = {"filed": mark("Report sent"), "joined": mark("Joined somebody else's report")}
_QUESTIONS = {
    "story": mark("What happened"),
    "where": mark("Where it is"),
    "which": mark("Which of several places"),
    "category": mark("Category"),
    "files": mark("Photos and files"),
    "name": mark("Name"),
    "similar": mark("Is it the same problem"),
    "review": mark("Looking through the report"),
    "identity": mark("Who may see name and content"),
    "change": mark("What to change"),
    "kind": mark("Kind of report"),
}
_DETAIL = mark("Question {number} of the office")


@dataclass(frozen=True, slots=True)
class Step:
    """One question: how often it was come to, left forward, and given up at."""

    asked: int
    passed: int
    dropped: int

    @property
    def left(self) -> int:
        """Conversations that stand still there: nobody gave up, nobody went on."""
        return max(0, self.asked - self.passed - self.dropped)

    @property
    def lost(self) -> int:
        return self.dropped + self.left

    @property
    def cells(self) -> tuple[int, int, int]:
        return self.passed, self.dropped, self.left


def dialogue(counting: Counting, frame: Frame) -> Iterator[Figure]:
    """The funnel, and where people of each channel leave."""
    say = frame.say
    heads = (say(mark("Question")), say(mark("Asked")), say(mark("Went on")), say(mark("Gave up")))
    columns = frame.heads(*heads, say(mark("Left open")), say(mark("Lost")))
    title = say(mark("Where people leave the conversation"))
    by_channel = say(mark("Where people leave, by channel"))
    if not counting.wanted.everywhere:
        for name, each in (("funnel", title), ("funnel_channels", by_channel)):
            yield frame.figure(name, each, say(_ABOUT), columns, ()).noted(say(_NOWHERE))
        return
    found = _steps(counting)
    steps = _ordered(found)
    yield bars(frame.figure("funnel", title, say(_ABOUT), columns, _funnel(found, steps, say)), say, 0, 5)
    channels = sorted({channel for channel, _ in found})
    heads_by = frame.heads(say(mark("Question")), *(say(_CHANNELS.get(each, each)) for each in channels))
    rows = _lost_by_channel(found, steps, channels, say)
    yield frame.figure("funnel_channels", by_channel, f"{say(_SHARE)} {say(_ABOUT)}", heads_by, rows)


_ABOUT = mark(
    "For each question of the conversation: how often it was asked, how often the citizen went on, gave up, or left it "
    "open. Lost is the share that gave up or left it open. Questions are counted by the day on which they were asked; "
    "an answer on a later day counts there. The questions stand in the order of how often they were asked."
)
_SHARE = mark("The share lost at each question, in whole per cent.")
_NOWHERE = mark(
    "Not shown: whoever has not finished the conversation has no place and no office yet. "
    "Leave out the filters of region and office to see it."
)


def named(step: str, say: Say) -> str:
    """A question as people call it."""
    known = _ENDS | _QUESTIONS
    if step.startswith("detail"):
        return say(_DETAIL, number=step.removeprefix("detail"))
    return say(known[step]) if step in known else step.replace("_", " ")


def _steps(counting: Counting) -> dict[tuple[str, str], Step]:
    """Of each channel and question; the days are the office's."""
    wanted = counting.wanted
    days = {"first": wanted.since, "last": wanted.until}
    given = {name: str(day) for name, day in days.items() if day}
    day = "+day" if counting.sqlite else "day"  # else it sorts what its index has in order
    where = " AND ".join([f"{day} {'>=' if name == 'first' else '<='} :{name}" for name in given] or ["1=1"])
    if not counting.sqlite:
        where = where.replace(":first", "CAST(:first AS date)").replace(":last", "CAST(:last AS date)")
    sums = "sum(asked), sum(passed), sum(dropped)"
    found = counting.rows(f"SELECT channel, step, {sums} FROM dialog_steps WHERE {where} GROUP BY 1, 2", **given)  # noqa: S608
    return {(str(row[0]), str(row[1])): Step(*(int(str(each)) for each in row[2:])) for row in found}


def _together(found: Mapping[tuple[str, str], Step]) -> dict[str, Step]:
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for (_, step), one in found.items():
        for at, number in enumerate((one.asked, one.passed, one.dropped)):
            sums[step][at] += number
    return {step: Step(*numbers) for step, numbers in sums.items()}


def _ordered(found: Mapping[tuple[str, str], Step]) -> list[str]:
    every = _together(found)
    return sorted(every, key=lambda step: (step in _ENDS, -every[step].asked, step))


def _funnel(found: Mapping[tuple[str, str], Step], steps: list[str], say: Say) -> list[tuple[str, Row]]:
    every = _together(found)
    lost = _lost({step: every[step] for step in steps if step not in _ENDS})
    rows: list[tuple[str, Row]] = []
    for step in steps:
        one, name = every[step], say.text(named(step, say))
        asked = say.count(None if hiding.small(one.asked) else one.asked)
        if step in _ENDS:
            rows.append((step, (name, asked, *[say.nothing()] * 4)))
            continue
        hidden = any(map(hiding.small, one.cells))
        cells = [say.count(None if hidden else number) for number in one.cells]
        rows.append((step, (name, asked, *cells, say.percent(lost[step]))))
    return rows


def _lost(steps: Mapping[str, Step]) -> dict[str, int | None]:
    """The share lost at each question. Questions are no parts of a whole, so nothing follows from a sum."""
    return {step: hiding.shares({step: (one.lost, one.passed + one.lost)}).each[step] for step, one in steps.items()}


def _lost_by_channel(
    found: Mapping[tuple[str, str], Step], steps: list[str], channels: list[str], say: Say
) -> list[tuple[str, Row]]:
    rows: list[tuple[str, Row]] = []
    for step in (each for each in steps if each not in _ENDS):
        parts = {channel: found.get((channel, step), Step(0, 0, 0)) for channel in channels}
        known = hiding.shares({channel: (one.lost, one.passed + one.lost) for channel, one in parts.items()}).each
        cells = [say.percent(known[each]) if parts[each].asked else say.nothing() for each in channels]
        rows.append((step, (say.text(named(step, say)), *cells)))
    return rows
