"""Each question of the dialogue is counted when it is come to, left or given up: exactly, and with the turn."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from redis import Redis

from bot.handlers.inbound import Altered
from bot.handlers.keeping import Loaded
from bot.message import Attachment, Said, Sender
from bot.understanding.understand import Understanding
from tests.counted import DAY, counts, says, session_of
from tests.houses import TestHouse
from tests.test_similar_told import DRAFT, reported, writing
from tests.told import CITIZEN, NEIGHBOUR, OFFICE, filed, officer, told_house

SHORT = "lampu jalan mati di Jl. Melati, Selong, Lombok Timur"
LONG = "lampu jalan mati sejak seminggu"
PLACE = "Jl. Melati, Masbagik, Lombok Timur"
PHOTO = (Attachment("photo", "file1"),)
CHAT = Sender("telegram", "1200000001")


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[TestHouse]:
    """A house of its own."""
    with told_house(tmp_path, redis, understanding) as opened:
        yield opened


def test_a_report_in_one_sentence_was_asked_for_its_story_and_shown_the_recap(test: TestHouse) -> None:
    """Story and recap are passed, and one report is filed."""
    says(test, SHORT)
    assert counts(test) == {"story": (1, 1, 0), "review": (1, 0, 0)}
    says(test, "1")
    assert counts(test) == {"story": (1, 1, 0), "review": (1, 1, 0), "filed": (1, 0, 0)}


def test_a_report_asked_for_at_the_menu_begins_with_its_first_question(test: TestHouse) -> None:
    """Whoever chooses to report and says nothing more stands at the story."""
    says(test, "halo")
    assert counts(test) == {}
    says(test, "1")
    assert counts(test) == {"story": (1, 0, 0)}
    says(test, LONG)
    assert counts(test) == {"story": (1, 1, 0), "where": (1, 0, 0)}


def test_what_is_not_understood_or_asked_beside_counts_nothing(test: TestHouse) -> None:
    """Help, the menu, news of reports, the list of languages, nonsense and a photo leave the open question open."""
    says(test, LONG)
    before = counts(test)
    says(test, "bantuan", "menu", "cek", "bahasa", "kembali", "asdf qwer", "petugas", "lanjut", "hapus laporan", "2")
    test.house.inbound.receive(Said(CITIZEN, "photo", "", PHOTO))
    assert session_of(test).at == "lodge.where"
    assert counts(test) == before == {"story": (1, 1, 0), "where": (1, 0, 0)}


def test_the_menu_is_no_way_out_of_a_question(test: TestHouse) -> None:
    """Neither the first question, with nothing told yet, nor one that a recap led to is left by a side question."""
    says(test, "halo", "1", "menu")
    assert counts(test) == {"story": (1, 0, 0)}
    says(test, SHORT, "ubah lokasi", "bahasa")
    assert counts(test) == {"story": (1, 1, 0), "review": (1, 1, 0), "where": (1, 0, 0)}


def test_after_a_report_is_sent_nothing_is_open(test: TestHouse) -> None:
    """Also where the story was told at the menu, after its question had been put."""
    says(test, "halo", "1", "menu", SHORT, "1")
    assert counts(test) == {"story": (1, 1, 0), "review": (1, 1, 0), "filed": (1, 0, 0)}


def test_giving_up_counts_for_the_question_that_was_open(test: TestHouse) -> None:
    """BATAL and a yes to it: one more left at the place, and no question is open any more."""
    says(test, LONG, "menu", "batal")
    assert counts(test)["where"] == (1, 0, 0)
    says(test, "1")
    assert counts(test) == {"story": (1, 1, 0), "where": (1, 0, 1)}


def test_leaving_the_first_question_with_nothing_told_is_giving_up(test: TestHouse) -> None:
    """Who was asked for a story and writes BATAL has nothing to delete, and has left all the same."""
    says(test, "halo", "1", "batal")
    assert counts(test) == {"story": (1, 0, 1)}


def test_a_report_that_takes_anothers_place_ends_it_also_at_the_same_question(test: TestHouse) -> None:
    """After a silence a new story replaces the old one: the old one was given up, the new one has begun."""
    says(test, LONG)
    test.time.pass_by(timedelta(hours=13))
    says(test, "sampah menumpuk di depan sekolah", "2")
    assert session_of(test).at == "lodge.where"
    assert counts(test) == {"story": (2, 2, 0), "where": (2, 0, 1)}


def test_a_draft_that_is_resumed_goes_on_where_it_was(test: TestHouse) -> None:
    """After a silence the old report is gone on with: nothing is counted until its question is answered."""
    says(test, LONG)
    test.time.pass_by(timedelta(hours=13))
    says(test, "halo", "1")
    assert counts(test) == {"story": (1, 1, 0), "where": (1, 0, 0)}
    says(test, PLACE)
    assert counts(test)["where"] == (1, 1, 0)


def test_going_back_leaves_a_question_and_comes_to_another_again(test: TestHouse) -> None:
    """Each time a question is put counts, also the second time."""
    says(test, SHORT, "kembali")
    assert counts(test) == {"story": (2, 1, 0), "review": (1, 1, 0)}
    says(test, SHORT, "ubah lokasi", PLACE)
    assert session_of(test).at == "lodge.review"
    assert counts(test) == {"story": (2, 2, 0), "review": (3, 2, 0), "where": (1, 1, 0)}


def test_another_language_is_another_row(test: TestHouse) -> None:
    """The question that is open is left in the one language and put in the other."""
    says(test, LONG, "english")
    assert counts(test) == {"story": (1, 1, 0), "where": (1, 1, 0)}
    assert counts(test, language="en") == {"where": (1, 0, 0)}
    says(test, "discard", "1")
    assert counts(test, language="en") == {"where": (1, 0, 1)}


def test_a_draft_that_expires_was_neither_passed_nor_given_up(test: TestHouse) -> None:
    """After sixty days nobody knows why the citizen left: the question stays asked."""
    filed(test)
    before = counts(test)
    says(test, LONG)
    test.time.pass_by(timedelta(days=61))
    test.drain()
    assert session_of(test).draft.empty
    assert before == {}
    assert counts(test) == {"story": (1, 1, 0), "where": (1, 0, 0)}
    says(test, LONG)
    assert counts(test) == {"story": (2, 2, 0), "where": (2, 0, 0)}


def test_joining_anothers_report_is_an_end_of_its_own(test: TestHouse) -> None:
    """Who joins has not given up, and has filed nothing."""
    reported(test)
    writing(test, DRAFT, "lodge.identity")
    says(test, "anonim", sender=NEIGHBOUR)
    assert session_of(test, NEIGHBOUR).at == "lodge.similar"
    says(test, "1", sender=NEIGHBOUR)
    assert counts(test, "whatsapp") == {"identity": (0, 1, 0), "similar": (1, 1, 0), "joined": (1, 0, 0)}


def test_news_change_no_count(test: TestHouse) -> None:
    """A question about a filed report is none of the report that is being written."""
    reference = filed(test)
    says(test, LONG, "menu")
    before = counts(test)
    officer(test, reference, "verify")
    officer(test, reference, "send-on", agency=OFFICE)
    says(test, "tambah", "lubangnya makin besar", "1")
    assert counts(test) == before == {"story": (1, 1, 0), "where": (1, 0, 0)}


def test_each_channel_counts_for_itself(test: TestHouse) -> None:
    """By Telegram photos are asked for, by SMS they are not; both can be seen apart."""
    says(test, LONG, PLACE)
    says(test, LONG, PLACE, sender=CHAT)
    assert "files" not in counts(test)
    assert counts(test, "telegram")["files"] == (1, 0, 0)


def test_a_message_that_comes_again_counts_nothing(test: TestHouse) -> None:
    """Sixteen copies at once and one later are one turn; the same number with other words is none."""
    message = Said(CITIZEN, "SM1", SHORT)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: test.house.inbound.receive(message), range(16)))
    test.house.inbound.receive(message)
    with pytest.raises(Altered):
        test.house.inbound.receive(replace(message, text="1"))
    assert counts(test) == {"story": (1, 1, 0), "review": (1, 0, 0)}


def test_a_turn_that_had_to_be_done_again_counts_once(test: TestHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another message came first: the turn that lost counts nothing until it is done again, from where it is then."""
    says(test, "halo", "1")
    store = test.house.store
    load = store.load

    def overtaken(*asked: Any) -> Loaded:
        found = load(*asked)
        monkeypatch.setattr(store, "load", load)
        says(test, LONG)
        return found

    monkeypatch.setattr(store, "load", overtaken)
    test.house.inbound.receive(Said(CITIZEN, "late", PLACE))
    assert session_of(test).revision == 4
    assert counts(test) == {"story": (1, 1, 0), "where": (1, 1, 0), "review": (1, 0, 0)}


