"""From case to case without going back to the list: whoever decides all day keeps their place in it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from bridge.desk.filters import Wanted
from bridge.desk.listing import At, beside, within
from bridge.desk.people import Officer
from bridge.desk.rooms import Desk
from bridge.embedded.schema import CaseRow


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Addresses of the cases before and after a place in a list, "" where there is none, and of the list itself.

    `inside` is what every link and form of the case's page carries on as `in`.
    """

    previous: str
    next: str
    back: str
    inside: str


def neighbours(desk: Desk, officer: Officer, inside: str, case_id: int) -> Neighbours:
    """What stands next to a case in the list that `inside` tells of, at the place where the case stood then.

    `inside` is a query as `place_in` makes it; what it cannot mean is passed over. `case_id` as CaseRow.id, for a
    query without a place.
    """
    wanted, told = Wanted.within(inside)
    here = within(desk, officer, wanted)
    with desk.cases.ledger.reading() as session:
        at = At.read(told) or _own(session, case_id)
        around = [beside(session, here, at, back=back) if at else None for back in (True, False)]
    previous, after = (case_address(each[0], wanted, each[1]) if each else "" for each in around)
    back = url_for("inbox.inbox") + (f"?{wanted.query}" if wanted.query else "")
    return Neighbours(previous, after, back, place_in(wanted, at) if at else wanted.query)


def place_in(wanted: Wanted, at: At) -> str:
    """A list and a place in it, as one string for `in`."""
    return wanted.but(at=str(at))


def case_address(reference: str, wanted: Wanted, at: At) -> str:
    """The page of a case that knows from which list it was opened."""
    return url_for("case.case", reference=reference) + "?in=" + quote(place_in(wanted, at), safe="")


def _own(session: Session, case_id: int) -> At | None:
    found = session.execute(select(CaseRow.due_at, CaseRow.id).where(CaseRow.id == case_id)).first()
    return At(found.due_at, found.id) if found else None
