"""What the bridge's tests stand on: a database in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from bridge_peers import DEADLINES, Clock, an_app
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bridge.embedded.cases import Cases
from bridge.embedded.schema import connect


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{tmp_path}/cases.db")
    yield engine
    engine.dispose()


@pytest.fixture
def cases(engine: Engine, clock: Clock) -> Cases:
    cases = Cases(engine, clock, deadlines=DEADLINES)
    cases.create()
    return cases


@pytest.fixture
def site(cases: Cases) -> FlaskClient:
    return an_app(cases).test_client()


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=httpx.Timeout(2.0), trust_env=False) as client:
        yield client
