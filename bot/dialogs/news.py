"""What the bot says on its own account when something happened to a report."""

from __future__ import annotations

from bot.dialogs.wording import Text, Wording
from bot.message import Say
from bot.report import Reference

ARRIVED = Text(
    "news.arrived",
    "Your report {number} has reached the SP4N-LAPOR! system. Next: staff check it and send it on, usually within 3 "
    "working days.",
)
MISSING = Text(
    "news.missing", "We could not use {count} of your files. Photos (JPEG, PNG, WebP), PDF, sound and video work."
)
CLOSING = Text("news.closing", "Type STATUS to ask for news.")
KEPT = Text("news.kept", "Your message is saved. Our system is busy just now; the answer will follow by itself.")


def kept_for_later(words: Wording) -> Say:
    """Nothing can be looked up just now, but the message is on the disk."""
    return Say(words(KEPT))


def arrived(words: Wording, reference: Reference, missing_files: int) -> Say:
    """The core has the report; says so, and which files it could not take along."""
    body = words(ARRIVED, number=reference.grouped)
    missing = words(MISSING, count=missing_files) if missing_files else ""
    return Say(" ".join(part for part in (body, missing) if part), closing=words(CLOSING))
