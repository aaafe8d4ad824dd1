"""A core that can call makes its news come at once; nobody else can, and no call counts twice."""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from redis import Redis
from werkzeug.test import TestResponse

from bot.report import Area, Place
from bot.settings import Settings
from bot.understanding.understand import Understanding
from bot.web import create_app
from tests.foreign_house import foreign_house
from tests.houses import TestHouse
from tests.told import carrier, filed

sys.path.append(str(Path(__file__).parent / "bridge"))  # the cores that the bridge is proved on

from bridge_ways import Ways, a_core

SECRET, OLD = "a-secret-of-this-test", "an-older-secret-of-it"
JAKARTA = Place("dekat pasar", province=Area("31", "DKI Jakarta"))


@pytest.fixture
def core() -> Iterator[Ways]:
    with a_core() as opened:
        yield opened


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding, core: Ways) -> Iterator[TestHouse]:
    given = {"KENTONGAN_CORE_WEBHOOK_SECRET": f"{SECRET},{OLD}"}
    with foreign_house(tmp_path, redis, understanding, core.url, **given) as opened:
        yield opened


def call(test: TestHouse, body: object, *, secret: str = SECRET, ago: float = 0, **changes: str) -> TestResponse:
    """A call as a core makes it; signed here by hand, as the setting's text describes."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    moment = str(int(test.time.now.timestamp() - ago))
    signature = hmac.new(secret.encode(), f"{moment}.".encode() + raw, hashlib.sha256).hexdigest()
    headers = {"X-Kentongan-Timestamp": moment, "X-Kentongan-Signature": f"sha256={signature}", **changes}
    return create_app(test.house).test_client().post("/core/events", data=raw, headers=headers)


def happened(test: TestHouse, core: Ways) -> None:
    """The office closes the report; the next look would be hours away."""
    test.time.pass_by(timedelta(minutes=1))
    core.requests[0] |= {"status": "closed", "updated_datetime": test.time.now.isoformat()}


@pytest.mark.parametrize("secret", [SECRET, OLD])
@pytest.mark.parametrize("by", ["number", "reference", "list"])
def test_a_call_brings_the_news_at_once(test: TestHouse, core: Ways, by: str, secret: str) -> None:
    """By the core's number, by our reference, or several at once; with both secrets during rotation."""
    reference = filed(test, JAKARTA)
    happened(test, core)
    number = {"service_request_id": core.requests[0]["service_request_id"]}
    body = {"number": number, "reference": {"account_id": str(reference)}, "list": [{"service_request_id": 7}, number]}
    assert call(test, body[by], secret=secret).status_code == 202
    test.drain()
    assert len(carrier(test).sent) == 1


def test_a_call_that_comes_again_does_nothing(test: TestHouse, core: Ways) -> None:
    """A recorded call is taken and moves nothing; after five minutes it is refused."""
    filed(test, JAKARTA)
    number = {"service_request_id": "500"}
    first = call(test, number)
    test.drain()
    due = test.house.redis.zrange("k:due", 0, -1, withscores=True)
    again = call(test, number)
    assert (first.status_code, again.status_code) == (202, 202)
    assert test.house.redis.zrange("k:due", 0, -1, withscores=True) == due
    assert call(test, number, ago=301).status_code == 403
    assert call(test, number, ago=-301).status_code == 403


def test_what_is_not_signed_is_refused(test: TestHouse, core: Ways) -> None:
    """A wrong secret, another body, another time, nothing at all: 403, and no look is due."""
    filed(test, JAKARTA)
    number = {"service_request_id": "500"}
    assert call(test, number, secret="guessed-secret-000").status_code == 403
    assert call(test, number, **{"X-Kentongan-Timestamp": "1763600000"}).status_code == 403
    assert call(test, number, **{"X-Kentongan-Signature": ""}).status_code == 403
    assert call(test, number, **{"X-Kentongan-Signature": "sha256=é"}).status_code == 403
    assert create_app(test.house).test_client().post("/core/events", json=number).status_code == 403


@pytest.mark.parametrize("body", [b"", b"{", b"17", b"[1]", b'{"id": 5}', b"[" * 5000, b'{"service_request_id": true}'])
def test_a_signed_body_that_names_no_report_is_400(test: TestHouse, body: bytes) -> None:
    """The answer says what is expected."""
    assert call(test, body).status_code == 400


def test_an_unknown_report_is_no_trouble(test: TestHouse) -> None:
    """A core may tell of reports that came another way."""
    assert call(test, {"service_request_id": "4711"}).status_code == 202


def test_a_call_while_somebody_asks_is_not_lost(test: TestHouse, core: Ways) -> None:
    """The holder saw the report as it was before; the next look is due at once, not in an hour."""
    filed(test, JAKARTA)
    test.time.pass_by(timedelta(minutes=30))
    (lane,) = [each.decode().removeprefix("k:lane:") for each in test.house.redis.scan_iter("k:lane:n:*")]
    held = test.house.store.claim(lane, timedelta(seconds=60))
    assert held
    seen = test.house.outbox._outcome(held)
    happened(test, core)
    assert call(test, {"service_request_id": "500"}).status_code == 202
    test.house.outbox._settle(held, seen)
    test.drain()
    assert len(carrier(test).sent) == 1


def test_without_a_secret_there_is_no_such_door(
    tmp_path: Path, redis: Redis, understanding: Understanding, core: Ways
) -> None:
    """404; and a secret that can be guessed is refused at the start."""
    with foreign_house(tmp_path, redis, understanding, core.url) as test:
        assert call(test, {"service_request_id": "500"}).status_code == 404
    faults = Settings(core_webhook_secret="short").faults()
    assert any("KENTONGAN_CORE_WEBHOOK_SECRET must have" in each for each in faults)
