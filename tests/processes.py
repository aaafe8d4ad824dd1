"""Real processes, a real core over HTTP and a carrier's API with gates, so that a test can kill at an exact moment."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
from flask import Flask, jsonify, request
from werkzeug.serving import make_server

from bot.generated import local_environment
from bot.settings import Settings
from bridge.embedded.cases import Cases, Search
from bridge.embedded.schema import connect
from bridge.embedded.server import Service, open311_blueprint

PATIENCE = 40.0  # seconds; a busy machine starts a process slowly


@dataclass
class Gate:
    """A point where a request waits until it is let through: before its work, or after it and before its answer."""

    before: bool = False
    after: bool = False
    arrived: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)

    def close(self, *, before: bool = False, after: bool = False) -> None:
        self.before, self.after = before, after
        self.arrived.clear()
        self.opened.clear()

    def open(self) -> None:
        self.before = self.after = False
        self.opened.set()

    def wait(self) -> None:
        self.arrived.set()
        self.opened.wait(PATIENCE)


@dataclass
class Outside:
    """The core and the carrier as the bot meets them: over HTTP."""

    cases: Cases
    filing: Gate
    sending: Gate
    sent: list[str]
    url: str

    def reports(self) -> list[str]:
        return [case.report.reference for case in self.cases.search(Search())]


@contextmanager
def outside(folder: Path) -> Iterator[Outside]:
    """A GeoReport core on SQLite and a Twilio API that counts messages, served on a free port."""
    cases = Cases(connect(f"sqlite:///{folder / 'real-core.sqlite3'}"), lambda: datetime.now(UTC))
    cases.create()
    app = Flask("outside")
    there = Outside(cases, Gate(), Gate(), [], "")
    app.register_blueprint(open311_blueprint(cases, [Service("pothole", "Jalan")], frozenset({"key"}), "http://core"))
    messages = "/twilio/2010-04-01/Accounts/<sid>/Messages.json"
    app.add_url_rule(messages, "send", _take(there), methods=["POST"])
    app.add_url_rule(messages, "list", _list(there), methods=["GET"])
    app.wsgi_app = _gated(app.wsgi_app, there)  # type: ignore[method-assign]
    server = make_server("127.0.0.1", 0, app, threaded=True)
    there.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield there
    there.filing.open()
    there.sending.open()
    server.shutdown()
    server.server_close()


def _take(there: Outside) -> Callable[[str], Any]:
    def take(sid: str) -> Any:
        there.sent.append(request.form["Body"])
        number = f"SM{len(there.sent):032x}"
        body = {"sid": number, "account_sid": sid, "status": "queued", "body": request.form["Body"], "num_media": "0"}
        return jsonify(body), 201

    return take


def _list(there: Outside) -> Callable[[str], Any]:
    """What the carrier has: it is asked before a message goes out a second time."""

    def listed(sid: str) -> Any:
        at = format_datetime(datetime.now(UTC))
        shared = {
            "account_sid": sid,
            "status": "sent",
            "direction": "outbound-api",
            "num_media": "0",
            "date_created": at,
        }
        found = [{"sid": f"SM{at:032x}", "body": body, **shared} for at, body in enumerate(there.sent, 1)]
        return jsonify({"messages": found[::-1], "page": 0, "page_size": 50, "next_page_uri": None, "uri": ""})

    return listed


def _gated(inner: Callable[..., Iterable[bytes]], there: Outside) -> Callable[..., Iterable[bytes]]:
    def serve(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        gate = there.filing if environ["PATH_INFO"].startswith("/open311") else there.sending
        held = environ["REQUEST_METHOD"] == "POST"
        if held and gate.before:
            gate.wait()
        answer = list(inner(environ, start))
        if held and gate.after:
            gate.wait()
        return answer

    return serve


@dataclass
class Processes:
    """The house as a deployment runs it: web, worker and sweeper, each to be killed and started again."""

    environ: dict[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.environ['PORT']}"

    @property
    def settings(self) -> Settings:
        return Settings.read(self.environ)

    def start(self, *names: str) -> None:
        for name in names:
            command = [sys.executable, "-m", "bot.cli", name]
            self.running[name] = subprocess.Popen(command, env=self.environ, start_new_session=True)
        if "web" in names:
            until(lambda: _healthy(self.url), "the web process answers")

    def kill(self, name: str) -> None:
        """SIGKILL to the process and whatever it started."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for process in self.running.values():
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def processes(folder: Path, redis_url: str, there: Outside) -> Iterator[Processes]:
    """The three processes with a core and a carrier outside; nothing is left running."""
    here = {
        **os.environ,
        "PORT": str(free_port()),
        "KENTONGAN_DATA": str(folder),
        "KENTONGAN_LEASE": "2",
        "KENTONGAN_CORE_URL": f"{there.url}/open311/v2",
        "KENTONGAN_CORE_API_KEY": "key",
        "KENTONGAN_REDIS_URL": redis_url,
        "TWILIO_API_BASE": f"{there.url}/twilio",
    }
    environ = local_environment(here, folder, redis_url)
    environ |= {"KENTONGAN_SIMULATOR": "off"}
    house = Processes(environ)
    try:
        house.start("worker", "sweeper", "web")
        yield house
    finally:
        house.stop()


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Wait until something is true; fail with its name otherwise."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, f"this never came: {what}"
        time.sleep(0.05)


def _healthy(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False
