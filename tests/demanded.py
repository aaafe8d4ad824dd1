"""A citizen at one of the office's own questions, with none answered yet."""

from __future__ import annotations

from dataclasses import replace

from bot.asked import Attribute
from bot.dialogs.conversation import Conversation
from bot.dialogs.session import Session
from tests.demanding import QUESTIONS
from tests.drafts import facts, plausible

ASKED = tuple(QUESTIONS.values())


def at(talk: Conversation, place: int, *asked: Attribute, language: str = "id", tries: int = 0) -> Session:
    """A citizen at the core's question of this number (1 is the first), with none answered."""
    draft = replace(plausible(talk.understanding), asked_for="street_light", asked=asked or ASKED).settle("similar")
    session = Session(revision=7, at=f"lodge.detail{place}", draft=draft, trail=("lodge.story",), tries=tries)
    return replace(session, language=language, language_chosen=True, told_privacy="1", seen_at=facts().now)


def given(session: Session) -> dict[str, tuple[str, ...]]:
    """Code -> values of the answers in the draft."""
    return {each.code: each.values for each in session.draft.answers}
