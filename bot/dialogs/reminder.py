"""Time never punishes: a draft left alone is offered back once, in waking hours, and waits for at least a week."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.dialogs.engine import Scene
from bot.dialogs.lodge import title
from bot.dialogs.session import Session, Timer
from bot.dialogs.wording import Text
from bot.dialogs.zones import WIB, zone_of
from bot.message import Say

DRAFT_TIMER = "draft"
AFTER = timedelta(hours=20)  # inside WhatsApp's 24 hours for free words
FORGET = "forget"
UNSENT = timedelta(days=60)  # as the privacy notice says
FIRST_HOUR, LAST_HOUR = 8, 20
REMINDER = Text("reminder.draft", 'Your report "{title}" is saved and not yet sent. We remind you only once.')
REMINDER_CLOSING = Text("reminder.closing", "Type RESUME to go on, or DISCARD to delete it.")


def timers(session: Session, now: datetime) -> tuple[Timer, ...]:
    """The timers of a conversation: the reminder of a draft, unless it was given, and the end of what is never sent.

    Without a filed report the whole conversation is forgotten after as long, and needs no timer for it.
    """
    waiting = not session.draft.empty
    zone = zone_of(session.draft.place) if session.draft.place else WIB
    remind = Timer(DRAFT_TIMER, waking(now + AFTER, zone) if waiting and not session.reminded else None)
    return (remind, Timer(FORGET, now + UNSENT if waiting else None)) if session.cases else (remind,)


def waking(moment: datetime, zone: str = "Asia/Jakarta") -> datetime:
    """The same moment, or the next morning at eight, in that time zone."""
    local = moment.astimezone(ZoneInfo(zone))
    if local.hour < FIRST_HOUR:
        return local.replace(hour=FIRST_HOUR, minute=0, second=0)
    if local.hour >= LAST_HOUR:
        return (local + timedelta(days=1)).replace(hour=FIRST_HOUR, minute=0, second=0)
    return moment


def remind(scene: Scene, name: str) -> Say | None:
    """The reminder, or None where there is nothing (more) to be reminded of."""
    if name != DRAFT_TIMER or scene.draft.empty or scene.session.reminded:
        return None
    return Say(scene.words(REMINDER, title=title(scene)), closing=scene.words(REMINDER_CLOSING))
