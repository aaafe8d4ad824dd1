"""Whoever guesses a password is slowed down more and more; whoever knows it from another place is not kept out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

from bridge.embedded.desk_tables import TryRow
from bridge.embedded.ledger import Ledger, down_when_broken

# How many wrong ones are free: by one login from one address, from one address, and for one login from everywhere.
FREE = {"both": 5, "address": 30, "login": 100}
FIRST_WAIT, LONGEST_WAIT = 15, 900  # seconds; each further wrong one doubles the wait
_FORGOTTEN = timedelta(hours=24)


class TooMany(Exception):
    """Too many wrong ones: `wait` seconds have to pass before the next one is looked at."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"{wait} s")
        self.wait = wait


class Tries:
    """Wrong ones in a row, kept in the database, so that all processes count together."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def ask(self, who: str, address: str) -> None:
        """Raises TooMany where the next one has to wait."""
        now = self._ledger.clock()
        with self._ledger.reading() as session:
            for kind, key in _keys(who, address):
                row = session.get(TryRow, key)
                if row and now - row.last_at < _FORGOTTEN:
                    left = row.last_at + timedelta(seconds=_wait(row.failures - FREE[kind])) - now
                    if left > timedelta():
                        raise TooMany(int(left.total_seconds()) + 1)

    def failed(self, who: str, address: str) -> None:
        """One more wrong one."""
        now = self._ledger.clock()
        with down_when_broken(), self._ledger.writing() as session:
            for _, key in _keys(who, address):
                row = session.get(TryRow, key)
                if row is None:
                    session.add(TryRow(key=key, failures=1, last_at=now))
                else:
                    row.failures = 1 if now - row.last_at >= _FORGOTTEN else row.failures + 1
                    row.last_at = now

    def passed(self, who: str, address: str) -> None:
        """The right one: this login from this address begins anew; what others tried still counts."""
        with self._ledger.reading() as session:
            if session.get(TryRow, _key("both", who, address)) is None:
                return
        with down_when_broken(), self._ledger.writing() as session:
            if row := session.get(TryRow, _key("both", who, address)):
                session.delete(row)


def _wait(beyond: int) -> int:
    return min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(beyond, 10)) if beyond >= 0 else 0


def _keys(who: str, address: str) -> Iterator[tuple[str, str]]:
    yield "both", _key("both", who, address)
    yield "address", _key("address", address)
    yield "login", _key("login", who)


def _key(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()
