"""Turns that no citizen began: something happened to a report, or the time for a reminder has come."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogs import news, reminder
from bot.dialogs.conversation import Conversation
from bot.dialogs.session import Case, Facts, Session, Tell, Turn
from bot.dialogs.start import forget
from bot.message import Said, Sender
from bot.progress import Happening

_NOBODY = Said(Sender("", ""), "")


def inform(
    talk: Conversation, session: Session, happening: Happening, case: Case | None, facts: Facts, *, supporter: bool
) -> Turn:
    """News of a report become a message, and the question that comes with them is the open one where none else is."""
    scene = talk.scene(session, _NOBODY, facts)
    move = news.told(scene, happening, case, supporter=supporter)
    after, say = (move.session, move.say) if move.say else talk.ask(scene, move)
    after = replace(after, revision=session.revision + 1)
    say = replace(say, revision=after.revision)
    return Turn(after if move.say else replace(after, last=say), None, do=(Tell(say), *move.do))


def wake(talk: Conversation, session: Session, name: str, facts: Facts) -> Turn:
    """What a timer of this name does: at most one message; a draft that was never sent is forgotten in silence."""
    if name == reminder.FORGET:
        return Turn(replace(forget(session), revision=session.revision + 1), None)
    say = reminder.remind(talk.scene(session, _NOBODY, facts), name)
    after = replace(session, revision=session.revision + 1, reminded=session.reminded or say is not None)
    return Turn(after, None, do=(Tell(say),) if say else ())
