"""What every channel promises: a request is proved genuine, read into our words, and answered in its own form."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class Limits:
    """What this carrier can carry. Lengths are characters; `buttons` 0 means that choices are text only."""

    text: int
    buttons: int = 0
    button_label: int = 0
    gsm7: bool = False
    media: bool = False
    pins: bool = False


@dataclass(frozen=True, slots=True)
class Media:
    """A file as fetched from a carrier: raw bytes and the type that the carrier claims."""

    content: bytes = field(repr=False)
    media_type: str = ""


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

    def acknowledge(self, token: str) -> None:  # noqa: B027 - most carriers want nothing
        """Tell the carrier that a tap was seen; the default has nothing to tell."""
