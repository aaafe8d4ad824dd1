"""News at a carrier's own speed, and not lost where the carrier takes it and then finds its window closed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from importlib.resources import files
from typing import cast

from redis import Redis, RedisError

from bot.deliveries import Deliveries
from bot.saved import TellRow, pack_row, unpack_row
from bot.store import DUE, RedisStore
from bot.vault import Vault

WINDOWED = ("whatsapp",)
KEEP = 3600  # seconds: Twilio reports a closed window (63016) within moments
WAIT = timedelta(days=7)


class Sending:
    """What has to be known of messages on their way: how fast they may go, and what they were."""

    def __init__(
        self,
        redis: Redis,
        vault: Vault,
        store: RedisStore,
        clock: Callable[[], datetime],
        deliveries: Deliveries,
        speeds: Mapping[str, float],
    ) -> None:
        self._redis, self._vault, self._store, self._clock = redis, vault, store, clock
        self._deliveries, self._speeds = deliveries, speeds
        self._pace = redis.register_script((files("bot") / "lua" / "pace.lua").read_text())
        self._resend = redis.register_script((files("bot") / "lua" / "resend.lua").read_text())

    def pace(self, channel: str) -> timedelta:
        """How long the next message on this channel has to wait; nothing where the carrier keeps up."""
        speed = self._speeds.get(channel, 0)
        if not speed:
            return timedelta()
        now = round(self._clock().timestamp() * 1000)
        return timedelta(milliseconds=int(self._pace(keys=[f"k:pace:{channel}"], args=[now, speed])))

    def sent(self, row: TellRow, message_id: str) -> None:
        """A carrier took a message: note how far it is, and keep it where the carrier may yet refuse it."""
        self._deliveries.sent(row.sender.channel, message_id)
        if row.sender.channel in WINDOWED:
            key = self._key(row.sender.channel, message_id)
            with suppress(RedisError):  # the message went out: it must not go out twice for this
                self._redis.set(key, self._vault.seal(key, pack_row(row)), ex=KEEP)

    def window_closed(self, channel: str, message_id: str) -> bool:
        """The carrier refused it after all: it waits for the citizen's next message. False for a second report."""
        key = self._key(channel, message_id)
        kept = cast("bytes | None", self._redis.get(key))
        if kept is None:
            return False
        row = unpack_row(self._vault.open(key, kept))
        assert isinstance(row, TellRow)
        name, lane = uuid.uuid4().hex, self._store.tell_lane(row.sender)
        until = round((self._clock() + WAIT).timestamp() * 1000)
        body = self._vault.seal(f"k:row:{name}", pack_row(row))
        return bool(self._resend(keys=[key, f"k:lane:{lane}", DUE], args=[lane, name, body, until]))

    def _key(self, channel: str, message_id: str) -> str:
        return f"k:underway:{self._vault.hash('underway', f'{channel}:{message_id}')}"
