"""What only time brings: missed deadlines, warnings, endings; once each, in order, whoever looks at the clock."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from bridge_peers import DEADLINES, NOON, WIB, Clock, a_report
from sqlalchemy import Engine, event

from bot.progress import Act, By, Doing, Happened
from bot.report import Reference, Stage
from bridge.embedded.cases import Cases
from bridge.embedded.schema import connect
from bridge.embedded.workflow import Action, Reason

REF = Reference.of(1)
TO_OFFICE = (Action.VERIFY, Action.SEND_ON)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, clock: Clock) -> Cases:
    """The cases on each database, with one report in them."""
    engine: Engine = request.getfixturevalue("engine" if request.param == "sqlite" else "postgresql_engine")
    cases = Cases(engine, clock, deadlines=DEADLINES)
    cases.create()
    cases.file(a_report())
    return cases


def acted(cases: Cases, *actions: Action, reference: str = REF) -> None:
    """Officers did this."""
    for action in actions:
        cases.act(reference, action, agency="Dinas PU", note="Catatan kantor")


def told(cases: Cases) -> list[tuple[str, str, str]]:
    """What the system did: what, which day, which reason."""
    return [(h.what, str(h.day), h.reason) for h in cases.feed(0, 999) if h.by is By.SYSTEM]


def test_a_missed_deadline_happens_at_midnight_and_once(store: Cases, clock: Clock) -> None:
    """Not in the last second of the day, but in the next; a second look finds nothing more to do."""
    clock.now = datetime(2026, 11, 25, 23, 59, 59, tzinfo=WIB)
    assert store.keep_time() == 0
    clock.now += timedelta(seconds=1)
    assert (store.keep_time(), store.keep_time()) == (1, 0)
    assert told(store) == [("late", "2026-11-25", "")]
    case = store.find(REF)
    assert case is not None
    assert (case.status.stage, case.status.since) == (Stage.RECEIVED, NOON)


def test_several_alarms_of_one_report_come_in_their_order(store: Cases, clock: Clock) -> None:
    """After a long standstill both deadlines are told, the first first."""
    acted(store, *TO_OFFICE)
    clock.now += timedelta(days=90)
    assert store.keep_time() == 2
    assert told(store) == [("late", "2026-11-27", ""), ("final_late", "2026-12-10", "")]


def test_silence_after_an_answer_is_warned_of_and_then_closes(store: Cases, clock: Clock) -> None:
    """Three working days before the end a warning with its day; then the report is closed by the system."""
    acted(store, *TO_OFFICE, Action.ANSWER)
    happened = _live(store, clock, 30)
    assert happened == ["2026-12-01 warned", "2026-12-05 closed"]
    assert told(store) == [("warned", "2026-12-04", ""), ("closed", "None", "")]
    status = store.follow(REF, "1")
    assert status is not None
    assert (status.stage, status.by, status.note, status.ends) == (Stage.CLOSED, By.SYSTEM, "", None)
    assert "Ditutup oleh Sistem" in repr(_status_notes(store))


def test_silence_after_a_question_archives_with_a_reason(store: Cases, clock: Clock) -> None:
    """The citizen reads why: nothing was given of what was asked for."""
    acted(store, Action.ASK)
    assert _live(store, clock, 30) == ["2026-12-01 warned", "2026-12-05 archived"]
    assert told(store)[-1] == ("archived", "None", Reason.NO_ANSWER)


def _live(cases: Cases, clock: Clock, days: int) -> list[str]:
    """Day after day just after midnight in Jakarta: what the system did on which."""
    clock.now = datetime(2026, 11, 22, 0, 0, 1, tzinfo=WIB)
    seen: list[str] = []
    for _ in range(days):
        before = len(cases.timeline(REF))
        cases.keep_time()
        seen += [f"{clock.now.date()} {event.what}" for event in cases.timeline(REF)[before:]]
        clock.now += timedelta(days=1)
    return seen


def _status_notes(cases: Cases) -> object:
    from bridge.answers import request_of

    case = cases.find(REF)
    assert case is not None
    return request_of(case.filed, private=False)["status_notes"]


def test_what_officers_or_citizens_do_in_time_stops_the_clock(store: Cases, clock: Clock) -> None:
    """Verified and sent on, then replied to: no deadline of an earlier stage is told."""
    clock.now = datetime(2026, 11, 25, 12, tzinfo=WIB)
    acted(store, *TO_OFFICE)
    clock.now = datetime(2026, 11, 27, 12, tzinfo=WIB)
    acted(store, Action.ANSWER)
    assert store.keep_time() == 0
    store.do(Act("a1", REF, Doing.DONE), "1")
    clock.now += timedelta(days=400)
    assert store.keep_time() == 0


def test_without_deadlines_and_for_what_was_erased_time_brings_nothing(
    store: Cases, engine: Engine, clock: Clock
) -> None:
    """No scheme, no alarm; and nobody is told of a report that was forgotten."""
    clock.now += timedelta(days=90)
    undated = Cases(engine, clock)
    undated.create()
    undated.file(a_report(2))
    assert undated.keep_time() == 0
    store.erase(REF)
    store.erase(Reference.of(2)) if store.find(Reference.of(2)) else None
    assert store.keep_time() == 0


def test_eight_sweepers_at_once_let_each_thing_happen_once(store: Cases, clock: Clock) -> None:
    """Forty late reports, eight threads: every one is told late once, and once of its final answer."""
    for draw in range(2, 41):
        store.file(a_report(draw))
    clock.now += timedelta(days=90)
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: store.keep_time(), range(8))) == 80
    counted = Counter((h.reference, h.what) for h in store.feed(0, 999))
    assert set(counted.values()) == {1}
    assert Counter(what for _, what in counted) == {Happened.RECEIVED: 40, Happened.LATE: 40, Happened.FINAL_LATE: 40}


def test_two_processes_at_once_let_each_thing_happen_once(tmp_path: Path) -> None:
    """The sweeper of two machines on one database."""
    url = f"sqlite:///{tmp_path}/cases.db"
    engine = connect(url)
    cases = Cases(engine, Clock(), deadlines=DEADLINES)
    cases.create()
    for draw in range(20):
        cases.file(a_report(draw))
    script = (
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from datetime import timedelta\n"
        "from bridge_peers import DEADLINES, NOON, Clock\n"
        "from bridge.embedded.cases import Cases\n"
        "from bridge.embedded.schema import connect\n"
        "late = Clock(NOON + timedelta(days=90))\n"
        "print(Cases(connect(sys.argv[1], patience=30), late, deadlines=DEADLINES).keep_time())\n"
    )
    command = [sys.executable, "-c", script, url, str(Path(__file__).parent), str(Path(__file__).parents[2])]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    counts = [int(process.communicate(timeout=60)[0]) for process in running]
    assert sum(counts) == 40
    assert Counter(h.what for h in cases.feed(0, 999)) == {"received": 20, "late": 20, "final_late": 20}
    engine.dispose()


def test_a_look_at_the_clock_reads_only_what_may_be_due(store: Cases, clock: Clock, engine: Engine) -> None:
    """Hundreds of reports on which nothing is due cost one question and no write."""
    cases = Cases(engine, clock, deadlines=DEADLINES)
    cases.create()
    for draw in range(100, 400):
        cases.file(a_report(draw))
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    assert cases.keep_time() == 0
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 1
    assert not [statement for statement in asked if statement.startswith(("UPDATE", "INSERT"))]
