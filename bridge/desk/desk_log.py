"""What was done at the desk apart from reports, written down with who did it; rows are only ever added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from bridge.characters import printable
from bridge.desk.people import Officer
from bridge.desk.words import N_
from bridge.embedded.desk_tables import AccountRow, DeskLogRow
from bridge.embedded.ledger import Ledger, down_when_broken

PAGE = 50  # rows
_LONGEST = 200  # characters of what a row is about


class Did(StrEnum):
    """What can be written down."""

    CAME_IN = "came_in"
    WENT_OUT = "went_out"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a word for what happened
    WRONG_CODE = "wrong_code"
    PASSWORD = "password"  # noqa: S105
    PASSWORD_GIVEN = "password_given"  # noqa: S105
    FACTOR = "factor"
    FACTOR_DROPPED = "factor_dropped"
    ACCOUNT = "account"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_ENDED = "account_ended"
    ACCOUNT_OPENED = "account_opened"
    OFFICE = "office"
    OFFICE_CHANGED = "office_changed"
    CANNED = "canned"
    CANNED_CHANGED = "canned_changed"
    CANNED_REMOVED = "canned_removed"
    EXPORT = "export"
    GOAL = "goal"


WORDS: Mapping[str, str] = {
    Did.CAME_IN: N_("Logged in"),
    Did.WENT_OUT: N_("Logged out"),
    Did.WRONG_PASSWORD: N_("Somebody gave a wrong password"),
    Did.WRONG_CODE: N_("Somebody gave a wrong code after the right password"),
    Did.PASSWORD: N_("Changed the own password"),
    Did.PASSWORD_GIVEN: N_("Gave a new password to"),
    Did.FACTOR: N_("Set up the second step"),
    Did.FACTOR_DROPPED: N_("Took away the second step of"),
    Did.ACCOUNT: N_("Made an account"),
    Did.ACCOUNT_CHANGED: N_("Changed an account"),
    Did.ACCOUNT_ENDED: N_("Ended an account"),
    Did.ACCOUNT_OPENED: N_("Opened an account again"),
    Did.OFFICE: N_("Added an office"),
    Did.OFFICE_CHANGED: N_("Changed an office"),
    Did.CANNED: N_("Wrote a ready text"),
    Did.CANNED_CHANGED: N_("Changed a ready text"),
    Did.CANNED_REMOVED: N_("Deleted a ready text"),
    Did.EXPORT: N_("Took a list as a file"),
    Did.GOAL: N_("Set a goal"),
}


@dataclass(frozen=True, slots=True)
class Done:
    """One row: when, whose account ("" at a terminal or by somebody unknown), what, and about what."""

    id: int
    at: datetime
    login: str
    name: str
    what: str
    about: str

    @property
    def words(self) -> str:
        """What was done, as the English source of a text."""
        return WORDS.get(self.what, self.what)


class DeskLog:
    """The log in one database. Every method raises CoreDown where the database does not do its part."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def note(self, what: Did, about: str = "", by: int | None = None) -> None:
        """Write down what was done, by which account; `about` never holds a password, a story or a typed login."""
        with down_when_broken(), self._ledger.writing() as session:
            entered(session, self._ledger.clock(), what, about, by)

    def page(self, officer: Officer, login: str = "", before: int = 0) -> list[Done]:
        """What accounts within reach did, the newest first, from before a row's number (0: the newest of all).

        `login` keeps one account's. One row more than PAGE says that there are older ones.
        """
        query = (
            select(DeskLogRow.id, DeskLogRow.at, AccountRow.login, AccountRow.name, DeskLogRow.what, DeskLogRow.about)
            .outerjoin(AccountRow, AccountRow.id == DeskLogRow.account_id)
            .where(true() if officer.office_ids is None else AccountRow.office_id.in_(officer.office_ids))
            .order_by(DeskLogRow.id.desc())
            .limit(PAGE + 1)
        )
        query = query.where(AccountRow.login == login.casefold()) if login else query
        query = query.where(DeskLogRow.id < before) if before else query
        with self._ledger.reading() as session:
            rows = session.execute(query).all()
        return [Done(row.id, row.at, row.login or "", row.name or "", row.what, row.about) for row in rows]


def entered(session: Session, now: datetime, what: Did, about: str = "", by: int | None = None) -> None:
    """A row in the transaction of what it tells of: neither happens without the other."""
    session.add(DeskLogRow(at=now, account_id=by, what=what.value, about=printable(about)[:_LONGEST]))
