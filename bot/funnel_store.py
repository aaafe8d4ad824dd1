"""How often each question was come to, left and given up, counted in Redis by days with the turns themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from redis import Redis

from bot.dialogs.wording import WIB
from bot.handlers.counting import Tally
from bot.handlers.keeping import Commit

KEEP = 40 * 86400  # seconds: as long may the agency's database be away before a day's counts are lost
BETWEEN = "|"
_PLACES = ("asked", "passed", "dropped")


def funnel_key(now: datetime) -> str:
    """The key of the counts of a moment's day in western Indonesian time."""
    return _key(now.astimezone(WIB).date())


def counted(turn: Commit) -> list[Any]:
    """What a turn counts as commit.lua takes it: how many, seconds to keep the day, then each field that grows."""
    fields = [BETWEEN.join((turn.sender.channel, each.language, each.step, each.what)) for each in turn.counts]
    return [len(fields), KEEP, *fields]


class RedisFunnel:
    """The counts of the last forty days. They name no citizen and no report."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def tallies(self, days: Sequence[date]) -> Mapping[date, Tally]:
        """The counts of those days that have any, in one round trip; each day as it was at one moment. RedisError."""
        asking = self._redis.pipeline(transaction=False)
        for day in days:
            asking.hgetall(_key(day))
        found: list[dict[bytes, bytes]] = asking.execute()
        return {day: _tally(fields) for day, fields in zip(days, found, strict=True) if fields}


def _key(day: date) -> str:
    return f"k:funnel:{day.isoformat()}"


def _tally(fields: Mapping[bytes, bytes]) -> Tally:
    found: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for field, count in fields.items():
        channel, language, step, what = field.decode().split(BETWEEN)
        found[channel, language, step][_PLACES.index(what)] = int(count)
    return {name: (asked, passed, dropped) for name, (asked, passed, dropped) in found.items()}
