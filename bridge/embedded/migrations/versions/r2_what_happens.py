"""What happens to a report: who did what, since when a deadline counts, what was told late, files that came later."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """New columns, filled for the reports of the first release as far as its timeline tells."""
    _widen_cases()
    _widen_events()
    op.add_column(
        "case_files",
        sa.Column("event_id", sa.Integer, sa.ForeignKey("case_events.id"), nullable=True),
        inline_references=True,
    )
    for statement in (*_EVENTS, *_CASES):
        op.execute(statement)


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _widen_cases() -> None:
    for name in ("clock", "answered_at", "reopened_at", "late_at", "final_late_at", "warned_at"):
        op.add_column("cases", sa.Column(name, sa.DateTime))
    op.add_column("cases", _word("by"))
    op.add_column("cases", sa.Column("supervisory", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("cases", sa.Column("supporters", sa.Integer, nullable=False, server_default="0"))
    op.create_index("ix_cases_stage_clock", "cases", ["stage", "clock"])


def _widen_events() -> None:
    for name in ("what", "by", "reason"):
        op.add_column("case_events", _word(name))
    op.add_column("case_events", sa.Column("day", sa.Date))
    op.add_column("case_events", sa.Column("act_id", sa.Text))
    op.create_index("ix_case_events_act_id", "case_events", ["act_id"], unique=True)


_EVENTS = (
    "UPDATE case_events SET what = CASE stage WHEN 'followed_up' THEN 'answered' WHEN 'incomplete' THEN 'asked'"
    " ELSE stage END",
    "UPDATE case_events SET what = 'corrected' WHERE id IN (SELECT event_id FROM case_corrections)",
    "UPDATE case_events SET what = 'handed_on' WHERE what = 'sent_on' AND EXISTS ("
    " SELECT 1 FROM case_events AS earlier WHERE earlier.case_id = case_events.case_id"
    " AND earlier.id < case_events.id AND earlier.agency <> '')",
    "UPDATE case_events SET \"by\" = CASE WHEN what = 'received' THEN 'citizen'"
    " WHEN what = 'answered' OR (what = 'asked' AND agency <> '') THEN 'office' ELSE 'admin' END",
    "UPDATE case_events SET reason = 'other' WHERE what = 'archived'",
)
_CASES = (
    "UPDATE cases SET clock = since, \"by\" = CASE WHEN stage IN ('closed', 'archived') THEN 'admin' ELSE '' END,"
    " answered_at = (SELECT min(case_events.at) FROM case_events"
    " WHERE case_events.case_id = cases.id AND what = 'answered')",
    # verifying does not restart the count, unless the citizen had been asked in between
    "UPDATE cases SET clock = coalesce((SELECT min(case_events.at) FROM case_events"
    " WHERE case_events.case_id = cases.id), since) WHERE stage = 'verified' AND NOT EXISTS ("
    " SELECT 1 FROM case_events WHERE case_events.case_id = cases.id AND what = 'asked')",
)
