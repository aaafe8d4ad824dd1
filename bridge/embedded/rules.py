"""Who may move a citizen's report from where to where, and what the citizen is told of it: the whole table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.progress import By, Happened
from bot.report import ENDED, Stage
from bridge.embedded.course import Action, Course


class Leads(StrEnum):
    """Where a rule leads that leads to more than one stage."""

    STAYS = "stays"
    BACK = "back"  # to whoever had the turn before the citizen was asked
    AGAIN = "again"  # to whoever has to act on it once more


class Need(StrEnum):
    """A word without which an action is not done."""

    AGENCY = "agency"
    NOTE = "note"
    REASON = "reason"


class Told(StrEnum):
    """How the citizen hears of it."""

    NEWS = "news"
    AT_ONCE = "at once"  # it was the citizen's own act, and the bot answers it in the same breath


@dataclass(frozen=True, slots=True)
class If:
    """What must be so besides the stage, in words and as a question to the course."""

    words: str
    holds: Callable[[Course], bool]


_ALWAYS = If("", lambda _: True)
_NOT_VERIFIED = If("not verified yet", lambda course: not course.verified)
_VERIFIED = If("verified", lambda course: course.verified)
_NO_OFFICE = If("verified, no office has it", lambda course: course.verified and not course.agency)
_OFFICE = If("an office has it", lambda course: bool(course.agency))
_UNANSWERED = If("no office has answered", lambda course: course.answered_at is None)
_ONCE = If("not reopened before", lambda course: not course.reopened)


@dataclass(frozen=True, slots=True)
class Rule:
    """One transition. `fresh`: a new count begins, with nothing told late or warned of in it."""

    before: frozenset[Stage]
    after: Stage | Leads
    by: frozenset[By]
    makes: Happened
    needs: tuple[Need, ...] = ()
    only: If = _ALWAYS
    fresh: bool = True
    told: Told = Told.NEWS


_NEW = frozenset({Stage.RECEIVED})
_ADMITTED = frozenset({Stage.VERIFIED})
_AT_OFFICE = frozenset({Stage.SENT_ON, Stage.FOLLOWED_UP, Stage.REPLIED})
_ASKED = frozenset({Stage.INCOMPLETE})
_ANSWERED = frozenset({Stage.FOLLOWED_UP})
_UNMOVED = _NEW | _ADMITTED | {Stage.SENT_ON}
OPEN = frozenset(Stage) - ENDED - {Stage.WAITING}

_ADMINS = frozenset({By.ADMIN})
_OFFICERS = frozenset({By.ADMIN, By.OFFICE})
_CITIZEN = frozenset({By.CITIZEN})
_SYSTEM = frozenset({By.SYSTEM})


def _own(before: frozenset[Stage], after: Stage | Leads, makes: Happened, *needs: Need, only: If = _ALWAYS) -> Rule:
    """A citizen's rule: one that moves the report starts a new count, and the citizen is answered at once."""
    return Rule(before, after, _CITIZEN, makes, needs, only, after is not Leads.STAYS, Told.AT_ONCE)


def _mark(before: frozenset[Stage], makes: Happened, only: If = _ALWAYS) -> Rule:
    """The system's rule where nothing moves: time passed and it is told."""
    return Rule(before, Leads.STAYS, _SYSTEM, makes, only=only, fresh=False)


# One action's rules exclude each other. Times are in clockwork.
RULES: Mapping[Action, tuple[Rule, ...]] = {
    Action.VERIFY: (
        Rule(_NEW, Stage.VERIFIED, _ADMINS, Happened.VERIFIED, only=_NOT_VERIFIED, fresh=False),
        Rule(_ASKED, Stage.VERIFIED, _ADMINS, Happened.VERIFIED, only=_NOT_VERIFIED),
    ),
    Action.SEND_ON: (Rule(_ADMITTED | _ASKED, Stage.SENT_ON, _ADMINS, Happened.SENT_ON, (Need.AGENCY,), _NO_OFFICE),),
    Action.ANSWER: (Rule(_AT_OFFICE | _ASKED, Stage.FOLLOWED_UP, _OFFICERS, Happened.ANSWERED, (Need.NOTE,), _OFFICE),),
    Action.ASK: (Rule(OPEN, Stage.INCOMPLETE, _OFFICERS, Happened.ASKED, (Need.NOTE,)),),
    Action.HAND_ON: (Rule(_AT_OFFICE | _ASKED, Stage.SENT_ON, _OFFICERS, Happened.HANDED_ON, (Need.AGENCY,), _OFFICE),),
    Action.CLOSE: (Rule(OPEN - _NEW, Stage.CLOSED, _OFFICERS, Happened.CLOSED, (Need.NOTE,), _VERIFIED),),
    Action.ARCHIVE: (Rule(OPEN, Stage.ARCHIVED, _OFFICERS, Happened.ARCHIVED, (Need.REASON,)),),
    Action.ADD: (
        _own(_ASKED, Leads.BACK, Happened.COMPLETED),
        _own(_ANSWERED, Stage.REPLIED, Happened.REPLIED),
        _own(OPEN - _ANSWERED - _ASKED, Leads.STAYS, Happened.ADDED),
    ),
    Action.DONE: (_own(OPEN, Stage.CLOSED, Happened.CLOSED),),
    Action.REOPEN: (_own(_ANSWERED | {Stage.CLOSED}, Leads.AGAIN, Happened.REOPENED, Need.NOTE, only=_ONCE),),
    Action.WITHDRAW: (_own(_UNMOVED | _ASKED, Stage.ARCHIVED, Happened.WITHDRAWN, only=_UNANSWERED),),
    Action.SUPPORT: (_own(OPEN, Leads.STAYS, Happened.SUPPORTED),),
    Action.LATE: (_mark(_UNMOVED | {Stage.REPLIED}, Happened.LATE),),
    Action.FINAL_LATE: (_mark(OPEN, Happened.FINAL_LATE, _UNANSWERED),),
    Action.WARN: (_mark(_ANSWERED | _ASKED, Happened.WARNED),),
    Action.LAPSE: (
        Rule(_ANSWERED, Stage.CLOSED, _SYSTEM, Happened.CLOSED),
        Rule(_ASKED, Stage.ARCHIVED, _SYSTEM, Happened.ARCHIVED),
    ),
}


def rule_for(course: Course, action: Action) -> Rule | None:
    """The rule by which this action moves this report, whoever does it; None where there is none."""
    fits = (rule for rule in RULES[action] if course.stage in rule.before and rule.only.holds(course))
    return next(fits, None)


def leads_to(rule: Rule, course: Course) -> Stage:
    """The stage after it."""
    if isinstance(rule.after, Stage):
        return rule.after
    if rule.after is Leads.STAYS:
        return course.stage
    if course.agency:
        unanswered = rule.after is Leads.BACK and course.answered_at is None
        return Stage.SENT_ON if unanswered else Stage.REPLIED
    return Stage.VERIFIED if course.verified else Stage.RECEIVED
