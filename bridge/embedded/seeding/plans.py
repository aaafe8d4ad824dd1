"""What invented officers and citizens are about to do with a report that stands so, and how long they take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.progress import By
from bot.report import Stage
from bridge.embedded.archive_reasons import Reason
from bridge.embedded.course import Action, Course
from bridge.embedded.seeding import words
from bridge.embedded.seeding.calendar import Hours
from bridge.embedded.seeding.stories import Told
from bridge.embedded.seeding.town import Town

# Working days that a step takes, with how often: some are late, and what is missing of 1 never happens.
_VERIFYING = {0: 0.38, 1: 0.31, 2: 0.16, 3: 0.05, 4: 0.04, 6: 0.03, 9: 0.01}
_SENDING = {0: 0.86, 1: 0.08, 3: 0.04}
_ANSWERING = {0: 0.08, 1: 0.22, 2: 0.24, 3: 0.18, 4: 0.10, 5: 0.05, 7: 0.04, 11: 0.03, 18: 0.03, 35: 0.01}
_NEVER = 99
_WRONG_OFFICE = 0.09  # first dispositions that go astray
_SUPERVISED = frozenset({"Inspektorat", "Badan Kepegawaian Daerah"})
_REASONS = {
    Reason.UNCLEAR: 0.34,
    Reason.NO_EVIDENCE: 0.26,
    Reason.OUT_OF_SCOPE: 0.16,
    Reason.DUPLICATE: 0.14,
    Reason.TO_WBS: 0.04,
    Reason.IN_COURT: 0.02,
    Reason.OTHER: 0.04,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody will do, when, with the words that the rules want; `corrects`: the category first."""

    action: Action
    at: datetime
    by: By
    agency: str = ""
    note: str = ""
    reason: str = ""
    supervisory: bool = False
    corrects: bool = False


