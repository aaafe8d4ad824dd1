"""Who opened which secret report: whoever trusted us with one can be told who read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, or_, select, true

from bridge.characters import printable
from bridge.desk.desk_log import PAGE
from bridge.desk.people import Officer, sees
from bridge.desk.words import N_
from bridge.embedded.desk_tables import AccountRow, SecretReadRow
from bridge.embedded.ledger import Ledger, down_when_broken
from bridge.embedded.schema import CaseRow

WAYS: Mapping[str, str] = {"page": N_("its page"), "file": N_("a file of it"), "export": N_("in a list as a file")}


@dataclass(frozen=True, slots=True)
class Read:
    """One reading. `reference` is "" where the report itself is out of the reach of whoever looks at the log."""

    id: int
    at: datetime
    login: str
    name: str
    reference: str
    what: str

    @property
    def words(self) -> str:
        """How it was read, as the English source of a text."""
        return WAYS.get(self.what, printable(self.what))


class SecretLog:
    """The log in one database. Every method raises CoreDown where the database does not do its part."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def note(self, officer: Officer, case_id: int, what: str = "page") -> None:
        """An officer opened a secret report: its page, a file of it, or in an export. Before it is shown."""
        with down_when_broken(), self._ledger.writing() as session:
            now = self._ledger.clock()
            session.add(SecretReadRow(at=now, account_id=officer.id, case_id=case_id, what=what))

    def page(self, officer: Officer, login: str = "", reference: str = "", before: int = 0) -> list[Read]:
        """Readings of reports within reach, and those by accounts within reach, the newest first, as DeskLog.page.

        `reference` keeps those of one report within reach.
        """
        here = sees(officer)
        theirs = true() if officer.office_ids is None else AccountRow.office_id.in_(officer.office_ids)
        number = case((here, CaseRow.reference), else_="").label("reference")
        query = (
            select(SecretReadRow.id, SecretReadRow.at, AccountRow.login, AccountRow.name, number, SecretReadRow.what)
            .join(AccountRow, AccountRow.id == SecretReadRow.account_id)
            .join(CaseRow, CaseRow.id == SecretReadRow.case_id)
            .where(or_(here, theirs))
            .order_by(SecretReadRow.id.desc())
            .limit(PAGE + 1)
        )
        query = query.where(AccountRow.login == login.casefold()) if login else query
        query = query.where(here, CaseRow.reference == reference) if reference else query
        query = query.where(SecretReadRow.id < before) if before else query
        with self._ledger.reading() as session:
            return [Read(*row) for row in session.execute(query)]
