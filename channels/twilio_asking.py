"""A citizen gets no message twice: after a lost answer Twilio is asked which messages it has.

Source: Twilio, "Messages resource": GET Messages.json by To and From, newest first. A message still in the queue has no
DateSent, so the time is compared here (by DateCreated) and not by Twilio.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from channels.twilio_draft import Draft
from channels.twilio_status import FAILED

LOOKED_AT = 50  # newest messages; one citizen gets far fewer within a back-off
_CLOCKS = timedelta(minutes=2)  # ours and Twilio's may differ


@dataclass(frozen=True, slots=True)
class Listed:
    """What Twilio has of our own messages to one citizen: SID and body, oldest first."""

    messages: tuple[tuple[str, str], ...] = field(repr=False)

    @classmethod
    def since(cls, listed: Iterable[Any], since: datetime) -> Listed:
        """From twilio.rest's MessageInstances, newest first; answers to webhooks and failed messages are left out."""
        ours = [
            (str(each.sid), str(each.body or ""))
            for each in listed
            if each.direction == "outbound-api" and each.status not in FAILED and _recent(each.date_created, since)
        ]
        return cls(tuple(reversed(ours)))

    def missing(self, drafts: Sequence[Draft]) -> tuple[list[Draft], str]:
        """The drafts that Twilio does not have, and the SID of the last one it has ("" for none)."""
        left, missing, last = list(self.messages), [], ""
        for draft in drafts:
            found = next((each for each in left if draft.is_in(each[1])), None)
            if found is None:
                missing.append(draft)
            else:
                left.remove(found)
                last = found[0]
        return missing, last


def _recent(created: datetime | None, since: datetime) -> bool:
    return created is None or created >= since - _CLOCKS
