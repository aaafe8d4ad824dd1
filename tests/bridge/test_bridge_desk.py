"""The officer's commands: what they change, what they say when something cannot be done, what they never print."""

from __future__ import annotations

from datetime import datetime

import pytest
from bridge_peers import NOON, WIB, Clock, a_report
from click.testing import CliRunner, Result

from bot.report import Reference, Stage
from bridge.embedded.cases import Cases
from bridge.embedded.desk import desk
from bridge.embedded.schema import connect

REF = Reference.of(1)


def run(cases: Cases, *words: str) -> Result:
    """One `kentongan desk ...`."""
    return CliRunner().invoke(desk, words, obj=cases)


@pytest.fixture
def filled(cases: Cases) -> Cases:
    cases.file(a_report())
    return cases


def test_an_officer_takes_a_report_from_new_to_closed(filled: Cases) -> None:
    """Each command ends with 0 and says the new stage in LAPOR's words."""
    steps = [
        (("verify", REF), "Terverifikasi"),
        (("send-on", REF, "--to", "Dinas PU"), "Terdisposisi ke Dinas PU"),
        (("hand-on", REF, "--to", "Dinas Perhubungan"), "Terdisposisi ke Dinas Perhubungan"),
        (("answer", REF, "--note", "Sudah diperbaiki"), "Ditindaklanjuti oleh Instansi"),
        (("ask", REF, "--note", "Foto?"), "Menunggu Kelengkapan Informasi"),
        (("answer", REF, "--note", "Terima kasih"), "Ditindaklanjuti oleh Instansi"),
        (("close", REF, "--note", "Selesai"), "Ditutup oleh Admin"),
    ]
    for words, told in steps:
        result = run(filled, *words)
        assert (result.exit_code, result.output) == (0, f"{REF.grouped}: {told}\n")
    case = filled.find(REF)
    assert case is not None
    assert (case.status.stage, case.status.note) == (Stage.CLOSED, "Selesai")


def test_a_report_can_be_archived_with_a_reason(filled: Cases) -> None:
    """The reason becomes the note that the citizen reads."""
    assert run(filled, "archive", REF, "--reason", "Bukan layanan publik").exit_code == 0
    case = filled.find(REF)
    assert case is not None
    assert (case.status.stage, case.status.note) == (Stage.ARCHIVED, "Bukan layanan publik")


@pytest.mark.parametrize("written", [(REF.grouped,), tuple(REF.grouped.split()), (f"#{REF}",), ("-".join(REF),)])
def test_a_reference_is_read_however_it_is_spaced(filled: Cases, written: tuple[str, ...]) -> None:
    """Groups, single arguments, dashes and a hash sign all name the report."""
    result = run(filled, "show", *written)
    assert result.exit_code == 0
    assert REF.grouped in result.output


def test_what_is_not_possible_says_what_is(filled: Cases) -> None:
    """Exit code 1, and the possible commands by name."""
    result = run(filled, "answer", REF, "--note", "x")
    assert result.exit_code == 1
    assert "Possible now: verify, ask, archive." in result.output


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("ask", REF), 2, "--note"),
        (("show", "1234567890"), 2, "not a report number"),
        (("verify", Reference.of(9)), 1, f"no report {Reference.of(9).grouped}"),
        (("show", Reference.of(9)), 1, f"no report {Reference.of(9).grouped}"),
        (("verify",), 2, "REF"),
    ],
)
def test_a_wrong_command_says_why(filled: Cases, words: tuple[str, ...], code: int, told: str) -> None:
    """1 for what does not exist, 2 for what is written wrongly, each with a reason."""
    result = run(filled, *words)
    assert result.exit_code == code
    assert told in result.output


def test_a_database_that_is_down_is_told_plainly(cases: Cases) -> None:
    """No traceback: exit code 1 and one line."""
    gone = Cases(connect("sqlite:////nonexistent/folder/cases.db"), cases.clock)
    result = run(gone, "list")
    assert result.exit_code == 1
    assert "cannot be reached" in result.output


def test_a_citizens_text_cannot_steer_the_terminal(cases: Cases) -> None:
    """Escape sequences, direction changes and line breaks in any field print as plain text on their own line."""
    evil = "a\x1b[2J\x1b]0;x\x07b\u202egnp\u200b\r\x9bc\nStage: Ditutup"
    cases.file(a_report(story=evil, title=evil, category_name=evil, name=evil))
    for words in (("list",), ("show", REF)):
        output = run(cases, *words).output
        assert not [char for char in output if char in "\x1b\x07\r\x9b\u202e\u200b"]
        assert "\nStage: Ditutup" not in output
    assert "  | Stage: Ditutup" in run(cases, "show", REF).output


def test_show_tells_everything_and_hides_an_anonymous_sender(cases: Cases) -> None:
    """Story, place, files, history and what is possible stand on the page; no name where there is none."""
    cases.file(a_report(anonymous=True, name="Budi Kenari", secret=True))
    output = run(cases, "show", REF).output
    for told in ("berlubang", "depan pasar Selong", "-8.650123", "2.ogg", "not for the public", "Possible now: verify"):
        assert told in output
    assert "Kenari" not in output
    assert "(hidden)" in output


def test_list_is_one_line_a_report_and_can_be_narrowed(filled: Cases) -> None:
    """The last received first; by stage; and a word when there is nothing."""
    filled.file(a_report(2))
    run(filled, "verify", REF)
    assert len(run(filled, "list").output.splitlines()) == 2
    assert REF.grouped in run(filled, "list", "--stage", "verified").output
    assert run(filled, "list", "--stage", "closed").output == "No reports.\n"


def test_an_officer_reads_what_is_due_and_what_is_late(filled: Cases, clock: Clock) -> None:
    """The day stands in the list and on the page; LATE, in words, from the midnight after it; nothing once ended."""
    told = []
    for moment in (NOON, datetime(2026, 11, 25, 23, 59, 59, tzinfo=WIB), datetime(2026, 11, 26, tzinfo=WIB)):
        clock.now = moment
        told.append((run(filled, "list").output, run(filled, "show", REF).output))
    assert [("  [due 2026-11-25]  " in line, "Deadline:       due 2026-11-25\n" in page) for line, page in told] == [
        (True, True),
        (True, True),
        (False, False),
    ]
    assert "  [LATE, was due 2026-11-25]  " in told[2][0]
    assert "Deadline:       LATE, was due 2026-11-25\n" in told[2][1]
    run(filled, "archive", REF, "--reason", "Bukan layanan publik")
    assert "Deadline:       none\n" in run(filled, "show", REF).output
    assert "due" not in run(filled, "list").output
