"""The outbox loses nothing and has one holder a row: leases, fences, order, patience, timers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from redis import Redis

from bot.handlers.keeping import Commit, Queued
from bot.handlers.outbox import STALE
from bot.message import (
    AddressRejected,
    BotBlocked,
    CarrierBusy,
    CarrierDown,
    OptedOut,
    OutcomeUnknown,
    Said,
    Say,
    Sender,
    SendError,
    WindowClosed,
)
from bot.saved import TellRow
from bot.understanding.understand import Understanding
from tests.carriers import Taking
from tests.houses import TestHouse, open_house

CITIZEN = Sender("sms", "+6281200000001")
LEASE = timedelta(seconds=60)


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[TestHouse]:
    """A house of its own."""
    with open_house(tmp_path, redis, understanding) as opened:
        yield opened


class Moody(Taking):
    """A carrier that does what it is told, then takes messages."""

    def __init__(self, *troubles: Exception) -> None:
        super().__init__()
        self.troubles = list(troubles)
        self.tries = 0

    def send(self, to: Sender, say: Say) -> str:
        self.tries += 1
        if self.troubles:
            raise self.troubles.pop(0)
        return super().send(to, say)


def queue(test: TestHouse, *texts: str) -> str:
    """Put messages to one citizen into the outbox; returns their lane."""
    lane = test.house.store.tell_lane(CITIZEN)
    loaded = test.house.store.load(CITIZEN, texts[0], "", ())
    rows = tuple(Queued(lane, TellRow(CITIZEN, Say(text)), test.time.now) for text in texts)
    from bot.dialogs.session import Session

    test.house.store.commit(loaded, Commit(CITIZEN, texts[0], "", Session(), Say(""), rows=rows))
    return lane


def with_carrier(test: TestHouse, carrier: Moody) -> TestHouse:
    """The same house with this carrier for SMS."""
    house = test.house
    object.__setattr__(house, "outbox", replace(house.outbox, carriers={"sms": carrier}))
    return test


def test_a_row_has_one_holder_until_its_lease_ends(test: TestHouse) -> None:
    """While one holds a row nobody else gets it; afterwards another does, and the late holder cannot settle it."""
    store, lane = test.house.store, queue(test, "a")
    first = store.claim(lane, LEASE)
    assert first
    assert store.claim(lane, LEASE) is None
    test.time.pass_by(LEASE + timedelta(seconds=1))
    second = store.claim(lane, LEASE)
    assert second
    assert second.fence > first.fence
    assert second.attempt == 2
    assert not store.settle(first)
    assert not store.put_off(first, test.time.now)
    assert store.settle(second)
    assert store.claim(lane, LEASE) is None


def test_messages_to_one_citizen_go_out_in_order_even_after_trouble(test: TestHouse) -> None:
    """A message that has to wait is not overtaken by the next one."""
    carrier = Moody(CarrierDown(), CarrierBusy(after=40))
    with_carrier(test, carrier)
    lane = queue(test, "one", "two", "three")
    assert test.house.outbox.drain(lane) == 0
    test.time.pass_by(timedelta(seconds=1.2))  # chance adds up to a fifth
    assert test.house.outbox.drain(lane) == 0
    test.time.pass_by(timedelta(seconds=39))
    assert test.house.outbox.drain(lane) == 0
    test.time.pass_by(timedelta(seconds=9))
    assert test.house.outbox.drain(lane) == 3
    assert carrier.sent == ["one", "two", "three"]


def test_an_address_that_cannot_be_reached_is_given_up_at_once(test: TestHouse) -> None:
    """What can never be delivered is not tried again, and what comes after it is tried."""
    carrier = Moody(AddressRejected())
    with_carrier(test, carrier)
    assert test.house.outbox.drain(queue(test, "one", "two")) == 2
    assert carrier.sent == ["two"]


@pytest.mark.parametrize("trouble", [BotBlocked, OptedOut, WindowClosed])
def test_who_cannot_be_told_for_months_is_given_up(test: TestHouse, trouble: type[SendError]) -> None:
    """A citizen who blocked the bot for good is tried once a week, a few times, and then no more."""
    carrier = Moody(*[trouble() for _ in range(20)])
    with_carrier(test, carrier)
    queue(test, "news")
    for _ in range(20):
        test.time.pass_by(timedelta(days=9))
        test.drain()
    assert STALE / timedelta(days=9) <= carrier.tries <= STALE / timedelta(days=7) + 2


@pytest.mark.parametrize("trouble", [BotBlocked, OptedOut])
def test_who_blocked_the_bot_finds_the_news_when_writing_again(test: TestHouse, trouble: type[SendError]) -> None:
    """News for a citizen who blocked the bot or wrote STOP waits, and is told once, in order, when they are back."""
    carrier = Moody(trouble())
    with_carrier(test, carrier)
    test.house.outbox.drain(queue(test, "one", "two"))
    test.time.pass_by(timedelta(hours=30))
    test.drain()
    assert carrier.sent == []
    test.house.inbound.receive(Said(CITIZEN, "hello", "halo"))
    test.drain()
    assert carrier.sent == ["one", "two"]


def test_news_waits_for_the_citizen_when_the_window_is_closed(test: TestHouse) -> None:
    """Outside the carrier's window news is kept, and goes out as soon as the citizen writes; not before, not twice."""
    carrier = Moody(WindowClosed())
    with_carrier(test, carrier)
    lane = queue(test, "news")
    test.house.outbox.drain(lane)
    for _ in range(3):
        test.time.pass_by(timedelta(hours=20))
        test.drain()
    assert "news" not in carrier.sent
    test.house.inbound.receive(Said(CITIZEN, "hello", "halo"))
    test.drain()
    assert carrier.sent.count("news") == 1
    assert test.house.store.heard_within(CITIZEN, timedelta(hours=24))
    test.time.pass_by(timedelta(hours=25))
    assert not test.house.store.heard_within(CITIZEN, timedelta(hours=24))


