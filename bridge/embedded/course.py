"""What decides how a citizen's report may go on: where it stands, since when, and what was promised and told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.report import Kind, Stage


class Action(StrEnum):
    """What can be done with a report: the desk's commands, then the words of bot.progress.Doing, then the system's."""

    VERIFY = "verify"
    SEND_ON = "send-on"
    ANSWER = "answer"
    ASK = "ask"
    HAND_ON = "hand-on"
    CLOSE = "close"
    ARCHIVE = "archive"

    ADD = "add"
    DONE = "done"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    SUPPORT = "support"

    LATE = "late"  # nobody did these four: time passed
    FINAL_LATE = "final-late"
    WARN = "warn"
    LAPSE = "lapse"


OFFICERS_ACTIONS = (
    Action.VERIFY,
    Action.SEND_ON,
    Action.ANSWER,
    Action.ASK,
    Action.HAND_ON,
    Action.CLOSE,
    Action.ARCHIVE,
)
SYSTEM_ACTIONS = (Action.LATE, Action.FINAL_LATE, Action.WARN, Action.LAPSE)


@dataclass(frozen=True, slots=True)
class Course:
    """How a report stands, as far as the rules care. Every moment has a zone.

    `since`: when the stage began. `clock`: when the count of the running deadline began; verifying does not restart it.
    `by`: who ended it (a By), "" while it is open. `answered_at`: the first answer of any office. `late_at`,
    `warned_at`: told in this count; `final_late_at`: told once in a report's life.
    """

    stage: Stage
    since: datetime
    clock: datetime
    received_at: datetime
    kind: Kind = Kind.COMPLAINT
    agency: str = ""
    by: str = ""
    verified: bool = False
    answered_at: datetime | None = None
    reopened: bool = False
    supervisory: bool = False
    late_at: datetime | None = None
    final_late_at: datetime | None = None
    warned_at: datetime | None = None

    @classmethod
    def begun(cls, kind: Kind, received_at: datetime, now: datetime) -> Course:
        """That of a new report: the citizen told it at `received_at`, this core holds it since `now`."""
        return cls(Stage.RECEIVED, now, now, received_at, kind)
