"""The random walk through the workflow: offices, citizens and time act on many reports, and a slow clerk watches."""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from slow_clerk import NEEDS, ROWS, Calendar, Diary, Entry

from bot.progress import By, Happened
from bot.report import Kind, Stage
from bridge.embedded import clockwork
from bridge.embedded.deadlines import Deadlines
from bridge.embedded.workflow import Action, Course, Missing, NotPossible, citizen_may, possible, step

STEPS = 100_000
REPORTS = 220
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
STAGES = {
    "new": Stage.RECEIVED,
    "checked": Stage.VERIFIED,
    "office": Stage.SENT_ON,
    "answered": Stage.FOLLOWED_UP,
    "replied": Stage.REPLIED,
    "asked": Stage.INCOMPLETE,
    "closed": Stage.CLOSED,
    "archived": Stage.ARCHIVED,
}
SELDOM = ("archive", "done", "close", "withdraw", "ask")
ENDED = (Stage.CLOSED, Stage.ARCHIVED)


@dataclass(eq=False)
class Followed:
    """A report, as the workflow and as the clerk have it."""

    course: Course
    diary: Diary
    deadlines: Deadlines


@dataclass
class Walk:
    """The world: offices, reports, what is to happen when; and what was seen on the way."""

    offices: list[tuple[Deadlines, Calendar]]
    chance: random.Random = field(default_factory=lambda: random.Random(5))
    events: list[tuple[datetime, int, Followed, str]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)
    all: list[Followed] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    stood: dict[tuple[object, ...], tuple[Followed, Course]] = field(default_factory=dict)
    steps: int = 0
    last: datetime = BEGIN

    def run(self) -> Walk:
        for _ in range(REPORTS):
            self.begin(BEGIN + timedelta(seconds=self.chance.randrange(5 * 86400)))
        while self.steps < STEPS:
            now, _, report, what = heapq.heappop(self.events)
            self.last = now
            self.ring(report, now) if what else self.touch(report, now)
        return self

    def begin(self, now: datetime) -> None:
        """A citizen's report arrives, sometimes days after it was told."""
        deadlines, calendar = self.chance.choice(self.offices)
        kind = self.chance.choice(list(Kind))
        told_at = now - timedelta(seconds=self.chance.choice([0, 0, 40, 90_000, 400_000]))
        diary = Diary(calendar, kind.value, told_at, (Entry(now, "received"),))
        report = Followed(Course.begun(kind, told_at, now), diary, deadlines)
        self.all.append(report)
        self.plan(report, now)

    def plan(self, report: Followed, now: datetime) -> None:
        """When somebody looks at it next: some day, or within a second of the moment at which time would act."""
        alarm = clockwork.next_alarm(report.course, report.deadlines)
        until = clockwork.reopen_until(report.course, report.deadlines)
        edge = alarm[1] if alarm else until + SECOND if until else now
        at = now + timedelta(seconds=self.chance.expovariate(1 / 190_000))
        if edge > now + SECOND and self.chance.random() < 0.2:
            at = edge + self.chance.choice([-SECOND, timedelta(0), SECOND])
        heapq.heappush(self.events, (at.replace(microsecond=0), next(self.numbers), report, ""))
        self.wind(report, now)

    def wind(self, report: Followed, now: datetime) -> None:
        """The next alarm, mostly to the second, now and then after the system has slept."""
        if alarm := clockwork.next_alarm(report.course, report.deadlines):
            asleep = timedelta(seconds=self.chance.randrange(12 * 86400) if self.chance.random() < 0.15 else 0)
            heapq.heappush(self.events, (max(alarm[1], now) + asleep, next(self.numbers), report, "ring"))

    def ring(self, report: Followed, now: datetime) -> None:
        """All that time has brought, the way a core does it; an alarm that was for an older count does nothing."""
        rung = False
        while (alarm := clockwork.next_alarm(report.course, report.deadlines)) and alarm[1] <= now:
            if self.chance.random() < 0.2:
                self.attempt(report, alarm[0].value, "system", alarm[1] - SECOND, only_try=True)
            self.attempt(report, alarm[0].value, "system", now)
            rung = True
        if rung:
            self.wind(report, now)

    def touch(self, report: Followed, now: datetime) -> None:
        by = self.chance.choice(["admin", "office", "office", "citizen", "system"])
        may = report.diary.may(by, now)
        likely = [act for act in may if act not in SELDOM]
        if likely and self.chance.random() < 0.75:
            act = self.chance.choice(likely if self.chance.random() < 0.9 else may)
        else:
            act = self.chance.choice(list(ROWS))
        self.attempt(report, act, by, now)
        gone = report.course.stage in ENDED and not report.diary.may("citizen", now)
        self.begin(now) if gone else self.plan(report, now)

    def attempt(self, report: Followed, act: str, by: str, now: datetime, *, only_try: bool = False) -> None:
        """One step by the workflow, which has to end as the clerk says."""
        self.steps += 1
        diary, words = report.diary, self.words(report, act)
        what = diary.makes(act, by, now)
        again = act == "hand-on" and words.get("agency", "").casefold() == diary.office.casefold()
        lacking = NEEDS.get(act) not in (None, *words)
        if not what or lacking or again:
            self.refused[act] += 1
            with pytest.raises(Missing if what and lacking else NotPossible) as wrong:
                step(report.course, Action(act), now, by=By(by), deadlines=report.deadlines, **words)
            if isinstance(wrong.value, NotPossible) and by != "system":
                assert list(wrong.value.possible) == self.open_to(diary, by, now)
            return
        assert not only_try
        after, happened = step(report.course, Action(act), now, by=By(by), deadlines=report.deadlines, **words)
        assert happened.value == what
        self.done[f"{act} {diary.state}"] += 1
        office = str(words["agency"]) if act in ("send-on", "hand-on") else ""
        weighty = act == "verify" and bool(words.get("supervisory"))
        report.diary, report.course = diary.written(Entry(now, what, by, office, weighty)), after
        self.compare(report, now)
        self.compare_day(report, happened)

    def compare_day(self, report: Followed, happened: Happened) -> None:
        """The day that the timeline tells with it."""
        diary = report.diary
        told = dict.fromkeys(("answered", "asked", "warned"), diary.end) | {"final_late": diary.final}
        day = clockwork.day_told(happened, report.course, report.deadlines)
        assert str(day or "") == told.get(happened.value, diary.due)

    def words(self, report: Followed, act: str) -> dict[str, Any]:
        """What is said with an act; now and then nothing, or an office that has it already."""
        if self.chance.random() < 0.04:
            return {}
        office = self.chance.choice(["Dinas PU", "dinas  pu", "PDAM", "Dinas Sosial"])
        said = {"agency": " ".join(office.split()), "note": "Catatan", "reason": "unclear"}
        return said | {"supervisory": self.chance.random() < 0.3}

    def open_to(self, diary: Diary, by: str, now: datetime) -> list[str]:
        """What they are told they may do; supporting is for other citizens."""
        return [act for act in diary.may(by, now) if act != "support"]

    def compare(self, report: Followed, now: datetime) -> None:
        """Everything that follows from the course is what follows from the diary."""
        course, diary, deadlines = report.course, report.diary, report.deadlines
        assert course.stage is STAGES[diary.state]
        assert (course.since, course.clock) == (diary.moves[-1].at, diary.begin.at)
        assert course.by == (diary.moves[-1].by if course.stage in ENDED else "")
        assert (course.agency, course.verified) == (diary.office, diary.has("verified"))
        assert (course.answered_at, course.final_late_at) == (diary.first("answered"), diary.first("final_late"))
        weighty = any(entry.weighty for entry in diary.entries)
        assert (course.reopened, course.supervisory) == (diary.has("reopened"), weighty)
        assert (course.late_at, course.warned_at) == (diary.told("late"), diary.told("warned"))
        for moment, day in (
            (clockwork.due(course, deadlines), diary.due),
            (clockwork.ends(course, deadlines), diary.end),
            (clockwork.final_due(course, deadlines), diary.final),
        ):
            assert (moment.isoformat() if moment else "") == (f"{day}T23:59:59+{zone(diary)}" if day else "")
        alarm = clockwork.next_alarm(course, deadlines)
        expected = [(act, f"{day}T00:00:00+{zone(diary)}") for day, act in diary.alarms[:1]]
        assert [(alarm[0].value, alarm[1].isoformat())] == expected if alarm else not expected
        officers = diary.may("admin", now)
        assert [action.value for action in possible(course)] == officers
        own = [doing.value for doing in citizen_may(course, now, deadlines)]
        assert own == self.open_to(diary, "citizen", now)
        facts = (course.stage, course.verified, bool(course.agency), course.answered_at is None, course.reopened)
        self.stood[(*facts, course.late_at is None, course.warned_at is None)] = (report, course)


def zone(diary: Diary) -> str:
    return f"{diary.calendar.hours:02}:00"
