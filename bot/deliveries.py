"""Whether news reached a citizen's phone: what the carrier reports of each message, kept for a week, without words."""

from __future__ import annotations

import logging
from importlib.resources import files
from typing import Any, cast

from redis import Redis, RedisError

from bot.vault import Vault

KEEP = 7 * 86400  # seconds; operators try for three days at most
# Carriers report late, twice and in any order. What arrived did arrive, whatever else is said of it.
RANKS = {"sent": 1, "at_carrier": 2, "failed": 3, "rejected": 3, "delivered": 4}
log = logging.getLogger(__name__)


class Deliveries:
    """Records by channel and message id: one state each, and neither a number nor a text."""

    def __init__(self, redis: Redis, vault: Vault) -> None:
        self._redis, self._vault = redis, vault
        self._rise = redis.register_script((files("bot") / "lua" / "delivery.lua").read_text())

    def heard(self, channel: str, message_id: str, state: str) -> bool:
        """Raise a record to a state of `RANKS`, made if need be; False where it had come as far. RedisError."""
        rose = bool(self._rise(keys=[self._key(channel, message_id)], args=[RANKS[state], state, KEEP]))
        if rose and state in ("failed", "rejected"):
            log.warning("%s: a message did not reach its citizen (%s)", channel, state)
        return rose

    def sent(self, channel: str, message_id: str) -> None:
        """A carrier took a message. Without Redis this is forgotten: the message must not go out twice for it."""
        try:
            self.heard(channel, message_id, "sent")
        except RedisError as trouble:
            log.warning("%s: a delivery record could not be made (%s)", channel, type(trouble).__name__)

    def state(self, channel: str, message_id: str) -> str | None:
        """The state, None where nothing is known (any more)."""
        found = cast("dict[bytes, Any]", self._redis.hgetall(self._key(channel, message_id)))
        return found[b"state"].decode() if found else None

    def _key(self, channel: str, message_id: str) -> str:
        return f"k:delivery:{self._vault.hash('delivery', f'{channel}:{message_id}')}"
