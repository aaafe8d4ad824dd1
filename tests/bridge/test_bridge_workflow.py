"""What may be done with a report, by whom and when; and that nothing else is possible."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bridge_peers import DEADLINES, WIB

from bot.progress import By, Doing, Happened
from bot.report import Kind, Stage
from bridge.embedded.archive_reasons import OFFICERS_WORDS, Reason
from bridge.embedded.rules import RULES
from bridge.embedded.workflow import (
    Action,
    Course,
    Missing,
    NotPossible,
    by_in,
    citizen_may,
    lapor_words,
    possible,
    stage_in,
    step,
)
from bridge.embedded.workflow_table import document

MONDAY = datetime(2026, 11, 23, 9, tzinfo=WIB)
HOUR = timedelta(hours=1)
NEW = Course.begun(Kind.COMPLAINT, MONDAY, MONDAY)
ADMITTED = replace(NEW, stage=Stage.VERIFIED, verified=True)
SENT_ON = replace(ADMITTED, stage=Stage.SENT_ON, agency="Dinas PU")
ANSWERED = replace(SENT_ON, stage=Stage.FOLLOWED_UP, answered_at=MONDAY)
REPLIED = replace(ANSWERED, stage=Stage.REPLIED)
CLOSED = replace(ANSWERED, stage=Stage.CLOSED, by="admin")
ARCHIVED = replace(NEW, stage=Stage.ARCHIVED, by="admin")


def asked(course: Course) -> Course:
    return replace(course, stage=Stage.INCOMPLETE)


def done(course: Course, action: Action, now: datetime = MONDAY + HOUR, **words: Any) -> Course:
    """The course after an action of somebody who may, with all words said."""
    by = min(by for rule in RULES[action] for by in rule.by)
    said: dict[str, Any] = {"agency": "Dinas Sosial", "note": "Catatan", "reason": "unclear"} | words
    return step(course, action, now, by=by, deadlines=DEADLINES, **said)[0]


def test_the_long_way_from_received_to_closed() -> None:
    """Each act leads to the next stage and entry; the office is remembered, and verified stays verified."""
    way = [
        (Action.VERIFY, By.ADMIN, Stage.VERIFIED, Happened.VERIFIED),
        (Action.SEND_ON, By.ADMIN, Stage.SENT_ON, Happened.SENT_ON),
        (Action.ASK, By.OFFICE, Stage.INCOMPLETE, Happened.ASKED),
        (Action.ADD, By.CITIZEN, Stage.SENT_ON, Happened.COMPLETED),
        (Action.ANSWER, By.OFFICE, Stage.FOLLOWED_UP, Happened.ANSWERED),
        (Action.ADD, By.CITIZEN, Stage.REPLIED, Happened.REPLIED),
        (Action.ASK, By.OFFICE, Stage.INCOMPLETE, Happened.ASKED),
        (Action.ADD, By.CITIZEN, Stage.REPLIED, Happened.COMPLETED),
        (Action.HAND_ON, By.OFFICE, Stage.SENT_ON, Happened.HANDED_ON),
        (Action.ANSWER, By.OFFICE, Stage.FOLLOWED_UP, Happened.ANSWERED),
        (Action.DONE, By.CITIZEN, Stage.CLOSED, Happened.CLOSED),
        (Action.REOPEN, By.CITIZEN, Stage.REPLIED, Happened.REOPENED),
        (Action.CLOSE, By.OFFICE, Stage.CLOSED, Happened.CLOSED),
    ]
    now = NEW
    for hours, (action, by, stage, makes) in enumerate(way):
        at = MONDAY + hours * HOUR
        now, happened = step(now, action, at, by=by, agency=f"Dinas {hours}", note="Catatan", deadlines=DEADLINES)
        assert (now.stage, happened, now.since) == (stage, makes, at)
        assert now.by == (by if stage is Stage.CLOSED else "")
    assert (now.agency, now.verified, now.reopened) == ("Dinas 8", True, True)
    assert now.answered_at == MONDAY + 4 * HOUR


@pytest.mark.parametrize(
    ("course", "officers", "citizen"),
    [
        (NEW, "verify ask archive", "add done withdraw"),
        (ADMITTED, "send-on ask close archive", "add done withdraw"),
        (SENT_ON, "answer ask hand-on close archive", "add done withdraw"),
        (ANSWERED, "answer ask hand-on close archive", "add done reopen"),
        (replace(ANSWERED, reopened=True), "answer ask hand-on close archive", "add done"),
        (REPLIED, "answer ask hand-on close archive", "add done"),
        (asked(NEW), "verify ask archive", "add done withdraw"),
        (asked(ADMITTED), "send-on ask close archive", "add done withdraw"),
        (asked(SENT_ON), "answer ask hand-on close archive", "add done withdraw"),
        (asked(ANSWERED), "answer ask hand-on close archive", "add done"),
        (CLOSED, "", "reopen"),
        (replace(CLOSED, by="citizen"), "", "reopen"),
        (replace(CLOSED, reopened=True), "", ""),
        (ARCHIVED, "", ""),
    ],
)
def test_each_course_allows_exactly_this(course: Course, officers: str, citizen: str) -> None:
    """What is possible is what the table says, and everything else is refused with that list."""
    assert " ".join(possible(course)) == officers
    assert " ".join(citizen_may(course, MONDAY, DEADLINES)) == citizen
    for by, open_to in ((By.ADMIN, officers), (By.CITIZEN, citizen)):
        supports = {Action.SUPPORT} if by is By.CITIZEN else set()
        for action in set(Action) - set(map(Action, open_to.split())) - supports:
            with pytest.raises(NotPossible) as refused:
                step(course, action, MONDAY, by=by, agency="B", note="N", reason="unclear", deadlines=DEADLINES)
            assert refused.value.possible == tuple(open_to.split())


def test_an_office_may_not_do_what_an_admin_decides_and_nobody_acts_for_the_citizen() -> None:
    """The refusal says whose it is and what is left."""
    with pytest.raises(NotPossible, match=r"verify is not possible for office, only for admin\. .*: ask, archive\."):
        step(NEW, Action.VERIFY, MONDAY, by=By.OFFICE, deadlines=DEADLINES)
    with pytest.raises(NotPossible, match="withdraw is not possible for admin, only for citizen"):
        step(NEW, Action.WITHDRAW, MONDAY, by=By.ADMIN, deadlines=DEADLINES)
    with pytest.raises(
        NotPossible, match=r'withdraw is not possible at "Menunggu Ke.*", only .*: no office has answered'
    ):
        step(asked(ANSWERED), Action.WITHDRAW, MONDAY, by=By.CITIZEN, deadlines=DEADLINES)


@pytest.mark.parametrize(
    ("course", "action", "words", "what", "told"),
    [
        (ADMITTED, Action.SEND_ON, {"agency": "  "}, "agency", "an office"),
        (SENT_ON, Action.ANSWER, {"note": " \n"}, "note", "a note"),
        (NEW, Action.ARCHIVE, {"reason": ""}, "reason", "no_evidence, unclear, out_of_scope"),
        (NEW, Action.ARCHIVE, {"reason": "bosan"}, "reason", "one of the reasons"),
        (NEW, Action.ARCHIVE, {"reason": "other", "note": ""}, "note", "for the reason other needs a note"),
        (CLOSED, Action.REOPEN, {"note": ""}, "note", "a note"),
    ],
)
def test_what_an_action_needs_must_be_said(
    course: Course, action: Action, words: dict[str, str], what: str, told: str
) -> None:
    """No office, no reason from the list, or a note of blanks only, is told as missing."""
    with pytest.raises(Missing, match=told) as missing:
        done(course, action, **words)
    assert missing.value.what == what


def test_every_reason_archives_without_a_note_but_other() -> None:
    """The list of reasons is worded for officers in full."""
    assert set(OFFICERS_WORDS) == set(Reason)
    for reason in set(Reason) - {Reason.OTHER}:
        assert done(NEW, Action.ARCHIVE, reason=reason, note="").stage is Stage.ARCHIVED


def test_a_report_is_not_handed_to_the_office_that_has_it() -> None:
    """Case and spaces do not make another office."""
    with pytest.raises(NotPossible, match="which has the report already"):
        done(SENT_ON, Action.HAND_ON, agency=" dinas  pu ")


@pytest.mark.parametrize(
    ("before", "after"),
    [(NEW, Stage.RECEIVED), (ADMITTED, Stage.VERIFIED), (SENT_ON, Stage.SENT_ON), (ANSWERED, Stage.REPLIED)],
)
def test_what_the_citizen_completes_goes_back_to_who_asked(before: Course, after: Stage) -> None:
    """With a new count, in which nothing has been told."""
    later = MONDAY + 24 * HOUR
    warned = replace(done(before, Action.ASK), warned_at=later)
    back = done(warned, Action.ADD, later)
    assert (back.stage, back.clock, back.warned_at) == (after, later, None)


@pytest.mark.parametrize(
    ("before", "after"), [(NEW, Stage.RECEIVED), (ADMITTED, Stage.VERIFIED), (SENT_ON, Stage.REPLIED)]
)
def test_a_reopened_report_goes_to_who_has_to_act(before: Course, after: Stage) -> None:
    """Also one that the citizen closed too early; once."""
    again = done(done(before, Action.DONE), Action.REOPEN)
    assert (again.stage, again.by) == (after, "")
    with pytest.raises(NotPossible, match="not reopened before"):
        done(done(again, Action.DONE), Action.REOPEN)


def test_a_closed_report_may_be_reopened_for_ten_working_days() -> None:
    """Until the last second of the tenth; without deadlines however late."""
    last = datetime(2026, 12, 7, 23, 59, 59, tzinfo=WIB)
    assert done(CLOSED, Action.REOPEN, last).stage is Stage.REPLIED
    assert Doing.REOPEN not in citizen_may(CLOSED, last + timedelta(seconds=1), DEADLINES)
    with pytest.raises(NotPossible, match="after 2026-12-07T23:59:59"):
        done(CLOSED, Action.REOPEN, last + timedelta(seconds=1))
    assert Doing.REOPEN in citizen_may(CLOSED, last + timedelta(days=999), None)


def test_more_words_and_support_leave_the_count_alone() -> None:
    """Whoever tells more does not lengthen the office's time, and a supporter changes nothing."""
    for course in (NEW, ADMITTED, SENT_ON, REPLIED):
        assert done(course, Action.ADD) == done(course, Action.SUPPORT) == course


