"""What the handlers keep and how: turns that are committed whole, rows that have one holder at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.dialogs.funnel import Count
from bot.dialogs.session import Case, Session
from bot.message import Say, Sender
from bot.report import Reference
from bot.saved import Row


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one round trip brought: the session and its revision, cases by reference, the reply if this is a repeat."""

    revision: int
    session: Session | None
    cases: Mapping[str, Case]
    reply: Say | None = None
    same: bool = True
    pins: Mapping[str, str] = field(default_factory=dict)
    wrong_pins: tuple[int, int] = (0, 0)  # in the last hour: of this sender, of everybody
    lost: bool = False  # there was a session, and this release cannot read it


@dataclass(frozen=True, slots=True)
class Queued:
    """A row on its way into the outbox: lane, row, not before when; `id` is fixed for timers, else random."""

    lane: str
    row: Row | None  # None takes the row of this id away
    due: datetime
    id: str = ""


@dataclass(frozen=True, slots=True)
class Follower:
    """A conversation to which a report's news go; its owner's, or a supporter's."""

    sender: Sender
    supporter: bool = False


@dataclass(frozen=True, slots=True)
class Commit:
    """Everything one turn changes."""

    sender: Sender
    message_id: str
    print: str
    session: Session
    reply: Say
    cases: tuple[Case, ...] = ()
    pins: tuple[str, ...] = ()
    rows: tuple[Queued, ...] = ()
    wrong_pin: bool = False
    by_outbox: bool = False  # the reply goes out by the outbox, since nobody waits for it at the door
    learned: tuple[Case, ...] = ()
    follows: tuple[tuple[Reference, bool], ...] = ()  # news of these come here; True: as a supporter's
    counts: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A row somebody holds: settle it with this fence before the lease ends, or another may take it."""

    lane: str
    id: str
    row: Row
    fence: int
    attempt: int
    since: datetime  # when it was taken for the first time


class Moved(Exception):
    """Another turn of this citizen was committed first: run the step again."""


class Taken(Exception):
    """The random number is in use: run the step again with another."""


class Store(Protocol):
    """Where turns and rows are kept; `bot.store` is the one on Redis."""

    def lane(self, sender: Sender) -> str:
        """The name of a citizen's lane, which tells nothing about the citizen."""
        ...

    def case_lane(self, reference: Reference) -> str:
        """The lane in which one report goes to the core."""
        ...

    def tell_lane(self, sender: Sender) -> str:
        """The lane in which messages go to one citizen, in order."""
        ...

    def wake_row(self, sender: Sender, name: str, at: datetime | None) -> Queued:
        """A timer as a row: set to a moment, or taken away."""
        ...

    def load(self, sender: Sender, message_id: str, fingerprint: str, references: Sequence[Reference]) -> Loaded:
        """The earlier reply, or the session with the cases it may need: one round trip."""
        ...

    def pin_opens(self, loaded: Loaded, reference: Reference, pin: str) -> bool:
        """Whether this is the PIN of a report that was loaded."""
        ...

    def commit(self, loaded: Loaded, turn: Commit) -> Loaded:
        """All of the turn or nothing: one round trip; raises Moved or Taken."""
        ...

    def fingerprint(self, content: bytes) -> str:
        """A keyed hash of a message's content."""
        ...

    def tell_late(self, sender: Sender, message_id: str, reply: Say) -> bool:
        """Send an earlier turn's reply by the outbox, once, because its own way to the citizen failed."""
        ...

    def claim(self, lane: str, lease: timedelta) -> Held | None:
        """The first row of a lane, if it is due and nobody holds it."""
        ...

    def settle(self, held: Held, case: Case | None = None, then: Sequence[Queued] = ()) -> bool:
        """The row is done; False where another holds it now."""
        ...

    def put_off(self, held: Held, until: datetime, why: str = "") -> bool:
        """Try the row again later ("heard", "pace": see Later); False where another holds it now."""
        ...

    def due_lanes(self, most: int = 100) -> list[str]:
        """Lanes that somebody should look at."""
        ...


class Newsstand(Protocol):
    """Who is told of which report, and how far the telling is; `bot.newsstand` is the one on Redis."""

    def case(self, reference: Reference) -> Case | None:
        """What is kept of a report; None where nothing is."""
        ...

    def followers(self, reference: Reference) -> tuple[Follower, ...]:
        """The conversations to which its news go, the owner's first."""
        ...

    def news_lane(self, sender: Sender) -> str:
        """The lane in which news reach one conversation, in order."""
        ...

    def poll_lane(self, core_id: str) -> str:
        """The lane in which a core is asked about one of its reports."""
        ...

    def acted(self, core_id: str) -> None:
        """The citizen did something with a report: look now, and often for a day."""
        ...

    def acted_lately(self, core_id: str) -> bool:
        """Whether the citizen did something within the last day."""
        ...

    def told(self) -> int:
        """The number of the last happening whose news are queued."""
        ...

    def publish(self, after: int, upto: int, rows: Sequence[Queued]) -> bool:
        """Queue the news of all happenings after one and up to another; False where somebody else has done it."""
        ...
