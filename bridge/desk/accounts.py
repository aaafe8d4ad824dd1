"""Accounts of those who may read reports: who they are, how they prove it, and how guessing is slowed down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bridge.characters import printable, storable
from bridge.desk.account_rules import (
    LONGEST_NAME,
    NOBODY,
    BadAccount,
    check,
    check_password,
    fits,
    hashed,
    not_the_last,
    step_of,
)
from bridge.desk.desk_log import Did, entered
from bridge.desk.people import Role
from bridge.desk.tries import TooMany, Tries
from bridge.desk.words import N_
from bridge.embedded.desk_tables import AccountRow, SessionRow
from bridge.embedded.ledger import Ledger, down_when_broken

__all__ = ["Account", "Accounts", "BadAccount", "TooMany", "WrongPassword", "account_of", "check_password"]
_ABOUT = "desk-totp:{}"  # where a sealed secret belongs


class WrongPassword(Exception):
    """Login and password do not belong together; which of the two is nobody's business."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody's account, without its secrets."""

    id: int
    login: str
    name: str
    role: Role
    office_id: int | None
    language: str
    has_totp: bool
    must_change: bool
    disabled: bool


class Accounts:
    """All accounts in one database. Every method raises CoreDown where the database does not do its part.

    `by` is the account that does it, None for a terminal: what is done is written into the log in the same transaction.
    """

    def __init__(
        self,
        ledger: Ledger,
        seal: Callable[[str, str], str],
        unseal: Callable[[str, str], str],
        tries: Tries | None = None,
    ) -> None:
        """`seal(about, plain)` and `unseal(about, sealed)` keep the second factors' secrets unreadable."""
        self._ledger = ledger
        self._seal, self._unseal = seal, unseal
        self.tries = tries or Tries(ledger)

    def all(self) -> list[Account]:
        """All accounts by name, ended ones too."""
        with self._ledger.reading() as session:
            return [account_of(row) for row in session.scalars(select(AccountRow).order_by(AccountRow.name))]

    def find(self, login: str) -> Account | None:
        """The account of that login, ended or not."""
        with self._ledger.reading() as session:
            row = _by_login(session, login)
            return account_of(row) if row else None

    def get(self, account_id: int) -> Account | None:
        """The account of that number, ended or not."""
        with self._ledger.reading() as session:
            row = session.get(AccountRow, account_id)
            return account_of(row) if row else None

    def add(
        self,
        login: str,
        name: str,
        role: Role,
        office_id: int | None,
        password: str,
        *,
        must_change: bool = True,
        by: int | None = None,
    ) -> Account:
        """A new account. Raises BadAccount where something in it cannot be."""
        login, name = _folded(login), printable(name)
        check_password(password)
        kept = hashed(password)
        with down_when_broken(), self._ledger.writing() as session:
            check(session, login, name, role, office_id)
            if _by_login(session, login):
                raise BadAccount(N_("There is an account of that login already."))
            row = AccountRow(login=login, name=name, role=role.value, office_id=office_id, password=kept)
            row.must_change, row.made_at, row.language, row.totp = must_change, self._ledger.clock(), "id", ""
            session.add(row)
            session.flush()
            self._enter(session, Did.ACCOUNT, f"{login} ({role})", by)
            return account_of(row)

    def change(self, account_id: int, name: str, role: Role, office_id: int | None, by: int | None = None) -> None:
        """Another name, role or office. BadAccount, also where no admin pusat would be left."""
        with down_when_broken(), self._ledger.writing() as session:
            row, name = _got(session, account_id), printable(name)
            check(session, row.login, name, role, office_id)
            if role is not Role.CENTRAL:
                not_the_last(session, row)
            row.name, row.role, row.office_id = name, role.value, office_id
            self._enter(session, Did.ACCOUNT_CHANGED, f"{row.login} ({role})", by)

    def proven(self, login: str, password: str, address: str) -> Account:
        """The account whose password this is. Raises WrongPassword, or tries.TooMany after too many wrong ones.

        An unknown or ended account takes as long as a wrong password.
        """
        login = _folded(login)[:LONGEST_NAME]
        self.tries.ask(login, address)
        with self._ledger.reading() as session:
            row = _by_login(session, login)
            account = account_of(row) if row else None
            kept = row.password if row and not row.disabled_at else NOBODY
        if not fits(kept, password) or account is None or account.disabled:
            self._note(Did.WRONG_PASSWORD, account.id if account else None)
            raise WrongPassword
        self.tries.passed(login, address)
        return account

    def set_password(
        self, account_id: int, password: str, *, must_change: bool = False, spare: str = "", by: int | None = None
    ) -> None:
        """A new password; every session of the account ends, except the one with the id `spare`. BadAccount."""
        check_password(password)
        kept = hashed(password)
        with down_when_broken(), self._ledger.writing() as session:
            row = _got(session, account_id)
            row.password, row.must_change = kept, must_change
            _end_sessions(session, account_id, spare)
            self._enter(session, Did.PASSWORD if by == account_id else Did.PASSWORD_GIVEN, row.login, by)

    def set_language(self, account_id: int, language: str) -> None:
        """In which language the pages come: id or en."""
        with down_when_broken(), self._ledger.writing() as session:
            _got(session, account_id).language = language

    def disable(self, account_id: int, *, disabled: bool, by: int | None = None) -> None:
        """End an account, and all its sessions at once; or open it again. BadAccount for the last admin pusat."""
        with down_when_broken(), self._ledger.writing() as session:
            row = _got(session, account_id)
            if disabled:
                not_the_last(session, row)
            row.disabled_at = self._ledger.clock() if disabled else None
            _end_sessions(session, account_id)
            self._enter(session, Did.ACCOUNT_ENDED if disabled else Did.ACCOUNT_OPENED, row.login, by)

    def set_totp(self, account_id: int, secret: str, code: str) -> bool:
        """Keep the second factor's secret, if the code proves that the phone has it too; says whether it did."""
        step = step_of(secret, code, self._ledger.clock())
        if step is None:
            return False
        with down_when_broken(), self._ledger.writing() as session:
            row = _got(session, account_id)
            row.totp, row.totp_step = self._seal(_ABOUT.format(account_id), secret), step
            self._enter(session, Did.FACTOR, row.login, account_id)
        return True

    def drop_totp(self, account_id: int, by: int | None = None) -> None:
        """The phone is lost: no second factor until a new one is set up; every session ends."""
        with down_when_broken(), self._ledger.writing() as session:
            row = _got(session, account_id)
            row.totp, row.totp_step = "", 0
            _end_sessions(session, account_id)
            self._enter(session, Did.FACTOR_DROPPED, row.login, by)

    def totp_fits(self, account_id: int, code: str, address: str) -> bool:
        """Whether this is the code of now; each counts once. Raises tries.TooMany after too many wrong ones."""
        who = f"totp {account_id}"
        self.tries.ask(who, address)
        with down_when_broken(), self._ledger.writing() as session:
            row = _got(session, account_id)
            secret = self._unseal(_ABOUT.format(account_id), row.totp) if row.totp else ""
            step = step_of(secret, code, self._ledger.clock()) if secret else None
            fresh = step is not None and step > row.totp_step
            row.totp_step = step if fresh and step else row.totp_step
        if fresh:
            self.tries.passed(who, address)
        else:
            self._note(Did.WRONG_CODE, account_id)
        return fresh

    def _note(self, what: Did, by: int | None) -> None:
        with down_when_broken(), self._ledger.writing() as session:
            self._enter(session, what, "", by)

    def _enter(self, session: Session, what: Did, about: str, by: int | None) -> None:
        entered(session, self._ledger.clock(), what, about, by)


def account_of(row: AccountRow) -> Account:
    """The account in a row."""
    return Account(
        id=row.id,
        login=row.login,
        name=row.name,
        role=Role(row.role),
        office_id=row.office_id,
        language=row.language,
        has_totp=bool(row.totp),
        must_change=row.must_change,
        disabled=row.disabled_at is not None,
    )


def _folded(login: str) -> str:
    return "".join(printable(storable(login)).split()).casefold()


def _by_login(session: Session, login: str) -> AccountRow | None:
    return session.scalar(select(AccountRow).where(AccountRow.login == _folded(login)))


def _got(session: Session, account_id: int) -> AccountRow:
    row = session.get(AccountRow, account_id)
    if row is None:
        raise KeyError(account_id)
    return row


def _end_sessions(session: Session, account_id: int, spare: str = "") -> None:
    for row in session.scalars(select(SessionRow).where(SessionRow.account_id == account_id, SessionRow.id != spare)):
        session.delete(row)
