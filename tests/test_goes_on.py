"""Short words of somebody with a filed report more likely go on about it: asked, never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from redis import Redis

from bot.understanding.understand import Understanding
from tests.houses import TestHouse
from tests.told import CITIZEN, NEIGHBOUR, OFFICE, filed, officer, says, told_house


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[TestHouse]:
    """A house in which the citizen's report lies at an office."""
    with told_house(tmp_path, redis, understanding) as opened:
        reference = filed(opened)
        officer(opened, reference, "verify")
        officer(opened, reference, "send-on", agency=OFFICE)
        yield opened


@pytest.mark.parametrize("words", ["lubangnya masih ada", "belum beres sama sekali", "udah ditambal sebagian pak"])
def test_words_that_go_on_are_asked_about(test: TestHouse, words: str) -> None:
    """The office gets them, or a new report begins, as the citizen says."""
    assert "untuk instansi, soal laporan" in says(test, words)
    assert "teruskan" in says(test, "1")


def test_a_new_report_begins_with_the_words_that_were_said(test: TestHouse) -> None:
    """ "No, a new report" loses nothing and asks nothing twice."""
    says(test, "lubangnya masih ada")
    says(test, "2")
    mine = test.house.store.load(CITIZEN, "look", "", ()).session
    assert mine
    assert mine.draft.story == "lubangnya masih ada"


@pytest.mark.parametrize("words", ["kok pindah?", "siapa yang nangani?", "kenapa diarsipkan?"])
def test_a_question_is_answered_with_how_the_report_stands(test: TestHouse, words: str) -> None:
    """Nobody who asks about their report begins another one."""
    assert OFFICE in says(test, words)


def test_a_photo_that_is_announced_is_welcome(test: TestHouse) -> None:
    """ "mau kirim foto" is about the report that is there."""
    assert "ditambahkan ke laporan" in says(test, "mau kirim foto")


@pytest.mark.parametrize(
    "words", ["lampu jalan mati depan pasar Selong lotim", "sampah menumpuk di terminal Bungurasih"]
)
def test_a_place_makes_it_a_new_report(test: TestHouse, words: str) -> None:
    """Whoever tells of another place is not asked about the old one."""
    assert "soal laporan" not in says(test, words)


def test_after_weeks_and_for_strangers_short_words_begin_a_report(test: TestHouse) -> None:
    """Only somebody to whose report something happened lately is asked."""
    assert "soal laporan" not in says(test, "lubangnya masih ada", NEIGHBOUR)
    test.time.pass_by(timedelta(days=15))
    assert "soal laporan" not in says(test, "lubangnya masih ada")
