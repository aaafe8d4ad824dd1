"""What is said outside a turn is said in the language of the conversation that it goes to."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogs.session import Session
from bot.dialogs.wording import Wording
from bot.handlers.keeping import Store
from bot.message import Sender


def wording_of(store: Store, wordings: Mapping[str, Wording], sender: Sender) -> Wording:
    """The sentences of that conversation's language; Indonesian where there is no conversation (any more)."""
    session = store.load(sender, "language", "", ()).session or Session()
    return wordings.get(session.language) or wordings["id"]
