"""What happened to a report is told once, in order, in waking hours, whatever the carrier and the citizen do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis import Redis

from bot.message import BotBlocked, CarrierDown, SendError, WindowClosed
from bot.understanding.understand import Understanding
from bridge.embedded.workflow import Action
from tests.houses import TestHouse
from tests.told import CITIZEN, NEIGHBOUR, OFFICE, PIN, carrier, filed, officer, says, told_house


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[TestHouse]:
    """A house of its own."""
    with told_house(tmp_path, redis, understanding) as opened:
        yield opened


def test_two_o_clock_in_the_night_is_no_time_for_news(test: TestHouse) -> None:
    """News come at eight in the morning where the problem is, in the order of what happened."""
    reference = filed(test)
    test.time.now = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # two in the night in Jayapura, midnight in Jakarta
    officer(test, reference, "verify")
    officer(test, reference, "send-on", agency=OFFICE)
    assert carrier(test).sent == []
    test.time.now = datetime(2026, 11, 23, 22, 59, tzinfo=UTC)
    test.drain()
    assert carrier(test).sent == []
    test.time.now = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)  # eight in Jayapura, six in Jakarta
    test.drain()
    assert ["diperiksa" in carrier(test).sent[0], OFFICE in carrier(test).sent[1]] == [True, True]
    assert len(carrier(test).sent) == 2


def test_where_somebody_was_in_danger_news_come_at_once(test: TestHouse) -> None:
    """An urgent report does not wait for the morning."""
    reference = filed(test, urgent=True)
    test.time.now = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    officer(test, reference, "verify")
    assert len(carrier(test).sent) == 1


def test_news_wait_while_the_carrier_is_down_and_come_once_in_order(test: TestHouse) -> None:
    """A carrier that is down for hours loses nothing and repeats nothing."""
    reference = filed(test)
    carrier(test).trouble = CarrierDown()
    for action in ("verify", "send-on"):
        officer(test, reference, action, agency=OFFICE if action == "send-on" else "")
    for _ in range(5):
        test.time.pass_by(timedelta(minutes=30))
        test.drain()
    carrier(test).trouble = None
    for _ in range(6):
        test.time.pass_by(timedelta(minutes=30))
        test.drain()
    assert [OFFICE in each for each in carrier(test).sent] == [False, True]


@pytest.mark.parametrize("trouble", [BotBlocked, WindowClosed])
def test_who_cannot_be_reached_finds_all_news_when_writing_again(test: TestHouse, trouble: type[SendError]) -> None:
    """A closed window or a blocked bot: the news wait for the citizen's next words, once each, in order."""
    reference = filed(test)
    carrier(test).trouble = trouble()
    officer(test, reference, "verify")
    officer(test, reference, "send-on", agency=OFFICE)
    test.time.pass_by(timedelta(hours=20))
    test.drain()
    carrier(test).trouble = None
    test.drain()
    assert carrier(test).sent == []
    says(test, "halo")
    assert [OFFICE in each for each in carrier(test).sent] == [False, True]
    test.time.pass_by(timedelta(days=9))
    test.drain()
    assert sum(OFFICE in each and "diteruskan" in each for each in carrier(test).sent) == 1


def test_several_sweepers_queue_each_news_once(test: TestHouse) -> None:
    """Whoever reads the same happenings a second time moves nothing."""
    reference = filed(test)
    test.core.cases.act(reference, Action.VERIFY)
    after = test.house.newsroom.stand.told()
    assert test.house.newsroom.publish() == 1
    assert test.house.newsroom.publish() == 0
    assert not test.house.newsroom.stand.publish(after, after + 1, [])
    test.drain()
    assert len(carrier(test).sent) == 1


def test_a_secret_report_is_not_told_in_the_message(test: TestHouse) -> None:
    """Neither title nor the office's words stand in news of a secret report; they are read with STATUS."""
    reference = filed(test, secret=True)
    officer(test, reference, "verify")
    officer(test, reference, "send-on", agency=OFFICE)
    officer(test, reference, "answer", note="Oknum sudah dipanggil")
    told = "\n".join(carrier(test).sent)
    assert "Jalan berlubang" not in told
    assert "Oknum" not in told
    assert "Oknum" in says(test, "cek")


def test_news_do_not_disturb_a_report_that_is_being_written(test: TestHouse) -> None:
    """Mid-way through another report the news come without their question; ANSWER brings it, and the report is kept."""
    reference = filed(test)
    says(test, "lampu jalan mati di depan pasar")
    before = says(test, "ulang")
    officer(test, reference, "verify")
    officer(test, reference, "send-on", agency=OFFICE)
    officer(test, reference, "answer", note="Sudah ditambal")
    assert "JAWAB" in carrier(test).sent[-1]
    assert says(test, "ulang") == before
    assert "selesai?" in says(test, "jawab")
    assert "dibuka kembali" in says(test, "belum, masih berlubang")
    session = test.house.store.load(CITIZEN, "look", "", ()).session
    assert session
    assert session.draft.story == "lampu jalan mati di depan pasar"


