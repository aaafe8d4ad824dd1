"""The offices that reports go to, as a tree: an agency's door and the offices behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bridge.characters import storable
from bridge.embedded.desk_tables import OfficeRow
from bridge.embedded.ledger import Ledger, down_when_broken

LONGEST = 200  # characters of a name


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
            return [_office(row) for row in session.scalars(select(OfficeRow).order_by(OfficeRow.name))]

    def beneath(self, office_id: int) -> list[Office]:
        """The office and all that stand under it, itself first."""
        known = self.all()
        return beneath(known, office_id)

    def add(self, name: str, parent_id: int | None = None, role: str = "", region_code: str = "") -> int:
        """Its number. Raises BadOffice where the name is empty or taken, or the parent is unknown."""
        name = " ".join(storable(name).split())
        with down_when_broken(), self._ledger.writing() as session:
            _check(session, name, parent_id, None)
            row = OfficeRow(name=name, parent_id=parent_id, role=storable(role), region_code=storable(region_code))
            session.add(row)
            session.flush()
            return row.id

    def change(self, office: Office) -> None:
        """Everything but the name, which cases carry. BadOffice, and where it would stand under itself; KeyError."""
        with down_when_broken(), self._ledger.writing() as session:
            row = session.get(OfficeRow, office.id)
            if row is None:
                raise KeyError(office.id)
            _check(session, row.name, office.parent_id, office.id)
            row.parent_id, row.role = office.parent_id, storable(office.role)
            row.region_code = storable(office.region_code)

    def for_role(self, role: str, region_codes: Iterable[str]) -> Office | None:
        """The office that does this in the smallest of these regions; None where none is known."""
        here = {office.region_code: office for office in self.all() if office.role.casefold() == role.casefold()}
        return next((here[code] for code in (*region_codes, "") if code in here), None)


def beneath(offices: Iterable[Office], office_id: int) -> list[Office]:
    """The office and all under it, itself first; [] where it is not among them."""
    known = {office.id: office for office in offices}
    found = [known[office_id]] if office_id in known else []
    for office in found:  # grows while it is read: each one brings its own
        found += [each for each in known.values() if each.parent_id == office.id and each not in found]
    return found


def _office(row: OfficeRow) -> Office:
    return Office(row.id, row.name, row.parent_id, row.role, row.region_code)


def _check(session: Session, name: str, parent_id: int | None, own_id: int | None) -> None:
    if not name or len(name) > LONGEST:
        raise BadOffice(f"An office needs a name of at most {LONGEST} characters.")
    taken = session.scalar(select(OfficeRow.id).where(OfficeRow.name == name))
    if taken not in (None, own_id):
        raise BadOffice("There is an office of that name already.")
    parents: Mapping[int, int | None] = {row.id: row.parent_id for row in session.scalars(select(OfficeRow))}
    if parent_id is not None and parent_id not in parents:
        raise BadOffice("The office above it is not known.")
    above = parent_id
    while above is not None:
        if above == own_id:
            raise BadOffice("An office cannot stand under itself.")
        above = parents[above]
