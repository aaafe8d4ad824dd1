"""Said to the phone that a report's news leave, and about what the Ombudsman does with a report."""

from __future__ import annotations

from bot.dialogs.follow import NOTE_WHOLE, STAGES
from bot.dialogs.news import CLOSING, SAYS
from bot.dialogs.recap import shortened
from bot.dialogs.wording import Text, Wording
from bot.message import Say
from bot.report import Reference, Status

CHANNELS = {"sms": "SMS", "gateway": "SMS", "whatsapp": "WhatsApp", "telegram": "Telegram"}
MOVED = Text(
    "elsewhere.moved",
    "News of report {number} now go to another phone or app ({channel}). Somebody asked so with number and PIN. Was it "
    "not you? Type STAFF.",
)
HANDED = Text(
    "elsewhere.handed", "The Ombudsman has report {number} now, as number {there}. We tell you what comes of it."
)
PAPER = Text(
    "elsewhere.paper",
    "The papers of report {number} are ready: {link} Bring them to the Ombudsman's office, or call 137 first.",
)
UNABLE = Text(
    "elsewhere.unable",
    "Sorry, we cannot prepare the papers of report {number}. Please call the Ombudsman at 137 and tell the number.",
)
THERE = Text("elsewhere.there", "News of report {number} from the Ombudsman: {stage}.")


def moved(words: Wording, reference: Reference, channel: str) -> Say:
    """Told where the news came until now."""
    return Say(words(MOVED, number=reference.grouped, channel=CHANNELS.get(channel, channel)), closing=words(CLOSING))


def handed(words: Wording, reference: Reference, number: str) -> Say:
    """The Ombudsman's system has it."""
    return Say(words(HANDED, number=reference.grouped, there=number), closing=words(CLOSING))


def paper(words: Wording, reference: Reference, link: str) -> Say:
    """The dossier as a file, to be brought there."""
    return Say(words(PAPER, number=reference.grouped, link=link), closing=words(CLOSING))


def unable(words: Wording, reference: Reference) -> Say:
    """No dossier can be had."""
    return Say(words(UNABLE, number=reference.grouped), closing=words(CLOSING))


def there(words: Wording, status: Status, *, secret: bool) -> Say:
    """How it stands at the Ombudsman."""
    told = words(THERE, number=status.reference.grouped, stage=words(STAGES[status.stage]))
    note = words(SAYS, note=shortened(status.note, NOTE_WHOLE)) if status.note and not secret else ""
    return Say("\n".join(filter(None, (told, note))), closing=words(CLOSING))