def test_a_report_moves_to_another_phone_by_number_and_pin(test: TestHouse) -> None:
    """The photo comes by WhatsApp, further news too, and the first phone is told that they go elsewhere."""
    reference = filed(test)
    officer(test, reference, "verify")
    officer(test, reference, "send-on", agency=OFFICE)
    officer(test, reference, "ask", note="Mohon fotonya")
    carrier(test).sent.clear()
    shown = says(test, f"cek {reference} {PIN}", NEIGHBOUR)
    assert "Mohon fotonya" in shown
    assert "jawab di sini" in says(test, "1", NEIGHBOUR)
    assert [each.split(" ", 1)[0] for each in carrier(test).sent] == ["sms"]
    assert "WhatsApp" in carrier(test).sent[0]
    carrier(test).sent.clear()
    says(test, "ini rumahnya yang cat hijau", NEIGHBOUR)
    officer(test, reference, "answer", note="Sudah ditambal")
    assert [each.split(" ", 1)[0] for each in carrier(test).sent] == ["whatsapp"]
    case = test.core.cases.find(reference)
    assert case
    assert "cat hijau" in "\n".join(each.note for each in test.core.cases.timeline(reference))


def test_a_wrong_pin_moves_nothing(test: TestHouse) -> None:
    """A stranger who guesses gets neither the question nor the news."""
    reference = filed(test, secret=True)
    assert "1." not in says(test, f"cek {reference} 654321", NEIGHBOUR)
    says(test, "1", NEIGHBOUR)
    officer(test, reference, "verify")
    assert [each.split(" ", 1)[0] for each in carrier(test).sent] == ["sms"]


def test_the_answer_reaches_the_report_it_belongs_to(test: TestHouse) -> None:
    """With two open reports TAMBAH asks which, and a number says it."""
    first, second = filed(test, draw=1), filed(test, draw=2)
    assert "yang mana" in says(test, "tambah")
    says(test, "2")
    says(test, "lubangnya ada tiga")
    says(test, "cukup")
    says(test, f"tambah {second.grouped} lubangnya ada empat")
    notes = {each: [event.note for event in test.core.cases.timeline(each) if event.note] for each in (first, second)}
    assert notes == {first: ["lubangnya ada tiga"], second: ["lubangnya ada empat"]}


def test_what_the_core_did_not_take_is_told(test: TestHouse) -> None:
    """A withdrawal that came too late is not passed over in silence."""
    reference = filed(test)
    officer(test, reference, "verify")
    officer(test, reference, "send-on", agency=OFFICE)
    assert "Tarik laporan" in says(test, "tarik laporan")
    test.core.cases.act(reference, Action.ANSWER, note="Sudah")  # the office is faster than the citizen's confirmation
    carrier(test).sent.clear()
    says(test, "1")
    assert any("Maaf" in each and "sudah lebih dulu menjawab" in each for each in carrier(test).sent), carrier(
        test
    ).sent


def test_acts_wait_for_a_core_that_is_down(test: TestHouse) -> None:
    """What a citizen does while the core is down is done when it is back, once."""
    reference = filed(test)
    test.core.down = True
    says(test, "TAMBAH lubangnya makin besar")
    test.core.down = False
    for _ in range(4):
        test.time.pass_by(timedelta(minutes=2))
        test.drain()
    assert [each.note for each in test.core.cases.timeline(reference) if each.note] == ["lubangnya makin besar"]


def test_a_missed_deadline_is_told_once_with_the_way_to_the_ombudsman(test: TestHouse) -> None:
    """The citizen does not ask; is told the day, the right, and asked once whether the Ombudsman shall have it."""
    reference = filed(test)
    for _ in range(12 * 24):
        test.time.pass_by(timedelta(hours=1))
        test.drain()
    late = [each for each in carrier(test).sent if "Mohon maaf" in each]
    assert len(late) == 1
    assert "137" in late[0]
    assert "Kirim ke Ombudsman" in late[0]
    assert reference.grouped in late[0]


def test_the_ombudsmans_question_waits_for_the_end_of_another_report(test: TestHouse) -> None:
    """A deadline that passes while a report is being written: ANSWER brings the very question that waited."""
    filed(test)
    says(test, "lampu jalan mati di depan pasar")
    for _ in range(6):
        test.time.pass_by(timedelta(days=1))
        test.drain()
    assert "JAWAB" in next(each for each in carrier(test).sent if "Mohon maaf" in each)
    assert "Kirim ke Ombudsman" in says(test, "jawab")
