"""A neighbour with the same problem joins the open report instead of making a second one, and both are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from redis import Redis

from bot.dialogs.session import Draft, Session
from bot.handlers.keeping import Commit
from bot.message import Say
from bot.pin import Pin
from bot.report import Area, Place, Reference
from bot.understanding.understand import Understanding
from tests.houses import BEGIN, TestHouse
from tests.told import NEIGHBOUR, OFFICE, carrier, filed, officer, says, told_house

SPOT = Place(
    "depan pasar",
    province=Area("52", "Nusa Tenggara Barat"),
    regency=Area("52.03", "Kabupaten Lombok Timur"),
    district=Area("52.03.07", "Selong"),
    pin=Pin(-8.65, 116.53),
)
STORY = "Ada lubang besar di jalan depan pasar"
DRAFT = Draft(
    story=STORY,
    title="Lubang besar",
    category="pothole",
    place=replace(SPOT, pin=Pin(-8.6505, 116.5301)),
    short=True,
    settled=("files", "topic"),
)


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[TestHouse]:
    """A house of its own."""
    with told_house(tmp_path, redis, understanding) as opened:
        yield opened


def reported(test: TestHouse, *, secret: bool = False) -> Reference:
    """Somebody's verified report at the spot."""
    reference = filed(test, SPOT, secret=secret)
    officer(test, reference, "verify")
    carrier(test).sent.clear()
    return reference


def writing(test: TestHouse, draft: Draft, at: str) -> None:
    """The neighbour has come so far with a report of their own."""
    loaded = test.house.store.load(NEIGHBOUR, "begin", "", ())
    session = Session(told_privacy="1", at=at, draft=draft, seen_at=BEGIN)
    test.house.store.commit(loaded, Commit(NEIGHBOUR, "begin", "", session, Say("")))


def test_a_report_like_an_open_one_can_be_joined_instead(test: TestHouse) -> None:
    """No second report, both are told how it goes on, and what the neighbour wrote is kept for the office."""
    reference = reported(test)
    writing(test, DRAFT, "lodge.identity")
    assert "ikut mendukung" in says(test, "anonim", NEIGHBOUR)
    assert "mendukung laporan" in says(test, "1", NEIGHBOUR)
    assert len(test.core.filed) == 1
    officer(test, reference, "send-on", agency=OFFICE)
    assert sorted(each.split(" ", 1)[0] for each in carrier(test).sent) == ["sms", "whatsapp"]
    assert STORY in [each.note for each in test.core.cases.timeline(reference)]


def test_where_a_number_picks_the_topic_and_sends_the_look_comes_before_it(test: TestHouse) -> None:
    """The recap that asks for the topic offers the open report too; "another" leads to the recap, and 1 sends."""
    reported(test)
    undecided = replace(DRAFT, category="", suggestions=("pothole", "road_damage"), settled=("files",))
    writing(test, undecided, "lodge.review")
    assert "ikut mendukung" in says(test, "1", NEIGHBOUR)
    assert len(test.core.filed) == 1
    assert "Kirim laporan ini" in says(test, "2", NEIGHBOUR)
    says(test, "1", NEIGHBOUR)
    assert len(test.core.filed) == 2


def test_a_secret_report_is_neither_offered_nor_compared(test: TestHouse) -> None:
    """Nobody learns of a secret report by reporting the same, and a secret draft asks nobody."""
    reported(test, secret=True)
    writing(test, DRAFT, "lodge.identity")
    assert "ikut mendukung" not in says(test, "anonim", NEIGHBOUR)


def test_a_secret_draft_is_compared_with_nothing(test: TestHouse) -> None:
    """Whoever wants secrecy is not asked about others' reports."""
    reported(test)
    writing(test, DRAFT, "lodge.identity")
    assert "ikut mendukung" not in says(test, "rahasia", NEIGHBOUR)