def test_supervisory_weight_is_decided_when_verifying_and_by_nothing_else() -> None:
    """It stays afterwards."""
    heavy = done(NEW, Action.VERIFY, supervisory=True)
    assert heavy.supervisory
    assert done(heavy, Action.SEND_ON).supervisory
    assert not done(done(NEW, Action.VERIFY), Action.SEND_ON, supervisory=True).supervisory


def test_every_stage_can_be_read_back_from_its_words() -> None:
    """The words that one side writes mean the same stage, and the same hand that ended it, to the other."""
    for stage in set(Stage) - {Stage.WAITING}:
        assert stage_in(lapor_words(stage, "Dinas PU")) is stage
    assert lapor_words(Stage.SENT_ON, "Dinas PU") == "Terdisposisi ke Dinas PU"
    assert lapor_words(Stage.REPLIED) == "Ditanggapi oleh Pelapor"
    assert [lapor_words(Stage.CLOSED, by=by) for by in ("citizen", "system", "admin", "office", "")] == [
        f"Ditutup oleh {who}" for who in ("Pelapor", "Sistem", "Admin", "Admin", "Admin")
    ]
    assert stage_in("Pothole filled") is None


def test_who_ended_a_report_is_read_from_its_words() -> None:
    """Where the words tell of no end, or of somebody unknown, nobody is named."""
    for stage in (Stage.CLOSED, Stage.ARCHIVED):
        for by in (By.ADMIN, By.CITIZEN, By.SYSTEM):
            assert by_in(lapor_words(stage, by=by)) == by
    assert by_in("  diarsipkan OLEH sistem. ") == "system"
    for line in ("Ditanggapi oleh Pelapor", "Ditutup oleh Bupati", "Ditutup oleh", "Closed", ""):
        assert by_in(line) == ""


def test_the_document_is_printed_from_the_rules() -> None:
    """docs/workflow.md is what `python -m bridge.embedded.workflow_table` prints, and lists every action."""
    assert document() == (Path(__file__).parents[2] / "docs" / "workflow.md").read_text(encoding="utf-8")
    assert all(f"| `{action}` |" in document() for action in Action)
