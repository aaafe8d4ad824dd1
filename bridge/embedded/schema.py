"""The tables in which the default core keeps every report, on SQLite or any database that SQLAlchemy knows."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import Connection, DateTime, Dialect, Engine, ForeignKey, Index, Text, create_engine, event, false
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Mapped, WriteOnlyMapped, mapped_column, relationship
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

# What the desk sorts and filters by: a list of a hundred thousand is read from this index alone.
LISTED = (
    *("due_at", "id", "stage", "agency", "erased_at", "secret", "category"),
    *("regency_code", "province_code", "district_code", "channel", "language", "kind", "received_at"),
)
# The figures are counted from these alone, each in the order of its groups, so that SQLite need not sort; then what
# the filters ask.
_ASKED = ("received_at", "agency", "regency_code", "province_code")
COUNTED = {
    "ix_cases_by_kind": ("channel", "language", "stage", "kind", "anonymous", "secret", "supporters", *_ASKED),
    "ix_cases_by_category": ("category", "category_name", "guesses", "verified_at", *_ASKED),
    "ix_cases_by_region": ("province_code", "regency_code", "province_name", "regency_name", *_ASKED[:2]),
    "ix_cases_by_office": (
        *("agency", "received_at", "stage", "verified_at", "answered_at", "final_late_at", "since", "by"),
        *_ASKED[2:],
    ),
}
WRITES = "kentongan_writes"  # the execution option that makes SQLite take its write lock at once


class Utc(TypeDecorator[datetime]):
    """A moment with a zone outside, UTC without one in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """A moment without a zone is a mistake of ours: ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Always with the zone UTC."""
        return value.replace(tzinfo=UTC) if value else None


class Base(DeclarativeBase):
    """All tables of the default core."""

    type_annotation_map = {str: Text, datetime: Utc}  # noqa: RUF012 - SQLAlchemy's own form


class CaseRow(Base):
    """A report and how it stands. Numbers start at 1 and are never given twice."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_stage_clock", "stage", "clock"),
        Index("ix_cases_listed", *LISTED),
        *(Index(name, *columns) for name, columns in COUNTED.items()),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    category: Mapped[str] = mapped_column(index=True)
    category_name: Mapped[str]
    title: Mapped[str]
    story: Mapped[str]
    place_words: Mapped[str]
    province_code: Mapped[str | None]
    province_name: Mapped[str | None]
    regency_code: Mapped[str | None]
    regency_name: Mapped[str | None]
    district_code: Mapped[str | None]
    district_name: Mapped[str | None]
    village_code: Mapped[str | None]
    village_name: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    pin_label: Mapped[str]
    anonymous: Mapped[bool]
    secret: Mapped[bool]
    name: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(index=True)
    channel: Mapped[str]
    language: Mapped[str]
    happened_on: Mapped[date | None]
    stage: Mapped[str]
    agency: Mapped[str]
    note: Mapped[str]
    since: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    clock: Mapped[datetime | None]  # since when the running deadline counts; this release always fills it
    by: Mapped[str] = mapped_column(default="", server_default="")  # who ended it
    supervisory: Mapped[bool] = mapped_column(default=False, server_default=false())
    answered_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]
    late_at: Mapped[datetime | None]
    final_late_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    supporters: Mapped[int] = mapped_column(default=0, server_default="0")
    due_at: Mapped[datetime | None]  # see owing.py; for lists, never for promises
    guesses: Mapped[str] = mapped_column(default="", server_default="")  # the bot's categories, best first

    files: Mapped[list[FileRow]] = relationship(
        order_by="FileRow.position", lazy="selectin", cascade="all, delete-orphan"
    )
    events: WriteOnlyMapped[EventRow] = relationship(order_by="EventRow.id")


class FileRow(Base):
    """A file of a report, in the citizen's order; `event_id` is empty where it came with the report itself."""

    __tablename__ = "case_files"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]
    media_type: Mapped[str]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("case_events.id"))


class EventRow(Base):
    """One thing that happened to a report: the stage it came to, when, at which office, by whom, with what note.

    `what` is a bot.progress.Happened; `act_id` the citizen's act that made it, so that no act is done twice.
    """

    __tablename__ = "case_events"
    __table_args__ = (Index("ix_case_events_what", "what", "case_id", "stage", "reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    at: Mapped[datetime]
    stage: Mapped[str]
    agency: Mapped[str]
    note: Mapped[str]
    actor: Mapped[str]
    what: Mapped[str] = mapped_column(default="", server_default="")
    by: Mapped[str] = mapped_column(default="", server_default="")
    reason: Mapped[str] = mapped_column(default="", server_default="")
    day: Mapped[date | None]
    act_id: Mapped[str | None] = mapped_column(unique=True, index=True)

    correction: Mapped[CorrectionRow | None] = relationship(lazy="selectin", cascade="all, delete-orphan")
    files: Mapped[list[FileRow]] = relationship(order_by="FileRow.position", lazy="selectin")


class CorrectionRow(Base):
    """The category that an officer took from a report and the one they gave it, beside the event that tells of it."""

    __tablename__ = "case_corrections"

    event_id: Mapped[int] = mapped_column(ForeignKey("case_events.id"), primary_key=True)
    before: Mapped[str]
    after: Mapped[str]


def connect(url: str, *, patience: float = 5.0) -> Engine:
    """An engine for a SQLAlchemy URL; on SQLite durable at each commit and shared by processes.

    `patience` is how many seconds SQLite waits for another writer. No citizen's words reach an
    exception's text. Nothing is opened before first use.
    """
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, patience)
    return engine


def one_at_a_time(connection: Connection) -> None:
    """Until the end of this transaction nobody else writes: what happens gets its numbers in the order of commits.

    On SQLite the write lock is already held; on PostgreSQL two processes could also race to CREATE TABLE.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(311)")


def _prepare_sqlite(engine: Engine, patience: float) -> None:
    def settle(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # sqlite3 would otherwise begin late, and a reader could not become a writer
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={int(patience * 1000)}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", settle)
    event.listen(engine, "begin", begin)
