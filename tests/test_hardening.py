"""What reviewers broke once stays mended: names, keys, bells and rows that could have cost a report or its news."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from redis import Redis

from bot.bell import LONGEST, Bell
from bot.handlers.keeping import Commit, Queued
from bot.handlers.ports import Later
from bot.key_mark import begun_with_other_key
from bot.message import Attachment, Said, Say, Sender
from bot.report import StoredFile
from bot.saved import KeepRow, TellRow
from bot.settings import Settings
from bot.spool import Spool
from bot.understanding.understand import Understanding
from bot.vault import KeyMissing, SecretKey, Tampered, Vault
from bot.web import create_app
from bot.wiring import Instead, build
from tests.carriers import Taking
from tests.houses import TestHouse, open_house
from tests.wires import Spoken, TelegramLine, TwilioLine

CITIZEN = Sender("sms", "+6281200000001")
STORY = "jalan berlubang depan pasar Selong Lombok Timur"
ONE, TWO = SecretKey("one", b"1" * 32), SecretKey("two", b"2" * 32)


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[TestHouse]:
    """A house of its own."""
    with open_house(tmp_path, redis, understanding) as opened:
        yield opened


class Carrier(Taking):
    """Takes messages, or breaks in a way nobody foresaw."""

    def __init__(self, broken: bool = False) -> None:
        super().__init__()
        self.broken = broken

    def send(self, to: Sender, say: Say) -> str:
        if self.broken:
            raise TypeError(f"cannot read {to.address}")
        return super().send(to, say)


def with_carrier(test: TestHouse, carrier: Carrier) -> None:
    object.__setattr__(test.house, "outbox", replace(test.house.outbox, carriers={"sms": carrier}))


def test_each_draft_is_remembered_also_a_second_one_on_the_next_day(test: TestHouse) -> None:
    """A timer that was taken away and set anew is another one: its turn is not taken for a repeat of the first."""
    carrier, numbers = Carrier(), count(1)
    with_carrier(test, carrier)
    for drafts in (1, 2, 3):
        test.house.inbound.receive(Said(CITIZEN, str(next(numbers)), "lampu jalan mati"))
        for _ in range(8):
            test.time.pass_by(timedelta(hours=3))
            test.drain()
        assert sum("LANJUT" in text for text in carrier.sent) == drafts
        for words in ("batal", "1"):
            test.house.inbound.receive(Said(CITIZEN, str(next(numbers)), words))


def test_a_late_holder_cannot_settle_a_row_that_was_taken_away_and_set_anew(test: TestHouse) -> None:
    """Fencing numbers only rise, even where a row of the same name was gone in between."""
    store, at = test.house.store, test.time.now

    def set_timer(message_id: str, *, away: bool = False) -> Queued:
        row = store.wake_row(CITIZEN, "draft", None if away else at)
        loaded = store.load(CITIZEN, message_id, "", ())
        from bot.dialogs.session import Session

        store.commit(loaded, Commit(CITIZEN, message_id, "", Session(), Say(""), rows=(row,)))
        return row

    lane = set_timer("1").lane
    late = store.claim(lane, timedelta(seconds=60))
    set_timer("2", away=True)
    set_timer("3")
    holder = store.claim(lane, timedelta(seconds=60))
    assert late
    assert holder
    assert holder.fence > late.fence
    assert not store.settle(late)
    assert store.settle(holder)


def test_bells_nobody_hears_do_not_pile_up(redis: Redis) -> None:
    """With no worker for hours the queue stays bounded, and the newest bells are in it."""
    bell = Bell(redis, 60)
    redis.rpush("rq:queue:kentongan", *["old"] * (LONGEST + 50))
    bell.ring(["t:1"])
    assert redis.llen("rq:queue:kentongan") == LONGEST
    assert redis.lindex("rq:queue:kentongan", -1) != b"old"


def test_a_mistake_of_ours_puts_a_row_off_and_quotes_nobody(test: TestHouse, caplog: pytest.LogCaptureFixture) -> None:
    """An unforeseen error holds a lane no longer than trouble does, grows slower, and its text stays out of the log."""
    carrier = Carrier(broken=True)
    with_carrier(test, carrier)
    lane, store = test.house.store.tell_lane(CITIZEN), test.house.store
    from bot.dialogs.session import Session

    rows = (Queued(lane, TellRow(CITIZEN, Say("news")), test.time.now),)
    store.commit(store.load(CITIZEN, "1", "", ()), Commit(CITIZEN, "1", "", Session(), Say(""), rows=rows))
    assert test.house.outbox.drain(lane) == 0
    carrier.broken = False
    test.time.pass_by(timedelta(seconds=1.2))
    assert test.house.outbox.drain(lane) == 1
    assert carrier.sent == ["news"]
    assert "TypeError at test_hardening.py" in caplog.text
    assert CITIZEN.address not in caplog.text


def test_a_file_that_nothing_can_open_never_holds_the_report(test: TestHouse) -> None:
    """Whatever goes wrong with a file, it is tried a few times and then the report goes without it."""

    class Bomb:
        def keep(self, channel: str, attachment: Attachment) -> StoredFile | None:
            raise ArithmeticError

        def kept(self, attachment: Attachment) -> StoredFile | None:
            return None

    filing = replace(test.house.outbox.filing, files=Bomb())
    row = KeepRow(CITIZEN, Attachment("photo", "x"))
    outcomes = [filing.keep(row, attempt) for attempt in range(1, 9)]
    assert [isinstance(each, Later) for each in outcomes] == [*[True] * 7, False]


def test_a_removed_or_misplaced_key_closes_the_door_and_makes_nobody_a_stranger(
    test: TestHouse, redis: Redis, understanding: Understanding
) -> None:
    """Without the key that names are made with, 503 and no turn; with it, all as before; a start is refused."""
    house, phone = test.house, TelegramLine(test.house.settings)

    def answer(*keys: SecretKey) -> int:
        text = ",".join(f"{key.id}:{_base64(key.secret)}" for key in keys)
        instead = Instead(test.time, redis=redis, core=test.core, ring=lambda _: None, understanding=understanding)
        client = create_app(build(replace(house.settings, secret_keys=text), instead)).test_client()
        return phone.request(Spoken("lampu jalan mati")).deliver(client).status_code

    assert [answer(ONE), answer(TWO), answer(ONE, TWO), answer(TWO, ONE)] == [200, 503, 503, 200]
    assert len(list(redis.scan_iter("k:session:*"))) == 1
    assert begun_with_other_key(redis, Vault([TWO], os.urandom))
    assert not begun_with_other_key(redis, Vault([TWO, ONE], os.urandom))


def _base64(secret: bytes) -> str:
    import base64

    return base64.b64encode(secret).decode()


@pytest.mark.parametrize("bad", ["kunci-é:{0}", "a:{0},a:{1}"])
def test_keys_that_could_not_be_told_apart_are_refused(bad: str) -> None:
    """A key id that no field can remember, and two keys with one id, are faults, not losses later on."""
    text = bad.format(_base64(b"1" * 32), _base64(b"2" * 32))
    assert any("KENTONGAN_SECRET_KEYS" in fault for fault in Settings.read({"KENTONGAN_SECRET_KEYS": text}).faults())


def test_no_secret_stands_in_a_printed_key() -> None:
    """A key that gets into a traceback or a log shows its name only."""
    assert "1111" not in repr(ONE)


def test_a_damaged_session_is_put_aside_and_the_citizen_is_heard(test: TestHouse, redis: Redis) -> None:
    """Nobody is locked out by a field that was changed in Redis: it is not read, kept aside, and said so."""
    client, phone = create_app(test.house).test_client(), TwilioLine("sms", test.house.settings)
    phone.request(Spoken("lampu jalan mati")).deliver(client)
    key = next(iter(redis.scan_iter("k:session:*")))
    redis.hset(key, "body", (redis.hget(key, "body") or b"")[:-1])
    told, _ = phone.answer(phone.request(Spoken("halo")).deliver(client))
    assert "Maaf" in told
    assert list(redis.scan_iter("k:illegible:*"))


def test_a_case_that_cannot_be_read_does_not_silence_its_citizen(test: TestHouse, redis: Redis) -> None:
    """One unreadable case costs its own status, not every later message; and it stays where it is."""
    client, phone = create_app(test.house).test_client(), TwilioLine("sms", test.house.settings)
    for words in (STORY, "1"):
        phone.request(Spoken(words)).deliver(client)
    key = next(iter(redis.scan_iter("k:case:*")))
    redis.set(key, (redis.get(key) or b"")[:-1])
    assert phone.request(Spoken("status")).deliver(client).status_code == 200
    assert redis.exists(key)


def test_one_message_that_cannot_be_taken_up_does_not_hold_all_others(tmp_path: Path) -> None:
    """In the spool a message whose citizen's fields are damaged is set aside; a missing key still stops the replay."""
    spool = Spool(tmp_path, Vault([ONE], os.urandom))
    for text in ("bad", "good"):
        spool.add(Said(CITIZEN, text, text))
    taken: list[str] = []

    def take(said: Said) -> None:
        if said.text == "bad":
            raise Tampered
        taken.append(said.text)

    assert spool.replay(take) == 2
    assert taken == ["good"]
    assert not spool.waiting()
    spool.add(Said(CITIZEN, "3", "later"))
    with pytest.raises(KeyMissing):
        Spool(tmp_path, Vault([TWO], os.urandom)).replay(take)
    assert spool.waiting()


def test_the_spool_keeps_every_message_and_its_order_when_the_clock_goes_back(tmp_path: Path) -> None:
    """Two messages of one moment are two, and a clock put back does not turn the order round."""
    ticks = iter([100, 100, 50])
    spool = Spool(tmp_path, Vault([ONE], os.urandom), lambda: next(ticks))
    for text in ("a", "b", "c"):
        spool.add(Said(CITIZEN, text, text))
    taken: list[str] = []
    spool.replay(lambda said: taken.append(said.text))
    assert taken == ["a", "b", "c"]


def test_a_full_disk_is_an_honest_try_again(test: TestHouse, caplog: pytest.LogCaptureFixture) -> None:
    """Where neither Redis nor the disk takes a message, the carrier hears 503, and the log quotes nobody."""

    def full(_: Said) -> None:
        raise OSError(28, "No space left on device", CITIZEN.address)

    test.house.spool.add = full  # type: ignore[method-assign]
    test.house.spool.waiting = lambda: True  # type: ignore[method-assign]
    client, phone = create_app(test.house).test_client(), TwilioLine("sms", test.house.settings)
    assert phone.request(Spoken(STORY)).deliver(client).status_code == 503
    assert CITIZEN.address not in caplog.text
