"""One message is one turn: two round trips, one answer for every copy, nothing half done, nothing readable in Redis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from redis.connection import UnixDomainSocketConnection

from bot.bell import Bell
from bot.dialogs.session import Session
from bot.handlers.inbound import Altered
from bot.handlers.keeping import Commit, Moved
from bot.message import Attachment, Said, Say, Sender
from bot.understanding.understand import Understanding
from tests.carriers import Taking
from tests.houses import TestHouse, open_house

STORY = "jalan berlubang depan pasar Selong Lombok Timur, bahaya malam hari"
CITIZEN = Sender("sms", "+6281200000001")


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[TestHouse]:
    """A house of its own."""
    with open_house(tmp_path, redis, understanding) as opened:
        yield opened


def said(text: str, at: int, sender: Sender = CITIZEN) -> Said:
    """A message with its carrier's id."""
    return Said(sender, f"SM{at}", text)


class Counted(UnixDomainSocketConnection):
    """A connection that counts how often something is sent: each is one round trip."""

    trips = 0

    def send_packed_command(self, *args: Any, **kwargs: Any) -> Any:
        type(self).trips += 1
        return super().send_packed_command(*args, **kwargs)


def test_a_turn_costs_exactly_two_round_trips(
    tmp_path: Path, redis: Redis, valkey: str, understanding: Understanding
) -> None:
    """Load and commit are one round trip each, a repeat costs one, and the bell is one more after effects."""
    path = valkey.removeprefix("unix://")
    from redis import ConnectionPool

    counted = Redis(connection_pool=ConnectionPool(connection_class=Counted, path=path))
    with open_house(tmp_path, counted, understanding) as test:
        inbound = test.house.inbound
        inbound.receive(said("halo", 1))
        costs = []
        for at, text in enumerate(["lampu jalan mati", "bantuan", "Jl. Melati, Masbagik, Lombok Timur", "1", "1"], 2):
            before = Counted.trips
            inbound.receive(said(text, at))
            costs.append(Counted.trips - before)
        before = Counted.trips
        inbound.receive(said("1", 6))
        assert (costs, Counted.trips - before) == ([2, 2, 2, 2, 2], 1)
        bell = Bell(counted, 60)
        bell.ring(["f:one"])  # RQ asks for the server's version once a process
        before = Counted.trips
        bell.ring(["f:one", "t:two"])
        assert Counted.trips - before == 1


def test_sixteen_copies_at_once_are_one_turn(test: TestHouse) -> None:
    """However many copies arrive at the same moment, all get the same answer and one report is filed."""
    test.house.inbound.receive(said(STORY, 1))
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: test.house.inbound.receive(said("1", 2)), range(16)))
    test.drain()
    assert len({answer.as_text() for answer in answers}) == 1
    assert len(test.core.filed) == 1


def test_sixteen_different_messages_at_once_are_sixteen_turns(test: TestHouse) -> None:
    """No message of one citizen is lost when many arrive at the same moment."""
    test.house.inbound.receive(said(STORY, 0))
    photos = [Said(CITIZEN, f"SM{at}", "", (Attachment("photo", f"file{at}"),)) for at in range(1, 9)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(test.house.inbound.receive, photos))
    session = test.house.store.load(CITIZEN, "look", "", ()).session
    assert session
    assert session.revision == 9
    assert {each.locator for each in session.draft.attachments} == {f"file{at}" for at in range(1, 9)}


def test_one_id_with_another_content_is_refused(test: TestHouse) -> None:
    """The same message id with another text changes nothing."""
    test.house.inbound.receive(said(STORY, 1))
    with pytest.raises(Altered):
        test.house.inbound.receive(said("kirim", 1))
    session = test.house.store.load(CITIZEN, "look", "", ()).session
    assert session
    assert session.revision == 1


def test_a_turn_from_an_old_revision_never_commits(test: TestHouse) -> None:
    """Two turns computed from one session: the second one is told to start over."""
    loaded = test.house.store.load(CITIZEN, "a", "", ())
    first = Commit(CITIZEN, "a", "", Session(revision=1), Say("first"))
    test.house.store.commit(loaded, first)
    with pytest.raises(Moved):
        test.house.store.commit(loaded, Commit(CITIZEN, "b", "", Session(revision=1), Say("second")))


def test_redis_holds_no_word_and_no_number_in_clear(test: TestHouse, redis: Redis) -> None:
    """Stories, places, names, numbers and PINs cannot be read in Redis, neither in values nor in keys."""
    canary = "KANARIKUNING"
    for at, text in enumerate([f"lampu jalan mati {canary}", f"{canary} Selong", "1", "1", "4", f"{canary} Ibu", "1"]):
        test.house.inbound.receive(said(text, at))
    keys = [*redis.scan_iter()]
    everything = b"".join([*keys, *(redis.dump(key) or b"" for key in keys)])
    assert len(keys) > 5
    for secret in (canary, "81200000001", "lampu"):
        assert secret.encode() not in everything


def test_a_session_outlives_a_release_that_forgot_its_question(test: TestHouse) -> None:
    """A session that stands at a question this release does not know goes on with the draft intact."""
    test.house.inbound.receive(said(STORY, 1))
    loaded = test.house.store.load(CITIZEN, "x", "", ())
    assert loaded.session
    gone = replace(loaded.session, at="lodge.gone", revision=loaded.revision + 1)
    test.house.store.commit(loaded, Commit(CITIZEN, "x", "", gone, Say("")))
    answer = test.house.inbound.receive(said("lanjut", 3))
    assert "Selong" in answer.as_text()
    assert answer.step == "lodge.review"


def test_wrong_pins_make_the_next_try_wait_and_the_right_one_still_opens(test: TestHouse) -> None:
    """After three wrong PINs a stranger's tries are answered later, the right one too; nobody is locked out."""
    test.house.inbound.receive(said(STORY, 1))
    receipt = test.house.inbound.receive(said("1", 2)).as_text()
    found = re.search(r"\b(\d{3} \d{3})\b", receipt)
    assert found
    number, stranger = receipt.rsplit("\n", 1)[1], Sender("sms", "+6281200000099")
    for at in range(3):
        answer = test.house.inbound.receive(said(f"cek {number} 000{at}00", 10 + at, stranger))
        assert "jalan berlubang" not in answer.body
    carrier = Taking()
    object.__setattr__(test.house, "outbox", replace(test.house.outbox, carriers={"sms": carrier}))
    waiting = test.house.inbound.receive(said(f"cek {number} {found[1]}", 20, stranger))
    assert "jalan berlubang" not in waiting.body
    test.drain()
    assert not [text for text in carrier.sent if "jalan berlubang" in text]
    test.time.pass_by(timedelta(minutes=2))
    test.drain()
    assert len([text for text in carrier.sent if "jalan berlubang" in text]) == 1


def test_two_citizens_never_get_the_same_number(test: TestHouse) -> None:
    """A random number that is in use is drawn again, in the same turn."""
    answers = []
    test.house.inbound.world.draw.count = 0  # type: ignore[attr-defined]
    for at in range(2):
        sender = Sender("sms", f"+628120000000{at}")
        test.house.inbound.receive(said(STORY, 2 * at, sender))
        test.house.inbound.world.draw.count = 0  # type: ignore[attr-defined]
        answers.append(test.house.inbound.receive(said("1", 2 * at + 1, sender)).as_text().rsplit("\n", 1)[1])
    assert len(set(answers)) == 2
