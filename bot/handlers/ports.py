"""What the handlers need from the world, as they see it: a core, carriers, a clock, chance, a place for files."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Protocol, runtime_checkable

from bot.asked import Attribute
from bot.dialogs.session import Case
from bot.handlers.keeping import Queued
from bot.message import Attachment, Say, Sender
from bot.progress import Act, Dossier, Happening, Near, Similar
from bot.report import Reference, Report, Status, StoredFile
from bot.saved import Row, TellRow


class Core(Protocol):
    """The system that reports are handed to. All methods raise CoreError kinds."""

    def file(self, report: Report, *, again: bool) -> str:
        """Hand over a report; `again`: an earlier try may have arrived. Returns the core's own id."""
        ...

    def follow(self, reference: Reference, core_id: str) -> Status | None:
        """What the core tells of a report; None where it knows none."""
        ...

    def do(self, act: Act, core_id: str) -> Status:
        """Tell the core what the citizen does; the same act again changes nothing. CoreRefused: not possible now."""
        ...

    def similar(self, near: Near) -> tuple[Similar, ...]:
        """Open public reports like a draft, the nearest first, at most three; () where this core cannot tell."""
        ...


@runtime_checkable
class Asking(Protocol):
    """A core that must know more than a report of ours says."""

    def wanted(self, category: str) -> tuple[Attribute, ...]:
        """What a citizen has to be asked besides for a category, in its order. Raises CoreError kinds."""
        ...


class Feed(Protocol):
    """What happened to the reports of a core, in one order over all of them."""

    def feed(self, after: int, most: int) -> tuple[Happening, ...]:
        """Happenings with a higher number than `after`, the lowest first, at most so many."""
        ...

    def keep_time(self) -> int:
        """Let happen what only time brings: missed deadlines, warnings, closings. Returns how many things did."""
        ...


class Watched(Protocol):
    """A core that tells nothing by itself and has to be asked. All methods raise CoreError kinds."""

    def follow(self, reference: Reference, core_id: str) -> Status | None:
        """How a report stands there; None where it is unknown."""
        ...

    def news(self, reference: Reference, core_id: str, after: datetime, standing: Status) -> tuple[Happening, ...]:
        """What the core lists as having happened to a report, about `after` and later, the oldest first.

        Each thing bears the same number each time; `standing` is what was known. () where the core has no such list.
        """
        ...


class Ombudsman(Protocol):
    """Where a report goes whose office let the time pass. All methods raise CoreError kinds."""

    def hand_over(self, dossier: Dossier, *, again: bool) -> str:
        """Hand a dossier over, once; `again`: an earlier try may have arrived. Returns the number it has there."""
        ...

    def follow(self, reference: Reference, number: str) -> Status | None:
        """How it stands there; None where it is unknown."""
        ...


class Carrier(Protocol):
    """A channel as seen from behind: it sends, and fetches what citizens sent."""

    def send(self, to: Sender, say: Say) -> str:
        """Send one message; returns the carrier's id; raises SendError kinds."""
        ...

    def finish(self, to: Sender, say: Say, since: datetime) -> str:
        """As `send`, after an earlier try at `since`: what the carrier already has is not sent again."""
        ...

    def acknowledge(self, token: str) -> None:
        """Tell the carrier that a button press was seen."""
        ...


class Sending(Protocol):
    """What has to be known of messages on their way."""

    def pace(self, channel: str) -> timedelta:
        """How long the next message on a channel has to wait for its carrier's sake."""
        ...

    def sent(self, row: TellRow, message_id: str) -> None:
        """A carrier took a message."""
        ...


class Files(Protocol):
    """Where citizens' files are kept for the core."""

    def keep(self, channel: str, attachment: Attachment) -> StoredFile | None:
        """Fetch and keep a file; None where it cannot be used, ever; raises OSError where a later try may succeed."""
        ...

    def kept(self, attachment: Attachment) -> StoredFile | None:
        """A file kept before, with a URL that the core can fetch; None where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class World:
    """Time and chance, injected, so that the whole can be simulated."""

    clock: Callable[[], datetime]
    draw: Callable[[int], int]  # a random number below n


@dataclass(frozen=True, slots=True)
class Done:
    """A row's work is done: the case as it is now, what follows for the citizen, and a row that takes this one's place.

    `then` comes in the same lane as the row that is done, not before that long; `rows` wherever they say. All of it
    happens in one step with the end of the row that is done.
    """

    case: Case | None = None
    tell: tuple[tuple[Sender, Say], ...] = ()
    then: Row | None = None
    wait: timedelta = timedelta()
    rows: tuple[Queued, ...] = ()


@dataclass(frozen=True, slots=True)
class Later:
    """A row's work could not be done now: not before this long.

    `why` is "heard" where it may go as soon as the citizen writes, "pace" where nothing was tried yet.
    """

    wait: timedelta
    why: str = ""


Outcome = Done | Later
Carriers = Mapping[str, Carrier]
BACK_OFF: Sequence[int] = (1, 5, 30, 120, 600, 1800, 3600)  # seconds


def back_off(attempt: int, at_least: float | None = None, steps: Sequence[int] = BACK_OFF) -> Later:
    """How long to wait after so many tries."""
    seconds = steps[min(attempt, len(steps)) - 1]
    return Later(timedelta(seconds=max(seconds, at_least or 0)))


def where(trouble: BaseException) -> str:
    """An unexpected error for a log: its kind and the line it came from, never its text, which may quote a citizen."""
    frames = traceback.extract_tb(trouble.__traceback__)
    return f"{type(trouble).__name__} at {PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
