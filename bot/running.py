"""Everything on this machine in one command: Valkey, web, worker and sweeper, restarted when they fall."""

from __future__ import annotations

import fcntl
import logging
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from bot.generated import local_environment
from bot.local_redis import LocalRedis, NoLocalRedis

PARTS = ("web", "worker", "sweeper")
PATIENCE = 60.0  # seconds until /healthz must answer
DESK_READS = (
    "KENTONGAN_DATA",
    "KENTONGAN_CLOCK",
    "KENTONGAN_DEADLINES",
    "KENTONGAN_HOLIDAYS",
    "KENTONGAN_OFFICE_ZONE",
)
OFFICERS_WORDS = (
    "desk list",
    "desk verify NUMBER",
    "desk send-on NUMBER --to 'Dinas PU'",
    "desk ask NUMBER --note 'Mohon kirim fotonya.'",
    "desk answer NUMBER --note 'Sudah diperbaiki.'",
    "desk --help",
    "satisfaction",
)
log = logging.getLogger(__name__)
LIVED = 10.0  # a part that lived so long is started again at once


class CannotRun(Exception):
    """Why the start failed, and what to do."""


@dataclass
class Part:
    """One process of the house."""

    name: str
    environ: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = 0
    not_before: float = field(default=0.0)

    def start(self, now: float) -> None:
        command = [sys.executable, "-m", "bot.cli", self.name]
        # A session of its own: Ctrl+C reaches the supervisor only, which ends the parts in the right order.
        self.process = subprocess.Popen(command, env=dict(self.environ), start_new_session=True)  # noqa: S603
        self.started = now

    def mend(self, now: float) -> None:
        """Start again what has fallen; slower each time, if it keeps falling at once."""
        if self.process is None or self.process.poll() is None:
            if self.process is None and now >= self.not_before:
                self.start(now)
            return
        self.falls = 0 if now - self.started > LIVED else self.falls + 1
        self.process, self.not_before = None, now + min(2**self.falls - 1, 30)

    def fallen(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait(self, seconds: float) -> None:
        if self.process:
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def run(environ: Mapping[str, str], say: Callable[[str], None]) -> None:
    """Run until SIGINT or SIGTERM; raises CannotRun where the start fails."""
    folder = Path(environ.get("KENTONGAN_DATA") or "var")
    stopping = _on_signal()  # before anything starts, so that nothing is left running
    _require_free(environ.get("PORT") or "8000")
    redis = LocalRedis(folder)
    try:
        with _alone(folder):
            if not environ.get("KENTONGAN_REDIS_URL"):
                say("Starting Valkey ...")
                redis.start()
            whole = local_environment(environ, folder, redis.url)
            made_up = not environ.get("KENTONGAN_OPEN311_API_KEYS")
            _run_parts(whole, lambda: _greet(whole, say, made_up=made_up), redis, stopping)
    except (NoLocalRedis, OSError, ValueError) as why:
        raise CannotRun(str(why)) from why
    finally:
        redis.stop()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One run a folder: a second one would answer the first one's citizens on its own phones."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".running").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise CannotRun(f"Kentongan runs in {folder} already. Another one needs its own KENTONGAN_DATA.") from taken
        yield


def _run_parts(
    environ: Mapping[str, str], greet: Callable[[], None], redis: LocalRedis, stopping: Callable[[], bool]
) -> None:
    watched = {**environ, "KENTONGAN_SUPERVISOR": str(os.getpid())}
    parts = [Part(name, watched) for name in PARTS]
    try:
        for part in parts if not stopping() else ():
            part.start(time.monotonic())
        _await_health(environ["PORT"], parts, stopping)
        if not stopping():
            greet()
        while not stopping():
            time.sleep(0.2)
            _mend(redis)
            for part in parts:
                part.mend(time.monotonic())
    finally:
        _stop(parts)


def _mend(redis: LocalRedis) -> None:
    try:
        redis.mend()
    except NoLocalRedis as why:  # a full disk, perhaps; the parts answer "try again" meanwhile
        log.error("%s", why)
        time.sleep(2)


def _stop(parts: list[Part]) -> None:
    for part in parts:
        part.stop()
    for part in parts:
        part.wait(8)


def _on_signal() -> Callable[[], bool]:
    seen: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda got, _: seen.append(got))
    return lambda: bool(seen)


def _require_free(port: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if not port.isdecimal() or int(port) > 65535:
            raise CannotRun(f"PORT must be a number below 65536, not {port!r}.")
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as taken:
            raise CannotRun(f"Port {port} is in use. Choose another: PORT=8001 make run") from taken


def _await_health(port: str, parts: list[Part], stopping: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    straight = build_opener(ProxyHandler({}))  # a proxy in the environment is not the way to this machine
    while time.monotonic() < end and not stopping():
        try:
            with straight.open(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
        fallen = [part.name for part in parts if part.fallen()]
        if fallen and not stopping():
            raise CannotRun(f"This did not start: {', '.join(fallen)}. Its message stands above; try: kentongan check")
    if not stopping():
        raise CannotRun(f"The web process did not answer within {PATIENCE:.0f} s.")


def _greet(environ: Mapping[str, str], say: Callable[[str], None], *, made_up: bool) -> None:
    """What to open. A key that somebody else made is a secret, and is not printed."""
    here = f"http://127.0.0.1:{environ['PORT']}"
    if environ["KENTONGAN_SIMULATOR"] == "off":
        say(f"\nKentongan is running at {here}, without simulated phones. Carriers reach it at its public URL.")
    else:
        say(f"\nKentongan is running. Open {here}/ and write to it from one of the phones.")
        say("News come to them from 8 to 20 o'clock of the place; to skip time: KENTONGAN_CLOCK='10 hours' make run")
    if environ.get("KENTONGAN_OPEN311_API_KEYS"):
        key = environ["KENTONGAN_OPEN311_API_KEYS"].split(",")[0] if made_up else "KEY"
        say(f"All reports:  {here}/open311/v2/requests.json?api_key={key}")
    if not environ.get("KENTONGAN_CORE_URL"):
        _greet_officers(environ, here, say)
        say("\n  ".join(("Be an officer in a second terminal, NUMBER is a report's:", *_officers(environ))))
    say("Stop with Ctrl+C.\n")


def _greet_officers(environ: Mapping[str, str], here: str, say: Callable[[str], None]) -> None:
    """Where the web desk is; beside simulated phones also an account to try it with."""
    if environ["KENTONGAN_SIMULATOR"] == "off":
        say(f"Officers' desk: {here}/desk/ (accounts: kentongan account --help)")
        return
    from bot.first_account import first_account

    login, password = first_account(environ)
    told = f'login "{login}", password "{password}"' if password else f'login "{login}", the password you gave it'
    say(f"Officers' desk: {here}/desk/ ({told})")


def _officers(environ: Mapping[str, str]) -> list[str]:
    """The commands to try, with those settings before them that the desk reads too; none of these is a secret."""
    shared = [f"{name}={shlex.quote(environ[name])}" for name in DESK_READS if environ.get(name)]
    shared += ["KENTONGAN_SIMULATOR=on"] if environ.get("KENTONGAN_CLOCK") else []
    first = [f"export {' '.join(shared)}"] if shared else []
    return [*first, *(f".venv/bin/kentongan {words}" for words in OFFICERS_WORDS)]
