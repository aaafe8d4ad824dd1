"""Nobody reads a secret report unnoticed: it is written down first, and shown only after that."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bridge.desk.people import Officer
from bridge.desk.rooms import Desk
from bridge.embedded.desk_tables import SecretReadRow
from bridge.embedded.ledger import Ledger

ONE_READING = timedelta(minutes=10)


def written_down(desk: Desk, officer: Officer, case_id: int, what: str) -> None:
    """That this officer reads a secret report ("page") or a file of it ("file"), now.

    Who loads a page anew within ten minutes goes on with the same reading. Raises CoreDown where it cannot be kept:
    then nothing may be shown.
    """
    if not _goes_on(desk.cases.ledger, officer, case_id, what):
        desk.secret_log.note(officer, case_id, what)


def _goes_on(ledger: Ledger, officer: Officer, case_id: int, what: str) -> bool:
    row = SecretReadRow
    mine = (row.account_id == officer.id, row.case_id == case_id, row.what == what)
    with ledger.reading() as session:
        found = select(row.id).where(*mine, row.at > ledger.clock() - ONE_READING).limit(1)
        return session.scalar(found) is not None
