"""The officers' desk: its tables, by when each case is due, what the bot guessed, and an index over the stories."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bridge.embedded.story_search import make_index

revision = "3"
down_revision = "2"
_ASKED = "received_at agency regency_code province_code"
_COUNTED = {
    "ix_cases_by_kind": f"channel language stage kind anonymous secret supporters {_ASKED}",
    "ix_cases_by_category": f"category category_name guesses verified_at {_ASKED}",
    "ix_cases_by_region": "province_code regency_code province_name regency_name received_at agency",
    "ix_cases_by_office": "agency received_at stage verified_at answered_at final_late_at since by"
    " regency_code province_code",
}
_STEPS = "channel step day asked passed dropped"
_LISTED = (
    "due_at id stage agency erased_at secret category regency_code province_code district_code channel language kind"
    " received_at"
)


def upgrade() -> None:
    """New tables; `due_at` of old cases is filled at the next start, which knows the deadlines."""
    op.add_column("cases", sa.Column("due_at", sa.DateTime))
    op.create_index("ix_cases_listed", "cases", _LISTED.split())
    op.create_index("ix_case_events_what", "case_events", ["what", "case_id", "stage", "reason"])
    op.add_column("cases", sa.Column("guesses", sa.Text, nullable=False, server_default=""))
    for name, columns in _COUNTED.items():
        op.create_index(name, "cases", columns.split())
    _offices_and_accounts()
    _logs()
    _work()
    make_index(op.get_bind())


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _word(name: str, default: str | None = None, *, unique: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default, unique=unique)


def _number(name: str, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=default)


def _moment(name: str, *, index: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime, nullable=False, index=index)


def _to(name: str, target: str, *, empty: bool = False, key: bool = False, index: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey(target), nullable=empty, primary_key=key, index=index)


def _offices_and_accounts() -> None:
    parent = _to("parent_id", "offices.id", empty=True, index=True)
    op.create_table("offices", _id(), _word("name", unique=True), parent, _word("role", ""), _word("region_code", ""))
    op.create_table(
        "desk_accounts",
        _id(),
        _word("login", unique=True),
        _word("name"),
        _word("role"),
        _to("office_id", "offices.id", empty=True, index=True),
        _word("language", "id"),
        _word("password"),
        sa.Column("must_change", sa.Boolean, nullable=False, server_default=sa.false()),
        _word("totp", ""),
        _number("totp_step", "0"),
        _moment("made_at"),
        sa.Column("disabled_at", sa.DateTime),
    )
    op.create_table(
        "desk_sessions",
        sa.Column("id", sa.Text, primary_key=True),
        _to("account_id", "desk_accounts.id", index=True),
        _moment("began_at"),
        _moment("seen_at"),
        sa.Column("proved", sa.Boolean, nullable=False),
    )
    tried = sa.Column("key", sa.Text, primary_key=True)
    op.create_table("desk_tries", tried, _number("failures"), _moment("last_at"))


def _logs() -> None:
    op.create_table(
        "desk_secret_reads",
        _id(),
        _moment("at", index=True),
        _to("account_id", "desk_accounts.id"),
        _to("case_id", "cases.id", index=True),
        _word("what"),
    )
    op.create_table(
        "desk_log",
        _id(),
        _moment("at", index=True),
        _to("account_id", "desk_accounts.id", empty=True),
        _word("what"),
        _word("about"),
    )
    op.create_table("desk_marks", sa.Column("name", sa.Text, primary_key=True), _word("value"))
    steps = [sa.Column(name, sa.Text, primary_key=True) for name in ("channel", "language", "step")]
    counts = [_number(name) for name in ("asked", "passed", "dropped")]
    op.create_table("dialog_steps", sa.Column("day", sa.Date, primary_key=True), *steps, *counts)
    op.create_index("ix_dialog_steps_step", "dialog_steps", _STEPS.split())


def _work() -> None:
    office = _to("office_id", "offices.id", empty=True, index=True)
    words = [_word(name) for name in ("action", "language", "title", "text")]
    op.create_table("desk_canned", _id(), office, *words)
    op.create_table(
        "desk_batches",
        _id(),
        _to("account_id", "desk_accounts.id", index=True),
        _word("action"),
        _word("words"),
        _moment("made_at"),
        _moment("due_at"),
        _word("state"),
    )
    op.create_index("ix_desk_batches_state_due", "desk_batches", ["state", "due_at"])
    op.create_table(
        "desk_batch_items",
        _to("batch_id", "desk_batches.id", key=True),
        _to("case_id", "cases.id", key=True),
        _number("seen"),
        _word("outcome", ""),
    )
    op.create_table(
        "desk_goals",
        _id(),
        _number("year"),
        _to("office_id", "offices.id"),
        _word("measure"),
        sa.Column("target", sa.Double, nullable=False),
        _word("note", ""),
        sa.UniqueConstraint("year", "office_id", "measure"),
    )
