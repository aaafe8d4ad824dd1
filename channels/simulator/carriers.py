"""What the simulated carriers have in common: they take what a citizen does on a phone and bring it to the bot."""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import httpx

from bot.pin import Pin
from channels.simulator.faults import Later, Line
from channels.simulator.phones import Bubble, Button, Content, Phone, Phones

PATIENCE = 15.0
"""Seconds that a carrier waits for a webhook's answer (Twilio's documented total time)."""


class NotOnThisPhone(ValueError):
    """This kind of phone cannot do that (a feature phone sends no photos)."""


class NoSuchButton(LookupError):
    """No message on the phone shows a button with this label."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What a carrier needs from outside: HTTP, the time (with its zone), a way to do things later, hex ids."""

    http: httpx.Client
    clock: Callable[[], datetime]
    later: Later
    ids: Callable[[int], str] = lambda length: secrets.token_hex((length + 1) // 2)[:length]


@dataclass(frozen=True, slots=True)
class File:
    """A file that a citizen sends: its bytes, media type and name."""

    content: bytes = field(repr=False)
    media_type: str
    name: str = ""

    @property
    def kind(self) -> str:
        """What a phone calls it: photo, voice, video or document."""
        kinds = {"image": "photo", "audio": "voice", "video": "video"}
        return kinds.get(self.media_type.partition("/")[0], "document")


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that a citizen pressed, and the bubble that shows it."""

    bubble: Bubble
    button: Button


class Carrier(ABC):
    """A small carrier between one kind of phone and the bot's webhook."""

    channel: str
    media = False
    pins = False

    def __init__(self, phones: Phones, line: Line, outside: Outside) -> None:
        self.phones = phones
        self.line = line
        self.outside = outside

    @abstractmethod
    def text(
        self, phone: str, body: str = "", files: Sequence[File] = (), pin: Pin | None = None, tap: Pressed | None = None
    ) -> None:
        """Send from the phone with this address: a text, files (the text is their caption), a pin, or a pressed button.

        The citizen's bubble and, once it is there, the bot's answer appear in `phones`; raises `NotOnThisPhone`.
        """

    def show(self, address: str, content: Content) -> Bubble:
        """Put a bubble on this carrier's phone."""
        return self.phones.show((self.channel, address), content)

    def notice(self, address: str, reason: str, detail: str = "") -> None:
        """Show a sentence of the network itself, such as that the bot could not be reached."""
        self.show(address, Content("carrier", detail, note=reason))

    def post(self, url: str, body: bytes, headers: dict[str, str], tries: int = 1) -> httpx.Response | None:
        """POST to the bot; None when no answer came. More `tries` help only where no connection could be made."""
        try:
            return self.outside.http.post(url, content=body, headers=headers, timeout=PATIENCE, follow_redirects=False)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            return self.post(url, body, headers, tries - 1) if tries > 1 else None
        except httpx.HTTPError:
            return None

    def phone(self, address: str) -> Phone:
        """The key of this carrier's phone in the store."""
        return (self.channel, address)

    def refuse_what_is_missing(self, files: Sequence[File], pin: Pin | None) -> None:
        """Raise `NotOnThisPhone` for a file or pin where the channel has none."""
        if files and not self.media:
            raise NotOnThisPhone(f"{self.channel} carries no files")
        if pin is not None and not self.pins:
            raise NotOnThisPhone(f"{self.channel} carries no pins")
        if pin is not None and not pin.on_earth():
            raise NotOnThisPhone("a phone sends only places on earth")
        if any(not file.content for file in files):
            raise NotOnThisPhone("a phone sends no empty file")


def is_ok(response: httpx.Response) -> bool:
    """Whether a carrier takes this as an answer: any 2xx."""
    return 200 <= response.status_code < 300
