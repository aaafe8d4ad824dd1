"""The accounts within an admin's reach, with their offices' names, page by page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from bridge.desk.people import BENEATH, Officer, Role
from bridge.embedded.desk_tables import AccountRow, OfficeRow
from bridge.embedded.ledger import Ledger

PAGE = 100  # rows


@dataclass(frozen=True, slots=True)
class Line:
    """One account as a list shows it."""

    id: int
    login: str
    name: str
    role: Role
    office: str
    has_totp: bool
    ended: bool


def lines(ledger: Ledger, officer: Officer, words: str = "", start: int = 0) -> list[Line]:
    """Accounts within reach by name, from the `start`th on; one more than PAGE says that there are more.

    `words` is looked for in names, logins and offices.
    """
    query = (
        select(AccountRow, OfficeRow.name)
        .outerjoin(OfficeRow, OfficeRow.id == AccountRow.office_id)
        .where(AccountRow.role.in_([role.value for role in BENEATH[officer.role]]))
        .order_by(AccountRow.name, AccountRow.id)
        .offset(start)
        .limit(PAGE + 1)
    )
    if officer.office_ids is not None:
        query = query.where(AccountRow.office_id.in_(officer.office_ids))
    if words:
        looked_for = [AccountRow.name, AccountRow.login, OfficeRow.name]
        query = query.where(or_(*(func.lower(each).contains(words.lower(), autoescape=True) for each in looked_for)))
    with ledger.reading() as session:
        return [_line(row, office or "") for row, office in session.execute(query)]


def _line(row: AccountRow, office: str) -> Line:
    return Line(row.id, row.login, row.name, Role(row.role), office, bool(row.totp), row.disabled_at is not None)
