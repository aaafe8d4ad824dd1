"""What Twilio reports of a message reaches its delivery record, through the real door and a real Valkey."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from redis import Redis

sys.path.append(str(Path(__file__).parent / "channels"))

from twilio_signer import signature

from bot.understanding.understand import Understanding
from bot.web import create_app
from tests.houses import TestHouse, open_house

SID = "SM" + "e" * 32
Post = Callable[..., int]


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[TestHouse]:
    """A house of its own."""
    with open_house(tmp_path, redis, understanding) as opened:
        yield opened


@pytest.fixture
def post(test: TestHouse) -> Post:
    """Posts one report as Twilio does, and gives the status of the answer."""
    client, settings = create_app(test.house).test_client(), test.house.settings

    def posted(name: str, status: str, code: str = "", token: str = "") -> int:
        path = f"/webhooks/twilio/{name}/status"
        fields = [("MessageSid", SID), ("MessageStatus", status), ("To", "+6281200000001")]
        fields += [("ErrorCode", code)] if code else []
        proof = signature(token or settings.twilio_tokens[0], settings.base_url + path, fields)
        headers = {"X-Twilio-Signature": proof, "Content-Type": "application/x-www-form-urlencoded"}
        return client.post(path, data=urlencode(fields), headers=headers).status_code

    return posted


@pytest.mark.parametrize("name", ["sms", "whatsapp"])
@pytest.mark.parametrize(
    ("words", "state"),
    [
        (["queued"], None),
        (["sent"], "at_carrier"),
        (["sent", "delivered"], "delivered"),
        (["delivered", "sent", "sent", "queued"], "delivered"),
        (["read", "delivered", "sent"], "delivered"),
        (["sent", "undelivered"], "failed"),
    ],
)
def test_a_record_rises_and_never_falls(
    test: TestHouse, post: Post, name: str, words: list[str], state: str | None
) -> None:
    """In whatever order and however often reports come, the furthest state stands."""
    assert {post(name, word) for word in words} == {200}
    assert test.house.deliveries.state(name, SID) == state


@pytest.mark.parametrize("code", ["63016", "21610"])
def test_a_message_that_was_refused_is_known_as_refused(test: TestHouse, post: Post, code: str) -> None:
    """A closed window and an unwilling citizen are told apart from a bad line."""
    assert post("whatsapp", "failed", code) == 200
    assert test.house.deliveries.state("whatsapp", SID) == "rejected"


def test_a_report_that_nobody_signed_is_refused(test: TestHouse, post: Post, redis: Redis) -> None:
    """With another account's token nothing is written."""
    assert post("sms", "delivered", token="a0strangers0token") == 403
    assert list(redis.scan_iter()) == []
