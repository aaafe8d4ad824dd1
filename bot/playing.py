"""`kentongan play`: be a citizen in a terminal, over the same simulated carriers, signed webhooks and REST calls."""

from __future__ import annotations

import mimetypes
import re
import secrets
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from bot.clock import NoSpan, ShiftedClock, span_of
from bot.generated import local_environment
from bot.local_redis import LocalRedis
from bot.settings import Settings
from bot.web import create_app
from bot.wiring import House, Instead, build
from channels.simulator.carriers import NoSuchButton, NotOnThisPhone
from channels.simulator.phones import Bubble
from channels.simulator.simulator import SimulatedPhone

# What a game may take from the environment: nothing that leads to a real Redis, core or carrier.
KEPT = ("KENTONGAN_DATA", "KENTONGAN_SECRET_KEYS", "KENTONGAN_DATABASE_URL", "KENTONGAN_CONTACT")
HELP = "[photo FILE] caption, [pin LAT LON], [tap LABEL], [later 10 minutes]; an empty line or Ctrl+D ends"
_ACT = re.compile(r"\[(photo|pin|tap|later)\s+([^\]]+)\]\s*(.*)", re.S)


class NotUnderstood(Exception):
    """A line of the script that this player does not understand, and why."""


@dataclass
class Table:
    """A house with one phone on the table, and the citizen's hand."""

    house: House
    phone: SimulatedPhone
    clock: ShiftedClock
    rung: deque[str] = field(default_factory=deque)
    seen: int = 0

    def do(self, line: str) -> list[Bubble]:
        """Carry out one line; returns what the phone shows then that it did not show before."""
        found = _ACT.fullmatch(line.strip())
        kind, value, rest = found.groups() if found else ("say", line, "")
        acts: dict[str, Callable[[], object]] = {
            "say": lambda: self.phone.say(line),
            "photo": lambda: self._photo(value, rest),
            "pin": lambda: self.phone.pin(*_pair(value)),
            "tap": lambda: self.phone.tap(value),
            "later": lambda: self._later(value),
        }
        try:
            acts[kind]()
        except (NoSuchButton, NotOnThisPhone) as why:
            raise NotUnderstood(str(why)) from why
        self.work()
        return self._fresh()

    def work(self) -> None:
        """Do what a worker and a sweeper would do now."""
        for _ in range(1000):
            self.house.newsroom.keep_time()
            self.house.newsroom.publish()
            self.house.outbox.sweep()
            if not self.rung:
                return
            while self.rung:
                self.house.outbox.drain(self.rung.popleft())

    def _photo(self, name: str, caption: str) -> None:
        path = Path(name.strip())
        try:
            content = path.read_bytes()
        except OSError as why:
            raise NotUnderstood(f"{path} cannot be read: {why.strerror}") from why
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self.phone.photo(content, kind, caption, path.name)

    def _later(self, span: str) -> None:
        try:
            self.clock.ahead += span_of(span)
        except NoSpan as why:
            raise NotUnderstood(f"[later {span}]: {why}") from why

    def _fresh(self) -> list[Bubble]:
        shown = [each for each in self.phone.bubbles(self.seen) if each.author != "citizen"]
        self.seen = max((each.id for each in self.phone.bubbles()), default=0)
        return shown


SPOKEN = {"id": "INDONESIA", "en": "ENGLISH", "jv": "JAWA", "su": "SUNDA"}


def play(channel: str, language: str | None, number: str | None, environ: Mapping[str, str]) -> None:
    """Play until the input ends. Exits with 2 where a line was not understood."""
    terminal = sys.stdin.isatty()
    with _table(channel, _dialled(channel, number) or _number(channel, fresh=not terminal), environ) as table:
        if language:
            table.do(f"BAHASA {SPOKEN[language]}")
        click.echo(f"{channel} {table.phone.address}. {HELP}", err=True)
        faults = sum(not _one(table, line) for line in (_typed() if terminal else _piped()))
    sys.exit(2 if faults else 0)


def _one(table: Table, line: str) -> bool:
    try:
        for bubble in table.do(line):
            click.echo(f"{bubble.text}\n")
    except NotUnderstood as why:
        click.echo(f"? {why}", err=True)
        return False
    return True


def _typed() -> Iterable[str]:
    while True:
        try:
            line = input("> ")
        except (EOFError, KeyboardInterrupt):
            return
        if not line.strip():
            return
        yield line


def _piped() -> Iterable[str]:
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", "replace").rstrip("\r\n")


def _dialled(channel: str, number: str | None) -> str:
    """A number as the channel writes it: Telegram's chats have digits only."""
    return (number or "").lstrip("+") if channel == "telegram" else number or ""


def _number(channel: str, *, fresh: bool) -> str:
    """An invented citizen: the same one at a terminal, a new one for each script."""
    digits = f"{secrets.randbelow(10**6):06d}" if fresh else "000001"
    return f"1200{digits}" if channel == "telegram" else f"+6281200{digits}"


def _pair(text: str) -> tuple[float, float]:
    try:
        latitude, longitude = (float(each) for each in text.replace(",", " ").split())
    except ValueError as why:
        raise NotUnderstood("say for example [pin -8.65 116.53]") from why
    return latitude, longitude


@contextmanager
def _table(channel: str, number: str, environ: Mapping[str, str]) -> Iterator[Table]:
    folder = Path(environ.get("KENTONGAN_DATA") or "var")
    redis = LocalRedis(folder)
    redis.start()
    try:
        with _served(folder, redis.url, environ) as (house, clock, rung):
            assert house.simulator
            yield Table(house, house.simulator.phone(channel, number), clock, rung)
    finally:
        redis.stop()


@contextmanager
def _served(
    folder: Path, redis_url: str, environ: Mapping[str, str]
) -> Iterator[tuple[House, ShiftedClock, deque[str]]]:
    clock, rung = ShiftedClock(), deque[str]()

    def ring(lanes: Sequence[str]) -> None:
        rung.extend(lanes)

    server = make_server("127.0.0.1", 0, _not_yet, threaded=True, request_handler=_Quiet)
    kept = {name: environ[name] for name in KEPT if environ.get(name)}
    here = {**kept, "PORT": str(server.server_port), "KENTONGAN_SIMULATOR": "on", "KENTONGAN_PUBLIC_URL": ""}
    settings = Settings.read(local_environment(here, folder, redis_url)).check()
    house = build(settings, Instead(clock=clock, ring=ring))
    server.app = create_app(house)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield house, clock, rung
    finally:
        _close(house, server, thread)


def _close(house: House, server: BaseWSGIServer, thread: threading.Thread) -> None:
    if house.simulator:
        house.simulator.close()
    server.shutdown()
    thread.join(5)
    server.server_close()


class _Quiet(WSGIRequestHandler):
    """A request handler that prints nothing: the conversation is on the screen."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Nothing."""


def _not_yet(_: object, __: object) -> Iterable[bytes]:
    raise RuntimeError("the house is not built yet")
