"""News of a report in a core that cannot push: asked for less and less often, told once, missed deadlines too."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis import Redis

from bot.report import Area, Place
from bot.understanding.understand import Understanding
from tests.foreign_house import foreign_house
from tests.houses import FakeTime, TestHouse
from tests.told import carrier, filed

sys.path.append(str(Path(__file__).parent / "bridge"))  # the cores that the bridge is proved on

from bridge_peers import DEADLINES, an_app, served
from bridge_ways import Ways, a_core

from bridge.embedded.cases import Cases
from bridge.embedded.schema import connect
from bridge.embedded.workflow import Action

JAKARTA = Place("dekat pasar", province=Area("31", "DKI Jakarta"))
MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # a Monday, nine in Jakarta


@pytest.fixture
def core() -> Iterator[Ways]:
    with a_core(extension=True) as opened:
        yield opened


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding, core: Ways) -> Iterator[TestHouse]:
    """A house before a plain core with updates."""
    with foreign_house(tmp_path, redis, understanding, core.url) as opened:
        yield opened


def later(test: TestHouse, **span: float) -> list[str]:
    """What the citizen was sent while so much time passed, in steps of at most an hour."""
    carrier(test).sent.clear()
    left = timedelta(**span)
    while left > timedelta():
        step = min(left, timedelta(hours=1))
        test.time.pass_by(step)
        test.drain()
        left -= step
    return list(carrier(test).sent)


def change(test: TestHouse, core: Ways, **fields: str) -> None:
    """The office writes into its own system, now."""
    core.requests[0] |= {"updated_datetime": test.time.now.isoformat(), **fields}


def looks(test: TestHouse) -> int:
    """How many reports are being watched."""
    return len(list(test.house.redis.scan_iter("k:lane:n:*")))


def test_what_changed_is_told_once(test: TestHouse, core: Ways) -> None:
    """A note of the office is an answer, its end an end; between and after them there is silence."""
    test.time.now = MORNING
    filed(test, JAKARTA)
    assert later(test, hours=2) == []
    change(test, core, status_notes="Regu dijadwalkan Rabu", agency_responsible="Dinas PU")
    (answer,) = later(test, hours=6)
    assert "Regu dijadwalkan Rabu" in answer
    assert "Dinas PU" in answer
    assert later(test, hours=20) == []
    change(test, core, status="closed", status_notes="Sudah ditambal")
    (end,) = later(test, hours=24)
    assert "Sudah ditambal" in end
    assert "ditutup" in end
    assert later(test, days=3) == []


def test_an_update_is_told_once_and_not_again_as_a_status(test: TestHouse, core: Ways) -> None:
    """The same words in servicerequestupdates and in status_notes are one piece of news."""
    test.time.now = MORNING
    filed(test, JAKARTA)
    told = {"update_id": "9", "service_request_id": "500", "status": "OPEN", "description": "Kami periksa besok"}
    core.updates.append(told | {"updated_datetime": (MORNING + timedelta(minutes=5)).isoformat()})
    change(test, core, status_notes="Kami periksa besok")
    (answer,) = later(test, hours=9)
    assert "Kami periksa besok" in answer
    assert later(test, hours=24) == []


def test_a_core_that_names_no_day_makes_no_half_sentence(test: TestHouse, core: Ways) -> None:
    """In another core's words the report is with an office, and no day is promised."""
    test.time.now = MORNING
    filed(test, JAKARTA)
    change(test, core, status="in_progress", agency_responsible="Dinas PU")
    (told,) = later(test, hours=2)
    assert "Sudah diteruskan ke Dinas PU." in told
    assert "sampai" not in told
    change(test, core, agency_responsible="Dinas Bina Marga")
    (moved,) = later(test, hours=9)
    assert "Sekarang ditangani Dinas Bina Marga." in moved


def test_a_missed_deadline_is_told_once(test: TestHouse, core: Ways) -> None:
    """The day after the core's own expected_datetime the citizen is told; a new day that passes too is told again."""
    test.time.now = MORNING
    filed(test, JAKARTA)
    change(test, core, expected_datetime="2026-11-25T23:59:59+07:00")
    assert later(test, days=2) == []
    (late,) = later(test, days=1)
    assert "Ombudsman" in late
    assert "25" in late
    assert later(test, days=3) == []
    change(test, core, expected_datetime="2026-11-30T23:59:59+07:00")
    assert len(later(test, days=3)) == 1


def test_a_quiet_report_is_asked_about_less_and_less(test: TestHouse) -> None:
    """15 minutes, an hour, six hours, a day: in ten days not twenty looks."""
    test.time.now = MORNING
    filed(test, JAKARTA)
    assert looks(test) == 1
    asked = []
    outbox = test.house.outbox
    assert outbox.polling is not None
    follow = outbox.polling.core.follow
    outbox.polling.core.follow = lambda *each: (asked.append(test.time.now), follow(*each))[1]  # type: ignore[method-assign]
    later(test, days=10)
    assert 10 <= len(asked) <= 16
    assert asked[0] - MORNING < timedelta(hours=1.5)


