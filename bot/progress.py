"""What happens to a report after it was filed, and what a citizen may do about it, in words that all rooms share."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.report import Place, Reference, Report, Stage, Status, StoredFile


class By(StrEnum):
    """Who did it: an admin at the door, the office that acts, the citizen, or the system because time passed."""

    ADMIN = "admin"
    OFFICE = "office"
    CITIZEN = "citizen"
    SYSTEM = "system"


class Happened(StrEnum):
    """One entry of a report's timeline. The names are kept in the database and never reused."""

    RECEIVED = "received"
    VERIFIED = "verified"
    SENT_ON = "sent_on"
    HANDED_ON = "handed_on"
    ASKED = "asked"  # the office asks the citizen for what is missing
    COMPLETED = "completed"  # the citizen gave it
    ADDED = "added"  # the citizen told more while the office had the turn
    ANSWERED = "answered"  # the office says what it did
    REPLIED = "replied"  # the citizen answers the answer
    REOPENED = "reopened"
    CLOSED = "closed"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"  # an officer gave it another category
    SUPPORTED = "supported"  # somebody else has the same problem
    LATE = "late"  # the time for the next step has passed
    FINAL_LATE = "final_late"  # the time for the final answer has passed
    WARNED = "warned"  # it will be closed (or archived) by itself, a few days before


# What must have happened where a report is found to have come to a stage, by a core that says no more than that.
COMES_BY: Mapping[Stage, Happened] = {
    Stage.VERIFIED: Happened.VERIFIED,
    Stage.SENT_ON: Happened.SENT_ON,
    Stage.FOLLOWED_UP: Happened.ANSWERED,
    Stage.INCOMPLETE: Happened.ASKED,
    Stage.REPLIED: Happened.REPLIED,
    Stage.CLOSED: Happened.CLOSED,
    Stage.ARCHIVED: Happened.ARCHIVED,
}


def numbered(reference: Reference, mark: str) -> int:
    """A number for something that a core does not number: always the same for the same thing, above all real ones."""
    digest = hashlib.sha256(f"{reference}\n{mark}".encode()).digest()
    return (1 << 60) + int.from_bytes(digest[:7], "big")


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened. `number` rises over all reports of a core; `stage` is the one after it.

    `note` is what the citizen may read of it, `reason` a code (see bridge.embedded.workflow) where it was archived.
    `day`: by when the next step is due; for LATE and FINAL_LATE the day that passed; for ANSWERED, ASKED and WARNED the
    day on which the report is closed or archived by itself.
    """

    number: int
    reference: Reference
    what: Happened
    by: By
    at: datetime
    stage: Stage
    agency: str = ""
    note: str = field(default="", repr=False)
    reason: str = ""
    day: date | None = None


class Doing(StrEnum):
    """What a citizen may do with a filed report."""

    ADD = "add"  # tell more, answer the office, send a photo
    DONE = "done"  # it is solved: close it
    REOPEN = "reopen"  # it is not solved: take it up again, once
    WITHDRAW = "withdraw"
    SUPPORT = "support"  # another citizen's report: the same problem here


@dataclass(frozen=True, slots=True)
class Act:
    """Something a citizen does. The same `id` again changes nothing; `words` are verbatim."""

    id: str
    reference: Reference
    doing: Doing
    words: str = field(default="", repr=False)
    files: tuple[StoredFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """What a draft is compared with: open reports of this category, here, received since then."""

    category: str
    place: Place
    since: datetime


@dataclass(frozen=True, slots=True)
class Similar:
    """An open public report like the one being written. `metres` is None where only the village is the same.

    `supporters` counts those who joined it, without the one who made it.
    """

    reference: Reference
    category: str
    place: str
    since: datetime
    metres: int | None = None
    supporters: int = 0


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything a report's own citizen may take elsewhere: the report, how it stands, what happened when."""

    report: Report
    status: Status
    timeline: tuple[Happening, ...]
