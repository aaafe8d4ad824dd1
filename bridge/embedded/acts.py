"""What a citizen does with a filed report, and why not where it cannot be: a code that the bot puts into words."""

from __future__ import annotations

from datetime import datetime

from bot.progress import Act, By, Doing, Happened
from bot.report import ENDED, CoreRefused, Stage
from bridge.embedded.deadlines import Deadlines
from bridge.embedded.workflow import Action, Course, Missing, NotPossible, step

UNKNOWN = "unknown"  # no such report here, or none that others may support
TAKEN = "taken"  # the act's id belongs to something else
WORDS = "words"  # it needs words (or, to add, at least a file)
REOPENED = "reopened"  # once is all
TOO_LATE = "too_late"
NOT_ANSWERED = "not_answered"  # nothing to disagree with yet
ANSWERED = "answered"  # an office has answered, and the report is not withdrawn any more


def done(course: Course, act: Act, now: datetime, deadlines: Deadlines | None) -> tuple[Course, Happened]:
    """How the report stands after the act, and what that is called; CoreRefused with one code where it cannot be."""
    if act.doing is Doing.ADD and not act.words.strip() and not act.files:
        raise CoreRefused((WORDS,))
    try:
        return step(course, Action(act.doing.value), now, by=By.CITIZEN, note=act.words, deadlines=deadlines)
    except Missing:
        raise CoreRefused((WORDS,)) from None
    except NotPossible:
        raise CoreRefused((_why_not(course, act.doing),)) from None


def _why_not(course: Course, doing: Doing) -> str:
    """A code; for a report that has ended its stage, closed or archived, except where one may still reopen."""
    if doing is Doing.REOPEN and course.stage is not Stage.ARCHIVED:
        if course.reopened:
            return REOPENED
        return TOO_LATE if course.stage is Stage.CLOSED else NOT_ANSWERED
    return course.stage.value if course.stage in ENDED else ANSWERED


def usual(action: Action, agency: str) -> By:
    """Who does this at the desk where nobody says: an office that has the report answers and asks, else an admin."""
    return By.OFFICE if action is Action.ANSWER or (action is Action.ASK and agency) else By.ADMIN
