"""Whoever guesses a password is slowed down more and more; whoever knows it from another place is not kept out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bridge.embedded.desk_tables import TryRow
from bridge.embedded.ledger import Ledger, down_when_broken

# How many wrong ones are free: by one login from one address, from one address, and for one login from everywhere.
FREE = {"both": 5, "address": 30, "login": 100}
FIRST_WAIT, LONGEST_WAIT = 15, 900  # seconds; each further wrong one doubles the wait
_FORGOTTEN = timedelta(hours=24)
_KNOWN = timedelta(days=30)  # for so long a login is at home where it came in


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
        """Counts one try as wrong until `passed` takes it back; raises TooMany where it has to wait.

        It is counted before it is looked at, so that many at the same moment are many. A login that came in from this
        address within a month is not slowed down by what others tried: strangers cannot keep an officer out.
        """
        with down_when_broken(), self._ledger.writing() as session:
            keys = dict(_keys(who, address))
            wait = max(self._wait(session, kind, key) for kind, key in self._that_count(session, keys, who, address))
            if wait > timedelta():
                raise TooMany(int(wait.total_seconds()) + 1)
            for key in keys.values():
                self._count(session, key)

    def passed(self, who: str, address: str) -> None:
        """The right one: this login begins anew here, and is at home here; what others tried still counts."""
        now, home = self._ledger.clock(), _key("home", who, _network(address))
        with down_when_broken(), self._ledger.writing() as session:
            session.execute(delete(TryRow).where(TryRow.last_at < now - _KNOWN))
            for kind, key in _keys(who, address):
                row = session.get(TryRow, key)
                if row is not None and (kind == "both" or row.failures <= 1):
                    session.delete(row)
                elif row is not None:
                    row.failures -= 1
            session.merge(TryRow(key=home, failures=0, last_at=now))

    def _that_count(self, session: Session, keys: dict[str, str], who: str, address: str) -> Iterator[tuple[str, str]]:
        home = session.get(TryRow, _key("home", who, _network(address)))
        at_home = home is not None and self._ledger.clock() - home.last_at < _KNOWN
        return ((kind, key) for kind, key in keys.items() if kind == "both" or not at_home)

    def _wait(self, session: Session, kind: str, key: str) -> timedelta:
        row, now = session.get(TryRow, key), self._ledger.clock()
        if row is None or now - row.last_at >= _FORGOTTEN:
            return timedelta()
        return row.last_at + timedelta(seconds=_seconds(row.failures - FREE[kind])) - now

    def _count(self, session: Session, key: str) -> None:
        row, now = session.get(TryRow, key), self._ledger.clock()
        if row is None:
            session.add(TryRow(key=key, failures=1, last_at=now))
        else:
            row.failures = 1 if now - row.last_at >= _FORGOTTEN else row.failures + 1
            row.last_at = now


def _seconds(beyond: int) -> int:
    return min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(beyond, 10)) if beyond >= 0 else 0


def _keys(who: str, address: str) -> Iterator[tuple[str, str]]:
    network = _network(address)
    yield "both", _key("both", who, network)
    yield "address", _key("address", network)
    yield "login", _key("login", who)


def _network(address: str) -> str:
    """The address; of IPv6 the /64, which one customer has whole."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or ip_network((known, 64), strict=False))
    return str(known)


def _key(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()
