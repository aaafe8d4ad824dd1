"""What the simulator's tests share: a bot of their own, a clock that waits, and the running house of both."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Response, request

from channels.simulator import Simulator

SID = "AC" + "0123456789abcdef" * 2
TWILIO_TOKEN = "token-of-the-simulated-account"
TELEGRAM_TOKEN = "7000000001:simulated-telegram-token"
TELEGRAM_SECRET = "simulated-secret"
PUBLIC = "https://bot.example"


@dataclass
class Heard:
    """One webhook as the bot got it."""

    path: str
    headers: dict[str, str]
    form: dict[str, str]
    json: Any


@dataclass
class Bot:
    """What the test's bot heard, and what it answers: a function from the request to (status, type, body)."""

    heard: list[Heard] = field(default_factory=list)
    answer: Callable[[Heard], tuple[int, str, str]] = lambda heard: (200, "text/plain", "")


class Clock:
    """A clock that only moves when it is told to."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def pass_by(self, **delta: float) -> None:
        self.time += timedelta(**delta)


@dataclass
class House:
    """The running whole: the bot, the simulator, the address of both."""

    bot: Bot
    simulator: Simulator
    url: str
    clock: Clock
    core_down: list[bool]

    def phone(self, channel: str) -> Any:
        return self.simulator.phone(channel, "700000001" if channel == "telegram" else "+6281200000001")


def webhooks(app: Flask, bot: Bot) -> None:
    def webhook(name: str) -> Response:
        heard = Heard(request.path, dict(request.headers), request.form.to_dict(), request.get_json(silent=True))
        bot.heard.append(heard)
        status, kind, body = bot.answer(heard)
        return Response(body, status, content_type=kind)

    app.add_url_rule("/webhooks/<path:name>", view_func=webhook, methods=["POST"])


def updates_of(house: House) -> list[dict[str, Any]]:
    """The Telegram updates that the bot heard, as they came."""
    return [heard.json for heard in house.bot.heard]


def until(true: Callable[[], object], seconds: float = 5.0) -> None:
    """Wait until something is true, or the time is over."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
