"""WhatsApp takes free words only for a day after a citizen's last message: who wrote to us so lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.message import Sender
from bot.store import RedisStore

OPEN_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class ConversationWindow:
    """The window of each conversation on WhatsApp, from the times at which turns were committed."""

    store: RedisStore

    def open(self, address: str) -> bool:
        """Whether this citizen (a `Sender.address`) wrote within 24 hours."""
        return self.store.heard_within(Sender("whatsapp", address), OPEN_FOR)
