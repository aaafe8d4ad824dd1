"""Who is told of which report, and up to which happening all news are queued: nothing is told twice or skipped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from importlib.resources import files
from typing import cast

from redis import Redis

from bot.dialogs.session import Case
from bot.handlers.keeping import Follower, Queued
from bot.message import Sender
from bot.report import Reference
from bot.saved import unpack
from bot.store import DUE, RedisStore
from bot.vault import Vault

TOLD = "k:told"
ACTED = timedelta(days=1)  # so long an office is likely to answer


class RedisNewsstand:
    """On the same Redis as the sessions, so that news and the mark how far they are move in one step."""

    def __init__(self, redis: Redis, vault: Vault, store: RedisStore, clock: Callable[[], datetime]) -> None:
        self._redis, self._vault, self._store, self._clock = redis, vault, store, clock
        self._publish = redis.register_script((files("bot") / "lua" / "publish.lua").read_text())
        self._hasten = redis.register_script((files("bot") / "lua" / "hasten.lua").read_text())

    def case(self, reference: Reference) -> Case | None:
        """What is kept of a report; None where nothing is."""
        return self._store.case(reference)

    def followers(self, reference: Reference) -> tuple[Follower, ...]:
        """The conversations to which its news go, the owner's first."""
        key = self._store.follower_key(reference)
        found = cast("dict[bytes, bytes]", self._redis.hgetall(key))
        told = [Follower(unpack(self._vault.open(key, body), Sender), name != b"owner") for name, body in found.items()]
        return tuple(sorted(told, key=lambda each: each.supporter))

    def news_lane(self, sender: Sender) -> str:
        """The lane in which news reach one conversation, in order."""
        return f"i:{self._store.lane(sender)}"

    def poll_lane(self, core_id: str) -> str:
        """The lane in which a core is asked about one of its reports; found by the core's own number."""
        return f"n:{self._vault.hash('poll', core_id)}"

    def hasten(self, core_id: str) -> bool:
        """Look now at a report with this number in the core; False where none is watched."""
        lane = self.poll_lane(core_id)
        now = int(self._clock().timestamp() * 1000)
        return bool(self._hasten(keys=[f"k:lane:{lane}", DUE], args=[lane, now]))

    def acted(self, core_id: str) -> None:
        """The citizen did something with a report: look now, and often for a day."""
        self._redis.set(f"k:acted:{self.poll_lane(core_id)}", int(self._clock().timestamp()), ex=2 * ACTED)
        self.hasten(core_id)

    def acted_lately(self, core_id: str) -> bool:
        """Whether the citizen did something within the last day."""
        at = cast("bytes | None", self._redis.get(f"k:acted:{self.poll_lane(core_id)}"))
        return at is not None and self._clock().timestamp() - int(at) < ACTED.total_seconds()

    def first_time(self, mark: str, within: timedelta) -> bool:
        """Whether this mark was not seen within so long."""
        return bool(self._redis.set(f"k:event:{self._vault.hash('event', mark)}", 1, ex=within, nx=True))

    def told(self) -> int:
        """The number of the last happening whose news are queued."""
        return int(cast("bytes | None", self._redis.get(TOLD)) or 0)

    def publish(self, after: int, upto: int, rows: Sequence[Queued]) -> bool:
        """Queue the news of all happenings after one and up to another; False where somebody else has done it."""
        return bool(self._publish(keys=[TOLD, DUE], args=[after, upto, *self._store.row_arguments(rows)]))
