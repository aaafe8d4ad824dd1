"""While Redis is away nothing is lost: Twilio's messages go to the disk and are answered, in order, when it is back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from redis import ConnectionError as Lost
from redis import Redis

from bot.understanding.understand import Understanding
from bot.web import _take_up, create_app
from tests.carriers import Taking
from tests.houses import TestHouse, open_house
from tests.wires import Spoken, TwilioLine

STORY = "jalan berlubang depan pasar Selong Lombok Timur"


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[TestHouse]:
    """A house of its own."""
    with open_house(tmp_path, redis, understanding) as opened:
        yield opened


class Away:
    """Takes Redis away from a house, and gives it back."""

    def __init__(self, test: TestHouse) -> None:
        self.store = test.house.store
        self.scripts = self.store._scripts

    def __enter__(self) -> None:
        def lost(**_: Any) -> Any:
            raise Lost

        self.store._scripts = dict.fromkeys(self.scripts, lost)  # type: ignore[arg-type]

    def __exit__(self, *_: object) -> None:
        self.store._scripts = self.scripts


def test_messages_kept_while_redis_was_away_are_taken_up_in_order(test: TestHouse) -> None:
    """Story, confirmation and a repeat arrive without Redis: then there is one report, and every answer went out."""
    carrier, phone = Taking(), TwilioLine("sms", test.house.settings)
    house = test.house
    object.__setattr__(house, "outbox", replace(house.outbox, carriers={"sms": carrier}))
    client = create_app(house).test_client()
    story, send = phone.request(Spoken(STORY)), phone.request(Spoken("1"))
    with Away(test):
        for request in (story, send, send):
            told, _ = phone.answer(request.deliver(client))
            assert "tersimpan" in told
    told, _ = phone.answer(phone.request(Spoken("status")).deliver(client))
    assert "tersimpan" in told, "a later message waits behind the earlier ones"
    assert house.spool.replay(lambda said: _take_up(house, said)) == 4
    assert not house.spool.waiting()
    test.drain()
    assert len(test.core.filed) == 1
    answers = [text for text in carrier.sent if "PIN" in text or "Kirim laporan" in text or "Laporan" in text]
    assert ["Kirim laporan" in answers[0], "PIN" in answers[1]] == [True, True]


def test_what_the_spool_holds_cannot_be_read_on_the_disk(test: TestHouse, tmp_path: Path) -> None:
    """A kept message is sealed: neither words nor number stand in the file."""
    phone = TwilioLine("sms", test.house.settings)
    client = create_app(test.house).test_client()
    with Away(test):
        phone.request(Spoken(STORY)).deliver(client)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "spool").iterdir())
    assert len(kept) > 50
    assert b"Selong" not in kept
    assert b"81200000001" not in kept


def test_a_message_that_cannot_be_taken_up_stays(test: TestHouse) -> None:
    """If Redis goes away again during the replay, what was not taken up is still there."""
    phone = TwilioLine("sms", test.house.settings)
    client = create_app(test.house).test_client()
    with Away(test):
        phone.request(Spoken(STORY)).deliver(client)
        with pytest.raises(Lost):
            test.house.spool.replay(lambda said: _take_up(test.house, said))
    assert test.house.spool.waiting()
    assert test.house.spool.replay(lambda said: _take_up(test.house, said)) == 1


def test_a_damaged_file_is_set_aside_and_does_not_stop_the_others(test: TestHouse, tmp_path: Path) -> None:
    """One unreadable file costs itself only."""
    phone = TwilioLine("sms", test.house.settings)
    client = create_app(test.house).test_client()
    with Away(test):
        phone.request(Spoken(STORY)).deliver(client)
        phone.request(Spoken("1")).deliver(client)
    first = min((tmp_path / "spool").glob("0*"))
    first.write_bytes(first.read_bytes()[:-1])
    test.house.spool.replay(lambda said: _take_up(test.house, said))
    assert not test.house.spool.waiting()
    assert len(list((tmp_path / "spool").glob("*.unreadable"))) == 1
