"""A database of an earlier release opens with this one, and citizens' reports go on where they were."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from bridge_peers import DEADLINES, WIB, Clock, a_report
from sqlalchemy import Engine, inspect, text

from bot.progress import Act, By, Doing, Happened
from bot.report import CoreDown, Kind, Reference, Stage, StoredFile
from bridge.embedded.cases import Cases, Search
from bridge.embedded.migrations.upgrade import config
from bridge.embedded.schema import Base, connect
from bridge.embedded.version import VERSION
from bridge.embedded.workflow import Action

FIRST = (Path(__file__).parents[1] / "old_databases" / "2026_first_release.sql").read_text()
ROAD, LAMP = Reference.of(1), Reference.of(2)
LATER = datetime(2026, 11, 21, 9, 0, tzinfo=WIB)
PHOTO = StoredFile("https://files.example.id/9.jpg", "image/jpeg")


def _first_release(engine: Engine) -> None:
    """What the first release left: its own dump on SQLite, the same rows in its tables on PostgreSQL."""
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(str(engine.url.database))) as database:
            database.executescript(FIRST)
        return
    with engine.begin() as connection:
        settings = config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, "1")
        connection.execute(text("DROP TABLE alembic_version"))
    with closing(sqlite3.connect(":memory:")) as database, engine.begin() as connection:
        database.executescript(FIRST)
        for table in ("cases", "case_files", "case_events", "case_corrections"):
            _copy(database, connection, table)


def _copy(database: sqlite3.Connection, connection: Any, table: str) -> None:
    rows = database.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in rows.description]
    marks = ", ".join(f":{name}" for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    for row in rows:
        values = dict(zip(names, row, strict=True))
        values |= {name: bool(values[name]) for name in ("anonymous", "secret") if name in values}
        connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({marks})"), values)
    if "id" in names:
        connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"))


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest) -> Engine:
    """An engine on what the first release left, on each database."""
    engine: Engine = request.getfixturevalue("engine" if request.param == "sqlite" else "postgresql_engine")
    _first_release(engine)
    return engine


def _opened(engine: Engine, clock: Clock) -> Cases:
    cases = Cases(engine, clock, deadlines=DEADLINES)
    cases.create()
    return cases


def test_everything_that_was_reported_is_still_there(old: Engine) -> None:
    """Story, place, files, secrecy, stage, office, note and dates are what the first release had stored."""
    cases = _opened(old, Clock(LATER))
    road, lamp = cases.find(ROAD), cases.find(LAMP)
    assert road is not None
    assert lamp is not None
    assert road.report.story == "Jalan berlubang depan pasar, bahaya malam hari.\nTolong 'segera' diperbaiki 🙏"
    assert (road.report.kind, road.report.happened_on) == (Kind.COMPLAINT, date(2026, 11, 12))
    assert road.report.place.official == "Selong, Selong, Kabupaten Lombok Timur"
    assert [file.url[-5:] for file in road.report.files] == ["1.jpg", "2.ogg"]
    assert (road.status.stage, road.status.agency, road.status.note) == (
        Stage.FOLLOWED_UP,
        "Dinas PU",
        "Tim turun hari Jumat",
    )
    assert road.status.since == datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
    assert (lamp.report.secret, lamp.report.anonymous, lamp.status.stage) == (True, True, Stage.RECEIVED)
    assert [case.id for case in cases.search(Search())] == [2, 1]


def test_its_timeline_has_names_and_doers_now(old: Engine) -> None:
    """What happened and who did it is filled from the stages; a second office was handed the report, not sent it."""
    cases = _opened(old, Clock(LATER))
    assert [(event.what, event.by) for event in cases.timeline(ROAD)] == [
        (Happened.RECEIVED, By.CITIZEN),
        (Happened.VERIFIED, By.ADMIN),
        (Happened.SENT_ON, By.ADMIN),
        (Happened.HANDED_ON, By.ADMIN),
        (Happened.ASKED, By.OFFICE),
        (Happened.ANSWERED, By.OFFICE),
    ]
    assert [event.what for event in cases.timeline(LAMP)] == [Happened.RECEIVED, Happened.CORRECTED]
    assert (cases.timeline(LAMP)[1].before, cases.timeline(LAMP)[1].after) == ("pothole", "street_light")
    assert [happening.number for happening in cases.feed(0, 100)] == list(range(1, 9))


def test_its_deadlines_run_from_what_happened_then(old: Engine) -> None:
    """The answered report ends ten working days after its answer; the new one has to be checked in three."""
    cases = _opened(old, Clock(LATER))
    road, lamp = cases.find(ROAD), cases.find(LAMP)
    assert road is not None
    assert lamp is not None
    assert (road.status.ends, road.course.answered_at) == (date(2026, 12, 4), datetime(2026, 11, 20, 6, tzinfo=UTC))
    assert (lamp.status.deadline, lamp.course.clock) == (date(2026, 11, 25), datetime(2026, 11, 20, 6, 30, tzinfo=UTC))


def test_its_reports_go_on_through_the_workflow(old: Engine) -> None:
    """Citizen, officer and time move them on; new reports get the next numbers."""
    clock = Clock(LATER)
    cases = _opened(old, clock)
    assert cases.do(Act("a1", ROAD, Doing.ADD, "Belum rata", (PHOTO,)), "1").stage is Stage.REPLIED
    assert cases.act(ROAD, Action.ANSWER, note="Sudah rata").status.stage is Stage.FOLLOWED_UP
    assert cases.act(LAMP, Action.VERIFY).status.stage is Stage.VERIFIED
    assert cases.file(a_report(3)) == "3"
    clock.now += timedelta(days=30)
    assert cases.keep_time() == 5
    found = [(h.reference, h.what) for h in cases.feed(8, 100)]
    assert found[:4] == [
        (ROAD, Happened.REPLIED),
        (ROAD, Happened.ANSWERED),
        (LAMP, Happened.VERIFIED),
        (Reference.of(3), Happened.RECEIVED),
    ]
    assert sorted((str(reference), what) for reference, what in found[4:]) == [
        (ROAD, Happened.WARNED),
        (LAMP, Happened.FINAL_LATE),
        (LAMP, Happened.LATE),
        (Reference.of(3), Happened.FINAL_LATE),
        (Reference.of(3), Happened.LATE),
    ]


def _ours(_: Any, name: str | None, *__: Any) -> bool:
    """All but the index over stories, which SQLite keeps in tables of its own and PostgreSQL by an expression."""
    return not (name or "").startswith(("case_words", "ix_cases_words"))


def test_the_way_from_the_first_release_ends_at_the_tables_of_this_one(old: Engine) -> None:
    """Alembic finds no difference between a database brought up to date and one made anew."""
    _opened(old, Clock(LATER))
    with old.connect() as connection:
        told = MigrationContext.configure(connection, opts={"include_object": _ours})
        assert compare_metadata(told, Base.metadata) == []
        indexes = {index["name"] for index in inspect(connection).get_indexes("cases")}
        assert inspect(connection).has_table("case_words") or "ix_cases_words" in indexes


def test_a_new_database_bears_the_mark_of_the_last_step(engine: Engine, clock: Clock) -> None:
    """What is made anew is marked with the newest revision, so that the next release goes on from there."""
    _opened(engine, clock)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _ours})
        assert context.get_current_revision() == VERSION == ScriptDirectory.from_config(config()).get_current_head()
        assert compare_metadata(context, Base.metadata) == []


def test_a_database_from_before_corrections_gets_their_table(engine: Engine) -> None:
    """The first release made that table by itself where it was missing; so does this one."""
    _first_release(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE case_corrections"))
    cases = Cases(engine, Clock(LATER), lambda: {"garbage": "Sampah"}, DEADLINES)
    cases.create()
    assert cases.recategorize(LAMP, "garbage").report.category == "garbage"
    assert cases.timeline(LAMP)[-1].after == "garbage"


def test_a_process_of_the_first_release_that_still_runs_disturbs_nothing(old: Engine) -> None:
    """A report and an answer that it writes after the update are told, dated and moved on like all others."""
    cases = _opened(old, Clock(LATER))
    with old.begin() as connection:
        connection.execute(text("UPDATE cases SET clock = NULL, stage = 'followed_up' WHERE id = 2"))
        event = "INSERT INTO case_events (case_id, at, stage, agency, note, actor) VALUES (2, :at, :stage, '', 'x', '')"
        for stage in ("incomplete", "followed_up", "closed"):
            connection.execute(text(event), {"at": "2026-11-20 08:00:00", "stage": stage})
    assert [happening.what for happening in cases.feed(8, 9)] == [Happened.ASKED, Happened.ANSWERED, Happened.CLOSED]
    case = cases.find(LAMP)
    assert case is not None
    assert case.status.ends == date(2026, 12, 4)
    assert cases.do(Act("a1", LAMP, Doing.DONE), "2").stage is Stage.CLOSED


def test_a_database_of_a_later_release_is_refused(engine: Engine, clock: Clock) -> None:
    """It is left as it is, and the reason is told."""
    cases = _opened(engine, clock)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '999'"))
    with pytest.raises(CoreDown, match="later release"):
        cases.create()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "999"


def test_four_processes_that_start_at_once_bring_it_up_to_date_once(tmp_path: Path) -> None:
    """Each can use it, none fails, and every column is there once."""
    url = f"sqlite:///{tmp_path}/old.db"
    engine = connect(url)
    _first_release(engine)
    script = (
        "import sys; sys.path[:0] = sys.argv[3:]\n"
        "from bridge_peers import Clock, a_report\n"
        "from bridge.embedded.cases import Cases\n"
        "from bridge.embedded.schema import connect\n"
        "cases = Cases(connect(sys.argv[1], patience=30), Clock())\n"
        "cases.create()\n"
        "cases.file(a_report(10 + int(sys.argv[2])))\n"
    )
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
    running = [subprocess.Popen([sys.executable, "-c", script, url, str(n), *paths]) for n in range(4)]
    assert [process.wait(60) for process in running] == [0, 0, 0, 0]
    assert len(Cases(engine, Clock(LATER)).search(Search())) == 6
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).all() == [(VERSION,)]
    engine.dispose()


def test_a_start_with_nothing_to_do_is_one_question(engine: Engine, clock: Clock) -> None:
    """Alembic, a second to import, is not loaded for a new database or one that is up to date."""
    _opened(engine, clock)
    script = (
        "import sys; sys.path[:0] = sys.argv[3:]\n"
        "from bridge_peers import Clock\n"
        "from bridge.embedded.cases import Cases\n"
        "from bridge.embedded.schema import connect\n"
        "[Cases(connect(url), Clock()).create() for url in sys.argv[1:3]]\n"
        "sys.exit('alembic' in sys.modules)\n"
    )
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
    urls = [str(engine.url), f"{engine.url}.new"]
    assert subprocess.run([sys.executable, "-c", script, *urls, *paths], timeout=60).returncode == 0
    assert inspect(connect(urls[1])).has_table("case_events")
