"""A core that can call tells that something happened to a report, and its citizen need not wait for the next look."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.handlers.keeping import Newsstand
from bot.report import Reference

WINDOW = timedelta(minutes=5)  # so far a caller's clock may be from ours, and so long a call may be repeated
LARGEST = 64 * 1024  # bytes
MOST = 500  # reports in one call


class Unsigned(Exception):
    """The call does not prove that it comes from the core."""


class Unreadable(Exception):
    """The call is signed, and its body names no reports; the text says what is expected."""


class Desk(Newsstand, Protocol):
    """The newsstand with what a call needs."""

    def hasten(self, core_id: str) -> bool:
        """Look now at a report with this number; False where none is watched."""
        ...

    def first_time(self, mark: str, within: timedelta) -> bool:
        """Whether this mark was not seen within so long."""
        ...


@dataclass(frozen=True)
class CoreEvents:
    """POST /core/events: which reports something happened to. What happened is asked of the core itself.

    `X-Kentongan-Timestamp`: seconds since 1970. `X-Kentongan-Signature`: "sha256=" and the hex HMAC-SHA256, with the
    secret, of the timestamp, a dot and the body. The body is JSON, {"service_request_id": "..."} or with our reference
    {"account_id": "..."}, or a list of such.
    """

    secrets: Sequence[str]
    stand: Desk
    clock: Callable[[], datetime]
    ring: Callable[[Sequence[str]], None]

    def take(self, timestamp: str, signature: str, body: bytes) -> int:
        """Make the looks at these reports due now; returns how many are watched. Raises Unsigned and Unreadable.

        The same call again does nothing.
        """
        self._verify(timestamp, signature, body)
        numbers = self._numbers(body)
        if not self.stand.first_time(signature, 2 * WINDOW):
            return 0
        lanes = [self.stand.poll_lane(each) for each in dict.fromkeys(numbers) if self.stand.hasten(each)]
        self.ring(lanes)
        return len(lanes)

    def _verify(self, timestamp: str, signature: str, body: bytes) -> None:
        given = signature.removeprefix("sha256=").encode("latin-1", "replace")
        wanted = [signed(secret, timestamp, body).encode() for secret in self.secrets]
        genuine = [hmac.compare_digest(each, given) for each in wanted]  # all are compared, so that time tells nothing
        if not any(genuine):
            raise Unsigned("the signature is not right")
        if not timestamp.isdecimal() or abs(self.clock().timestamp() - int(timestamp)) > WINDOW.total_seconds():
            raise Unsigned("the time is too far from ours")

    def _numbers(self, body: bytes) -> list[str]:
        try:
            told = json.loads(body)
        except (ValueError, RecursionError):
            raise Unreadable("the body must be JSON") from None
        rows = told if isinstance(told, list) else [told]
        if len(rows) > MOST or not all(isinstance(row, dict) for row in rows):
            raise Unreadable(f"the body must be an object or a list of at most {MOST} objects")
        found = [number for row in rows if (number := self._number(row))]
        if rows and not found:
            raise Unreadable("each object must have a service_request_id or an account_id")
        return found

    def _number(self, row: dict[str, object]) -> str:
        number = row.get("service_request_id")
        if isinstance(number, str | int) and not isinstance(number, bool) and str(number).strip():
            return str(number).strip()
        reference = Reference.read(str(row.get("account_id", "")))
        case = self.stand.case(reference) if reference else None
        return case.core_id if case else str(reference or "")


def signed(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a call, in hex."""
    return hmac.new(secret.encode(), timestamp.encode("latin-1", "replace") + b"." + body, hashlib.sha256).hexdigest()
