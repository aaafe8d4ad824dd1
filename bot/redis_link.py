"""The way to Redis, and whether it is one that loses nothing: append-only file on, nothing evicted."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlsplit

from redis import Redis, RedisError
from redis.backoff import ExponentialBackoff
from redis.retry import Retry
from redis.sentinel import Sentinel

TIMEOUT = 5.0  # seconds
_SAFE = ("appendonly", "appendfsync", "maxmemory-policy")


def connect(url: str) -> Redis:
    """A client for redis://, rediss://, unix:// or sentinel://host:port,host:port/service/db. Connects when first used.

    A command whose answer was lost is sent again. A repeated commit answers what it did before; a repeated claim
    finds the row held and leaves it to the end of its lease; a repeated settle finds nothing to do.
    """
    retry = Retry(ExponentialBackoff(cap=0.5, base=0.05), 3)
    if url.startswith("sentinel://"):
        return _through_sentinel(url, retry)
    return Redis.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, retry=retry)


def _through_sentinel(url: str, retry: Retry) -> Redis:
    parts = urlsplit(url)
    hosts = [host.rpartition(":") for host in parts.netloc.split(",")]
    service, _, database = parts.path.strip("/").partition("/")
    sentinel = Sentinel([(host, int(port)) for host, _, port in hosts], socket_timeout=TIMEOUT)  # type: ignore[no-untyped-call]
    primary = sentinel.master_for(service, db=int(database or 0), socket_timeout=TIMEOUT, retry=retry)  # type: ignore[no-untyped-call]
    return cast(Redis, primary)


def dangers(redis: Redis) -> list[str] | None:
    """What in this Redis would lose reports, one sentence each; None where it does not tell its configuration."""
    try:
        told = {name: redis.config_get(name).get(name, "") for name in _SAFE}
    except RedisError:
        return None
    found = []
    if told["appendonly"] == "no":
        found.append("Redis keeps no append-only file: a crash would lose reports. Mend it: CONFIG SET appendonly yes.")
    if told["appendfsync"] == "no":
        found.append("Redis leaves writing to the system. Mend it: CONFIG SET appendfsync everysec (or always).")
    if told["maxmemory-policy"] not in ("", "noeviction"):
        found.append("Redis may evict keys. Mend it: CONFIG SET maxmemory-policy noeviction.")
    return found
