"""Thousands of random steps: the database stands as the bare rules say, and its feed tells just that."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from bridge_peers import DEADLINES, Clock, a_report

from bot.progress import Act, By, Doing, Happened
from bot.report import ENDED, CoreRefused, Kind, Reference, Stage
from bridge.embedded.cases import Cases
from bridge.embedded.clockwork import next_alarm
from bridge.embedded.course import OFFICERS_ACTIONS
from bridge.embedded.workflow import Action, Course, Missing, NotPossible, possible, step


@dataclass
class Walk:
    """Officers, citizens and time do at random what they may and may not, beside the bare rules as the judge."""

    cases: Cases
    clock: Clock
    dice: random.Random
    courses: dict[Reference, Course] = field(default_factory=dict)
    open: list[Reference] = field(default_factory=list)
    expected: list[tuple[str, Happened, By, Stage]] = field(default_factory=list)
    told: list[tuple[str, Happened, By, Stage]] = field(default_factory=list)
    last: int = 0
    acts: list[Act] = field(default_factory=list)

    def once(self) -> None:
        """One random thing happens, and somebody may read the news."""
        self.clock.now += timedelta(seconds=self.dice.randrange(9_000))
        if self.dice.random() < 0.03 or not self.open:
            self.file()
        happens = (self.officer, self.officer, self.officer, self.citizen, self.citizen, self.again, self.pass_time)
        self.dice.choice(happens)()
        if self.dice.random() < 0.4:
            self.read(self.dice.randint(1, 7))

    def file(self) -> None:
        reference = Reference.of(len(self.courses))
        kind = self.dice.choice(list(Kind))
        received = self.clock.now - timedelta(minutes=self.dice.randrange(3000))
        self.cases.file(a_report(len(self.courses), kind=kind, received_at=received))
        self.courses[reference] = Course.begun(kind, received, self.clock.now)
        self.open = [*self.open, reference][-10:]
        self.note(reference, Happened.RECEIVED, By.CITIZEN)

    def pick(self) -> Reference:
        """One of the last reports, seldom one that has ended."""
        going = [reference for reference in self.open if self.courses[reference].stage not in ENDED]
        return self.dice.choice(going if going and self.dice.random() < 0.8 else self.open)

    def officer(self) -> None:
        reference = self.pick()
        likely = possible(self.courses[reference]) if self.dice.random() < 0.7 else ()
        action = self.dice.choice(likely or OFFICERS_ACTIONS)
        if action in (Action.ASK, Action.ARCHIVE, Action.CLOSE) and self.dice.random() < 0.8:
            return
        by = self.dice.choice((By.ADMIN, By.ADMIN, By.OFFICE))
        agency, note = self.dice.choice(("", "Dinas A", "Dinas B", "Dinas C")), self.dice.choice(("", "Ya", "Ya", "Ya"))
        given = {"agency": agency, "note": note, "supervisory": self.dice.random() < 0.3, "reason": "unclear"}
        if self.step(reference, action, by, **given):
            self.cases.act(reference, action, by=by, **given)  # type: ignore[arg-type]
        else:
            with pytest.raises((NotPossible, Missing)):
                self.cases.act(reference, action, by=by, **given)  # type: ignore[arg-type]

    def citizen(self) -> None:
        reference, doing = self.pick(), self.dice.choice(list(Doing))
        if doing in (Doing.DONE, Doing.WITHDRAW) and self.dice.random() < 0.8:
            return
        act = Act(f"act-{len(self.acts)}", reference, doing, "Kata-kata")
        self.acts.append(act)
        hidden = doing is Doing.SUPPORT and not self.courses[reference].verified
        if not hidden and self.step(reference, Action(doing.value), By.CITIZEN, note=act.words):
            assert self.cases.do(act, "").stage is self.courses[reference].stage
        else:
            with pytest.raises(CoreRefused):
                self.cases.do(act, "")
            self.acts.pop()

    def again(self) -> None:
        """An act whose answer was lost comes once more."""
        if self.acts:
            act = self.dice.choice(self.acts)
            assert self.cases.do(act, "").stage is self.courses[act.reference].stage

    def pass_time(self) -> None:
        self.clock.now += timedelta(days=self.dice.choice((0, 0, 0, 1, 2, 6)))
        count = 0
        for reference in self.courses:
            while (alarm := next_alarm(self.courses[reference], DEADLINES)) and alarm[1] <= self.clock.now:
                assert self.step(reference, alarm[0], By.SYSTEM)
                count += 1
        assert self.cases.keep_time() == count

    def step(self, reference: Reference, action: Action, by: By, **given: object) -> bool:
        try:
            after, what = step(
                self.courses[reference],
                action,
                self.clock.now,
                by=by,
                deadlines=DEADLINES,
                **given,  # type: ignore[arg-type]
            )
        except (NotPossible, Missing):
            return False
        self.courses[reference] = after
        self.note(reference, what, by)
        return True

    def note(self, reference: Reference, what: Happened, by: By) -> None:
        self.expected.append((reference, what, by, self.courses[reference].stage))

    def read(self, most: int) -> None:
        for happening in self.cases.feed(self.last, most):
            assert happening.number > self.last
            self.last = happening.number
            self.told.append((happening.reference, happening.what, happening.by, happening.stage))

    def standing(self) -> Iterator[tuple[Course, Course]]:
        """How each report stands in the database, and how the rules have it."""
        for reference, course in self.courses.items():
            case = self.cases.find(reference)
            assert case is not None
            yield case.course, course


def test_three_thousand_random_steps_are_told_once_each_and_in_order(cases: Cases, clock: Clock) -> None:
    """Whatever is tried, the database stands as the bare rules say and its feed tells just that, in that order."""
    walk = Walk(cases, clock, random.Random(20261122))
    for _ in range(3000):
        walk.once()
    while len(walk.told) < len(walk.expected):
        walk.read(50)
    assert walk.told == walk.expected
    assert walk.cases.feed(walk.last, 10) == ()
    assert {what for _, what, _, _ in walk.told} == set(Happened) - {Happened.CORRECTED}
    assert all(there == here for there, here in walk.standing())
