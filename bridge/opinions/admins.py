"""The people behind the counter are asked too, once a year; who answered what cannot be read from the answers."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from hashlib import sha256

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bridge.ikm import ANSWERS
from bridge.opinions import tables
from bridge.opinions.rooms import down_when_broken, reading, writing
from bridge.opinions.tables import AdminAnswerRow, AdminSaltRow

SALT = 32  # bytes


class Admins:
    """The admins' answers of each year in one database. Every method raises CoreDown where that fails."""

    def __init__(self, engine: Engine, random_bytes: Callable[[int], bytes]) -> None:
        """`random_bytes` makes the secret with which a year's names are mixed."""
        self._engine = engine
        self._random_bytes = random_bytes

    def create(self) -> None:
        """Make the tables that are missing."""
        with down_when_broken():
            tables.create(self._engine)

    def opaque(self, year: int, admin: str) -> str:
        """A name for an admin in one year that tells nothing without that year's salt; case and spaces do not count."""
        with writing(self._engine) as session:
            salt = bytes.fromhex(self._salt(session, year))
        return hmac.new(salt, " ".join(admin.casefold().split()).encode(), sha256).hexdigest()

    def keep(self, year: int, opaque: str, question: str, answer: int) -> None:
        """Keep one answer, 1 to 4 or 0 where skipped; another answer to the same question replaces it."""
        if answer not in (0, *ANSWERS):
            raise ValueError("an answer is 1 to 4, 0 where skipped")
        with writing(self._engine) as session:
            session.merge(AdminAnswerRow(year=year, admin=opaque, question=question, answer=answer))

    def answers(self, year: int, opaque: str) -> Mapping[str, int]:
        """What this admin answered in this year so far: question -> answer."""
        mine = select(AdminAnswerRow).where(AdminAnswerRow.year == year, AdminAnswerRow.admin == opaque)
        with reading(self._engine) as session:
            return {row.question: row.answer for row in session.scalars(mine)}

    def year(self, year: int) -> Mapping[str, list[int]]:
        """All answers of a year by question, without those skipped; in no order that tells of a person."""
        given = select(AdminAnswerRow.question, AdminAnswerRow.answer).where(
            AdminAnswerRow.year == year, AdminAnswerRow.answer > 0
        )
        found: dict[str, list[int]] = {}
        with reading(self._engine) as session:
            for question, answer in session.execute(given):
                found.setdefault(question, []).append(answer)
        return {question: sorted(answers) for question, answers in found.items()}

    def _salt(self, session: Session, year: int) -> str:
        row = session.get(AdminSaltRow, year)
        if row is None:
            row = AdminSaltRow(year=year, salt=self._random_bytes(SALT).hex())
            session.add(row)
        return row.salt
