"""Texts that officers send often, so that citizens get a kind and complete answer and not a hurried one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bridge.characters import printable, printable_lines, storable
from bridge.desk.desk_log import Did, entered
from bridge.desk.offices import Office, above
from bridge.desk.people import Officer, Role
from bridge.desk.words import N_
from bridge.embedded.course import Action
from bridge.embedded.desk_tables import CannedRow, OfficeRow
from bridge.embedded.ledger import Ledger, down_when_broken

LONGEST_TITLE, LONGEST = 80, 1500  # characters
ACTIONS: Mapping[str, str] = {
    Action.ANSWER: N_("Answer"),
    Action.ASK: N_("Ask for what is missing"),
    Action.VERIFY: N_("Verify"),
    Action.HAND_ON: N_("Hand on"),
    Action.ARCHIVE: N_("Archive"),
    Action.CLOSE: N_("Close"),
}
LANGUAGES: Mapping[str, str] = {"id": "Bahasa Indonesia", "en": "English", "jv": "Basa Jawa", "su": "Basa Sunda"}


class BadCanned(ValueError):
    """The text cannot be so; the words say why, for people."""


@dataclass(frozen=True, slots=True)
class Canned:
    """One ready text. `office_id` None: every office's. `action` is a key of ACTIONS, `language` of LANGUAGES."""

    id: int
    office_id: int | None
    action: str
    language: str
    title: str
    text: str


class CannedTexts:
    """All ready texts in one database. Every method raises CoreDown where the database does not do its part."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def for_use(self, officer: Officer, action: str = "", language: str = "") -> list[Canned]:
        """What this officer may send: everybody's, and those of the offices within reach and above the own."""
        with self._ledger.reading() as session:
            query = select(CannedRow).order_by(CannedRow.action, CannedRow.language, CannedRow.title, CannedRow.id)
            if officer.office_ids is not None:
                theirs = {*officer.office_ids, *_above(session, officer.office_id)}
                query = query.where(or_(CannedRow.office_id.is_(None), CannedRow.office_id.in_(theirs)))
            query = query.where(CannedRow.action == action) if action else query
            query = query.where(CannedRow.language == language) if language else query
            return [_canned(row) for row in session.scalars(query)]

    def get(self, number: int) -> Canned | None:
        """The text of that number."""
        with self._ledger.reading() as session:
            row = session.get(CannedRow, number)
            return _canned(row) if row else None

    def add(self, canned: Canned, by: int | None = None) -> int:
        """Keep a new text (its `id` does not count); returns its number. BadCanned."""
        canned = checked(canned)
        with down_when_broken(), self._ledger.writing() as session:
            row = CannedRow(office_id=canned.office_id, action=canned.action, language=canned.language)
            row.title, row.text = canned.title, canned.text
            session.add(row)
            session.flush()
            entered(session, self._ledger.clock(), Did.CANNED, canned.title, by)
            return row.id

    def change(self, canned: Canned, by: int | None = None) -> None:
        """The text of that number is so from now on. BadCanned; KeyError where it is gone."""
        canned = checked(canned)
        with down_when_broken(), self._ledger.writing() as session:
            row = _got(session, canned.id)
            row.office_id, row.action, row.language = canned.office_id, canned.action, canned.language
            row.title, row.text = canned.title, canned.text
            entered(session, self._ledger.clock(), Did.CANNED_CHANGED, canned.title, by)

    def remove(self, number: int, by: int | None = None) -> None:
        """The text is gone. KeyError where it is gone already."""
        with down_when_broken(), self._ledger.writing() as session:
            row = _got(session, number)
            entered(session, self._ledger.clock(), Did.CANNED_REMOVED, row.title, by)
            session.delete(row)


def may_write(officer: Officer, office_id: int | None) -> bool:
    """Whether an admin may write an office's texts; everybody's are admin pusat's alone."""
    return officer.role is Role.CENTRAL if office_id is None else officer.reaches(office_id)


def checked(canned: Canned) -> Canned:
    """The text as it is kept: the title on one line, no hidden characters, line ends as \\n. Raises BadCanned."""
    title = printable(canned.title)
    text = "\n".join(printable_lines(storable(canned.text))).strip()
    if not title or not text:
        raise BadCanned(N_("A ready text needs a title and words."))
    if len(title) > LONGEST_TITLE or len(text) > LONGEST:
        raise BadCanned(N_("A title has at most 80 characters, a ready text at most 1500."))
    if canned.action not in ACTIONS or canned.language not in LANGUAGES:
        raise BadCanned(N_("Choose what the text is for, and its language."))
    return replace(canned, title=title, text=text)


def _above(session: Session, office_id: int | None) -> Iterable[int]:
    rows = session.execute(select(OfficeRow.id, OfficeRow.parent_id)).all() if office_id else ()
    return (office.id for office in above([Office(row.id, "", row.parent_id) for row in rows], office_id))


def _canned(row: CannedRow) -> Canned:
    return Canned(row.id, row.office_id, row.action, row.language, row.title, row.text)


def _got(session: Session, number: int) -> CannedRow:
    row = session.get(CannedRow, number)
    if row is None:
        raise KeyError(number)
    return row
