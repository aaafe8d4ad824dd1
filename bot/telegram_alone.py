"""A developer behind NAT needs one command and a token: what citizens write is fetched and answered here."""

from __future__ import annotations

import contextlib
import logging
import queue
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import cast

from redis import Redis, RedisError

from bot.generated import local_environment, secrets_of
from bot.handlers.outbox import Outbox
from bot.handlers.ports import where
from bot.local_redis import LocalRedis
from bot.message import SendError
from bot.redis_link import connect, dangers
from bot.settings import Settings
from bot.telegram_polling import CannotPoll, Polling
from bot.wiring import House, Instead, build
from channels.telegram import Telegram
from channels.telegram_api import TelegramApi
from channels.telegram_setup import forget_webhook

HANDS = 3  # threads that work the outbox off
log = logging.getLogger(__name__)


class Hands:
    """Threads that work the outbox off: what worker and sweeper do in a deployment."""

    def __init__(self, outbox: Outbox, lanes: queue.Queue[str | None], hands: int = HANDS) -> None:
        self._outbox, self._lanes = outbox, lanes
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._drain, daemon=True) for _ in range(hands)]
        self._threads.append(threading.Thread(target=self._sweep, daemon=True))

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float = 10.0) -> None:
        """Let each end what it has in hand; the rest stays in the outbox for the next start."""
        self._over.set()
        for _ in self._threads:
            self._lanes.put(None)
        for thread in self._threads:
            thread.join(seconds)

    def _drain(self) -> None:
        while not self._over.is_set():
            lane = self._lanes.get()
            if lane is not None:
                self._safely(lambda which=lane: self._outbox.drain(which))  # type: ignore[misc]

    def _sweep(self) -> None:
        while not self._over.wait(1.0):
            self._safely(self._outbox.sweep)

    def _safely(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Exception as trouble:  # the row keeps its lease and is tried again
            log.error("the outbox waits: %s", where(trouble))


def poll(environ: Mapping[str, str], say: Callable[[str], None], stop: threading.Event) -> None:
    """Everything in one process, until `stop` is set; raises CannotPoll where the start fails."""
    if not environ.get("TELEGRAM_BOT_TOKEN"):
        raise CannotPoll("TELEGRAM_BOT_TOKEN is missing: ask @BotFather on Telegram for one")
    folder = Path(environ.get("KENTONGAN_DATA") or "var")
    redis = LocalRedis(folder)
    if not environ.get("KENTONGAN_REDIS_URL"):
        _refuse_company(redis.url)
        redis.start()
    try:
        _poll(_settings(environ, folder, redis.url), say, stop)
    finally:
        redis.stop()


def _refuse_company(url: str) -> None:
    """A `kentongan run` on the same data would send our answers to its simulated phones.

    A Valkey that nobody uses was left by a process that was killed; it is used again.
    """
    with contextlib.suppress(RedisError), Redis.from_url(url, socket_timeout=2) as probe:
        if len(cast("list[object]", probe.client_list())) > 1:
            raise CannotPoll(
                "Kentongan is running on this data already. Stop it, or set KENTONGAN_DATA to another folder"
            )


def _settings(environ: Mapping[str, str], folder: Path, redis_url: str) -> Settings:
    made = {"TELEGRAM_SECRET_TOKEN": secrets_of(folder)["TELEGRAM_SECRET_TOKEN"]}  # no webhook, but no channel without
    given = {name: value for name, value in environ.items() if value}
    settings = Settings.read(
        local_environment({**made, **given, "KENTONGAN_SIMULATOR": "off"}, folder, redis_url)
    ).check()
    if found := dangers(connect(settings.redis_url)):
        raise CannotPoll("\n".join(found))
    return settings


def _poll(settings: Settings, say: Callable[[str], None], stop: threading.Event) -> None:
    lanes: queue.Queue[str | None] = queue.Queue()

    def ring(rung: Sequence[str]) -> None:
        for lane in rung:
            lanes.put(lane)

    house = build(settings, Instead(ring=ring))
    hands = Hands(house.outbox, lanes)
    polling = _polling(house, say, stop)
    _greet(polling, say)
    hands.start()
    try:
        _watch(polling, stop)
    finally:
        hands.stop()


def _polling(house: House, say: Callable[[str], None], stop: threading.Event) -> Polling:
    settings, channel = house.settings, house.channels["telegram"]
    assert isinstance(channel, Telegram)
    api = TelegramApi(settings.telegram_bot_token, settings.telegram_api_base)
    return Polling(api, channel, house.inbound, stop, say)


def _greet(polling: Polling, say: Callable[[str], None]) -> None:
    try:
        before = forget_webhook(polling.api)
        name = polling.api.own(lambda bot: bot.get_me()).username
    except SendError as trouble:
        raise CannotPoll(f"Telegram cannot be asked: {trouble}") from trouble
    if before:
        say(f"The webhook {before} is taken away. To give it back: kentongan telegram --setup")
    say(f"Write to https://t.me/{name} - what is written there is answered from here. Stop with Ctrl+C.")


def _watch(polling: Polling, stop: threading.Event) -> None:
    """Fetch on a thread, so that a signal need not wait for Telegram; end after the turn in hand."""
    ended: list[CannotPoll] = []

    def fetch() -> None:
        try:
            polling.run()
        except CannotPoll as why:
            ended.append(why)
        finally:
            stop.set()

    threading.Thread(target=fetch, daemon=True).start()
    stop.wait()
    with polling.at_work:
        polling.confirm()
    if ended:
        raise ended[0]


def on_signals() -> threading.Event:
    """An event that SIGINT and SIGTERM set."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop
