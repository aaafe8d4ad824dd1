"""What the officers' desk keeps beside reports: who may see what, who read what, goals, and where talks ended."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from bridge.embedded.schema import Base


class OfficeRow(Base):
    """An office (instansi or perangkat daerah) that reports go to, by the name that cases carry.

    `role` is the catalogue's word for what it does ("Dinas Pekerjaan Umum"), `region_code` the Kemendagri code of the
    province or regency it serves ("52.03"), "" for the whole country.
    """

    __tablename__ = "offices"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    role: Mapped[str] = mapped_column(default="", server_default="")
    region_code: Mapped[str] = mapped_column(default="", server_default="")


class AccountRow(Base):
    """Somebody who works at the desk. `password` is an argon2 hash; `totp` the shared secret, sealed; "" for none."""

    __tablename__ = "desk_accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    language: Mapped[str] = mapped_column(default="id", server_default="id")
    password: Mapped[str]
    must_change: Mapped[bool] = mapped_column(default=False, server_default=false())
    totp: Mapped[str] = mapped_column(default="", server_default="")
    totp_step: Mapped[int] = mapped_column(default=0, server_default="0")  # the last code's: none counts twice
    made_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class SessionRow(Base):
    """One login that goes on. `id` is a hash of what the browser holds. `proved`: the second factor was given too."""

    __tablename__ = "desk_sessions"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("desk_accounts.id"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proved: Mapped[bool]


class TryRow(Base):
    """Wrong passwords in a row; `key` is a hash of a login or of an address."""

    __tablename__ = "desk_tries"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]


class SecretReadRow(Base):
    """Somebody opened a secret report, or a file of one. Rows are only ever added."""

    __tablename__ = "desk_secret_reads"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("desk_accounts.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    what: Mapped[str]  # page, file, export


class DeskLogRow(Base):
    """What was done at the desk apart from reports: logins, accounts, offices, goals. No password, no story."""

    __tablename__ = "desk_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("desk_accounts.id"))
    what: Mapped[str]
    about: Mapped[str]


class CannedRow(Base):
    """A text that officers send often. `office_id` None: every office's; `action` is a workflow Action."""

    __tablename__ = "desk_canned"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    action: Mapped[str]
    language: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]


class BatchRow(Base):
    """One act on many reports, held back until `due_at` so that it can be taken back before anybody is told.

    `state`: held, done, undone. `words` is JSON: agency, note, reason.
    """

    __tablename__ = "desk_batches"
    __table_args__ = (Index("ix_desk_batches_state_due", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("desk_accounts.id"), index=True)
    action: Mapped[str]
    words: Mapped[str]
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[str]


class BatchItemRow(Base):
    """One report of a batch, with its newest timeline entry as the officer saw it. `outcome`: "", done, or why not."""

    __tablename__ = "desk_batch_items"

    batch_id: Mapped[int] = mapped_column(ForeignKey("desk_batches.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    seen: Mapped[int]
    outcome: Mapped[str] = mapped_column(default="", server_default="")


class GoalRow(Base):
    """What an office wants to reach in a year (Renaksi Daerah); `measure` is a name in bridge.monev."""

    __tablename__ = "desk_goals"
    __table_args__ = (UniqueConstraint("year", "office_id", "measure"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    measure: Mapped[str]
    target: Mapped[float]
    note: Mapped[str] = mapped_column(default="", server_default="")


class DialogStepRow(Base):
    """How often a question of the dialogue was come to, left forward, and ended by giving up, on one day (WIB).

    A talk ends at "filed", or at "joined" where an open report was supported instead; both are only come to.
    """

    __tablename__ = "dialog_steps"
    __table_args__ = (Index("ix_dialog_steps_step", "channel", "step", "day", "asked", "passed", "dropped"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    asked: Mapped[int]
    passed: Mapped[int]
    dropped: Mapped[int]


class MarkRow(Base):
    """A word that processes leave for each other: by which deadlines `cases.due_at` was counted."""

    __tablename__ = "desk_marks"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
