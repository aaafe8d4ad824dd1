"""Who works at the desk and what each may see and do: a citizen's report is nobody's but the competent office's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_, true

from bot.progress import By
from bridge.embedded.course import Action
from bridge.embedded.schema import CaseRow


class Role(StrEnum):
    """The three roles of SP4N-LAPOR!, from the middle to the counter."""

    CENTRAL = "admin_pusat"
    AGENCY = "admin_instansi"
    LIAISON = "pejabat_penghubung"


class Right(StrEnum):
    """What a role may be allowed to do; which one may what is `MAY`, and docs/desk.md tells it to people."""

    READ = "read"  # reports within the officer's reach
    DECIDE = "decide"  # verify, send on, archive, correct the category; also many at once
    ANSWER = "answer"  # answer, ask, hand on, close
    EXPORT = "export"  # what is listed, as a file
    MONEV = "monev"  # the figures of the offices within reach
    GOALS = "goals"  # set what an office wants to reach
    CANNED = "canned"  # write texts that are sent often
    ACCOUNTS = "accounts"  # make and end accounts within reach, with no role above the own
    OFFICES = "offices"  # change the tree of offices
    LOGS = "logs"  # read who opened secret reports and what was done at the desk


MAY: Mapping[Role, frozenset[Right]] = {
    Role.CENTRAL: frozenset(Right),
    Role.AGENCY: frozenset(Right) - {Right.OFFICES},
    Role.LIAISON: frozenset({Right.READ, Right.ANSWER, Right.EXPORT, Right.MONEV}),
}
RIGHTS: Mapping[Action, Right] = {
    Action.VERIFY: Right.DECIDE,
    Action.SEND_ON: Right.DECIDE,
    Action.ARCHIVE: Right.DECIDE,
    Action.ANSWER: Right.ANSWER,
    Action.ASK: Right.ANSWER,
    Action.HAND_ON: Right.ANSWER,
    Action.CLOSE: Right.ANSWER,
}
BENEATH: Mapping[Role, tuple[Role, ...]] = {
    Role.CENTRAL: tuple(Role),
    Role.AGENCY: (Role.AGENCY, Role.LIAISON),
    Role.LIAISON: (),
}


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who is logged in. `offices`: names of those within reach, None for all of them.

    `region_code`: whose reports without an office they see too (admin instansi), "" for none. `token`: what the browser
    holds for this session, a secret. `proved`: nothing more has to be given to get in.
    """

    id: int
    login: str
    name: str
    role: Role
    language: str
    office_id: int | None = None
    office: str = ""
    offices: tuple[str, ...] | None = ()
    office_ids: tuple[int, ...] | None = ()
    region_code: str = ""
    has_totp: bool = False
    must_change: bool = False
    proved: bool = False
    token: str = field(default="", repr=False)

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the session, not the person, so that it can be ended."""
        return self.token

    def may(self, right: Right) -> bool:
        """Whether the role has this right."""
        return right in MAY[self.role]

    def reaches(self, office_id: int | None) -> bool:
        """Whether an office's accounts, goals and texts are within reach; None, the whole country, for the middle."""
        return self.office_ids is None or office_id in self.office_ids


def acts_as(officer: Officer) -> By:
    """As whom the rules count an officer: those of an office act for it, all others at the door."""
    return By.OFFICE if officer.role is Role.LIAISON else By.ADMIN


def sees(officer: Officer) -> ColumnElement[bool]:
    """The cases within an officer's reach: their offices', and at an agency's door those of its region without one."""
    if officer.offices is None:
        return true()
    theirs = CaseRow.agency.in_(officer.offices)
    if officer.role is not Role.AGENCY or not officer.region_code:
        return theirs
    here = or_(CaseRow.regency_code == officer.region_code, CaseRow.province_code == officer.region_code)
    return or_(theirs, and_(CaseRow.agency == "", here))
