"""From a citizen's SMS to a core over HTTP that refuses what lacks an answer: it arrives, nothing is lost."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from redis import Redis

from bot.handlers.file import WAIT_FOR_A_PERSON
from bot.report import CoreDown
from bot.understanding.understand import Understanding
from bot.web import create_app
from tests.foreign_house import foreign_house
from tests.houses import TestHouse
from tests.told import carrier
from tests.transcript import Album
from tests.wires import Spoken, line

sys.path.append(str(Path(__file__).parent / "bridge"))  # the core that the bridge is proved on

from bridge_ways import Ways, a_core

STORY = "Jalan berlubang di Jl. Melati, Selong, Lombok Timur"
MAPPING = """
fallback = "928"
[services]
[attributes.depth]
id = "Seberapa dalam lubangnya?"
values.deep.id = "Dalam sekali"
"""
Opened = Callable[..., AbstractContextManager[TestHouse]]


class Phone:
    """One citizen's phone, by SMS."""

    def __init__(self, test: TestHouse) -> None:
        self._test = test
        self._line = line("sms", test.house.settings)
        self._site = create_app(test.house).test_client()
        filing = replace(test.house.outbox.filing, files=Album())
        object.__setattr__(test.house, "outbox", replace(test.house.outbox, filing=filing))

    def say(self, text: str) -> str:
        """What the bot answers; then all that is due is done."""
        answer, _ = self._line.answer(self._line.request(Spoken(text)).deliver(self._site))
        self._test.drain()
        return answer


@pytest.fixture
def core() -> Iterator[Ways]:
    with a_core(demanding=True) as opened:
        yield opened


@pytest.fixture
def house(tmp_path: Path, redis: Redis, understanding: Understanding) -> Opened:
    """Opens a house before a core, with this mapping file."""

    def opened(core: Ways, mapping: str = MAPPING) -> AbstractContextManager[TestHouse]:
        (tmp_path / "map.toml").write_text(mapping)
        return foreign_house(
            tmp_path, redis, understanding, core.url, KENTONGAN_CORE_MAPPING=str(tmp_path / "map.toml")
        )

    return opened


def arrived(test: TestHouse) -> list[str]:
    """What citizens were told on the bot's own account."""
    return list(carrier(test).sent)


def test_a_citizen_by_sms_answers_what_the_core_demands(core: Ways, house: Opened) -> None:
    """Asked in Indonesian where that is given, in the core's words where not; the core gets its own value, once."""
    with house(core) as test:
        phone = Phone(test)
        asked = phone.say(STORY)
        assert "Seberapa dalam lubangnya?\n1. Dalam sekali\n2. Dangkal\nBalas 1 atau 2." in asked
        recap = phone.say("dangkal")
        assert "Seberapa dalam lubangnya: Dangkal" in recap
        phone.say("1")
        assert [form["attribute[depth]"] for form in core.forms] == [["flat"]]
        assert core.held == 1
        (told,) = arrived(test)
        assert "sudah masuk" in told


def test_what_the_core_was_too_silent_to_ask_waits_and_is_not_lost(core: Ways, house: Opened) -> None:
    """Refused for a missing answer: kept here, told to nobody as arrived; with `unanswered` named it goes through."""

    def silent(_: str) -> None:
        raise CoreDown

    with house(core) as test:
        phone = Phone(test)
        object.__setattr__(test.house.inbound, "asking", type("Silent", (), {"wanted": staticmethod(silent)})())
        assert "Kirim laporan ini?" in phone.say(STORY)
        phone.say("1")
        assert (core.held, arrived(test)) == (0, [])
        assert "belum" in phone.say("CEK")
        clock = test.time.now
    with house(core, MAPPING + 'unanswered = "flat"\n') as mended:
        mended.time.now = clock
        mended.time.pass_by(WAIT_FOR_A_PERSON + timedelta(hours=2))  # up to a fifth later, by chance
        mended.drain()
        assert [form["attribute[depth]"] for form in core.forms] == [["flat"]]
        assert len(arrived(mended)) == 1


def test_a_core_that_gives_no_numbers_promises_nothing(house: Opened) -> None:
    """A blackbox's citizen is told that the report was taken and that no news come, and no time for anything."""
    with a_core("blackbox", demanding=True) as core, house(core) as test:
        phone = Phone(test)
        phone.say(STORY)
        phone.say("1")
        phone.say("1")
        assert core.held == 1
        (told,) = arrived(test)
        assert "diterima instansi" in told
        assert "hari kerja" not in told
