"""Acts on many reports in words: what can be asked for, how long it waits, and what became of each report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from bridge.desk.batches import Batch, Outcome, Words
from bridge.desk.doors import _, desk, officer
from bridge.desk.people import RIGHTS
from bridge.desk.words import N_
from bridge.embedded.course import Action

# What is asked for, as a title and as a sentence about a batch.
ACTS: Mapping[Action, tuple[str, str]] = {
    Action.VERIFY: (N_("Verify"), N_("Verify")),
    Action.SEND_ON: (N_("Send on to ..."), N_("Send on to %(office)s")),
    Action.ARCHIVE: (N_("Archive with a reason"), N_("Archive")),
    Action.HAND_ON: (N_("Hand on to ..."), N_("Hand on to %(office)s")),
    Action.CLOSE: (N_("Close with a note"), N_("Close")),
}
_SAYS: Mapping[Action, tuple[str, ...]] = {
    Action.VERIFY: (),
    Action.SEND_ON: ("agency",),
    Action.ARCHIVE: ("reason", "note"),
    Action.HAND_ON: ("agency",),
    Action.CLOSE: ("note",),
}
OUTCOMES: Mapping[str, str] = {
    "": N_("waits"),
    Outcome.DONE: N_("done"),
    Outcome.STALE: N_("left as it is: something happened to it meanwhile, look at it again"),
    Outcome.RULES: N_("left as it is: not possible at its stage"),
    Outcome.REACH: N_("left as it is: no longer within your reach"),
    Outcome.RIGHT: N_("left as it is: your account may not do this any more"),
    Outcome.FAULT: N_("left as it is: it failed, tell the technicians"),
}
STATES: Mapping[str, str] = {"held": N_("is held"), "done": N_("carried out"), "undone": N_("undone")}
UNSAID = "choose"  # what Enter in a box sends: a browser presses the form's first button, which must decide nothing
LACKING: Mapping[str, str] = {
    UNSAID: N_("Choose below what is to be done with the selected reports."),
    "cases": N_("Select the reports first: at least one, at most 200."),
    "agency": N_("Say to which office."),
    "unknown": N_("No office of that name is known here. Choose one from the list."),
    "note": N_("Write the note that the citizens will read."),
    "reason": N_("Choose a reason."),
    "long": N_("The note is too long: at most 5,000 characters."),
    "rules": N_("This is not possible for any of the selected reports at their stage. Nothing was changed."),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What was chosen and entered when something was lacking: tracking numbers, the act, its words."""

    chosen: Sequence[str] = ()
    action: str = ""
    words: Words = field(default_factory=Words)


@dataclass(frozen=True, slots=True)
class BulkAct:
    """An act that is offered for many reports: its title, and what must be said with it."""

    action: Action
    title: str
    room: str
    needs: Sequence[str]


def bulk_acts() -> list[BulkAct]:
    """Those that the officer has the right to."""
    mine = [action for action in ACTS if officer().may(RIGHTS[action])]
    return [BulkAct(each, ACTS[each][0], f"batches.{RIGHTS[each].value}", _SAYS[each]) for each in mine]


def held_notices() -> list[tuple[Batch, str, int]]:
    """The officer's batches that can still be undone, what each will do, and for how many seconds."""
    now = desk().clock()
    found = desk().batches.mine(officer(), held=True)
    return [(batch, batch_words(batch), ceil((batch.due_at - now).total_seconds())) for batch in found]


def batch_words(batch: Batch) -> str:
    """What a batch does."""
    return _(ACTS[batch.action][1], office=batch.words.agency)