class Plans:
    """Everybody's habits."""

    def __init__(self, town: Town, hours: Hours, rng: Random) -> None:
        self._town, self._hours, self._rng = town, hours, rng

    def next(self, told: Told, course: Course, now: datetime) -> Plan | None:
        """What comes next if time does not come first; None where nobody will do anything."""
        match course.stage:
            case Stage.RECEIVED:
                return self._at_the_door(told, course, now)
            case Stage.VERIFIED:
                return self._sent_on(told, now)
            case Stage.SENT_ON | Stage.REPLIED:
                return self._at_the_office(told, course, now)
            case Stage.FOLLOWED_UP:
                return self._answered(told, course, now)
            case Stage.INCOMPLETE:
                return self._asked(told, now)
            case Stage.CLOSED:
                return self._closed(told, course, now)
        return None

    def besides(self, told: Told, received: datetime) -> list[Plan]:
        """What citizens do while others have the turn, in order: more words, and neighbours who join."""
        rng = self._rng
        found = []
        if rng.random() < 0.06:
            found.append(self._citizen(Action.ADD, received + _hours(rng.uniform(1, 90)), told))
        if rng.random() < 0.05 and not told.report.secret:
            many = rng.choices((1, 2, 3, 5, 9), (50, 24, 14, 8, 4))[0]
            moments = (received + _hours(rng.uniform(30, 600)) for _ in range(many))
            found += [Plan(Action.SUPPORT, at, By.CITIZEN) for at in moments]
        return sorted(found, key=lambda plan: plan.at)

    def _at_the_door(self, told: Told, course: Course, now: datetime) -> Plan | None:
        at, chance = self._officer(_VERIFYING, course.clock, now, 1.0), self._rng.random()
        if chance < 0.015:
            return self._citizen(Action.WITHDRAW, self._hours.soon(now), told)
        if at is None:
            return None
        corrects = told.report.category != told.truth.code and self._rng.random() < 0.8
        if chance < 0.095:
            return self._archive(at)
        if chance < 0.16:
            return Plan(Action.ASK, at, By.ADMIN, note=self._rng.choice(words.ASKS))
        inspected = told.truth.office in _SUPERVISED and self._rng.random() < 0.4
        return Plan(Action.VERIFY, at, By.ADMIN, supervisory=inspected, corrects=corrects)

    def _sent_on(self, told: Told, now: datetime) -> Plan | None:
        days = self._days(_SENDING)
        if days == _NEVER:
            return None
        right = self._town.competent(told.truth.office, told.report.place)
        agency = self._town.other(right, self._rng) if self._rng.random() < _WRONG_OFFICE else right
        at = self._hours.soon(now) if days == 0 else self._hours.after(now, days)
        return Plan(Action.SEND_ON, at, By.ADMIN, agency)

    def _at_the_office(self, told: Told, course: Course, now: datetime) -> Plan | None:
        rng = self._rng
        at = self._officer(_ANSWERING, course.clock, now, self._town.paces[course.agency])
        right = self._town.competent(told.truth.office, told.report.place)
        if at is None:
            return None
        if course.agency != right and course.stage is Stage.SENT_ON:
            return Plan(Action.HAND_ON, at, By.OFFICE, right, note=words.HANDS_ON[0])
        chance = rng.random()
        if chance < 0.03:
            return self._archive(at)
        if chance < 0.08 and course.stage is Stage.SENT_ON:
            return Plan(Action.ASK, at, By.OFFICE, note=rng.choice(words.ASKS))
        if chance < 0.10:
            return Plan(Action.CLOSE, at, By.OFFICE, note=words.CLOSES[0])
        answers = words.ANSWERS if course.stage is Stage.SENT_ON else words.AGAIN
        return Plan(Action.ANSWER, at, By.OFFICE, note=rng.choice(answers))

    def _answered(self, told: Told, course: Course, now: datetime) -> Plan | None:
        at, chance = now + _hours(self._rng.expovariate(1 / 40)), self._rng.random()
        if chance < 0.19:
            return self._citizen(Action.DONE, at, told, silent=True)
        if chance < 0.27 and not course.reopened:
            return Plan(Action.REOPEN, at, By.CITIZEN, note=words.REOPENS[told.report.language])
        if chance < 0.38:
            return self._citizen(Action.ADD, at, told)
        if chance < 0.42:
            return Plan(Action.CLOSE, self._hours.after(now, 4), By.ADMIN, note=words.CLOSES[0])
        return None  # silence, and so the system warns and closes

    def _asked(self, told: Told, now: datetime) -> Plan | None:
        if self._rng.random() < 0.38:
            return None
        return self._citizen(Action.ADD, now + _hours(self._rng.expovariate(1 / 50)), told)

    def _closed(self, told: Told, course: Course, now: datetime) -> Plan | None:
        if course.reopened or course.by == By.CITIZEN or self._rng.random() > 0.035:
            return None
        note = words.REOPENS[told.report.language]
        return Plan(Action.REOPEN, now + _hours(self._rng.uniform(1, 160)), By.CITIZEN, note=note)

    def _archive(self, at: datetime) -> Plan:
        reason = self._rng.choices(list(_REASONS), list(_REASONS.values()))[0]
        return Plan(Action.ARCHIVE, at, By.ADMIN, note=words.ARCHIVES[0], reason=reason.value)

    def _citizen(self, action: Action, at: datetime, told: Told, *, silent: bool = False) -> Plan:
        said = "" if silent or action is Action.WITHDRAW else self._rng.choice(words.CITIZENS[told.report.language])
        return Plan(action, at, By.CITIZEN, note=said)

    def _officer(self, habit: dict[int, float], clock: datetime, now: datetime, pace: float) -> datetime | None:
        """When an officer gets to it, counted from when the turn came; never before now; None for never."""
        days = self._days(habit)
        if days == _NEVER:
            return None
        at = self._hours.after(clock, round(days * pace))
        return at if at > now else self._hours.after(now, 0)

    def _days(self, habit: dict[int, float]) -> int:
        never = 1 - sum(habit.values())
        return self._rng.choices([*habit, _NEVER], [*habit.values(), never])[0]


def _hours(hours: float) -> timedelta:
    """So long, in whole seconds and at least one minute."""
    return timedelta(seconds=60 + int(hours * 3600))
