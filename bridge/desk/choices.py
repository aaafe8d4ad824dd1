"""What an officer can choose in the inbox's filters: only places from which reports within reach have come."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bridge.desk.people import Officer, sees
from bridge.embedded.ledger import Ledger
from bridge.embedded.schema import CaseRow

KEPT = timedelta(minutes=5)
_MOST = 500  # reaches remembered
Place = tuple[str, str]  # code and name


class Choices:
    """The places of reports, remembered for KEPT: a new one may wait that long to stand among the choices."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        self._ledger, self._clock = ledger, clock
        self._kept: dict[object, tuple[datetime, Sequence[Place]]] = {}
        self._lock = threading.Lock()

    def regencies(self, officer: Officer) -> Sequence[Place]:
        """Regencies and cities within reach, by name."""
        return self._remembered(officer, "")

    def districts(self, officer: Officer, regency: str) -> Sequence[Place]:
        """Kecamatan of one regency within reach, by name; none where `regency` is no code of one."""
        known = any(code == regency for code, _ in self.regencies(officer))
        return self._remembered(officer, regency) if known else ()

    def _remembered(self, officer: Officer, of: str) -> Sequence[Place]:
        key, now = (officer.offices, officer.role, officer.region_code, of), self._clock()
        with self._lock:
            at, found = self._kept.get(key, (None, ()))
        if at is None or not timedelta() <= now - at < KEPT:
            found = self._read(officer, of)
            with self._lock:
                if len(self._kept) >= _MOST:
                    self._kept.clear()
                self._kept[key] = now, found
        return found

    def _read(self, officer: Officer, of: str) -> Sequence[Place]:
        """The kecamatan of a regency; of "" the regencies."""
        code, name = CaseRow.regency_code, CaseRow.regency_name
        if of:
            code, name = CaseRow.district_code, CaseRow.district_name
        wanted = select(func.max(CaseRow.id)).where(sees(officer), CaseRow.erased_at.is_(None), code.is_not(None))
        if of:
            wanted = wanted.where(CaseRow.regency_code == of)
        with self._ledger.reading() as session:
            newest = session.scalars(wanted.group_by(code)).all()
            rows = session.execute(select(code, name).where(CaseRow.id.in_(newest)).order_by(name, code))
            return [(str(row[0]), str(row[1])) for row in rows]
