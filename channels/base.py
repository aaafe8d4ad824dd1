"""What every channel promises: a request is proved genuine, read into our words, and answered in its own form."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.message import Attachment, Said, Say, Sender


@dataclass(frozen=True, slots=True)
class Wire:
    """A webhook request without any web framework. `path` begins with "/"; header names are lower case."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    remote: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the carrier gets back for its webhook."""

    status: int = 200
    content_type: str = "text/plain; charset=utf-8"
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of a message sent earlier: the id that `send` returned, and how far it has come."""

    message_id: str
    state: str  # "at_carrier", "delivered", "failed" or "rejected"
    reason: str = ""  # of a failure: "window", "opted_out", "address", "busy"; "" where the carrier's code says no more


@dataclass(frozen=True, slots=True)
class Limits:
    """What this carrier can carry. Lengths are characters; `buttons` 0 means that choices are text only."""

    text: int
    buttons: int = 0
    button_label: int = 0
    gsm7: bool = False
    media: bool = False
    pins: bool = False
    per_second: float = 0  # messages to all citizens together; 0 where the carrier queues what we give it


@dataclass(frozen=True, slots=True)
class Media:
    """A file as fetched from a carrier: raw bytes and the type that the carrier claims."""

    content: bytes = field(repr=False)
    media_type: str = ""


class Window(Protocol):
    """Knows of whom we heard lately: some carriers take free words only for a day after a citizen's message."""

    def open(self, address: str) -> bool:
        """Whether this citizen (a `Sender.address`) wrote within the carrier's time."""


class AlwaysOpen:
    """For carriers without such a rule, and where nobody keeps the times."""

    def open(self, address: str) -> bool:  # noqa: ARG002 - everybody may be written to
        """Always."""
        return True


class Unsigned(Exception):
    """The request does not prove that it comes from the carrier: answered 403, nothing changes."""


class Unreadable(Exception):
    """The request is genuine but is no message of this protocol: answered 400, nothing changes."""


class MediaError(Exception):
    """A file cannot be had from the carrier. `retry` tells whether another try may succeed."""

    def __init__(self, message: str, *, retry: bool) -> None:
        super().__init__(message)
        self.retry = retry


class Channel(ABC):
    """One way in and out. An instance holds its credentials and limits and no conversation."""

    name: str
    route: str
    limits: Limits
    methods: tuple[str, ...] = ("POST",)  # how the carrier calls the route
    reports = ""  # a second route, for delivery reports; "" where the carrier makes none
    comes_again = True  # whether the carrier brings a message again that we answered with 5xx

    @abstractmethod
    def verify(self, wire: Wire) -> None:
        """Return if the request is the carrier's own; raise `Unsigned` otherwise. Compared in constant time."""

    @abstractmethod
    def read(self, wire: Wire) -> Said | None:
        """The message in a verified request; None for events that ask nothing of us; raises `Unreadable`."""

    @abstractmethod
    def render(self, say: Say, to: Sender) -> Answer:
        """The reply as the webhook's own response body."""

    @abstractmethod
    def silence(self) -> Answer:
        """The response that tells the carrier "taken" and the citizen nothing."""

    @abstractmethod
    def send(self, to: Sender, say: Say) -> str:
        """Send outside a webhook; returns the carrier's message id; raises a `SendError`."""

    @abstractmethod
    def fetch(self, attachment: Attachment) -> Media:
        """Download a citizen's file, at most 20 MB; raises `MediaError`."""

    def forget(self, attachment: Attachment) -> None:  # noqa: B027 - most carriers delete files by themselves
        """Have the carrier delete a citizen's file that is ours now; raises `MediaError`. Twice does no harm."""

    def rides_home(self, say: Say) -> bool:  # noqa: ARG002 - most carriers take any reply so
        """Whether this reply is to go in the webhook's answer; False where it is to be sent by the outbox instead."""
        return True

    def find_sent(self, to: Sender, say: Say, since: datetime) -> str | None:  # noqa: ARG002 - few can be asked
        """After an unknown outcome: the id of this message if the carrier has it from `since` (aware) or later.

        None where it has not, and where the carrier cannot be asked (the default). Raises a `SendError`.
        """
        return None

    def finish(self, to: Sender, say: Say, since: datetime) -> str:
        """Like `send`, after a try at `since` whose outcome is unknown: what the carrier has is not sent again."""
        return self.find_sent(to, say, since) or self.send(to, say)

    def report(self, wire: Wire) -> Reported | None:  # noqa: ARG002 - most channels have no such route
        """The delivery report in a verified request; None for states that change nothing; raises `Unreadable`."""
        return None

    def aside(self, wire: Wire) -> Answer:  # noqa: ARG002 - most channels have nothing to say beside a turn
        """The answer to a verified request in which `read` found no turn: silence, or one fixed line. Keeps nothing."""
        return self.silence()

    def acknowledge(self, token: str) -> None:  # noqa: B027 - most carriers want nothing
        """Tell the carrier that a tap was seen; the default has nothing to tell."""
