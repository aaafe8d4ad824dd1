"""What the bot remembers of a conversation, and what one message does to it: plain values, saved between messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.asked import Answer, Attribute
from bot.message import Attachment, Say
from bot.progress import Doing, Happened, Near, Similar
from bot.report import Kind, Place, Reference, Report, Stage, Status


@dataclass(frozen=True, slots=True)
class Draft:
    """A report being written. `settled` names the questions that were answered or skipped."""

    story: str = ""
    title: str = ""
    kind: Kind = Kind.COMPLAINT
    category: str = ""
    suggestions: tuple[str, ...] = ()  # as offered, so that numbers do not shift between visits
    place: Place | None = None
    readings: tuple[Place, ...] = ()  # what an unclear place may mean, until the citizen picks one
    heard_place: str = ""  # a place too coarse to stand alone, kept for the next answer
    said_place: str = ""  # words of a first try in which no known place was found: perhaps the street
    happened_on: date | None = None
    attachments: tuple[Attachment, ...] = ()
    anonymous: bool = True
    secret: bool = False
    name: str = ""
    short: bool = False  # everything needed stood in the first sentence: straight to the recap
    settled: tuple[str, ...] = ()
    similar: tuple[Similar, ...] = ()  # open reports of the same, as offered
    asked_for: str = ""  # the category whose questions of the core's own are these
    asked: tuple[Attribute, ...] = ()  # kept with the draft, so that numbers do not shift between visits
    answers: tuple[Answer, ...] = ()

    def settle(self, *names: str) -> Draft:
        """The same draft with these questions done."""
        return replace(self, settled=tuple(dict.fromkeys((*self.settled, *names))))

    def tell(self, more: str) -> Draft:
        """The same draft with one more line of the story, word for word; nothing is told twice."""
        return self if more in self.story else replace(self, story=f"{self.story}\n{more}".strip())

    @property
    def empty(self) -> bool:
        """Whether nothing of the citizen's would be lost with it."""
        return self == Draft()


@dataclass(frozen=True, slots=True)
class Pending:
    """A question that news brought and that waits for its answer: what happened to which report."""

    what: Happened
    reference: Reference


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a citizen thinks of how one report was handled, as far as it was asked.

    `star` is 1 to 5; `elements` the nine of the IKM (Permenpan RB 14/2017), each 1 to 4, 0 where skipped; `person` what
    the citizen says of themself, question -> answer, kept apart from every report.
    """

    star: int = 0
    elements: tuple[int, ...] = ()
    person: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Session:
    """One citizen's conversation. `at` is "dialog.question"; `under` is where a side question returns to."""

    revision: int = 0
    at: str = "start.menu"
    under: str = ""
    draft: Draft = field(default_factory=Draft)
    trail: tuple[str, ...] = ()
    tries: int = 0
    page: int = 0
    language: str = "id"
    language_chosen: bool = False
    held: str = ""  # words said after a long absence, until it is clear what they belong to
    cases: tuple[str, ...] = ()
    last: Say | None = None
    seen_at: datetime | None = None
    told_privacy: str = ""  # version of the notice and when it was given
    reminded: bool = False
    about: str = ""  # the filed report that the open question is about
    pending: tuple[Pending, ...] = ()  # the first one is asked, the others wait
    opinion: Opinion = field(default_factory=Opinion)
    surveyed: tuple[str, ...] = ()  # reports whose satisfaction was asked, answered or not
    late: tuple[str, ...] = ()  # reports whose missed deadline was told, with the Ombudsman's door
    appealed: tuple[str, ...] = ()  # reports that the citizen sent on to the Ombudsman
    thrown: int = 0  # drafts given up so far: the next one is told from it

    def aside(self) -> Session:
        """The same session on its way to a side question, from which it returns to the report's open question."""
        under = self.at if self.at.startswith("lodge.") else self.under
        return replace(self, under=under, tries=0, page=0)


@dataclass(frozen=True, slots=True)
class Case:
    """A confirmed report as we keep it beside the core: enough to answer CEK when the core is down."""

    reference: Reference
    title: str
    secret: bool
    stage: Stage
    since: datetime
    core_id: str = ""
    zone: str = "Asia/Jakarta"  # of the place of the problem: news come in its waking hours
    urgent: bool = False  # somebody was in danger: news come at once


@dataclass(frozen=True, slots=True)
class Facts:
    """What a turn needs from outside. `draw` and `pin` are fresh random numbers for a receipt.

    `cases` holds the citizen's own and the mentioned ones; `opened` those the citizen may read in full
    (own conversation or right PIN); `statuses` what the core told, None where it could not be reached; `wanted` by
    category what it must know besides, likewise.
    """

    now: datetime
    draw: int = 0
    pin: int = 0
    cases: Mapping[str, Case] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()
    statuses: Mapping[str, Status | None] = field(default_factory=dict)
    lost: bool = False  # the session before this one could not be read
    pin_wait: timedelta = timedelta()  # how long a PIN has to wait after many wrong ones
    similar: tuple[Similar, ...] | None = None  # open reports like the draft; None: nobody looked yet
    wanted: Mapping[str, tuple[Attribute, ...] | None] | None = None  # None: this core asks nothing


@dataclass(frozen=True, slots=True)
class File:
    """Effect: hand this report to the core, with these attachments; `pin` opens it from another channel.

    `zone` is the time kept at the place, `urgent` whether somebody was in danger.
    """

    report: Report
    attachments: tuple[Attachment, ...]
    pin: str = field(repr=False)
    zone: str = "Asia/Jakarta"
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Tell:
    """Effect: say something to the citizen outside the webhook's own response."""

    say: Say


@dataclass(frozen=True, slots=True)
class AskAgain:
    """Effect: hear these words again at a later moment, and answer then."""

    text: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class Do:
    """Effect: the core is told what the citizen does with a filed report; `attachments` are fetched before."""

    reference: Reference
    doing: Doing
    words: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Follow:
    """Effect: news of this report come to this conversation; `supporter`: beside its owner's, else instead of it."""

    reference: Reference
    supporter: bool = False


@dataclass(frozen=True, slots=True)
class Opine:
    """Effect: keep what the citizen thinks. The part that is new is filled, the rest is empty."""

    reference: Reference
    opinion: Opinion


@dataclass(frozen=True, slots=True)
class Appeal:
    """Effect: the report with its timeline goes to the Ombudsman, once, because the citizen said so."""

    reference: Reference


Effect = File | Tell | AskAgain | Do | Follow | Opine | Appeal


@dataclass(frozen=True, slots=True)
class Timer:
    """Effect on time: wake this conversation under a name at a moment; None takes the timer away."""

    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message did: the next session, the answer, effects, timers.

    `asks` names references whose status the step needs first, `near` asks for open reports like the draft: the caller
    looks them up and runs the step again; `wants` the category whose questions of the core's own it needs.
    """

    session: Session
    say: Say | None
    do: tuple[Effect, ...] = ()
    timers: tuple[Timer, ...] = ()
    asks: tuple[Reference, ...] = ()
    near: Near | None = None
    wants: str = ""