def test_after_an_unknown_outcome_the_carrier_is_asked_before_anything_is_sent_twice(test: TestHouse) -> None:
    """The second try goes through `finish`, with the time of the first."""
    carrier = Moody(OutcomeUnknown())
    asked: list[datetime] = []
    carrier.finish = lambda to, say, since: asked.append(since) or "1"  # type: ignore[method-assign,func-returns-value]
    with_carrier(test, carrier)
    began, lane = test.time.now, queue(test, "news")
    test.house.outbox.drain(lane)
    test.time.pass_by(timedelta(seconds=2))
    assert test.house.outbox.drain(lane) == 1
    assert (asked, carrier.sent) == ([began], [])


def test_a_lost_bell_costs_seconds(test: TestHouse) -> None:
    """Whatever is due is rung for again by the sweeper, within 15 seconds, and then again, until somebody comes."""
    lane = queue(test, "a")
    test.house.outbox.sweep()
    assert lane not in test.rung
    test.time.pass_by(timedelta(seconds=6))
    test.house.outbox.sweep()
    test.house.outbox.sweep()
    assert list(test.rung).count(lane) == 1
    test.time.pass_by(timedelta(seconds=11))
    test.house.outbox.sweep()
    assert list(test.rung).count(lane) == 2


def test_a_draft_is_remembered_once_and_in_waking_hours(test: TestHouse) -> None:
    """One reminder for a draft that was left alone, not at night, and none for a draft that was sent."""
    carrier = Moody()
    with_carrier(test, carrier)
    test.time.pass_by(timedelta(hours=3))
    test.house.inbound.receive(Said(CITIZEN, "1", "lampu jalan mati"))
    for _ in range(60):
        test.time.pass_by(timedelta(hours=1))
        sent = len(carrier.sent)
        test.drain()
        if len(carrier.sent) > sent:
            assert 8 <= (test.time.now + timedelta(hours=7)).hour <= 20
    assert len(carrier.sent) == 1
    assert "LANJUT" in carrier.sent[0]


def test_an_untouched_outbox_holds_nothing_after_all_is_done(test: TestHouse, redis: Redis) -> None:
    """When all rows are settled, no row, lane or due mark is left behind."""
    with_carrier(test, Moody())
    story = "jalan berlubang depan pasar Selong Lombok Timur"
    test.house.inbound.receive(Said(CITIZEN, "1", story))
    test.house.inbound.receive(Said(CITIZEN, "2", "1"))
    test.time.pass_by(timedelta(seconds=10))
    test.drain()
    left = [key.decode().split(":")[1] for key in redis.scan_iter("k:*")]
    assert {"case", "session"} <= set(left)
    assert {"row", "lane", "due"} & set(left) == set()
