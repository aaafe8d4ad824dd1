"""The doorbell: RQ carries an opaque lane name to a worker; losing a ring costs seconds, never a report."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from redis import Redis, RedisError
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

QUEUE = "kentongan"
LONGEST = 10_000  # bells that wait; where no worker hears them for hours, the oldest are forgotten
LOOK = "bot.jobs.look"
log = logging.getLogger(__name__)


class Bell:
    """Rings a worker for lanes that have something to do: one round trip for all of them."""

    def __init__(self, redis: Redis, lease: int) -> None:
        self._redis, self._timeout = redis, lease
        self._queue = Queue(QUEUE, connection=redis, serializer=JSONSerializer)

    def ring(self, lanes: Sequence[str]) -> None:
        """Ask for a look at these lanes; a lost ring is made good by the sweeper."""
        try:
            with self._redis.pipeline(transaction=False) as pipe:
                for lane in lanes:
                    self._queue.enqueue_call(
                        LOOK, (lane,), timeout=self._timeout * 4, ttl=60, result_ttl=0, failure_ttl=3600, pipeline=pipe
                    )
                pipe.ltrim(self._queue.key, -LONGEST, -1)
                pipe.execute()
        except RedisError as trouble:
            log.warning("a bell was not heard: %s", type(trouble).__name__)


def worker(redis: Redis) -> SimpleWorker:
    """A worker for the one queue. It does not fork: a crash is the supervisor's to mend and the lease's to heal."""
    queue = Queue(QUEUE, connection=redis, serializer=JSONSerializer)
    return SimpleWorker([queue], connection=redis, serializer=JSONSerializer)
