"""While Redis is away, messages that a carrier brings only once wait on the disk, and are taken up in order."""

from __future__ import annotations

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.message import Said
from bot.saved import Illegible, pack, unpack
from bot.vault import Tampered, Vault

log = logging.getLogger(__name__)


class Spool:
    """A folder of sealed messages, oldest first."""

    def __init__(self, folder: Path, vault: Vault, counter: Callable[[], int] = time.time_ns) -> None:
        self._folder, self._vault, self._counter = folder, vault, counter

    def waiting(self) -> bool:
        """Whether messages wait; then later ones have to wait behind them."""
        return next(self._files(), None) is not None

    def add(self, said: Said) -> None:
        """Keep a message; when this returns it is on the disk. Raises OSError where it cannot be."""
        self._folder.mkdir(parents=True, exist_ok=True)
        while not self._added(self._next(), said):
            pass  # somebody else was given the same name just now
        _sync(self._folder)

    def _next(self) -> str:
        """A name behind all that wait, also where the clock was put back."""
        last = max((int(path.name) for path in self._files()), default=0)
        return f"{max(self._counter(), last + 1):020d}"

    def _added(self, name: str, said: Said) -> bool:
        part = self._folder / f".{name}.{os.getpid()}.{threading.get_ident()}"
        try:
            with part.open("wb") as file:
                file.write(self._vault.seal(name, pack(said)))
                file.flush()
                os.fsync(file.fileno())
            os.link(part, self._folder / name)  # unlike a renaming, this never takes another message's place
        except FileExistsError:
            return False
        finally:
            part.unlink(missing_ok=True)
        return True

    def replay(self, take: Callable[[Said], None]) -> int:
        """Give the kept messages to `take`, in order; one is forgotten after `take` returns. Stops where it raises.

        Where it raises Tampered or Illegible, that message alone is set aside: everybody else waits behind it.
        """
        done = 0
        with self._alone() as alone:
            for path in sorted(self._files()) if alone else ():
                self._take(path, take)
                done += 1
        return done

    def _take(self, path: Path, take: Callable[[Said], None]) -> None:
        try:
            take(unpack(self._vault.open(path.name, path.read_bytes()), Said))
        except (Tampered, Illegible) as wrong:
            log.error("a kept message cannot be read and is set aside: %s (%s)", path.name, type(wrong).__name__)
            path.rename(path.with_suffix(".unreadable"))
            return
        path.unlink()

    def _files(self) -> Iterator[Path]:
        if self._folder.is_dir():
            yield from (path for path in self._folder.iterdir() if path.name.isdecimal())

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """True for one process at a time, so that the order is kept."""
        if not self._folder.is_dir():
            yield False
            return
        with (self._folder / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True


def _sync(folder: Path) -> None:
    """The name of a file is durable only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
