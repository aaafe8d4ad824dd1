"""The sweeper's rounds: news are queued and lost bells made good every second, deadlines are looked at every minute."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from redis import RedisError

from bot.handlers.ports import where
from bot.wiring import House

MINUTE = 60.0  # seconds between two looks at all open reports: nobody is told of a deadline to the second
log = logging.getLogger(__name__)


def sweep(house: House, wait: Callable[[float], bool], every: float) -> None:
    """Go round until `wait` (seconds) says that it is over. Trouble ends a round, never the sweeper."""
    looked = -MINUTE
    while not wait(every):
        try:
            if time.monotonic() - looked >= MINUTE:
                looked = time.monotonic()
                house.newsroom.keep_time()
            house.newsroom.publish()
            house.outbox.sweep()
        except RedisError as trouble:
            log.error("Redis does not answer: %s", type(trouble).__name__)
        except Exception as mistake:  # ours; the reports wait, and the next round comes in a second
            log.error("a round could not be finished: %s", where(mistake))
