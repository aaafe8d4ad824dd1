"""The default core's store: durable, shared by processes, one case a reference, nothing lost when officers collide."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bridge_peers import NOON, SELONG, UTC_NOON, Clock, a_report
from sqlalchemy import Engine, text

from bot.pin import Pin
from bot.report import CoreDown, CoreRefused, Place, Reference, Stage, Status
from bridge.embedded.cases import Cases, Search
from bridge.embedded.schema import connect
from bridge.embedded.workflow import Action, Missing, NotPossible


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, clock: Clock) -> Cases:
    """The cases on each database."""
    name = "engine" if request.param == "sqlite" else "postgresql_engine"
    engine: Engine = request.getfixturevalue(name)
    cases = Cases(engine, clock)
    cases.create()
    cases.create()
    return cases


def test_a_report_is_kept_whole(store: Cases) -> None:
    """Every part of a report comes back equal, in whatever zone it was received."""
    report = a_report(secret=True)
    assert store.file(report) == "1"
    case = store.find(report.reference)
    assert case is not None
    assert case.report == report
    assert case.report.received_at.isoformat() == UTC_NOON.isoformat()


def test_an_anonymous_report_keeps_no_name(store: Cases) -> None:
    """A name that came along in spite of anonymity is not stored."""
    store.file(a_report(anonymous=True, name="Budi Kenari"))
    assert "Kenari" not in repr(store.find(Reference.of(1)))


def test_what_no_database_can_hold_does_not_lose_the_report(store: Cases) -> None:
    """NUL and lone surrogates become U+FFFD, the same report again is still the same."""
    odd = a_report(story="a\x00b\ud800c🙏", place=Place(words="x\x00"))
    assert store.file(odd) == store.file(odd)
    case = store.find(odd.reference)
    assert case is not None
    assert case.report.story == "a\ufffdb\ufffdc🙏"


@pytest.mark.parametrize(
    "other", [{"story": "lain"}, {"place": replace(SELONG, words="lain")}, {"place": replace(SELONG, pin=None)}]
)
def test_a_taken_reference_is_refused_to_another_report(store: Cases, other: dict[str, Any]) -> None:
    """Another story or place under a reference is refused, and the first stays as it was."""
    store.file(a_report())
    with pytest.raises(CoreRefused, match="another story or place"):
        store.file(a_report(**other))
    case = store.find(Reference.of(1))
    assert case is not None
    assert case.report == a_report()


def test_a_pin_off_the_earth_is_refused(store: Cases) -> None:
    """Neither a latitude of 91 degrees nor one that is no number is stored."""
    for latitude in (91.0, float("nan")):
        with pytest.raises(CoreRefused):
            store.file(a_report(place=Place(pin=Pin(latitude, 0.0))))


def test_the_status_and_the_timeline_tell_what_was_done(store: Cases, clock: Clock) -> None:
    """Each act is told with its time, office, note and officer, and the status is the last one."""
    report = a_report()
    number = store.file(report)
    for action in (Action.VERIFY, Action.SEND_ON, Action.ANSWER):
        clock.now += timedelta(days=1)
        store.act(report.reference, action, agency="Dinas PU", note=f"{action}!", actor="desk")
    since = UTC_NOON + timedelta(days=3)
    assert store.follow(report.reference, number) == Status(
        report.reference, Stage.FOLLOWED_UP, since, "Dinas PU", "answer!", may=("add", "done", "reopen")
    )
    events = store.timeline(report.reference)
    assert [event.stage for event in events] == [Stage.RECEIVED, Stage.VERIFIED, Stage.SENT_ON, Stage.FOLLOWED_UP]
    assert [event.note for event in events] == ["", "verify!", "send-on!", "answer!"]
    assert [(event.at - UTC_NOON).days for event in events] == [0, 1, 2, 3]


def test_what_is_not_possible_changes_nothing(store: Cases) -> None:
    """A refused act leaves case and timeline as they were; an unknown reference is a KeyError."""
    report = a_report()
    store.file(report)
    before = store.find(report.reference), store.timeline(report.reference)
    with pytest.raises(NotPossible):
        store.act(report.reference, Action.ANSWER, note="x")
    with pytest.raises(Missing):
        store.act(report.reference, Action.ASK)
    with pytest.raises(KeyError):
        store.act("0000000000", Action.VERIFY)
    assert (store.find(report.reference), store.timeline(report.reference)) == before


def test_two_officers_at_once_do_not_overwrite_each_other(store: Cases) -> None:
    """Of eight officers who verify one report at once one does, the others are told that it is done."""
    report = a_report()
    store.file(report)

    def verify(_: int) -> bool:
        try:
            store.act(report.reference, Action.VERIFY)
        except NotPossible:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(verify, range(8))) == [False] * 7 + [True]
    assert len(store.timeline(report.reference)) == 2


def test_an_erased_report_is_forgotten_and_not_filed_again(store: Cases) -> None:
    """Nothing a person said remains; following gives None; a late retry neither restores nor doubles it."""
    report = a_report(name="Budi Kenari")
    number = store.file(report)
    store.act(report.reference, Action.ASK, note="Kenari, di mana?")
    store.erase(report.reference)
    case = store.find(report.reference)
    assert store.follow(report.reference, number) is None
    assert store.search(Search()) == []
    assert store.file(report) == number
    assert store.find(report.reference) == case
    told = repr((case, store.timeline(report.reference)))
    assert not [word for word in ("Kenari", "berlubang", "pasar", "-8.65", "files.example") if word in told]


def test_numbers_rise_from_one(store: Cases) -> None:
    """The first report is number 1, and each later one is higher."""
    assert [store.file(a_report(draw)) for draw in (1, 2, 3)] == ["1", "2", "3"]


def test_sqlite_is_set_to_lose_nothing(cases: Cases, engine: Engine) -> None:
    """Write-ahead log, full sync, foreign keys and patience are on in every connection."""
    with engine.connect() as one, engine.connect() as two:
        for connection in (one, two):
            values = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")]
            assert values == ["wal", 2]
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
            assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 5000


def test_processes_write_at_once(tmp_path: Path) -> None:
    """Four processes that make the tables and file twenty reports each leave eighty, none refused as locked."""
    script = (
        "import sys; sys.path[:0] = sys.argv[3:]\n"
        "from bridge_peers import Clock, a_report\n"
        "from bridge.embedded.cases import Cases\n"
        "from bridge.embedded.schema import connect\n"
        "cases = Cases(connect(sys.argv[1], patience=30), Clock())\n"
        "cases.create()\n"
        "[cases.file(a_report(int(sys.argv[2]) * 20 + n)) for n in range(20)]\n"
    )
    url, paths = f"sqlite:///{tmp_path}/shared.db", [str(Path(__file__).parent), str(Path(__file__).parents[2])]
    running = [subprocess.Popen([sys.executable, "-c", script, url, str(n), *paths]) for n in range(4)]
    assert [process.wait(60) for process in running] == [0, 0, 0, 0]
    engine = connect(url)
    assert len(Cases(engine, Clock()).search(Search())) == 80
    engine.dispose()


def test_a_locked_database_is_down_and_not_waited_for_forever(cases: Cases, engine: Engine, clock: Clock) -> None:
    """While another writer holds the file longer than our patience, filing is CoreDown; afterwards it works."""
    impatient = connect(str(engine.url), patience=0.05)
    with engine.connect() as holder:
        holder.exec_driver_sql("COMMIT")
        holder.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(CoreDown):
            Cases(impatient, clock).file(a_report())
        assert Cases(impatient, clock).search(Search()) == []
    assert Cases(impatient, clock).file(a_report()) == "1"
    impatient.dispose()


def test_a_missing_database_is_down_and_tells_nothing_of_the_report(tmp_path: Path, clock: Clock) -> None:
    """No path and no word of the story is in the error."""
    engine = connect(f"sqlite:///{tmp_path}/no/such/folder.db")
    with pytest.raises(CoreDown) as down:
        Cases(engine, clock).file(a_report())
    assert str(down.value) == "OperationalError"
    assert down.value.__suppress_context__


def test_a_moment_without_zone_is_refused(cases: Cases) -> None:
    """Nobody has to guess in which zone a report was received."""
    with pytest.raises(CoreRefused):
        cases.file(a_report(received_at=datetime(2026, 1, 1)))
    assert NOON.tzinfo is not None
