"""Where opinions are kept: beside the reports, and so that nine answers lead to no person and to no report.

The stars know their report. The nine answers know only where and about what, and the day. What people say of
themselves is only counted: no row of it is one person's, and none is newer than another.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, Engine, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bridge.embedded.schema import WRITES, Utc

_BY_KEY = {"sqlite_with_rowid": False}  # rows lie in the order of their keys: not even the order of arrival is kept


class Base(DeclarativeBase):
    """All tables of opinions; no other table refers to them, and they to none."""

    type_annotation_map = {str: Text, datetime: Utc}  # noqa: RUF012 - SQLAlchemy's own form


class StarRow(Base):
    """One star of five for one report."""

    __tablename__ = "opinion_stars"
    __table_args__ = _BY_KEY

    id: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(index=True)
    agency: Mapped[str]
    category: Mapped[str]
    channel: Mapped[str]
    language: Mapped[str]
    star: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)


class AnswersRow(Base):
    """The nine elements of the IKM as one citizen answered them, 1 to 4; 0 where skipped or not yet asked."""

    __tablename__ = "opinion_answers"
    __table_args__ = _BY_KEY

    id: Mapped[str] = mapped_column(primary_key=True)
    agency: Mapped[str]
    category: Mapped[str]
    region: Mapped[str]
    channel: Mapped[str]
    language: Mapped[str]
    day: Mapped[date] = mapped_column(index=True)
    u1: Mapped[int]
    u2: Mapped[int]
    u3: Mapped[int]
    u4: Mapped[int]
    u5: Mapped[int]
    u6: Mapped[int]
    u7: Mapped[int]
    u8: Mapped[int]
    u9: Mapped[int]


class ParticipationRow(Base):
    """How many people of one kind answered in one month ("2026-11"); "" where they were not asked that far."""

    __tablename__ = "opinion_participation"
    __table_args__ = _BY_KEY

    month: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    province: Mapped[str] = mapped_column(primary_key=True)
    gender: Mapped[str] = mapped_column(primary_key=True)
    disability: Mapped[str] = mapped_column(primary_key=True)
    age: Mapped[str] = mapped_column(primary_key=True)
    people: Mapped[int]


class CountedRow(Base):
    """That a survey's person is counted already, so that nobody counts twice; it does not say as what."""

    __tablename__ = "opinion_counted"
    __table_args__ = _BY_KEY

    id: Mapped[str] = mapped_column(primary_key=True)


class AdminSaltRow(Base):
    """What the admins' names are mixed with in one year; once it is deleted nobody can tell who answered."""

    __tablename__ = "admin_salts"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    salt: Mapped[str]


class AdminAnswerRow(Base):
    """One answer of one admin in one year: 1 to 4, 0 where skipped."""

    __tablename__ = "admin_answers"
    __table_args__ = _BY_KEY

    year: Mapped[int] = mapped_column(primary_key=True)
    admin: Mapped[str] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[int]


def create(engine: Engine) -> None:
    """Make the tables that are missing; several processes may do so at once."""
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        one_at_a_time(connection)
        Base.metadata.create_all(connection)


def one_at_a_time(connection: Connection) -> None:
    """Opinions are written one after the other; on SQLite the write lock is already held."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(312)")
