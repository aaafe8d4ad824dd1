"""Told when the core did not take what a citizen did with a report, so that nobody waits in vain."""

from __future__ import annotations

from bot.dialogs.wording import Text, Wording
from bot.message import Say
from bot.report import Reference

NOT_TAKEN = Text("refused.not_taken", "Sorry, we could not do that with report {number}: {why}")
ENDED = Text("refused.ended", "it has ended meanwhile.")
ANSWERED = Text("refused.answered", "the office has answered it meanwhile.")
ELSEWHERE = Text("refused.elsewhere", "the office's system takes no messages from here. Please call the office.")
UNKNOWN = Text("refused.unknown", "the office's system does not find it any more.")
NEXT = Text("refused.next", "Type STATUS to see how it stands, or STAFF for a person.")
ONCE = Text("refused.once", "it was taken up again once already.")
OVER = Text("refused.over", "the time for that is over.")
_REASONS = {
    "closed": ENDED,
    "archived": ENDED,
    "answered": ANSWERED,
    "unknown": UNKNOWN,
    "reopened": ONCE,
    "too_late": OVER,
}


def refused(words: Wording, reference: Reference, reasons: tuple[str, ...]) -> Say:
    """What to say; `reasons` are the core's codes (bridge.embedded.acts), or another core's own words."""
    known = next((_REASONS[code] for code in reasons if code in _REASONS), ELSEWHERE)
    return Say(words(NOT_TAKEN, number=reference.grouped, why=words(known)), closing=words(NEXT))
