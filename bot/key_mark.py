"""Citizens' names in Redis depend on one key: with another, nobody would be found, so such a start is refused."""

from __future__ import annotations

from typing import cast

from redis import Redis, RedisError

from bot.vault import Vault

MARK = "kentongan:key"


def begun_with_other_key(redis: Redis, vault: Vault) -> bool:
    """Whether this Redis holds names that another key made. False where Redis does not answer just now."""
    try:
        kept = cast("bytes | None", redis.get(MARK))
    except RedisError:
        return False
    return kept is not None and kept.decode() != key_mark(vault)


def key_mark(vault: Vault) -> str:
    """What the key leaves in Redis to be known again by."""
    return vault.hash("mark", "")
