"""The officer's commands: what they change, what they say when something cannot be done, what they never print."""

from __future__ import annotations

from datetime import datetime

import pytest
from bridge_peers import NOON, WIB, Clock, a_report
from click.testing import CliRunner, Result

from bot.progress import Act, By, Doing, Happened
from bot.report import Reference, Stage, StoredFile
from bridge.embedded.archive_reasons import Reason
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


def test_a_report_is_archived_with_a_code_and_words_where_there_are_some(filled: Cases) -> None:
    """The code stands in the timeline, the note is what the citizen reads."""
    done = run(filled, "archive", REF, "--reason", "out_of_scope", "--note", "Ke pengadilan agama", "--as", "office")
    case, event = filled.find(REF), filled.timeline(REF)[-1]
    assert (done.exit_code, done.output) == (0, f"{REF.grouped}: Diarsipkan oleh Admin\n")
    assert case is not None
    assert (case.status.stage, case.status.note) == (Stage.ARCHIVED, "Ke pengadilan agama")
    assert (event.what, event.by, event.reason) == (Happened.ARCHIVED, By.OFFICE, "out_of_scope")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("--reason", "Bukan layanan publik"), "--reason other --note 'Bukan layanan publik'"),
        (("--note", "Bukan layanan publik"), "Add --reason with one of: no_evidence, unclear,"),
        (("--reason", "other"), "Add --note TEXT."),
    ],
)
def test_archiving_without_a_code_says_which_there_are(filled: Cases, given: tuple[str, ...], told: str) -> None:
    """Free words as before, no reason at all, or `other` without words: exit code 2, what to type, nothing changed."""
    result = run(filled, "archive", REF, *given)
    assert result.exit_code == 2
    assert told in result.output
    assert len(filled.timeline(REF)) == 1


def test_all_reasons_can_be_listed(filled: Cases) -> None:
    """One a line, the code and what it means, and each is a code that archives."""
    lines = run(filled, "reasons").output.splitlines()
    assert [line.split(maxsplit=1)[0] for line in lines] == list(Reason)
    assert all(len(line.split()) > 3 for line in lines)


def test_who_acts_is_kept_and_can_be_said(filled: Cases) -> None:
    """The office answers and an admin does all else, unless --as says otherwise; an office cannot be made to verify."""
    run(filled, "verify", REF, "--supervisory")
    run(filled, "send-on", REF, "--to", "Dinas PU")
    run(filled, "ask", REF, "--note", "Foto?", "--as", "office")
    run(filled, "answer", REF, "--note", "Sudah")
    run(filled, "answer", REF, "--note", "Sudah diperiksa", "--as", "admin")
    assert [event.by for event in filled.timeline(REF)] == [
        By.CITIZEN,
        By.ADMIN,
        By.ADMIN,
        By.OFFICE,
        By.OFFICE,
        By.ADMIN,
    ]
    assert run(filled, "verify", REF, "--as", "office").exit_code == 2
    assert "supervisory (berkadar pengawasan)" in run(filled, "show", REF).output


def test_the_page_tells_who_did_what_with_which_words_and_files(filled: Cases) -> None:
    """Each entry has its doer, words line by line and files; above stands what silence ends and what may be done."""
    run(filled, "verify", REF)
    run(filled, "send-on", REF, "--to", "Dinas PU")
    run(filled, "ask", REF, "--note", "Ada fotonya?", "--as", "office")
    asked = run(filled, "show", REF).output
    photo = StoredFile("https://files.example.id/3.jpg", "image/jpeg")
    filled.do(Act("a1", REF, Doing.ADD, "Ini fotonya.\nStage: Ditutup", (photo,)), "1")
    given = run(filled, "show", REF).output
    assert "Ends by itself: on 2026-12-04, if the citizen does not answer\n" in asked
    assert "Citizen may:    add, done, withdraw\n" in asked
    assert "asked by office (desk) - Menunggu Kelengkapan Informasi - 2026-12-04\n    | Ada fotonya?\n" in asked
    assert "completed by citizen - Terdisposisi ke Dinas PU - 2026-11-27\n    | Ini fotonya.\n" in given
    assert "    | Stage: Ditutup\n    File:           https://files.example.id/3.jpg (image/jpeg)\n" in given
    assert given.count("3.jpg") == 1


@pytest.mark.parametrize("written", [(REF.grouped,), tuple(REF.grouped.split()), (f"#{REF}",), ("-".join(REF),)])
def test_a_reference_is_read_however_it_is_spaced(filled: Cases, written: tuple[str, ...]) -> None:
    """Groups, single arguments, dashes and a hash sign all name the report."""
    result = run(filled, "show", *written)
    assert result.exit_code == 0
    assert REF.grouped in result.output


def test_what_is_not_possible_says_what_is(filled: Cases) -> None:
    """Exit code 1, and the possible commands by name, for whoever tried."""
    for who, possible in (("office", "ask, archive"), ("admin", "verify, ask, archive")):
        result = run(filled, "answer", REF, "--note", "x", "--as", who)
        assert result.exit_code == 1
        assert f"Possible now: {possible}." in result.output


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
    run(filled, "archive", REF, "--reason", "unclear")
    assert "Deadline:       none\n" in run(filled, "show", REF).output
    assert "due" not in run(filled, "list").output
