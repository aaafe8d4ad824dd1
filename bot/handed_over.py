"""What was sent to a core stays known across crashes and restarts, so that no report is sent a second time blindly."""

from __future__ import annotations

from typing import cast

from redis import Redis

from bot.store import KEEP_CASE
from bot.vault import Vault


class RedisJournal:
    """Short sealed notes beside the outbox, kept as long as a case. `core` keeps two cores' notes apart."""

    def __init__(self, redis: Redis, vault: Vault, core: str) -> None:
        self._redis, self._vault, self._core = redis, vault, core

    def read(self, name: str) -> str:
        """The note; "" where there is none. Raises what Redis and the vault raise."""
        key = self._key(name)
        body = cast("bytes | None", self._redis.get(key))
        return self._vault.open(key, body).decode() if body else ""

    def write(self, name: str, words: str) -> None:
        """Put a note in the place of the last one; "" takes it away."""
        key = self._key(name)
        if words:
            self._redis.set(key, self._vault.seal(key, words.encode()), ex=KEEP_CASE)
        else:
            self._redis.delete(key)

    def _key(self, name: str) -> str:
        return f"k:sent:{self._vault.hash('sent', f'{self._core} {name}')}"