def test_a_number_in_use_counts_once(test: TestHouse) -> None:
    """Where the number drawn for a report belongs to another, the turn is done again with the next one."""
    drawn = iter([1, 1, 1, 1, 2, 2])
    filed(test, draw=1)
    says(test, SHORT)
    inbound = test.house.inbound
    unlucky = replace(inbound, world=replace(inbound.world, draw=lambda _: next(drawn)))
    unlucky.receive(Said(CITIZEN, "send", "1"))
    assert len(session_of(test).cases) == 2
    assert counts(test) == {"story": (1, 1, 0), "review": (1, 1, 0), "filed": (1, 0, 0)}


def test_messages_at_once_count_what_happened(test: TestHouse) -> None:
    """Seven photos and the story at the same moment, in whatever order: one story was told, one question follows."""
    says(test, "halo", "1", sender=CHAT)
    photos = [Said(CHAT, f"SM{at}", "", (Attachment("photo", f"file{at}"),)) for at in range(7)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(test.house.inbound.receive, [*photos, Said(CHAT, "story", LONG)]))
    assert session_of(test, CHAT).revision == 10
    assert counts(test, "telegram") == {"story": (1, 1, 0), "where": (1, 0, 0)}


def test_a_day_begins_at_midnight_in_jakarta_and_is_kept_for_forty(test: TestHouse, redis: Redis) -> None:
    """What is counted at one in the morning is the next day's; and nothing in it says who it was."""
    test.time.pass_by(timedelta(hours=13))
    says(test, LONG)
    test.time.pass_by(timedelta(hours=2))
    says(test, PLACE)
    days = [key.decode() for key in sorted(redis.scan_iter("k:funnel:*"))]
    assert days == [f"k:funnel:{DAY}", f"k:funnel:{DAY + timedelta(days=1)}"]
    assert all(40 * 86400 - 60 < redis.ttl(key) <= 40 * 86400 for key in days)
    kept = {field.decode(): int(count) for field, count in cast("dict[bytes, bytes]", redis.hgetall(days[1])).items()}
    assert kept == {"sms|id|where|passed": 1, "sms|id|review|asked": 1}
