"""What an officer decided about one report is done in one way, whether at a terminal, on a page or for many at once."""

from __future__ import annotations

from collections.abc import Mapping

from bot.progress import By, Happened
from bridge.characters import storable
from bridge.embedded.course import Action
from bridge.embedded.happened import Step, correct
from bridge.embedded.ledger import Ledger
from bridge.embedded.rows import course_of
from bridge.embedded.schema import CaseRow
from bridge.embedded.workflow import step


class NoSuchCategory(Exception):
    """The category cannot be given: nobody knows its code, or (`known`) the report has it already."""

    def __init__(self, code: str, *, known: bool) -> None:
        super().__init__(code)
        self.known = known


def move(
    ledger: Ledger,
    row: CaseRow,
    action: Action,
    *,
    by: By,
    actor: str,
    agency: str = "",
    note: str = "",
    reason: str = "",
    supervisory: bool = False,
) -> None:
    """Do it to a case that is held (locking.locked), in the transaction that holds it, and tell its timeline.

    Raises workflow.NotPossible or workflow.Missing, and then nothing has changed.
    """
    now = ledger.clock()
    after, what = step(
        course_of(row),
        action,
        now,
        by=by,
        agency=storable(agency),
        note=note,
        reason=reason,
        supervisory=supervisory,
        deadlines=ledger.deadlines,
    )
    told = reason if what is Happened.ARCHIVED else ""
    ledger.enter(row, after, Step(what, by, note, told, actor), now)


def give_category(ledger: Ledger, row: CaseRow, code: str, names: Mapping[str, str], actor: str) -> None:
    """Correct the category of a case that is held; `names`: code -> name. Raises NoSuchCategory."""
    name = names.get(code)
    if name is None or row.category == code:
        raise NoSuchCategory(code, known=name is not None)
    correct(row, code, name, ledger.clock(), actor)
