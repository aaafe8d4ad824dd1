"""However people wander through the dialogue, the counts always say how many stand at each question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from redis import Redis

from bot.message import Attachment, Pin, Said, Sender
from bot.understanding.understand import Understanding
from bridge.embedded.workflow import Action, Missing, NotPossible
from tests.counted import everything, open_at, session_of
from tests.houses import TestHouse
from tests.told import told_house

STEPS = 250
CITIZENS = tuple(Sender(channel, f"+628120000000{at}") for at in range(3) for channel in ("sms", "telegram"))
WORDS = (
    *(["1"] * 10),
    *("2 3 0 ya kirim kirim lewati selesai KEMBALI BATAL MENU LANJUT ULANG CEK Selong anonim rahasia Budi".split()),
    *("ubah tambah jawab bahasa english indonesia bantuan".split()),
    "lampu jalan mati di depan pasar",
    "sampah menumpuk di Jl. Melati, Selong, Lombok Timur, sudah dua minggu bau sekali",
    "dalan rusak ing ngarep pasar, tulung didandani",
    "Jl. Melati, Pancor, Lombok Timur",
    "lokasi salah",
    "ubah cerita",
    "hapus laporan",
    "lapor pothole",
    "Pelayanan di kantor kurang baik",
    "sudah selesai?",
)
Book = Counter[tuple[str, str, str]]  # (channel, language, question) -> conversations


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[TestHouse]:
    """A house of its own."""
    with told_house(tmp_path, redis, understanding) as opened:
        yield opened


def message(chance: Random, sender: Sender, at: int) -> Said:
    """Words, a button's number, a photo, a voice note or a pin."""
    what = chance.random()
    if what < 0.08:
        return Said(sender, f"{at}", "", (Attachment(chance.choice(("photo", "voice")), f"file{at}"),))
    if what < 0.12:
        return Said(sender, f"{at}", pin=Pin(-8.65, 116.53))
    return Said(sender, f"{at}", chance.choice(WORDS))


def standing(test: TestHouse) -> Book:
    """How many conversations stand at each question."""
    sessions = [(each.channel, session_of(test, each)) for each in CITIZENS]
    found = Counter((channel, each.language, open_at(test, each)) for channel, each in sessions)
    return Counter({name: number for name, number in found.items() if name[2]})


def officer_acts(test: TestHouse, chance: Random) -> None:
    """Something happens to a filed report, if the rules let it."""
    if not test.core.filed:
        return
    action = chance.choice((Action.VERIFY, Action.SEND_ON, Action.ASK, Action.ANSWER))
    try:
        test.core.cases.act(chance.choice(test.core.filed).reference, action, agency="Dinas PU", note="Catatan")
    except (NotPossible, Missing):
        return


def time_passes(test: TestHouse, chance: Random) -> Book:
    """Minutes, half a day, or two months; returns who was forgotten where."""
    before = standing(test)
    test.time.pass_by(chance.choice((timedelta(minutes=5),) * 12 + (timedelta(hours=13),) * 2 + (timedelta(days=61),)))
    test.drain()
    return before - standing(test)


@pytest.mark.parametrize("seed", [5, 1708])
def test_asked_is_passed_and_dropped_and_still_open(test: TestHouse, seed: int) -> None:
    """After each message of six wandering citizens, on each channel, in each language, at each question."""
    chance, gone = Random(seed), Book()
    ends = 0
    for at in range(STEPS):
        said = message(chance, chance.choice(CITIZENS), at)
        test.house.inbound.receive(said)
        if chance.random() < 0.1:
            test.house.inbound.receive(said)  # its carrier brings it again
        if chance.random() < 0.2:
            officer_acts(test, chance)
            gone += time_passes(test, chance)
        counted = everything(test)
        left = {name: asked - passed - dropped for name, (asked, passed, dropped) in counted.items()}
        ends = sum(numbers[0] for (_, _, step), numbers in counted.items() if step == "filed")
        expected = standing(test) + gone
        assert {name: n for name, n in left.items() if n and name[2] not in ("filed", "joined")} == expected, (at, said)
    assert ends == sum(len(session_of(test, each).cases) for each in CITIZENS) > 0
    assert sum(numbers[2] for numbers in everything(test).values()) > 0
    assert len({language for _, language, _ in everything(test)}) > 1
