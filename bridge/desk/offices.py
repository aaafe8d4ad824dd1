"""The offices that reports go to, as a tree: an agency's door and the offices behind it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bridge.characters import printable, storable
from bridge.desk.desk_log import Did, entered
from bridge.desk.words import N_
from bridge.embedded.desk_tables import OfficeRow
from bridge.embedded.ledger import Ledger, down_when_broken
from bridge.embedded.schema import CaseRow

LONGEST = 200  # characters of a name
_REGION = re.compile(r"(\d\d(\.\d\d)?)?", re.ASCII)  # Kemendagri: a province, or a regency of one


class BadOffice(ValueError):
    """The office cannot be so; the text says why, for people."""


@dataclass(frozen=True, slots=True)
class Office:
    """One office. `parent_id` None: at the top. `role` and `region_code` as in OfficeRow."""

    id: int
    name: str
    parent_id: int | None = None
    role: str = ""
    region_code: str = ""


class Offices:
    """The tree in one database. Every method raises CoreDown where the database does not do its part."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def all(self) -> list[Office]:
        """All offices by name."""
        with self._ledger.reading() as session:
            return known(session)

    def beneath(self, office_id: int) -> list[Office]:
        """The office and all that stand under it, itself first."""
        return beneath(self.all(), office_id)

    def unknown(self, most: int = 100) -> list[tuple[str, int]]:
        """Names of offices that reports carry and this tree does not know, with how many, the most first."""
        query = (
            select(CaseRow.agency, func.count().label("many"))
            .where(CaseRow.agency != "", CaseRow.agency.not_in(select(OfficeRow.name)))
            .group_by(CaseRow.agency)
            .order_by(func.count().desc(), CaseRow.agency)
            .limit(most)
        )
        with self._ledger.reading() as session:
            return [(row.agency, row.many) for row in session.execute(query)]

    def add(
        self, name: str, parent_id: int | None = None, role: str = "", region_code: str = "", by: int | None = None
    ) -> int:
        """Its number; `by` is the account that does it. BadOffice where the name is empty or taken, the region no code.

        The name is kept as reports carry it: with single spaces, else verbatim.
        """
        name = " ".join(storable(name).split())
        with down_when_broken(), self._ledger.writing() as session:
            _check(session, Office(0, name, parent_id, role, region_code))
            row = OfficeRow(name=name, parent_id=parent_id, role=storable(role), region_code=region_code)
            session.add(row)
            session.flush()
            entered(session, self._ledger.clock(), Did.OFFICE, name, by)
            return row.id

    def change(self, office: Office, by: int | None = None) -> None:
        """Everything but the name, which cases carry. BadOffice, and where it would stand under itself; KeyError."""
        with down_when_broken(), self._ledger.writing() as session:
            row = session.get(OfficeRow, office.id)
            if row is None:
                raise KeyError(office.id)
            _check(session, Office(row.id, row.name, office.parent_id, office.role, office.region_code))
            row.parent_id, row.role, row.region_code = office.parent_id, storable(office.role), office.region_code
            entered(session, self._ledger.clock(), Did.OFFICE_CHANGED, row.name, by)

    def for_role(self, role: str, region_codes: Iterable[str]) -> Office | None:
        """The office that does this in the smallest of these regions; None where none is known."""
        here = {office.region_code: office for office in self.all() if office.role.casefold() == role.casefold()}
        return next((here[code] for code in (*region_codes, "") if code in here), None)


def known(session: Session) -> list[Office]:
    """All offices by name, as columns: every page of an officer reads them."""
    columns = (OfficeRow.id, OfficeRow.name, OfficeRow.parent_id, OfficeRow.role, OfficeRow.region_code)
    return [Office(*row) for row in session.execute(select(*columns).order_by(OfficeRow.name))]


def beneath(offices: Iterable[Office], office_id: int) -> list[Office]:
    """The office and all under it, itself first; [] where it is not among them."""
    children: dict[int | None, list[Office]] = defaultdict(list)
    found: list[Office] = []
    for office in offices:
        children[office.parent_id].append(office)
        found += [office] if office.id == office_id else []
    for office in found:  # grows while it is read: each one brings its own
        found += [each for each in children.pop(office.id, []) if each.id != office_id]
    return found


def above(offices: Iterable[Office], office_id: int | None) -> list[Office]:
    """The offices that an office stands under, the nearest first, without itself."""
    by_id, found = {office.id: office for office in offices}, list[Office]()
    here = by_id.get(office_id or 0)
    while here is not None and here.parent_id is not None and len(found) <= len(by_id):
        here = by_id.get(here.parent_id)
        found += [here] if here else []
    return found


def as_tree(offices: Iterable[Office]) -> list[tuple[int, Office]]:
    """Each office with how deep it stands, the ones under it right after it."""
    children: dict[int | None, list[Office]] = defaultdict(list)
    for office in offices:
        children[office.parent_id].append(office)
    found, waiting = list[tuple[int, Office]](), [(0, office) for office in reversed(children[None])]
    while waiting:
        depth, office = waiting.pop()
        found.append((depth, office))
        waiting += [(depth + 1, each) for each in reversed(children.pop(office.id, []))]
    return found


def _check(session: Session, office: Office) -> None:
    if not office.name or len(office.name) > LONGEST or printable(office.name) != office.name:
        raise BadOffice(N_("An office needs a name of at most 200 characters."))
    taken = session.scalar(select(OfficeRow.id).where(OfficeRow.name == office.name))
    if taken not in (None, office.id):
        raise BadOffice(N_("There is an office of that name already."))
    if not _REGION.fullmatch(office.region_code):
        raise BadOffice(N_("A region is written as in 52 (a province) or 52.03 (a regency or city)."))
    _check_place(session, office)


def _check_place(session: Session, office: Office) -> None:
    parents: Mapping[int, int | None] = {each.id: each.parent_id for each in known(session)}
    if office.parent_id is not None and office.parent_id not in parents:
        raise BadOffice(N_("The office above it is not known."))
    here = office.parent_id
    while here is not None:
        if here == office.id:
            raise BadOffice(N_("An office cannot stand under itself."))
        here = parents[here]
