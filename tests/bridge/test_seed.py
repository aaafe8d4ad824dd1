"""The invented town: the same each time, nobody's, and exactly what the real core would have made of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from bridge_peers import DEADLINES, Clock, a_report
from seeded import END, a_town, everything, given
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from bot.progress import By, Happened
from bot.report import Reference
from bridge.embedded import clockwork
from bridge.embedded.cases import Cases
from bridge.embedded.happened import Step, begin, correct
from bridge.embedded.ledger import Ledger
from bridge.embedded.rows import course_of, report_of, row_of
from bridge.embedded.schema import CaseRow, CorrectionRow, EventRow, connect
from bridge.embedded.seeding import writing
from bridge.embedded.workflow import Action, Course, step
from bridge.opinions.tables import StarRow

ACTIONS = {
    Happened.VERIFIED: Action.VERIFY,
    Happened.SENT_ON: Action.SEND_ON,
    Happened.HANDED_ON: Action.HAND_ON,
    Happened.ASKED: Action.ASK,
    Happened.COMPLETED: Action.ADD,
    Happened.ADDED: Action.ADD,
    Happened.REPLIED: Action.ADD,
    Happened.ANSWERED: Action.ANSWER,
    Happened.REOPENED: Action.REOPEN,
    Happened.WITHDRAWN: Action.WITHDRAW,
    Happened.SUPPORTED: Action.SUPPORT,
    Happened.LATE: Action.LATE,
    Happened.FINAL_LATE: Action.FINAL_LATE,
    Happened.WARNED: Action.WARN,
}
ENDINGS = {
    (Happened.CLOSED, By.CITIZEN): Action.DONE,
    (Happened.CLOSED, By.SYSTEM): Action.LAPSE,
    (Happened.ARCHIVED, By.SYSTEM): Action.LAPSE,
    (Happened.ARCHIVED, By.ADMIN): Action.ARCHIVE,
}


def action_of(what: Happened, by: By) -> Action:
    return ACTIONS.get(what) or ENDINGS.get((what, by), Action.CLOSE)


@pytest.fixture
def town(engine: Engine) -> Engine:
    """600 invented reports."""
    a_town(engine, 600)
    return engine


def test_the_same_arguments_give_the_same_rows(tmp_path: Path) -> None:
    """Two databases with one seed are equal in every table, and another seed gives another town."""
    first, second, other = (connect(f"sqlite:///{tmp_path}/{n}.db") for n in range(3))
    counts = a_town(first), a_town(second), a_town(other, seed=8)
    assert everything(first) == everything(second)
    assert counts[0] == counts[1]
    assert counts[0].events == len(everything(first)["case_events"])
    stories = [{row["story"] for row in everything(engine)["cases"]} for engine in (first, other)]
    assert len(stories[0] & stories[1]) < 5


def test_every_row_is_what_the_real_core_writes(town: Engine, tmp_path: Path) -> None:
    """Each timeline, done again by the real rules and the real writers, leaves the same row and the same entries."""
    again = Ledger(connect(f"sqlite:///{tmp_path}/again.db"), Clock(), DEADLINES)
    Cases(again.engine, Clock(), deadlines=DEADLINES).create()
    codes = {topic.code: topic.name("id") for topic in given()[0]}
    with Session(town) as session, again.writing() as real:
        cases = session.scalars(select(CaseRow).order_by(CaseRow.id)).all()
        for case in cases:
            events = session.scalars(case.events.select()).all()
            made = replayed(again, case, events, codes)
            real.add(made)
            real.flush()
            assert columns(made) == columns(case)
            assert [told(event) for event in real.scalars(made.events.select())] == [told(event) for event in events]
    assert len(cases) == 600


def replayed(ledger: Ledger, case: CaseRow, events: list[EventRow], codes: dict[str, str]) -> CaseRow:
    """The case as the core itself leads it through these entries."""
    report = report_of(case)
    course = Course.begun(report.kind, report.received_at, report.received_at)
    row = row_of(report, course)
    row.supporters, row.guesses, row.id = 0, case.guesses, case.id
    corrected = next((event.correction for event in events if event.correction), None)
    if corrected:
        row.category, row.category_name = corrected.before, codes[corrected.before]
    ledger.owe(row)
    begin(row, report.received_at, clockwork.day_told(Happened.RECEIVED, course, DEADLINES))
    for event in events[1:]:
        if event.correction:
            correct(row, event.correction.after, codes[event.correction.after], event.at, event.actor)
            continue
        by, what = By(event.by), Happened(event.what)
        words = {"agency": event.agency, "note": event.note, "reason": event.reason}
        inspected = {"supervisory": what is Happened.VERIFIED and case.supervisory}
        course, made = step(
            course_of(row), action_of(what, by), event.at, by=by, **words, **inspected, deadlines=DEADLINES
        )
        assert made is what
        ledger.enter(row, course, Step(what, by, event.note, event.reason, event.actor), event.at)
    return row


def columns(row: CaseRow) -> dict[str, object]:
    return {column.key: getattr(row, column.key) for column in CaseRow.__table__.columns}


def told(event: EventRow) -> tuple[object, ...]:
    return event.at, event.stage, event.agency, event.note, event.what, event.by, event.reason, event.day


def test_time_has_done_all_that_it_does(town: Engine) -> None:
    """At the end of the last day no warning, no lateness and no closing is left to happen, and nothing is later."""
    assert Cases(town, Clock(END), deadlines=DEADLINES).keep_time() == 0
    with Session(town) as session:
        assert all(at <= END for at in session.scalars(select(EventRow.at)))
        assert all(at <= END for at in session.scalars(select(StarRow.at)))
        late = session.scalars(select(EventRow).where(EventRow.what == Happened.LATE.value)).all()
        assert late


def test_the_kept_deadline_is_the_counted_one(town: Engine) -> None:
    """`due_at` is what clockwork counts from the course, and the stage is that of the last entry."""
    with Session(town) as session:
        for row in session.scalars(select(CaseRow)):
            assert row.due_at == clockwork.due(course_of(row), DEADLINES)
            last = session.scalars(row.events.select()).all()[-1]
            assert (row.stage, row.agency) == (last.stage, last.agency)


def test_nobody_can_take_it_for_real(town: Engine) -> None:
    """Every title and story, every office, every name and every entry says that it was invented."""
    found = everything(town)
    assert all(row["title"].startswith("[CONTOH] ") and row["story"].startswith("[CONTOH] ") for row in found["cases"])
    assert all(row["name"].startswith("Warga Contoh ") or row["anonymous"] for row in found["cases"])
    assert all(row["actor"] == "seed" for row in found["case_events"])
    for name in (*(row["name"] for row in found["offices"]), *(row["title"] for row in found["desk_canned"])):
        assert name.endswith("(contoh)")
    assert {row["agency"] for row in found["cases"]} - {""} <= {row["name"] for row in found["offices"]}


def test_a_database_with_reports_is_refused(engine: Engine, cases: Cases) -> None:
    """A database that holds one report, real or invented, stays as it was."""
    cases.file(a_report())
    with pytest.raises(writing.Occupied):
        a_town(engine)
    assert [row["reference"] for row in everything(engine)["cases"]] == [str(Reference.of(1))]
    assert not everything(engine)["offices"]


def test_a_second_run_is_refused_and_changes_nothing(engine: Engine) -> None:
    """The same command again leaves every table as it was."""
    a_town(engine)
    before = everything(engine)
    with pytest.raises(writing.Occupied):
        a_town(engine)
    assert everything(engine) == before


def test_beside_others_it_takes_other_numbers(engine: Engine) -> None:
    """With `beside` the same seed again doubles reports under free references, and offices, texts and goals are one."""
    a_town(engine)
    before = everything(engine)
    a_town(engine, beside=True)
    after = everything(engine)
    assert len({row["reference"] for row in after["cases"]}) == len(after["cases"]) == 2 * len(before["cases"])
    for table in ("offices", "desk_canned", "desk_goals"):
        assert after[table] == before[table]
    counted = [
        sum(row["asked"] for row in found["dialog_steps"] if row["step"] == "filed") for found in (before, after)
    ]
    assert counted == [150, 300]
    kept = {row["id"]: row for row in after["cases"]}
    assert all(kept[row["id"]] == row for row in before["cases"])


def test_postgresql_holds_the_same_town(postgresql_engine: Engine, engine: Engine) -> None:
    """Both databases hold equal rows, and the next real report gets the next number."""
    a_town(postgresql_engine)
    a_town(engine)
    assert everything(postgresql_engine) == everything(engine)
    assert _looked_through(postgresql_engine)
    real = Cases(postgresql_engine, Clock(END + timedelta(days=1)), deadlines=DEADLINES)
    assert int(real.file(a_report())) == 151
    with Session(postgresql_engine) as session:
        assert session.scalars(select(CorrectionRow)).all()
    a_town(postgresql_engine, beside=True)
    assert len(everything(postgresql_engine)["cases"]) == 301


def _looked_through(engine: Engine) -> bool:
    """Whether PostgreSQL knows by now what is in the table, so that its first questions are quick."""
    with engine.connect() as connection:
        pages = text("SELECT relallvisible FROM pg_class WHERE oid = 'cases'::regclass")
        return bool(connection.scalar(pages))
