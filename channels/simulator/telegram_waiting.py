"""Updates that wait until a bot without a webhook fetches them (getUpdates, long polling)."""

from __future__ import annotations

import threading
from collections import deque
from typing import Any

MOST_WAITING = 1000
LONGEST = 50.0  # seconds; Telegram's own limit


class Waiting:
    """The queue of one bot. Safe to use from many threads."""

    def __init__(self) -> None:
        self._updates: deque[dict[str, Any]] = deque(maxlen=MOST_WAITING)
        self._news = threading.Condition()

    def __len__(self) -> int:
        return len(self._updates)

    def add(self, update: dict[str, Any]) -> None:
        """Keep an update and wake who waits for it."""
        with self._news:
            self._updates.append(update)
            self._news.notify_all()

    def fetch(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """Forget all before `offset`; the oldest `limit` of the rest, as soon as there is one."""
        with self._news:
            while self._updates and self._updates[0]["update_id"] < offset:
                self._updates.popleft()
            self._news.wait_for(lambda: bool(self._updates), min(seconds, LONGEST))
            return list(self._updates)[:limit]

    def all(self) -> list[dict[str, Any]]:
        """Everything that waits; nothing waits any more."""
        with self._news:
            found = list(self._updates)
            self._updates.clear()
            return found
