"""A real Kannel on free ports, a handset, and a door before our app that can be busy, lose answers, or be shut."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote_to_bytes

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from tests.processes import free_port, until

FAKESMSC = Path("/usr/lib/kannel/test/fakesmsc")
SBIN = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
DOCUMENT = Path(__file__).parent.parent / "docs" / "gateway.md"
SHORT_CODE, SECRET, PASSWORD = "1708", "a0secret0of0this0test", "a0password0of0this0test"
BLACK = "6281200000013"  # who wants no messages
_GOT = re.compile(r"Got message \d+: <(.*)>$")
_PART = re.compile(r"udh %05%00%03(.{1,3}?)(%[0-9A-F]{2})(%[0-9A-F]{2}) (\S+) (.*)", re.S)


def missing() -> list[str]:
    """The programs of Kannel's that this machine lacks."""
    lacking = [name for name in ("bearerbox", "smsbox") if shutil.which(name, path=SBIN) is None]
    return lacking if FAKESMSC.exists() else [*lacking, "fakesmsc"]


@dataclass
class Kannel:
    """bearerbox and smsbox with the configuration of docs/gateway.md, its ports, secrets and waiting times changed."""

    folder: Path
    app_port: int
    operator: int = field(default_factory=free_port)
    sendsms: int = field(default_factory=free_port)
    boxes: int = field(default_factory=free_port)
    admin: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def sendsms_url(self) -> str:
        return f"http://127.0.0.1:{self.sendsms}/cgi-bin/sendsms?username=kentongan&password={PASSWORD}"

    def configuration(self, **more: str) -> str:
        """What the document says, for this machine."""
        block = re.search(r"```conf\n(.*?)```", DOCUMENT.read_text(), re.S)
        assert block
        changes = {
            "13000": str(self.admin),
            "13001": str(self.boxes),
            "13013": str(self.sendsms),
            "port = 10000": f"port = {self.operator}",
            "127.0.0.1:8000": f"127.0.0.1:{self.app_port}",
            "/var/spool/kannel": str(self.folder / "spool"),
            "CHANGE-this-secret": SECRET,
            "CHANGE-sendsms": PASSWORD,
            "http-queue-delay = 15": "http-queue-delay = 1",
            "password = CHANGE-admin": f"password = {PASSWORD}",
            "group = sendsms-user": f'group = sendsms-user\nblack-list-regex = "^{BLACK}$"',
            **more,
        }
        text = block[1]
        for old, new in changes.items():
            assert old in text, f"the document does not say {old!r} any more"
            text = text.replace(old, new)
        return text

    def start(self, **more: str) -> None:
        (self.folder / "spool").mkdir()
        (self.folder / "kannel.conf").write_text(self.configuration(**more))
        self.start_one("bearerbox", self.boxes)
        self.start_one("smsbox", self.sendsms)

    def start_one(self, name: str, port: int) -> None:
        program = shutil.which(name, path=SBIN)
        assert program
        self.running[name] = started([program, "kannel.conf"], self.folder, self.folder / f"{name}.log")
        until(lambda: listening(port), f"{name} listens")

    def spooled(self) -> int:
        """How many SMS bearerbox holds on the disk."""
        return sum(path.is_file() for path in (self.folder / "spool").rglob("*"))

    def kill(self, name: str) -> None:
        """SIGKILL: no chance to write anything down."""
        kill(self.running.pop(name))

    def stop(self) -> None:
        for name in list(self.running):
            self.kill(name)


