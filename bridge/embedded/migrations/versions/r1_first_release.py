"""The first release: a report, its files, what happened to it, and categories that were corrected.

Databases of that release bear no mark. Whatever they have already is left as it is.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None

_NAMES = "province_code province_name regency_code regency_name district_code district_name village_code village_name"


def upgrade() -> None:
    """Make what is missing of the first release's four tables."""
    present = set(sa.inspect(op.get_bind()).get_table_names())
    for name, make in (
        ("cases", _cases),
        ("case_files", _files),
        ("case_events", _events),
        ("case_corrections", _corrections),
    ):
        if name not in present:
            make()


def _text(names: str, *, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=nullable) for name in names.split()]


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("reference", sa.Text, nullable=False, unique=True),
        *_text("kind category category_name title story place_words"),
        *_text(_NAMES, nullable=True),
        sa.Column("latitude", sa.Double),
        sa.Column("longitude", sa.Double),
        *_text("pin_label"),
        sa.Column("anonymous", sa.Boolean, nullable=False),
        sa.Column("secret", sa.Boolean, nullable=False),
        *_text("name"),
        sa.Column("received_at", sa.DateTime, nullable=False),
        *_text("channel language"),
        sa.Column("happened_on", sa.Date),
        *_text("stage agency note"),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("verified_at", sa.DateTime),
        sa.Column("erased_at", sa.DateTime),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cases_category", "cases", ["category"])
    op.create_index("ix_cases_received_at", "cases", ["received_at"])


def _files() -> None:
    op.create_table(
        "case_files",
        sa.Column("case_id", sa.Integer, sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        *_text("url media_type"),
    )


def _events() -> None:
    op.create_table(
        "case_events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.Integer, sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        *_text("stage agency note actor"),
    )
    op.create_index("ix_case_events_case_id", "case_events", ["case_id"])


def _corrections() -> None:
    op.create_table(
        "case_corrections",
        sa.Column("event_id", sa.Integer, sa.ForeignKey("case_events.id"), primary_key=True),
        *_text("before after"),
    )
