"""What a citizen never sent is forgotten after sixty days; their filed reports still find them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from redis import Redis

from bot.dialogs.session import Session
from bot.understanding.understand import Understanding
from tests.houses import TestHouse
from tests.told import CITIZEN, NEIGHBOUR, carrier, filed, officer, says, told_house


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[TestHouse]:
    """A house of its own."""
    with told_house(tmp_path, redis, understanding) as opened:
        yield opened


def session(test: TestHouse) -> Session:
    """The citizen's conversation as it is kept."""
    found = test.house.store.load(CITIZEN, "look", "", ()).session
    assert found
    return found


def test_an_unsent_report_is_forgotten_after_sixty_days(test: TestHouse) -> None:
    """Its words are gone from what is kept, although a filed report keeps the conversation alive."""
    filed(test)
    says(test, "lampu jalan mati di depan pasar Selong")
    test.time.pass_by(timedelta(days=59))
    test.drain()
    assert "lampu" in session(test).draft.story
    test.time.pass_by(timedelta(days=2))
    test.drain()
    assert session(test).draft.empty
    assert "lampu" not in repr(session(test))


def test_after_months_news_still_come_in_the_citizens_language(test: TestHouse) -> None:
    """A report that takes long outlives sixty silent days: language, number and conversation are there."""
    reference = filed(test)
    says(test, "english")
    carrier(test).sent.clear()
    key = f"k:session:{test.house.store.lane(CITIZEN)}"
    left = test.house.redis.ttl(key)
    assert isinstance(left, int)
    assert timedelta(seconds=left) > timedelta(days=700)
    test.time.pass_by(timedelta(days=80))
    officer(test, reference, "verify")
    assert "News of your report" in carrier(test).sent[-1] or "checked" in carrier(test).sent[-1]
    says(test, "halo", NEIGHBOUR)
    other = test.house.redis.ttl(f"k:session:{test.house.store.lane(NEIGHBOUR)}")
    assert isinstance(other, int)
    assert timedelta(seconds=other) <= timedelta(days=60)
