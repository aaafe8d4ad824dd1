"""The sweeper's rounds: held acts, news, lost bells every second; deadlines, counts of the dialogue every minute."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from redis import RedisError

from bot.handlers.ports import where
from bot.wired_held import carry_out_held
from bot.wiring import House

MINUTE = 60.0  # seconds between two looks at all open reports: nobody is told of a deadline to the second
log = logging.getLogger(__name__)


def sweep(house: House, wait: Callable[[float], bool], every: float) -> None:
    """Go round until `wait` (seconds) says that it is over. Trouble ends a round, never the sweeper."""
    looked = -MINUTE
    while not wait(every):
        try:
            minute = time.monotonic() - looked >= MINUTE
            if minute:
                looked = time.monotonic()
                house.newsroom.keep_time()
            carry_out_held(house.cases)
            house.newsroom.publish()
            house.outbox.sweep()
            if minute:
                house.counting.tell()  # last: no citizen waits for a figure
        except RedisError as trouble:
            log.error("Redis does not answer: %s", type(trouble).__name__)
        except Exception as mistake:  # ours; the reports wait, and the next round comes in a second
            log.error("a round could not be finished: %s", where(mistake))
