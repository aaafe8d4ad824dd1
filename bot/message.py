"""The words between a citizen and the bot, in any channel: what was said, what is answered, what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.pin import Pin


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: the channel's name and the carrier's opaque address (a number, a chat id)."""

    channel: str
    address: str = field(repr=False)  # a person's number must not reach a log through a repr


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file at the carrier: `kind` is photo, voice, video or document; `locator` is the carrier's id or URL."""

    kind: str
    locator: str = field(repr=False)
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Tap:
    """A pressed button: the question it belonged to, the session's revision it was shown at, the choice's key."""

    step: str
    revision: int
    key: str


@dataclass(frozen=True, slots=True)
class Said:
    """One message from a citizen. `id` is the carrier's message id, the same on every redelivery."""

    sender: Sender
    id: str
    text: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()
    pin: Pin | None = field(default=None, repr=False)
    tap: Tap | None = None
    unsupported: str = ""  # "sticker", "contact" ...: something came that we cannot use
    acknowledge: str = ""  # a carrier's token that wants an acknowledgement (Telegram's callback query id)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer on offer: what Redis keeps, the number that never shifts, the words shown."""

    key: str
    number: int
    label: str


@dataclass(frozen=True, slots=True)
class Say:
    """One message to a citizen, already in the citizen's language; a channel decides how it looks.

    `step` and `revision` go into buttons, so that an old one is recognised; `ask_pin` lets a channel
    that can offer a button for the phone's position.
    """

    body: str
    choices: tuple[Choice, ...] = ()
    closing: str = ""
    step: str = ""
    revision: int = 0
    ask_pin: bool = False
    pin_label: str = ""

    def as_text(self) -> str:
        """The whole message as plain text: body, numbered choices, what to type."""
        options = "\n".join(f"{choice.number}. {choice.label}" for choice in self.choices)
        return "\n".join(part for part in (self.body, options, self.closing) if part)


class SendError(Exception):
    """A carrier did not take a message. `retry`: try again; `after`: not sooner than so many seconds."""

    retry = False

    def __init__(self, message: str = "", after: float | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").split("\n", 1)[0])
        self.after = after


class CarrierBusy(SendError):
    """The carrier asks for patience (429); the message was not processed."""

    retry = True


class CarrierDown(SendError):
    """The carrier could not be reached or answered 5xx before taking the message."""

    retry = True


class OutcomeUnknown(SendError):
    """The connection ended after the request: the carrier may or may not have taken the message."""

    retry = True


class AddressRejected(SendError):
    """The carrier says that this address cannot receive messages."""


class OptedOut(SendError):
    """The citizen told the carrier that no messages are wanted."""


class BotBlocked(SendError):
    """The citizen blocked the bot."""


class WindowClosed(SendError):
    """The carrier takes free words only some time after the citizen's last message: wait for the next one."""


__all__ = [
    "AddressRejected",
    "Attachment",
    "BotBlocked",
    "CarrierBusy",
    "CarrierDown",
    "Choice",
    "OptedOut",
    "OutcomeUnknown",
    "Pin",
    "Said",
    "Say",
    "SendError",
    "Sender",
    "Tap",
    "WindowClosed",
]
