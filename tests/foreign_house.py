"""A whole house whose reports go to another core over HTTP, which tells nothing by itself."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from redis import Redis

from bot.generated import local_environment
from bot.settings import Settings
from bot.understanding.understand import Understanding
from bot.wiring import Instead, build
from tests.houses import Draws, FakeTime, TestHouse
from tests.told import Moody

KEY = "a-key-for-tests"


@contextmanager
def foreign_house(
    folder: Path, redis: Redis, understanding: Understanding, url: str, **environ: str
) -> Iterator[TestHouse]:
    """A house on this Redis with the core at this address; all channels send through one carrier."""
    time, rung, nobody = FakeTime(), deque[str](), Any
    given = {
        "KENTONGAN_DATA": str(folder),
        "KENTONGAN_GATEWAY_SECRET": "a0secret0of0this0test",
        "KENTONGAN_CORE_URL": url,
        "KENTONGAN_CORE_API_KEY": KEY,
        **environ,
    }
    settings = Settings.read(local_environment(given, folder, "unix:///unused"))
    instead = Instead(clock=time, draw=Draws(), redis=redis, ring=rung.extend, understanding=understanding)
    house = build(settings, instead)
    carriers = dict.fromkeys(("sms", "whatsapp", "telegram"), Moody())
    object.__setattr__(house.outbox, "carriers", carriers)
    yield TestHouse(house, time, nobody, rung)  # type: ignore[arg-type]
