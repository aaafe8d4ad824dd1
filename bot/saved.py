"""How conversations and outbox rows are written down, so that a later release can read an earlier one's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from bot.dialogs.session import Case, Session
from bot.message import Attachment, Say, Sender
from bot.report import Reference, Report

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class FileRow:
    """Outbox: hand this report to the core; `files` are the attachments kept before."""

    sender: Sender
    language: str
    report: Report
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class KeepRow:
    """Outbox: fetch this file from the carrier and keep it for the core."""

    sender: Sender
    attachment: Attachment


@dataclass(frozen=True, slots=True)
class TellRow:
    """Outbox: one message to one citizen, one call to the carrier."""

    sender: Sender
    say: Say


@dataclass(frozen=True, slots=True)
class SeenRow:
    """Outbox: tell the carrier that a button press was seen."""

    sender: Sender
    token: str


@dataclass(frozen=True, slots=True)
class WakeRow:
    """Outbox as a clock: at its time, wake this conversation under a name."""

    sender: Sender
    name: str


@dataclass(frozen=True, slots=True)
class AgainRow:
    """Outbox as patience: hear these words of a citizen at its time, and answer them then, as this message."""

    sender: Sender
    text: str
    message_id: str


Row = FileRow | KeepRow | TellRow | SeenRow | WakeRow | AgainRow
KINDS: dict[str, type[Row]] = {
    "file": FileRow,
    "keep": KeepRow,
    "tell": TellRow,
    "seen": SeenRow,
    "wake": WakeRow,
    "again": AgainRow,
}


class Illegible(Exception):
    """Something saved cannot be read by this release."""


def pack(value: object) -> bytes:
    """A value as JSON."""
    return msgspec.json.encode(value, enc_hook=str)  # only Reference is unknown to msgspec


def unpack(raw: bytes, kind: type[Value]) -> Value:
    """A value from JSON; unknown fields are passed over, missing ones get their default; raises Illegible."""
    try:
        return msgspec.json.decode(raw, type=kind, dec_hook=_reference)
    except (msgspec.DecodeError, ValueError) as wrong:
        raise Illegible(kind.__name__) from wrong


def pack_row(row: Row) -> bytes:
    """A row with its kind."""
    name = next(name for name, kind in KINDS.items() if type(row) is kind)
    return name.encode() + b" " + pack(row)


def unpack_row(raw: bytes) -> Row:
    """A row from its bytes; raises Illegible for a kind this release does not know."""
    name, _, body = raw.partition(b" ")
    kind = KINDS.get(name.decode("ascii", "replace"))
    if kind is None:
        raise Illegible(name.decode("ascii", "replace")[:20])
    return unpack(body, kind)


def _reference(kind: type, value: Any) -> Any:
    if kind is Reference:
        return Reference(value)
    raise NotImplementedError(kind)


__all__ = [
    "KINDS",
    "AgainRow",
    "Case",
    "FileRow",
    "Illegible",
    "KeepRow",
    "Row",
    "SeenRow",
    "Session",
    "TellRow",
    "WakeRow",
    "pack",
    "pack_row",
    "unpack",
    "unpack_row",
]
