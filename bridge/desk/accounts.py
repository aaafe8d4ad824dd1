"""Accounts of those who may read reports: who they are, how they prove it, and how guessing is slowed down."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.orm import Session

from bridge.characters import storable
from bridge.desk.people import Role
from bridge.desk.tries import Tries
from bridge.embedded.desk_tables import AccountRow, OfficeRow, SessionRow
from bridge.embedded.ledger import Ledger, down_when_broken

SHORTEST = 12  # characters of a password
LONGEST = 256
_ABOUT = "desk-totp:{}"  # where a sealed secret belongs

# OWASP's smaller setting of argon2id; one at a time, so that a crowd at the door costs time and not memory.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_ONE = threading.Lock()
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$4sdKCPLAf5rxFdpuNcEVpPmyFl6cSlUhBjhdWJT3sAo"


class BadAccount(ValueError):
    """The account cannot be so; the text says why, for people."""


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
    """All accounts in one database. Every method raises CoreDown where the database does not do its part."""

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

    def add(
        self, login: str, name: str, role: Role, office_id: int | None, password: str, *, must_change: bool = True
    ) -> Account:
        """A new account. Raises BadAccount where something in it cannot be."""
        login, name = _folded(login), " ".join(storable(name).split())
        check_password(password)
        if not login or not name:
            raise BadAccount("An account needs a login and a name.")
        if (office_id is None) != (role is Role.CENTRAL):
            raise BadAccount("An admin pusat belongs to no office, everybody else to one.")
        hashed = _hashed(password)
        with down_when_broken(), self._ledger.writing() as session:
            if _by_login(session, login):
                raise BadAccount("There is an account of that login already.")
            if office_id is not None and session.get(OfficeRow, office_id) is None:
                raise BadAccount("That office is not known.")
            row = AccountRow(login=login, name=name, role=role.value, office_id=office_id, password=hashed)
            row.must_change, row.made_at, row.language, row.totp = must_change, self._ledger.clock(), "id", ""
            session.add(row)
            session.flush()
            return account_of(row)

    def proven(self, login: str, password: str, address: str) -> Account:
        """The account whose password this is. Raises WrongPassword, or tries.TooMany after too many wrong ones.

        An unknown or ended account takes as long as a wrong password.
        """
        login = _folded(login)
        self.tries.ask(login, address)
        with self._ledger.reading() as session:
            row = _by_login(session, login)
            account = account_of(row) if row and row.disabled_at is None else None
            fits = _fits(row.password if row and account else _NOBODY, password)
        if account is None or not fits:
            self.tries.failed(login, address)
            raise WrongPassword
        self.tries.passed(login, address)
        return account

    def set_password(self, account_id: int, password: str, *, must_change: bool = False, spare: str = "") -> None:
        """A new password; every session of the account ends, except the one with the id `spare`. BadAccount."""
        check_password(password)
        hashed = _hashed(password)
        with down_when_broken(), self._ledger.writing() as session:
            row = _got(session, account_id)
            row.password, row.must_change = hashed, must_change
            _end_sessions(session, account_id, spare)

    def set_language(self, account_id: int, language: str) -> None:
        """In which language the pages come: id or en."""
        with down_when_broken(), self._ledger.writing() as session:
            _got(session, account_id).language = language

    def disable(self, account_id: int, *, disabled: bool) -> None:
        """End an account, and all its sessions at once; or open it again."""
        with down_when_broken(), self._ledger.writing() as session:
            _got(session, account_id).disabled_at = self._ledger.clock() if disabled else None
            _end_sessions(session, account_id)

    def set_totp(self, account_id: int, secret: str, code: str) -> bool:
        """Keep the second factor's secret, if the code proves that the phone has it too; says whether it did."""
        step = _step_of(secret, code, self._ledger.clock())
        if step is None:
            return False
        with down_when_broken(), self._ledger.writing() as session:
            row = _got(session, account_id)
            row.totp, row.totp_step = self._seal(_ABOUT.format(account_id), secret), step
        return True

    def drop_totp(self, account_id: int) -> None:
        """The phone is lost: no second factor until a new one is set up; every session ends."""
        with down_when_broken(), self._ledger.writing() as session:
            row = _got(session, account_id)
            row.totp, row.totp_step = "", 0
            _end_sessions(session, account_id)

    def totp_fits(self, account_id: int, code: str, address: str) -> bool:
        """Whether this is the code of now; each counts once. Raises tries.TooMany after too many wrong ones."""
        who = f"totp {account_id}"
        self.tries.ask(who, address)
        with down_when_broken(), self._ledger.writing() as session:
            row = _got(session, account_id)
            secret = self._unseal(_ABOUT.format(account_id), row.totp) if row.totp else ""
            step = _step_of(secret, code, self._ledger.clock()) if secret else None
            fits = step is not None and step > row.totp_step
            row.totp_step = step if fits and step else row.totp_step
        (self.tries.passed if fits else self.tries.failed)(who, address)
        return fits


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


def check_password(password: str) -> None:
    """Raises BadAccount where a password is too short or too long; nothing else is asked of it."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadAccount(f"A password needs {SHORTEST} to {LONGEST} characters.")


def _hashed(password: str) -> str:
    with _ONE:
        return _HASHER.hash(password)


def _fits(hashed: str, password: str) -> bool:
    try:
        with _ONE:
            return _HASHER.verify(hashed, password[:LONGEST])
    except (VerifyMismatchError, InvalidHashError):
        return False


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The half minute whose code this is, the one before and after included; None where it is none of them."""
    totp, code = pyotp.TOTP(secret), "".join(code.split())
    here = int(now.timestamp()) // totp.interval
    steps = (here, here - 1, here + 1)
    return next((step for step in steps if pyotp.utils.strings_equal(totp.generate_otp(step), code)), None)


def _folded(login: str) -> str:
    return "".join(storable(login).split()).casefold()


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
