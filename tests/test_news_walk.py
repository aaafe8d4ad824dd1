"""Whatever officers do, in whatever order, with carriers and workers failing: each thing is told once and in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from redis import Redis

from bot.dialogs.news import tells
from bot.handlers.outbox import Outbox
from bot.message import CarrierBusy, CarrierDown, WindowClosed
from bot.progress import Happened, Happening
from bot.report import Reference
from bot.understanding.understand import Understanding
from bridge.embedded.workflow import OFFICERS_ACTIONS, Action, Missing, NotPossible
from tests.houses import TestHouse
from tests.told import carrier, filed, says, told_house

STEPS = 700
REPORTS = 25
TROUBLES = (CarrierDown(), CarrierBusy(), WindowClosed(), None, None, None)
_NUMBER = re.compile(r"Kabar laporan (\d{4} \d{4} \d{2})")
_MARK = re.compile(r"tanda \d+")


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[TestHouse]:
    """A house of its own."""
    with told_house(tmp_path, redis, understanding) as opened:
        yield opened


def officer_acts(test: TestHouse, chance: Random, reference: Reference, at: int) -> None:
    """Some action; what the rules refuse is nothing that happened."""
    action = chance.choice(sorted(OFFICERS_ACTIONS))
    if action in (Action.CLOSE, Action.ARCHIVE) and chance.random() < 0.95:
        return
    mark = f"tanda {at}"
    agency = mark if action in (Action.SEND_ON, Action.HAND_ON) else ""
    try:
        test.core.cases.act(reference, action, agency=agency, note="" if agency else mark, reason="unclear")
    except (NotPossible, Missing):
        return


def die(test: TestHouse) -> None:
    """A worker takes a row and is gone; its lease ends later."""
    for lane in test.house.store.due_lanes():
        if lane.startswith(("i:", "t:")):
            test.house.store.claim(lane, timedelta(seconds=60))
            return


def walk(test: TestHouse, chance: Random, references: list[Reference]) -> None:
    outbox: Outbox = test.house.outbox
    for at in range(STEPS):
        what = chance.random()
        if what < 0.5:
            officer_acts(test, chance, chance.choice(references), at)
        elif what < 0.6:
            carrier(test).trouble = chance.choice(TROUBLES)
        elif what < 0.65:
            die(test)
        elif what < 0.7:
            carrier(test).trouble = None  # who writes opens the window
            says(test, chance.choice(["halo", "cek", "menu", "terima kasih"]))
        test.time.pass_by(timedelta(minutes=chance.randrange(1, 600)))
        test.house.newsroom.keep_time()
        test.house.newsroom.publish()
        outbox.sweep()
        for lane in {test.rung.popleft() for _ in range(len(test.rung))}:
            outbox.drain(lane)


def settle(test: TestHouse) -> None:
    """The carrier works, the citizen writes, and a day passes in which time itself does nothing more to be told."""
    carrier(test).trouble = None
    says(test, "halo")
    for _ in range(48):
        test.time.pass_by(timedelta(minutes=30))
        test.drain()


def happened(test: TestHouse) -> list[Happening]:
    """Everything the core tells of, from the beginning."""
    found: list[Happening] = []
    while more := test.core.cases.feed(found[-1].number if found else 0, 500):
        found += more
    return found


def mark(news: Happening) -> str:
    """The sign by which a message can be told from all others."""
    named = _MARK.search(news.note) or _MARK.search(news.agency)
    return named[0] if named else ""


@pytest.mark.parametrize("seed", [311, 1708])
def test_each_thing_is_told_once_and_in_order(test: TestHouse, seed: int) -> None:
    """The messages about each report are those of its timeline: none missing, none twice, none before another."""
    chance = Random(seed)
    references = [filed(test, draw=draw) for draw in range(1, REPORTS + 1)]
    walk(test, chance, references)
    settle(test)
    told = [text for text in carrier(test).sent if "Kabar laporan" in text]
    for reference in references:
        about = [text for text in told if reference.grouped in (_NUMBER.findall(text.partition("\n")[0]))]
        expected = [news for news in happened(test) if news.reference == reference and tells(news, supporter=False)]
        assert len(about) == len(expected)
        own = {Happened.SENT_ON, Happened.HANDED_ON, Happened.ANSWERED, Happened.ASKED}
        marked = [(mark(news), text) for news, text in zip(expected, about, strict=True) if news.what in own]
        assert [sign for sign, text in marked if sign not in text] == []
    assert len(told) > 100
