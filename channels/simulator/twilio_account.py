"""The books of the simulated Twilio account: each message of a conversation, and the photos that citizens sent."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from channels.simulator.carriers import File
from channels.simulator.segments import segments

MESSAGES_KEPT = 2000
FILES_KEPT = 200


@dataclass(frozen=True, slots=True)
class Message:
    """One SMS or WhatsApp message. `direction` and `status` are Twilio's words; `created` is in UTC."""

    sid: str
    direction: str
    sender: str = field(repr=False)
    to: str = field(repr=False)
    body: str = field(repr=False)
    created: datetime
    status: str
    error: int | None = None
    files: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that the account is asked to keep, before it has a number and a time."""

    direction: str
    sender: str = field(repr=False)
    to: str = field(repr=False)
    body: str = field(repr=False)
    status: str
    error: int | None = None
    files: tuple[File, ...] = ()


class TwilioAccount:
    """One account with its token. `sid` is AC and 32 hex digits. Old messages and files are dropped. Thread-safe."""

    def __init__(self, sid: str, token: str, clock: Callable[[], datetime], ids: Callable[[int], str]) -> None:
        self.sid = sid
        self.token = token
        self._clock = clock
        self._ids = ids
        self._messages: OrderedDict[str, Message] = OrderedDict()
        self._files: OrderedDict[tuple[str, str], File] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, draft: Draft) -> Message:
        """Write a message into the books and give it its SID: SM, or MM with files."""
        message = Message(
            sid=("MM" if draft.files else "SM") + self._ids(32),
            direction=draft.direction,
            sender=draft.sender,
            to=draft.to,
            body=draft.body,
            created=self.now(),
            status=draft.status,
            error=draft.error,
            files=len(draft.files),
        )
        with self._lock:
            self._messages[message.sid] = message
            _shorten(self._messages, MESSAGES_KEPT)
            for file in draft.files:
                self._files[message.sid, "ME" + self._ids(32)] = file
            _shorten(self._files, FILES_KEPT)
        return message

    def new_id(self, length: int) -> str:
        """So many hex digits that were not there before."""
        return self._ids(length)

    def now(self) -> datetime:
        """The time in UTC, whole seconds, as Twilio's dates have it."""
        return self._clock().astimezone(UTC).replace(microsecond=0)

    def message(self, sid: str) -> Message | None:
        """The message with this SID, or None."""
        with self._lock:
            return self._messages.get(sid)

    def messages(self) -> list[Message]:
        """All messages, newest first."""
        with self._lock:
            return list(reversed(self._messages.values()))

    def files(self, message_sid: str) -> dict[str, File]:
        """The files of a message by their media SID, in the order in which they were sent."""
        with self._lock:
            return {media: file for (message, media), file in self._files.items() if message == message_sid}

    def file(self, message_sid: str, media_sid: str) -> File | None:
        """One file, or None."""
        return self.files(message_sid).get(media_sid)

    def forget(self, message_sid: str, media_sid: str) -> bool:
        """Delete a file; whether it was there."""
        with self._lock:
            return self._files.pop((message_sid, media_sid), None) is not None

    def resource(self, message: Message) -> dict[str, object]:
        """The Message resource as Twilio's API answers it (doc: Messages resource, properties)."""
        uri = f"/2010-04-01/Accounts/{self.sid}/Messages/{message.sid}"
        date = format_datetime(message.created)
        return {
            "account_sid": self.sid,
            "api_version": "2010-04-01",
            "body": message.body,
            "date_created": date,
            "date_sent": None if message.status == "queued" else date,
            "date_updated": date,
            "direction": message.direction,
            "error_code": message.error,
            "error_message": None,
            "from": message.sender,
            "messaging_service_sid": None,
            "num_media": str(message.files),
            "num_segments": str(count_of(message)),
            "price": None,
            "price_unit": None,
            "sid": message.sid,
            "status": message.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": message.to,
            "uri": f"{uri}.json",
        }

    def media_resource(self, message: Message, media_sid: str, file: File) -> dict[str, object]:
        """The Media resource: what a file is, not the file."""
        return {
            "sid": media_sid,
            "account_sid": self.sid,
            "parent_sid": message.sid,
            "content_type": file.media_type,
            "date_created": format_datetime(message.created),
            "date_updated": format_datetime(message.created),
            "uri": f"/2010-04-01/Accounts/{self.sid}/Messages/{message.sid}/Media/{media_sid}.json",
        }


def count_of(message: Message) -> int:
    """SMS that a message costs; a WhatsApp message is always one."""
    return 1 if message.to.startswith("whatsapp:") else segments(message.body).count


def _shorten(books: OrderedDict[Any, Any], length: int) -> None:
    while len(books) > length:
        books.popitem(last=False)
