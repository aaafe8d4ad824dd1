from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from carrier import PATIENCE, Carrier


@pytest.fixture
def carrier() -> Iterator[Carrier]:
    server = Carrier()
    yield server
    server.close()


@pytest.fixture(scope="session")  # building one costs 20 ms for TLS
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=PATIENCE, trust_env=False) as opened:
        yield opened
