"""How the simulated Bot API misbehaves on request: busy, broken, slow, or done without anybody hearing of it."""

from __future__ import annotations

from dataclasses import dataclass

from channels.simulator.telegram_calls import TelegramError

BROKEN = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}


@dataclass(frozen=True, slots=True)
class ApiFaults:
    """What is wrong with the Bot API now. `methods` names those it concerns; empty: all.

    `retry_after`: 429 with so many seconds. `status`: a 5xx. `before` and `after`: seconds that pass before or after
    a call is carried out; with `after` longer than the caller's patience it is done, and the caller never hears of it.
    """

    retry_after: int = 0
    status: int = 0
    before: float = 0.0
    after: float = 0.0
    methods: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.status and self.status not in BROKEN:
            raise ValueError(f"status must be one of {sorted(BROKEN)}")
        if not all(0 <= each <= 60 for each in (self.before, self.after, self.retry_after)):
            raise ValueError("times must be between 0 and 60 seconds")

    def concern(self, method: str) -> bool:
        """Whether a method is among those that go wrong."""
        return not self.methods or method in self.methods

    def refuse(self) -> None:
        """Raise Telegram's own error where there is one."""
        if self.retry_after:
            seconds = self.retry_after
            raise TelegramError(f"Too Many Requests: retry after {seconds}", 429, {"retry_after": seconds})
        if self.status:
            raise TelegramError(BROKEN[self.status], self.status)
