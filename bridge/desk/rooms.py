"""What the desk's pages stand on: the cases, the people, and what the house lends them; connected in bot.wired_desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bridge.desk.accounts import Accounts
from bridge.desk.batches import Batches
from bridge.desk.canned import CannedTexts
from bridge.desk.choices import Choices
from bridge.desk.desk_log import DeskLog
from bridge.desk.figures import Figures
from bridge.desk.logins import Logins
from bridge.desk.offices import Offices
from bridge.desk.people import Role
from bridge.desk.secret_log import SecretLog
from bridge.embedded.cases import Cases
from bridge.embedded.officers_table.entry import Terms
from bridge.monev.maps import Outlines


class Seal(Protocol):
    """Secrets that lie in the database are sealed; `about` names the place, so that none can be moved."""

    def seal(self, about: str, plain: str) -> str: ...

    def open(self, about: str, sealed: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category that the bot would give a story, and the role of the office that normally handles it."""

    code: str
    name: str
    office_role: str


@dataclass(frozen=True, slots=True)
class Category:
    """A category of the catalogue, for lists and corrections. `name` is Indonesian."""

    code: str
    name: str
    topic: str
    office_role: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that the desk's pages use. `link`: a file's URL as one that works now. `terms`: for files."""

    cases: Cases
    accounts: Accounts
    logins: Logins
    offices: Offices
    canned: CannedTexts
    log: DeskLog
    secret_log: SecretLog
    batches: Batches
    choices: Choices
    terms: Terms
    figures: Figures
    regions: Mapping[str, str]  # Kemendagri code -> name of each province and regency
    clock: Callable[[], datetime]
    categories: Mapping[str, Category]
    suggest: Callable[[str], Sequence[Suggestion]]
    link: Callable[[str], str]
    cookie_key: str = field(repr=False)
    secure: bool  # behind https: cookies travel nowhere else
    two_factors: frozenset[Role] = frozenset()  # roles that cannot do without a second factor
    outlines: Outlines | None = None  # where official boundaries are loaded
