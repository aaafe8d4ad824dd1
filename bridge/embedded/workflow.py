"""What may be done with a citizen's report, by whom and when: the pure rules behind every stage a citizen is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.progress import By, Doing, Happened
from bot.report import ENDED
from bridge.embedded import clockwork
from bridge.embedded.archive_reasons import Reason
from bridge.embedded.course import OFFICERS_ACTIONS, SYSTEM_ACTIONS, Action, Course
from bridge.embedded.deadlines import Deadlines
from bridge.embedded.rules import RULES, Leads, Need, Rule, leads_to, rule_for
from bridge.stages import by_in, lapor_words, stage_in


class NotPossible(Exception):
    """The rules do not allow this now; `possible` is what they do allow to whoever tried."""

    def __init__(self, action: Action, where: str, possible: Iterable[str]) -> None:
        self.possible = tuple(possible)
        now = ", ".join(self.possible) or "nothing"
        super().__init__(f"{action} is not possible {where}. Possible now: {now}.")


class Missing(Exception):
    """The action needs a word that is not there: `what` is agency, note or reason."""

    def __init__(self, action: Action, what: Need, because: str = "") -> None:
        self.what = what.value
        asked = {
            Need.AGENCY: "an office",
            Need.NOTE: "a note that the citizen can read",
            Need.REASON: f"one of the reasons {', '.join(Reason)}",
        }
        super().__init__(f"{action}{because} needs {asked[what]}.")


def possible(course: Course) -> tuple[Action, ...]:
    """What officers may do with a report that stands so; nothing once it is closed or archived."""
    return tuple(action for action in OFFICERS_ACTIONS if rule_for(course, action))


def citizen_may(course: Course, now: datetime, deadlines: Deadlines | None) -> tuple[Doing, ...]:
    """What the report's own citizen may do now. SUPPORT is for others, on any report that has not ended."""
    own = (doing for doing in Doing if doing is not Doing.SUPPORT)
    return tuple(doing for doing in own if not _hindrance(course, Action(doing), now, By.CITIZEN, deadlines))


def step(
    course: Course,
    action: Action,
    now: datetime,
    *,
    by: By,
    agency: str = "",
    note: str = "",
    reason: str = "",
    supervisory: bool = False,
    deadlines: Deadlines | None,
) -> tuple[Course, Happened]:
    """How the report stands after the action, and what that is called in its timeline.

    `reason` is an archive_reasons.Reason. `supervisory` (berkadar pengawasan) counts with VERIFY only. Without
    `deadlines` the system does nothing, and a report may be reopened however late.
    Raises NotPossible or Missing, and then nothing has changed.
    """
    hindrance = _hindrance(course, action, now, by, deadlines)
    rule = rule_for(course, action)
    if hindrance or rule is None:
        raise NotPossible(action, hindrance, _open_to(by, course, now, deadlines))
    agency = " ".join(agency.split())
    _check_words(action, rule, agency, note, reason)
    if action is Action.HAND_ON and agency.casefold() == course.agency.casefold():
        where = f"to {agency}, which has the report already"
        raise NotPossible(action, where, _open_to(by, course, now, deadlines))
    moved = _moved(course, rule, now, by)
    return _noted(moved, action, now, agency, supervisory=supervisory), rule.makes


def _hindrance(course: Course, action: Action, now: datetime, by: By, deadlines: Deadlines | None) -> str:
    """Why it cannot be done, to follow "is not possible"; "" where it can."""
    rule = rule_for(course, action)
    if rule is None:
        return f'at "{lapor_words(course.stage, course.agency, course.by)}"' + _besides(course, action)
    if by not in rule.by:
        return f"for {by}, only for {' or '.join(sorted(rule.by))}"
    if action in SYSTEM_ACTIONS:
        moment = clockwork.moment_of(action, course, deadlines)
        return "now or again" if moment is None else f"before {moment.isoformat()}" if now < moment else ""
    until = clockwork.reopen_until(course, deadlines) if action is Action.REOPEN else None
    return f"after {until.isoformat()}" if until and now >= until + clockwork.SECOND else ""


def _besides(course: Course, action: Action) -> str:
    """The condition that failed where the stage alone would have allowed it."""
    words = next((rule.only.words for rule in RULES[action] if course.stage in rule.before), "")
    return f", only where it is so: {words}" if words else ""


def _open_to(by: By, course: Course, now: datetime, deadlines: Deadlines | None) -> tuple[str, ...]:
    if by is By.CITIZEN:
        return citizen_may(course, now, deadlines)
    if by is By.SYSTEM:
        alarm = clockwork.next_alarm(course, deadlines)
        return (f"{alarm[0]} from {alarm[1].isoformat()}",) if alarm else ()
    return tuple(action for action in possible(course) if not _hindrance(course, action, now, by, deadlines))


def _check_words(action: Action, rule: Rule, agency: str, note: str, reason: str) -> None:
    given = {Need.AGENCY: bool(agency), Need.NOTE: bool(note.strip()), Need.REASON: reason in list(Reason)}
    for need in rule.needs:
        if not given[need]:
            raise Missing(action, need)
    if Need.REASON in rule.needs and reason == Reason.OTHER and not given[Need.NOTE]:
        raise Missing(action, Need.NOTE, f" for the reason {Reason.OTHER}")


def _moved(course: Course, rule: Rule, now: datetime, by: By) -> Course:
    """The stage after it, with a new count where the rule starts one."""
    if rule.after is Leads.STAYS:
        return course
    stage = leads_to(rule, course)
    moved = replace(course, stage=stage, since=now, by=by.value if stage in ENDED else "")
    return replace(moved, clock=now, late_at=None, warned_at=None) if rule.fresh else moved


def _noted(course: Course, action: Action, now: datetime, agency: str, *, supervisory: bool) -> Course:
    """What an action leaves behind besides the stage."""
    match action:
        case Action.VERIFY:
            return replace(course, verified=True, supervisory=supervisory)
        case Action.SEND_ON | Action.HAND_ON:
            return replace(course, agency=agency)
        case Action.ANSWER:
            return replace(course, answered_at=course.answered_at or now)
        case Action.REOPEN:
            return replace(course, reopened=True)
        case Action.LATE:
            return replace(course, late_at=now)
        case Action.FINAL_LATE:
            return replace(course, final_late_at=now)
        case Action.WARN:
            return replace(course, warned_at=now)
    return course


__all__ = [
    "RULES",
    "Action",
    "Course",
    "Missing",
    "NotPossible",
    "Reason",
    "by_in",
    "citizen_may",
    "lapor_words",
    "possible",
    "stage_in",
    "step",
]
