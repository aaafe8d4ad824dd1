"""What the bot says on its own account when something happened to a report."""

from __future__ import annotations

from bot.dialogs.wording import Text, Wording
from bot.message import Say
from bot.report import Reference

ARRIVED = Text(
    "news.arrived",
    "Your report {number} has arrived at SP4N-LAPOR!. Next: it is verified and sent on, usually within 3 working days.",
)
MISSING = Text("news.missing", "{count} of your files could not be used. JPEG, PNG, WebP, PDF, audio and video work.")
CLOSING = Text("news.closing", "Type STATUS to ask how it stands.")


def arrived(words: Wording, reference: Reference, missing_files: int) -> Say:
    """The core has the report; says so, and which files it could not take along."""
    body = words(ARRIVED, number=reference.grouped)
    missing = words(MISSING, count=missing_files) if missing_files else ""
    return Say(" ".join(part for part in (body, missing) if part), closing=words(CLOSING))
