"""News goes at the carrier's own speed, and what a carrier takes and then refuses is not lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from flask import Flask
from redis import Redis

from bot.dialogs.session import Session
from bot.handlers.keeping import Commit, Queued
from bot.message import CarrierDown, Said, Say, Sender
from bot.saved import TellRow
from bot.understanding.understand import Understanding
from channels.twilio import Sms
from tests.houses import TestHouse, open_house
from tests.processes import free_port
from tests.test_public_url import listening


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[TestHouse]:
    """A house of its own."""
    with open_house(tmp_path, redis, understanding) as opened:
        yield opened


class Numbered:
    """A carrier that takes everything and gives each message a number."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, to: Sender, say: Say) -> str:
        self.sent.append(say.as_text())
        return f"SM{len(self.sent)}"

    def finish(self, to: Sender, say: Say, since: datetime) -> str:
        raise AssertionError("no try came before")

    def acknowledge(self, token: str) -> None:
        raise AssertionError(token)


def news(test: TestHouse, channel: str, citizens: int) -> Numbered:
    """One message to each of so many citizens of a channel, waiting in the outbox; their carrier."""
    carrier = Numbered()
    object.__setattr__(test.house, "outbox", replace(test.house.outbox, carriers={channel: carrier}))
    store = test.house.store
    for at in range(citizens):
        to = Sender(channel, f"+62812{at:08d}")
        rows = (Queued(store.tell_lane(to), TellRow(to, Say(f"news {at}")), test.time.now),)
        store.commit(store.load(to, "1", "", ()), Commit(to, "1", "", Session(), Say(""), rows=rows))
    return carrier


def test_no_carrier_is_sent_more_than_it_takes(test: TestHouse) -> None:
    """A hundred messages on a channel of ten a second: about twenty at once, ten more each second, all in the end."""
    carrier = news(test, "sms", 100)
    test.time.pass_by(timedelta(seconds=6))
    counts = []
    for _ in range(60):
        test.drain()
        counts.append(len(carrier.sent))
        test.time.pass_by(timedelta(seconds=1))
    assert counts[0] <= 21
    assert max(after - before for before, after in pairwise(counts)) <= 21
    assert sorted(carrier.sent) == sorted(f"news {at}" for at in range(100))


def test_a_message_refused_for_its_window_goes_out_when_the_citizen_writes(test: TestHouse) -> None:
    """63016 after the carrier took it: kept, brought back once, sent once the citizen is heard again."""
    carrier, citizen = news(test, "whatsapp", 1), Sender("whatsapp", "+6281200000000")
    test.time.pass_by(timedelta(seconds=6))
    test.drain()
    assert carrier.sent == ["news 0"]
    assert [test.house.sending.window_closed("whatsapp", "SM1") for _ in range(2)] == [True, False]
    test.time.pass_by(timedelta(days=1))
    test.drain()
    assert carrier.sent == ["news 0"]
    test.house.inbound.receive(Said(citizen, "hello", "halo"))
    test.time.pass_by(timedelta(seconds=11))
    test.drain()
    assert carrier.sent.count("news 0") == 2


def test_what_is_underway_cannot_be_read_in_redis(test: TestHouse, redis: Redis) -> None:
    """A message kept for its carrier's second thoughts is sealed, and its key names nobody."""
    news(test, "whatsapp", 1)
    test.time.pass_by(timedelta(seconds=6))
    test.drain()
    [key] = redis.scan_iter("k:underway:*")
    kept = redis.get(key) or b""
    assert kept
    assert b"news" not in kept
    assert b"SM1" not in key


def test_a_carrier_that_refuses_the_question_has_not_refused_the_message() -> None:
    """Asked what it has and answering 405, the carrier is taken for down: the message is tried again, not dropped."""
    port, app = free_port(), Flask("deaf")
    app.add_url_rule("/2010-04-01/Accounts/<sid>/Messages.json", "send", lambda sid: sid, methods=["POST"])
    with listening(app, port), httpx.Client(trust_env=False) as client:
        sms = Sms(
            account_sid="AC" + "1" * 32,
            auth_tokens=("token",),
            from_address="+6281200001708",
            public_url="https://lapor.example",
            client=client,
            api_base=f"http://127.0.0.1:{port}",
        )
        with pytest.raises(CarrierDown):
            sms.finish(Sender("sms", "+6281200000001"), Say("news"), datetime(2026, 11, 20, tzinfo=UTC))
