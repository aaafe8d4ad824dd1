"""What an account has to be: a name, an office, a password that is kept as argon2id, a code of this half minute."""

from __future__ import annotations

import secrets
import threading
from datetime import datetime

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bridge.desk.people import Role
from bridge.desk.words import N_
from bridge.embedded.desk_tables import AccountRow, OfficeRow

SHORTEST = 12  # characters of a password
LONGEST = 256
LONGEST_NAME = 200  # of a login or a name
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$4sdKCPLAf5rxFdpuNcEVpPmyFl6cSlUhBjhdWJT3sAo"

# OWASP's smaller setting of argon2id; one at a time, so that a crowd at the door costs time and not memory.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_ONE = threading.Lock()


class BadAccount(ValueError):
    """The account cannot be so; the text says why, for people."""


def made_up() -> str:
    """A password for one login: twenty characters that nobody guesses."""
    return secrets.token_urlsafe(15)


def check_password(password: str) -> None:
    """Raises BadAccount where a password is too short or too long; nothing else is asked of it."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadAccount(N_("A password needs 12 to 256 characters."))


def hashed(password: str) -> str:
    """The argon2id hash that is kept."""
    with _ONE:
        return _HASHER.hash(password)


def fits(kept: str, password: str) -> bool:
    """Whether the hash is this password's."""
    try:
        with _ONE:
            return _HASHER.verify(kept, password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The half minute whose code this is, the one before and after included; None where it is none of them."""
    totp, code = pyotp.TOTP(secret), "".join(code.split())
    here = int(now.timestamp()) // totp.interval
    steps = (here, here - 1, here + 1)
    return next((step for step in steps if pyotp.utils.strings_equal(totp.generate_otp(step), code)), None)


def check(session: Session, login: str, name: str, role: Role, office_id: int | None) -> None:
    """Raises BadAccount where there cannot be such an account."""
    if not login or not name or max(len(login), len(name)) > LONGEST_NAME:
        raise BadAccount(N_("An account needs a login and a name, of at most 200 characters each."))
    if (office_id is None) != (role is Role.CENTRAL):
        raise BadAccount(N_("An admin pusat belongs to no office, everybody else to one."))
    if office_id is not None and session.get(OfficeRow, office_id) is None:
        raise BadAccount(N_("That office is not known."))


def not_the_last(session: Session, row: AccountRow) -> None:
    """Raises BadAccount where nobody else is left who can make and open accounts everywhere."""
    open_ones = (AccountRow.role == Role.CENTRAL.value, AccountRow.disabled_at.is_(None), AccountRow.id != row.id)
    others = session.scalar(select(func.count()).select_from(AccountRow).where(*open_ones))
    if row.role == Role.CENTRAL.value and row.disabled_at is None and not others:
        raise BadAccount(N_("This is the last admin pusat. Make another one first."))
