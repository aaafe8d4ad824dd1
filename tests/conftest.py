"""What tests share: a real Valkey and PostgreSQL of their own, and `pytest --write` to rewrite transcripts."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from bot.local_redis import LocalRedis
from bot.understanding.understand import Understanding
from tests.postgresql import postgresql, postgresql_engine

__all__ = ["postgresql", "postgresql_engine"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write", action="store_true", help="rewrite the bot's lines in tests/transcripts")


@pytest.fixture(scope="session")
def valkey() -> Iterator[str]:
    """The URL of a Valkey that these tests started and end."""
    folder = Path(tempfile.mkdtemp(prefix="kt-"))
    server = LocalRedis(folder)
    server.start()
    yield server.url
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture
def redis(valkey: str) -> Iterator[Redis]:
    """An empty Redis."""
    client = Redis.from_url(valkey)
    client.flushall()
    yield client
    client.close()


@pytest.fixture(scope="session")
def understanding() -> Understanding:
    """The tables of understanding, read once."""
    return Understanding.load()
