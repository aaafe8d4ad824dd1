"""How conversations and outbox rows are written down, so that a later release can read an earlier one's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec

from bot.dialogs.session import Case, Opinion, Session
from bot.message import Attachment, Say, Sender
from bot.progress import Doing, Happening
from bot.report import Reference, Report, Stage

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class FileRow:
    """Outbox: hand this report to the core; `files` are the attachments kept before."""

    sender: Sender
    language: str
    report: Report
    attachments: tuple[Attachment, ...] = ()
    zone: str = "Asia/Jakarta"
    urgent: bool = False


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


@dataclass(frozen=True, slots=True)
class ActRow:
    """Outbox: tell the core what a citizen does with a filed report; behind the report itself in its lane."""

    sender: Sender
    id: str
    reference: Reference
    doing: Doing
    words: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class InformRow:
    """Outbox: something happened to a report; this conversation is told, in waking hours."""

    sender: Sender
    happening: Happening
    supporter: bool = False


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """Outbox: keep a part of what a citizen thinks of how a report was handled."""

    id: str
    channel: str
    language: str
    reference: Reference
    opinion: Opinion


@dataclass(frozen=True, slots=True)
class AppealRow:
    """Outbox: hand a report's dossier to the Ombudsman; behind the report itself in its lane."""

    sender: Sender
    reference: Reference


@dataclass(frozen=True, slots=True)
class AppealedRow:
    """Outbox as patience: ask the Ombudsman's system how it stands there, `stage` being the last that was told."""

    sender: Sender
    reference: Reference
    number: str
    stage: str


@dataclass(frozen=True, slots=True)
class PollRow:
    """Outbox as patience: ask a core that tells nothing by itself how a report stands there.

    The rest is what was known at the last look, so that only what is new is told: stage, office, a mark of its note
    (None before the first look), the numbers of updates `heard`, the deadline whose passing was told. `exact`: the
    core tells every happening, missed deadlines too. `quiet` counts the looks since something changed.
    """

    reference: Reference
    core_id: str
    stage: Stage
    since: datetime
    asked: datetime
    agency: str = ""
    note: str | None = None
    heard: tuple[int, ...] = ()
    late: date | None = None
    exact: bool = False
    quiet: int = 0


Row = (
    FileRow
    | KeepRow
    | TellRow
    | SeenRow
    | WakeRow
    | AgainRow
    | ActRow
    | InformRow
    | OpinionRow
    | AppealRow
    | AppealedRow
    | PollRow
)
KINDS: dict[str, type[Row]] = {
    "file": FileRow,
    "keep": KeepRow,
    "tell": TellRow,
    "seen": SeenRow,
    "wake": WakeRow,
    "again": AgainRow,
    "act": ActRow,
    "inform": InformRow,
    "opinion": OpinionRow,
    "appeal": AppealRow,
    "appealed": AppealedRow,
    "poll": PollRow,
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
    "ActRow",
    "AgainRow",
    "AppealRow",
    "AppealedRow",
    "Case",
    "FileRow",
    "Illegible",
    "InformRow",
    "KeepRow",
    "OpinionRow",
    "PollRow",
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
