"""What an office may do with a report, and when: the pure rules behind every stage that a citizen is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.report import Stage
from bridge.stages import lapor_words, stage_in


class Action(StrEnum):
    """What an officer does, in the words of the desk's commands."""

    VERIFY = "verify"
    SEND_ON = "send-on"
    ANSWER = "answer"
    ASK = "ask"
    HAND_ON = "hand-on"
    CLOSE = "close"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a report stands, as far as the rules care."""

    stage: Stage
    agency: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One transition: from which stages, to which, what it needs to be told, what must be so already."""

    before: frozenset[Stage]
    after: Stage
    needs_agency: bool = False
    needs_note: bool = False


class NotPossible(Exception):
    """The rules do not allow this now; `possible` is what they do allow."""

    def __init__(self, action: Action, standing: Standing, reason: str = "") -> None:
        self.possible = possible(standing)
        where = reason or f'at "{lapor_words(standing.stage, standing.agency)}"'
        now = ", ".join(self.possible) or "nothing, the report has ended"
        super().__init__(f"{action} is not possible {where}. Possible now: {now}.")


class Missing(Exception):
    """The action needs a word from the officer that is not there: `what` is agency or note."""

    def __init__(self, action: Action, what: str) -> None:
        self.what = what
        super().__init__(f"{action} needs {'an office' if what == 'agency' else 'a note that the citizen can read'}.")


_NEW = frozenset({Stage.RECEIVED})
_ADMITTED = frozenset({Stage.VERIFIED})
_AT_OFFICE = frozenset({Stage.SENT_ON, Stage.FOLLOWED_UP})
_ASKED = frozenset({Stage.INCOMPLETE})

RULES = {
    Action.VERIFY: Rule(_NEW | _ASKED, Stage.VERIFIED),
    Action.SEND_ON: Rule(_ADMITTED | _ASKED, Stage.SENT_ON, needs_agency=True),
    Action.ANSWER: Rule(_AT_OFFICE | _ASKED, Stage.FOLLOWED_UP, needs_note=True),
    Action.ASK: Rule(_NEW | _ADMITTED | _AT_OFFICE | _ASKED, Stage.INCOMPLETE, needs_note=True),
    Action.HAND_ON: Rule(_AT_OFFICE | _ASKED, Stage.SENT_ON, needs_agency=True),
    Action.CLOSE: Rule(_ADMITTED | _AT_OFFICE | _ASKED, Stage.CLOSED, needs_note=True),
    Action.ARCHIVE: Rule(_NEW | _ADMITTED | _AT_OFFICE | _ASKED, Stage.ARCHIVED, needs_note=True),
}


def possible(standing: Standing) -> tuple[Action, ...]:
    """What may be done with a report that stands so; nothing once it is closed or archived."""
    return tuple(action for action in Action if _allowed(action, standing))


def step(standing: Standing, action: Action, *, agency: str = "", note: str = "") -> Standing:
    """How the report stands after the action. Raises NotPossible or Missing, and then nothing has changed."""
    if not _allowed(action, standing):
        raise NotPossible(action, standing)
    rule, agency = RULES[action], " ".join(agency.split())
    if rule.needs_agency and not agency:
        raise Missing(action, "agency")
    if rule.needs_note and not note.strip():
        raise Missing(action, "note")
    if action is Action.HAND_ON and agency.casefold() == standing.agency.casefold():
        raise NotPossible(action, standing, f"to {agency}, which has the report already")
    kept = agency if rule.needs_agency else standing.agency
    return Standing(rule.after, kept, standing.verified or action is Action.VERIFY)


def _allowed(action: Action, standing: Standing) -> bool:
    """The stage's rule, and for an incomplete report also where it was before: new, verified, or at an office."""
    if standing.stage not in RULES[action].before:
        return False
    if standing.stage is not Stage.INCOMPLETE:
        return True
    return {
        Action.VERIFY: not standing.verified,
        Action.SEND_ON: standing.verified and not standing.agency,
        Action.ANSWER: bool(standing.agency),
        Action.HAND_ON: bool(standing.agency),
        Action.CLOSE: standing.verified,
    }.get(action, True)


__all__ = [
    "RULES",
    "Action",
    "Missing",
    "NotPossible",
    "Rule",
    "Standing",
    "lapor_words",
    "possible",
    "stage_in",
    "step",
]
