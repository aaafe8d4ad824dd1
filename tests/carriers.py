"""A carrier that takes every message, for tests of what comes before it."""

from __future__ import annotations

from datetime import datetime

from bot.message import Say, Sender


class Taking:
    """Keeps the text of each message it is given."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, to: Sender, say: Say) -> str:
        self.sent.append(say.as_text())
        return "1"

    def finish(self, to: Sender, say: Say, since: datetime) -> str:
        return self.send(to, say)

    def acknowledge(self, token: str) -> None:
        raise AssertionError(token)
