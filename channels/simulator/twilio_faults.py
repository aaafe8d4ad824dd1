"""What goes wrong at the simulated Twilio on request: busy, down, slow, a lost answer, reports late and in disorder."""

from __future__ import annotations

import socket
import threading
import time
from collections import deque
from collections.abc import Iterable

from flask import Response, request

from channels.simulator.twilio_checks import TwilioError, answer

BUSY, DOWN, SLOW, DOWN_AFTER, DROP = "busy", "down", "slow", "down_after", "drop"
TROUBLES = (BUSY, DOWN, SLOW, DOWN_AFTER, DROP)
# How the reports of one message come: only the last word, each word, the last first, each word twice.
LAST, EACH, REVERSED, TWICE = "last", "each", "reversed", "twice"
REPORTS = (LAST, EACH, REVERSED, TWICE)


class Troubles:
    """The troubles of the next sends, one each, oldest first; and how reports come. Thread-safe."""

    def __init__(self, slow: float = 3.0) -> None:
        self._next: deque[str] = deque()
        self._lock = threading.Lock()
        self._slow = slow
        self.reports = LAST

    def add(self, troubles: Iterable[str], reports: str = "") -> None:
        """Let the next sends fail so; raises ValueError for a word that is none of `TROUBLES` or `REPORTS`."""
        added = list(troubles)
        if not set(added) <= set(TROUBLES) or reports not in (*REPORTS, ""):
            raise ValueError("no such trouble")
        with self._lock:
            self._next.extend(added)
            self.reports = reports or self.reports

    def before(self) -> str:
        """The trouble of this send, "" for none. `TwilioError` where nothing is taken; waits where it is slow."""
        with self._lock:
            trouble = self._next.popleft() if self._next else ""
        if trouble == BUSY:
            raise TwilioError(20429, "Too Many Requests", 429)
        if trouble == DOWN:
            raise TwilioError(20503, "Service Unavailable", 503)
        if trouble == SLOW:
            time.sleep(self._slow)
        return trouble

    def words(self, final: str) -> list[str]:
        """The states that are reported of a message that ends so, in the order in which the reports come."""
        each = ["queued", "sent", final] if final in ("delivered", "undelivered") else ["queued", final]
        ways = {LAST: [final], EACH: each, REVERSED: each[::-1], TWICE: [word for word in each for _ in range(2)]}
        return ways[self.reports]


def after(trouble: str, taken: Response) -> Response:
    """The answer to a send that was carried out: lost with `DROP`, an error with `DOWN_AFTER`."""
    if trouble == DOWN_AFTER:
        return answer({"code": 20500, "message": "Internal Server Error", "status": 500}, 500)
    if trouble == DROP:
        _hang_up()
    return taken


def _hang_up() -> None:
    """End the connection without an answer, whichever server this is."""
    line = request.environ.get("werkzeug.socket") or request.environ.get("gunicorn.socket")
    if line is not None:
        line.shutdown(socket.SHUT_RDWR)
