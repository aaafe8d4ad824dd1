"""A hundred thousand random steps through the workflow, each judged by a slow clerk who shares no code with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from slow_clerk import ROWS, Calendar
from workflow_walk import ENDED, STEPS, Followed, Walk

from bot.progress import By
from bot.report import Stage
from bridge.embedded import clockwork
from bridge.embedded.deadlines import Deadlines, Override, Scheme, WorkingDays, zone_named
from bridge.embedded.workflow import Action, Course, step

CLOSED = ["2025-12-29", "2025-12-30", "2026-03-17", "2026-08-19", "2027-01-04"]
MARKS = {"late": "L", "warned": "W", **dict.fromkeys(("added", "supported", "final_late", "verified"), "")}
OPENED = ["2025-12-26", "2026-03-28", "2026-12-24", "2027-06-12"]


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The whole walk, once: three offices in three zones, one of them with days of its own."""
    path = Path(tmp_path_factory.mktemp("days")) / "days.toml"
    path.write_text(f"closed = [{', '.join(CLOSED)}]\nopen = {OPENED}\n")
    own = Override.read(str(path))
    makassar = Calendar(8, frozenset(CLOSED), frozenset(OPENED))
    offices = [("Asia/Jakarta", Override(), Calendar(7)), ("Asia/Makassar", own, makassar)]
    offices.append(("Asia/Jayapura", Override(), Calendar(9)))
    scheme = Scheme.named("permenpanrb-62-2018")
    return Walk(
        [(Deadlines(scheme, WorkingDays(zone_named(zone), days)), paper) for zone, days, paper in offices]
    ).run()


def test_every_step_of_three_years_is_what_the_slow_clerk_says(walk: Walk) -> None:
    """100,000 steps up to 2028 ended as the clerk said, and every act was both done and refused a hundred times."""
    assert walk.steps >= STEPS
    assert walk.last > datetime(2027, 12, 31, tzinfo=UTC)
    done = {act: sum(times for key, times in walk.done.items() if key.split()[0] == act) for act in ROWS}
    assert min(done.values()) > 100, done
    assert min(walk.refused[act] for act in ROWS) > 100, walk.refused
    assert set(walk.done) == {f"{act} {each}" for act in ROWS for row in ROWS[act] for each in stages(row)}


def stages(row: list[str]) -> list[str]:
    """Where an act was done; an answered report has had its final answer."""
    return [state for state in row[2].split() if (row[0], state) != ("final-late", "answered")]


def test_nothing_is_told_twice_in_a_count_and_all_in_order(walk: Walk) -> None:
    """Between two moves there is at most one LATE and one WARNED, in a life one FINAL_LATE, and no moment goes back."""
    for report in walk.all:
        entries = report.diary.entries
        assert all(one.at <= other.at for one, other in pairwise(entries))
        assert sum(entry.what == "final_late" for entry in entries) <= 1
        told = "".join(MARKS.get(entry.what, "|") for entry in entries)
        assert not [count for count in told.split("|") if count.count("L") > 1 or count.count("W") > 1], told


def test_silence_ends_nothing_before_the_warning_is_three_working_days_old(walk: Walk) -> None:
    """Each end by the system has its warning, and three whole working days between, however late the system woke."""
    ended = 0
    for report in walk.all:
        for entry, before in zip(report.diary.entries[1:], warnings_before(report), strict=True):
            if entry.by == "system" and entry.what in ("closed", "archived"):
                paper = report.diary.calendar
                assert before
                assert paper.day(entry.at) > paper.count(paper.day(before), 3)
                ended += 1
    assert ended > 200


def warnings_before(report: Followed) -> list[datetime | None]:
    """For each entry after the first, when the last warning before it was."""
    warned, found = None, []
    for entry in report.diary.entries[:-1]:
        warned = entry.at if entry.what == "warned" else warned
        found.append(warned)
    return found


def test_most_alarms_ring_at_midnight_of_the_office(walk: Walk) -> None:
    """Where the system was awake the day that passed is told in the first second after it, in the office's zone."""
    late = [
        (each.diary.calendar, entry.at) for each in walk.all for entry in each.diary.entries if entry.what == "late"
    ]
    sharp = [at for paper, at in late if paper.day(at) != paper.day(at - timedelta(seconds=1))]
    assert len(late) > 1000
    assert len(sharp) / len(late) > 0.7


def test_there_is_no_dead_end(walk: Walk) -> None:
    """From every kind of state that was met officers and the citizen can end it, and time alone ends what waits."""
    assert len(walk.stood) > 50
    for report, course in walk.stood.values():
        if course.stage in ENDED:
            continue
        now = walk.last
        for action, by in ((Action.ARCHIVE, By.OFFICE), (Action.DONE, By.CITIZEN)):
            after, _ = step(course, action, now, by=by, reason="unclear", deadlines=report.deadlines)
            assert after.stage in ENDED
        waits = course.stage in (Stage.FOLLOWED_UP, Stage.INCOMPLETE)
        assert (left_alone(course, report.deadlines).stage in ENDED) == waits


def left_alone(course: Course, deadlines: Deadlines) -> Course:
    """What becomes of it if nobody does anything: at most four alarms, and then silence."""
    for _ in range(4):
        if alarm := clockwork.next_alarm(course, deadlines):
            course, _ = step(course, alarm[0], max(alarm[1], course.since), by=By.SYSTEM, deadlines=deadlines)
    assert clockwork.next_alarm(course, deadlines) is None
    return course
