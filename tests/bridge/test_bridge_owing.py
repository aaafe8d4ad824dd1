"""The copy of a deadline by which the desk sorts is always the deadline that the rules give."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from bridge_peers import DEADLINES, Clock, a_report
from sqlalchemy import Engine, event, select, update
from sqlalchemy.orm import Session

from bot.progress import Act, Doing
from bot.report import Reference
from bridge.embedded.cases import Cases, Search
from bridge.embedded.schema import CaseRow
from bridge.embedded.workflow import Action


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Engine:
    """An engine of each kind."""
    engine: Engine = request.getfixturevalue("engine" if request.param == "sqlite" else "postgresql_engine")
    return engine


def _opened(engine: Engine, clock: Clock, deadlines: object = DEADLINES) -> Cases:
    cases = Cases(engine, clock, deadlines=deadlines)  # type: ignore[arg-type]
    cases.create()
    cases.count_due()
    return cases


def _agree(cases: Cases, engine: Engine) -> None:
    with Session(engine) as session:
        kept = {row.reference: row.due_at for row in session.scalars(select(CaseRow))}
    told = {case.report.reference: case.due for case in cases.search(Search())}
    assert kept == told


def test_it_follows_every_act(database: Engine) -> None:
    """Verifying, sending on, answering, a citizen's reply and closing each leave the right day behind."""
    clock = Clock()
    cases = _opened(database, clock)
    reference = a_report().reference
    cases.file(a_report())
    _agree(cases, database)
    for action, words in (
        (Action.VERIFY, {}),
        (Action.SEND_ON, {"agency": "Dinas PU"}),
        (Action.ANSWER, {"note": "Sudah ditambal."}),
    ):
        clock.now += timedelta(days=1)
        cases.act(reference, action, **words)
        _agree(cases, database)
    cases.do(Act("a1", reference, Doing.ADD, "Belum semua."), "")
    _agree(cases, database)
    cases.act(reference, Action.CLOSE, note="Selesai.")
    _agree(cases, database)


def test_another_rule_counts_all_open_cases_anew(database: Engine) -> None:
    """After a start under another rule every open case has its day; closed ones have none."""
    clock = Clock()
    cases = _opened(database, clock)
    for draw in range(1, 8):
        cases.file(a_report(draw))
    cases.act(Reference.of(3), Action.ARCHIVE, reason="duplicate")
    slower = replace(DEADLINES, scheme=replace(DEADLINES.scheme, verify=9))
    later = _opened(database, clock, slower)
    assert later.find(Reference.of(1)).due > cases.find(Reference.of(1)).due  # type: ignore[union-attr, operator]
    _agree(later, database)
    _agree(_opened(database, clock, None), database)


def test_a_command_without_deadlines_leaves_the_days_alone(database: Engine) -> None:
    """An export, an import or a lesson opens the same database beside the desk, and counts nothing anew."""
    cases = _opened(database, Clock())
    cases.file(a_report())
    Cases(database, Clock()).create()
    _agree(cases, database)


def test_what_an_older_release_left_empty_is_filled_once(database: Engine) -> None:
    """A database that was just brought up to date has no days yet; the next start writes nothing more."""
    clock = Clock()
    cases = _opened(database, clock)
    cases.file(a_report())
    with database.begin() as connection:
        connection.execute(update(CaseRow).values(due_at=None))
        connection.exec_driver_sql("DELETE FROM desk_marks")
    _agree(_opened(database, clock), database)
    written: list[str] = []
    event.listen(database, "before_cursor_execute", lambda _c, _cu, statement, *_: written.append(statement))
    _opened(database, clock)
    assert not [each for each in written if each.lstrip().upper().startswith(("UPDATE", "INSERT", "DELETE"))]
