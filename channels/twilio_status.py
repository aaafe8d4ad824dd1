"""An agency sees whether its news arrived: Twilio's reports of one message, which come late, twice and in any order.

Source: Twilio, "Outbound message status in status callbacks" and "Error and warning dictionary".
"""

from __future__ import annotations

from dataclasses import dataclass

from channels.base import Reported, Unreadable
from channels.twilio_signature import Form

# A message that arrived did arrive, whatever else is said of it; so the failures stand below.
RANKS = {
    "accepted": 0,
    "scheduled": 0,
    "queued": 1,
    "sending": 2,
    "sent": 3,
    "canceled": 4,
    "failed": 4,
    "undelivered": 4,
    "delivered": 5,
    "read": 6,
}
FAILED = frozenset(("canceled", "failed", "undelivered"))
# 63024 invalid recipient, 63003 unknown channel address; 3000x as the operators say it.
_REASONS = {
    63016: "window",
    21610: "opted_out",
    **dict.fromkeys((21211, 21614, 30003, 30004, 30005, 30006, 63003, 63024), "address"),
    **dict.fromkeys((30001, 30022, 63018), "busy"),
}
_STATES = {"sent": "at_carrier", "delivered": "delivered", "read": "delivered"}


@dataclass(frozen=True, slots=True)
class Report:
    """One report: `id` as `send` returned it, Twilio's word, and its error number, 0 where there is none."""

    id: str
    status: str
    code: int = 0

    @property
    def rank(self) -> int:
        """How far the message has come; -1 for a word that is not known."""
        return RANKS.get(self.status, -1)

    @property
    def failed(self) -> bool:
        """Whether the citizen will not get it."""
        return self.status in FAILED

    @property
    def reason(self) -> str:
        """Why it failed: "window", "opted_out", "address", "busy"; "" where it did not, or nobody knows."""
        return _REASONS.get(self.code, "") if self.failed else ""

    def after(self, earlier: Report | None) -> Report:
        """What stands once this report has come after `earlier`: never backwards."""
        return self if earlier is None or self.rank > earlier.rank else earlier

    def reported(self) -> Reported | None:
        """The same in the words of all channels; None for states on the way."""
        if self.failed:
            refused = self.reason in ("window", "opted_out")
            return Reported(self.id, "rejected" if refused else "failed", self.reason)
        state = _STATES.get(self.status)
        return Reported(self.id, state) if state else None


def report_in(form: Form) -> Report:
    """The report in a verified form; raises `Unreadable` where the id or the status is missing or given twice."""
    sid, status = form.get("MessageSid", []), form.get("MessageStatus", [])
    if len(sid) != 1 or len(status) != 1 or not 0 < len(sid[0]) <= 34:
        raise Unreadable("no message id or no status")
    code = form.first("ErrorCode")
    return Report(sid[0], status[0].lower(), int(code) if code.isascii() and code.isdecimal() and len(code) < 7 else 0)