def test_after_a_citizens_act_the_office_is_heard_within_the_hour(test: TestHouse, core: Ways) -> None:
    """A report looked at daily is looked at once, then hourly for a day; then seldom again."""
    test.time.now = MORNING
    reference = filed(test, JAKARTA)
    later(test, days=6)
    polling = test.house.outbox.polling
    assert polling is not None
    case = polling.stand.case(reference)
    assert case is not None
    polling.stand.acted(case.core_id)
    later(test, hours=1)
    change(test, core, status_notes="Terima kasih, kami ke sana")
    (answer,) = later(test, hours=2)
    assert "kami ke sana" in answer
    later(test, days=2)
    assert not polling.stand.acted_lately(case.core_id)


def test_an_ended_report_is_left_alone_after_two_weeks(test: TestHouse, core: Ways) -> None:
    """An office may take up again what it closed; a long-closed report is asked about no more."""
    test.time.now = MORNING
    filed(test, JAKARTA)
    change(test, core, status="closed")
    later(test, days=10)
    assert looks(test) == 1
    change(test, core, status="open")
    assert len(later(test, days=2)) == 1
    change(test, core, status="closed")
    later(test, days=25)
    assert looks(test) == 0


def test_news_of_a_lost_settlement_come_once(test: TestHouse, core: Ways) -> None:
    """Two workers that saw the same change: the row has one holder, and the second settles nothing."""
    test.time.now = MORNING
    filed(test, JAKARTA)
    change(test, core, status="closed", status_notes="Selesai")
    test.time.pass_by(timedelta(minutes=30))
    store, outbox = test.house.store, test.house.outbox
    (lane,) = [each.decode().removeprefix("k:lane:") for each in test.house.redis.scan_iter("k:lane:n:*")]
    first = store.claim(lane, timedelta(seconds=1))
    assert first
    seen = outbox._outcome(first)
    test.time.pass_by(timedelta(seconds=2))
    carrier(test).sent.clear()
    outbox.drain(lane)
    assert not outbox._settle(first, seen)
    test.drain()
    assert len(carrier(test).sent) == 1


@contextmanager
def our_kind(folder: Path, time: FakeTime) -> Iterator[tuple[str, Cases]]:
    """Our own server over HTTP, at an agency that runs it apart from the bot."""
    engine = connect(f"sqlite:///{folder / 'elsewhere.sqlite3'}")
    cases = Cases(engine, time, deadlines=DEADLINES)
    cases.create()
    with served(an_app(cases)) as url:
        yield f"{url}/open311/v2", cases
    engine.dispose()


def test_a_core_of_our_kind_tells_the_same_news_as_in_process(
    tmp_path: Path, redis: Redis, understanding: Understanding
) -> None:
    """Checked, sent on, answered, late: in order, once each, with the office and the days."""
    time = FakeTime(MORNING)
    mapping = tmp_path / "core.toml"
    mapping.write_text('[services]\npothole = "928"\n')
    with (
        our_kind(tmp_path, time) as (url, cases),
        foreign_house(tmp_path, redis, understanding, url, KENTONGAN_CORE_MAPPING=str(mapping)) as test,
    ):
        test.time.now = MORNING
        reference = filed(test, JAKARTA)
        time.now = MORNING + timedelta(minutes=1)
        cases.act(reference, Action.VERIFY)
        cases.act(reference, Action.SEND_ON, agency="Dinas PU")
        told = later(test, hours=2)
        assert ["diperiksa" in told[0], "Dinas PU" in told[1]] == [True, True]
        assert len(told) == 2
        time.now = test.time.now
        cases.act(reference, Action.ANSWER, note="Sudah ditambal")
        (answer,) = later(test, hours=9)
        assert "Sudah ditambal" in answer
        assert later(test, days=1) == []


def test_a_blackbox_is_never_asked(tmp_path: Path, redis: Redis, understanding: Understanding) -> None:
    """The report has arrived under our own number, and since nothing can come of asking nobody asks."""
    mapping = tmp_path / "core.toml"
    mapping.write_text('fallback = "110"\n')
    given = {"KENTONGAN_CORE_MAPPING": str(mapping)}
    with a_core("blackbox") as core, foreign_house(tmp_path, redis, understanding, core.url, **given) as test:
        reference = filed(test, JAKARTA)
        case = test.house.store.case(reference)
        assert case is not None
        assert case.core_id == reference
        assert core.held == 1
        assert looks(test) == 0