def started(command: list[str], folder: Path, log: Path) -> subprocess.Popen[bytes]:
    """A process in a group of its own, its words in a file."""
    with log.open("wb") as words:
        return subprocess.Popen(command, cwd=folder, stdout=words, stderr=words, start_new_session=True)


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL to a process and whatever it started."""
    with contextlib.suppress(ProcessLookupError):  # it ended by itself
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class Phone:
    """One handset, in the network of fakesmsc's operator: that takes one connection at a time."""

    folder: Path
    operator: int
    number: str = "6281200000001"
    process: subprocess.Popen[bytes] | None = None
    times: int = 0

    def ask(self, words: str, kind: str = "text") -> str:
        """Send words and wait for one answer, all its parts joined."""
        self.send(words, kind)
        return self.hear()

    def send(self, words: str, kind: str = "text") -> None:
        self.turn_on("1", f"{self.number} {SHORT_CODE} {kind} {words}")
        until(lambda: b"sent message 1" in self._log.read_bytes(), "the handset's message is in the network")

    def turn_on(self, most: str = "0", message: str = "nothing is sent") -> None:
        """Connect anew, and get what waits for this handset."""
        self.hang_up()
        self.times += 1
        command = [str(FAKESMSC), "-H", "127.0.0.1", "-r", str(self.operator), "-m", most, message]
        self.process = started(command, self.folder, self._log)

    def hear(self, count: int = 1) -> str:
        """The last of so many whole messages since something was sent."""
        until(lambda: len(self.heard()) >= count, f"the phone gets message {count}")
        return self.heard()[count - 1]

    def heard(self) -> list[str]:
        """All whole messages since something was sent."""
        text = self._log.read_text(errors="replace") if self.times else ""
        lines = [found[1] for line in text.split("\n") if (found := _GOT.search(line))]
        start = f"{SHORT_CODE} {self.number} "
        messages: list[str] = []
        for line in lines:
            if line.startswith(start):
                messages.append(line.removeprefix(start))
            else:
                messages[-1] += f"\n{line}"
        return whole(messages)

    def hang_up(self) -> None:
        if self.process:
            kill(self.process)

    @property
    def _log(self) -> Path:
        return self.folder / f"phone{self.times}.log"


def whole(messages: list[str]) -> list[str]:
    """Messages as a phone shows them: parts joined in their order, incomplete ones left out."""
    shown: list[str] = []
    waiting: dict[tuple[str, str], dict[str, bytes]] = {}
    for message in messages:
        part = _PART.fullmatch(message)
        if not part:
            shown.append(_text(_content(*message.split(" ", 1))))
            continue
        parts = waiting.setdefault((part[1], part[2]), {})
        parts[part[3]] = _content(part[4], part[5])
        if len(parts) == int(part[2][1:], 16):
            shown.append(_text(b"".join(parts[at] for at in sorted(parts))))
            parts.clear()
    return shown


def _content(kind: str, words: str) -> bytes:
    return words.encode() if kind == "text" else unquote_to_bytes(words.replace("+", " "))


def _text(content: bytes) -> str:
    """fakesmsc names the alphabet of whole messages only; UCS-2 has a zero somewhere in any text of ours."""
    return content.decode("utf-16-be" if b"\0" in content else "utf-8")


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing: the secret stands in the path."""


@dataclass
class Door:
    """Our app on a port. `mode`: "busy" answers 503 for it, "lost" lets it work and answers 503 all the same."""

    app: Callable[[dict[str, Any], Any], Iterable[bytes]]
    port: int
    mode: str = ""
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    server: BaseWSGIServer | None = None

    def open(self) -> None:
        self.server = make_server("127.0.0.1", self.port, self._serve, threaded=True, request_handler=_Silent)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def shut(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def messages(self) -> list[dict[str, str]]:
        """The parameters of each request that brought a message."""
        return [asked for path, asked in self.seen if not path.endswith("/report")]

    def reports(self) -> list[dict[str, str]]:
        return [asked for path, asked in self.seen if path.endswith("/report")]

    def _serve(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        asked = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
        self.seen.append((environ["PATH_INFO"], asked))
        if self.mode == "busy":
            return _busy(start)
        if self.mode == "lost":
            list(self.app(environ, lambda *_: None))
            return _busy(start)
        return self.app(environ, start)


def _busy(start: Any) -> Iterable[bytes]:
    start("503 Service Unavailable", [("Content-Type", "text/plain")])
    return [b"try again"]
