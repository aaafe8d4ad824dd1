"""A login that goes on: kept in the database by a hash, ended by leaving, by silence, by age, or by the admin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import delete

from bridge.desk.accounts import Account, account_of
from bridge.desk.desk_log import Did, entered
from bridge.desk.offices import Office, beneath, known
from bridge.desk.people import Officer, Role
from bridge.embedded.desk_tables import AccountRow, SessionRow
from bridge.embedded.ledger import Ledger, down_when_broken

SILENCE = timedelta(hours=1)
AGE = timedelta(hours=12)
_NOTED = timedelta(minutes=1)  # being seen again sooner is not written down


class Logins:
    """All sessions in one database. `random_token` makes what nobody can guess."""

    def __init__(self, ledger: Ledger, random_token: Callable[[], str]) -> None:
        self._ledger = ledger
        self._random_token = random_token

    def begin(self, account: Account, *, proved: bool) -> str:
        """A new session; returns its token. `proved` is False until the second factor was given."""
        token, now = self._random_token(), self._ledger.clock()
        with down_when_broken(), self._ledger.writing() as session:
            session.execute(delete(SessionRow).where(SessionRow.began_at < now - AGE))
            session.add(SessionRow(id=named(token), account_id=account.id, began_at=now, seen_at=now, proved=proved))
            if proved:
                entered(session, now, Did.CAME_IN, by=account.id)
        return token

    def end(self, token: str) -> None:
        """This session is over. Leaving is written down; that a half session became a whole one is not."""
        with down_when_broken(), self._ledger.writing() as session:
            if row := session.get(SessionRow, named(token)):
                if row.proved:
                    entered(session, self._ledger.clock(), Did.WENT_OUT, by=row.account_id)
                session.delete(row)

    def officer(self, token: str) -> Officer | None:
        """Who holds this token, None where the session or the account has ended."""
        now = self._ledger.clock()
        with self._ledger.reading() as session:
            row = session.get(SessionRow, named(token))
            if row is None or now - row.seen_at > SILENCE or now - row.began_at > AGE:
                return None
            kept = session.get(AccountRow, row.account_id)
            if kept is None or kept.disabled_at is not None:
                return None
            account, proved, noted = account_of(kept), row.proved, now - row.seen_at > _NOTED
            offices = known(session) if account.office_id else []
        if noted:
            self._note(token)
        return officer_of(account, offices, token, proved=proved)

    def _note(self, token: str) -> None:
        with down_when_broken(), self._ledger.writing() as session:
            if row := session.get(SessionRow, named(token)):
                row.seen_at = self._ledger.clock()


def named(token: str) -> str:
    """The name under which a session is kept: the database alone opens no door."""
    return sha256(token.encode()).hexdigest()


def officer_of(account: Account, offices: list[Office], token: str = "", *, proved: bool = True) -> Officer:
    """The person of an account, with what is within reach: an agency's door reaches all offices behind it."""
    central = account.role is Role.CENTRAL
    within = beneath(offices, account.office_id) if account.office_id else []
    own = within[:1]
    reach = within if account.role is Role.AGENCY else own
    return Officer(
        id=account.id,
        login=account.login,
        name=account.name,
        role=account.role,
        language=account.language,
        office_id=account.office_id,
        office=own[0].name if own else "",
        offices=None if central else tuple(office.name for office in reach),
        office_ids=None if central else tuple(office.id for office in reach),
        region_code=own[0].region_code if own else "",
        has_totp=account.has_totp,
        must_change=account.must_change,
        proved=proved,
        token=token,
    )
