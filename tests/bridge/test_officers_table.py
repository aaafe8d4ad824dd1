"""The officers' table out and in again: nothing is lost or comes twice, no cell does harm, no erased case returns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from bridge_peers import NOON, SELONG, a_report, filed
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from officers_tables import LATER, ROW, Office, read, written
from openpyxl import load_workbook
from sqlalchemy import Engine, select

from bot.pin import Pin
from bot.progress import Act, By, Doing, Happened
from bot.report import Area, Kind, Reference, Stage
from bridge.embedded.officers_table import columns as of
from bridge.embedded.officers_table.kept import ImportedRow, derived
from bridge.embedded.workflow import Action

WORDS = st.text(
    st.characters(exclude_categories=("Cs",)) | st.sampled_from("=+-@'\t\r\n\"_x000D_;,\ufeff "), max_size=40
)
HARD = ("=1+1", "'=x", "''@", "-5", "@a", "\tx", "'", "a\r\nb\rc\n", "_x000D_", "a\x00\x0b\x1f\ufffe", '"', " ,; ", "")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office.at(tmp_path, "first")


def fill(office: Office) -> None:
    """A report at every stage, in all kinds and types, with every reason's shape."""
    office.clock.now = NOON
    verified = (Action.VERIFY, Action.SEND_ON)
    filed(office.cases, 1, secret=True, kind=Kind.WISH)
    filed(office.cases, 2, Action.VERIFY, anonymous=True, name="", kind=Kind.QUESTION, category="pothole")
    filed(office.cases, 3, *verified, channel="whatsapp", received_at=NOON + timedelta(microseconds=5))
    filed(office.cases, 4, *verified, Action.ANSWER, anonymous=True, secret=True, name="")
    filed(office.cases, 5, *verified, Action.ANSWER, Action.CLOSE)
    filed(office.cases, 6, Action.ASK, title="=HYPERLINK(1)", story="-5\r\n'+x", happened_on=None)
    filed(office.cases, 7, place=replace(SELONG, words="", pin=None, district=None, village=Area("", "Desa\tbaru")))
    office.cases.act(Reference.of(7), Action.ARCHIVE, reason="no_evidence", note="Foto?")
    filed(office.cases, 8)
    office.cases.act(Reference.of(8), Action.ARCHIVE, reason="duplicate")
    filed(office.cases, 9, *verified, Action.ANSWER)
    office.cases.do(Act("a", Reference.of(9), Doing.ADD, "Belum"), "")
    filed(office.cases, 10)
    office.cases.do(Act("b", Reference.of(10), Doing.WITHDRAW, "Batal"), "")
    filed(office.cases, 11)
    office.cases.act(Reference.of(11), Action.VERIFY, supervisory=True)
    filed(office.cases, 12, files=())
    office.cases.erase(Reference.of(12))
    office.clock.now = LATER


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_out_in_out_gives_the_same_bytes(office: Office, tmp_path: Path, suffix: str) -> None:
    """Every stage, kind and type, dangerous cells included; and a second import of it changes nothing."""
    fill(office)
    first, other = office.give(tmp_path / f"1{suffix}"), Office.at(tmp_path, "other")
    assert (other.take(first).new, other.faults()) == (11, [])
    counts = other.take(first)
    assert (counts.new, counts.known, counts.rejected) == (0, 11, 0)
    assert other.give(tmp_path / f"2{suffix}").read_bytes() == first.read_bytes()


def test_what_the_columns_tell_is_in_the_other_core(office: Office, tmp_path: Path) -> None:
    """Report, place, pin, day and standing are those of the first core, to the second; a hidden name stays hidden."""
    fill(office)
    other = Office.at(tmp_path, "other")
    other.take(office.give(tmp_path / "1.csv"))
    for draw in range(1, 12):
        mine, theirs = office.cases.find(Reference.of(draw)), other.cases.find(Reference.of(draw))
        assert mine is not None
        assert theirs is not None
        received = mine.report.received_at.replace(microsecond=0)
        place = replace(mine.report.place, district=theirs.report.place.district, village=theirs.report.place.village)
        category = theirs.report.category
        expected = replace(mine.report, files=(), received_at=received, place=place, category=category)
        assert theirs.report == expected
        told = (theirs.status.stage, theirs.status.agency, theirs.status.by, theirs.course.supervisory)
        assert told == (mine.status.stage, mine.status.agency, mine.status.by, mine.course.supervisory)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_any_words_survive_the_table(tmp_path_factory: pytest.TempPathFactory, suffix: str) -> None:
    """Title, story, name, place and note of any characters are the same after export and import, and export alike."""

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(WORDS, WORDS, WORDS, WORDS)
    @example(*HARD[:4])
    @example(*HARD[4:8])
    @example(*HARD[8:12])
    @example("x", "", "\nTitik: 1, 2", "\nTanggal kejadian: 2026-01-01")
    def survives(title: str, story: str, words: str, note: str) -> None:
        folder = tmp_path_factory.mktemp("words")
        first, second = Office.at(folder, "first"), Office.at(folder, "second")
        place = replace(SELONG, words=words, pin=Pin(-8.5, 116.25, words))
        first.cases.file(a_report(title=title, story=story, name=title, place=place, files=()))
        first.cases.act(Reference.of(1), Action.ASK, note=note + "?")
        path = first.give(folder / f"1{suffix}")
        assert (second.take(path).new, second.faults()) == (1, [])
        mine, theirs = first.cases.find(Reference.of(1)), second.cases.find(Reference.of(1))
        assert mine is not None
        assert theirs is not None
        for part in ("title", "story", "name"):
            assert getattr(theirs.report, part) == getattr(mine.report, part)
        assert theirs.status.note == mine.status.note
        assert second.give(folder / f"2{suffix}").read_bytes() == path.read_bytes()

    survives()


@pytest.mark.parametrize("cell", HARD)
def test_no_cell_is_a_formula_and_each_can_be_undone(cell: str) -> None:
    """What is written never begins with a sign that a spreadsheet acts on, and reading gives the cell back."""
    assert not of.harmless(cell).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert of.plain(of.harmless(cell)) == cell


def test_a_workbook_holds_texts_only(office: Office, tmp_path: Path) -> None:
    """Excel's own reading finds the columns by name and every cell as text, no formula among them."""
    fill(office)
    sheet = load_workbook(office.give(tmp_path / "1.xlsx")).active
    rows = list(sheet.iter_rows())
    assert tuple(cell.value for cell in rows[0]) == of.COLUMNS
    assert {cell.data_type for row in rows for cell in row if cell.value is not None} == {"s"}
    assert rows[6][of.COLUMNS.index(of.TITLE)].value == "'=HYPERLINK(1)"


def test_erased_cases_neither_leave_nor_come_back(office: Office, tmp_path: Path) -> None:
    """They are in no export; the table in which they once were does not bring them back."""
    office.take(written(tmp_path / "in.csv", {}, {of.TRACKING: "9165817"}))
    office.cases.erase(derived("9165816"))
    assert [row[of.TRACKING] for row in read(office.give(tmp_path / "out.csv"))] == ["9165817"]
    counts = office.take(tmp_path / "in.csv")
    assert (counts.new, counts.known, counts.erased) == (0, 1, 1)
    case, events = office.cases.find(derived("9165816")), office.cases.timeline(derived("9165816"))
    assert case is not None
    assert (case.report.story, [event.note for event in events]) == ("", [""])
    with office.engine.connect() as connection:
        kept = connection.execute(select(ImportedRow)).all()
    assert "pasar" not in str(kept)
    assert "9165816" in str(kept)


def test_a_table_of_lapor_comes_back_as_it_was(office: Office, tmp_path: Path) -> None:
    """Numbers, offices, classifications and officers' wording of LAPOR! are given back cell by cell; twice is once."""
    archived = {of.TRACKING: "123", of.STATUS: "Diarsipkan oleh Admin Pusat", of.REASON: "Bukan wewenang"}
    asked = {of.TRACKING: "77", of.STATUS: "Menunggu Kelengkapan Informasi", of.OFFICE: "", of.REASON: "Foto?"}
    unknown = {of.TRACKING: "78", of.CATEGORY_ID: "555", of.CATEGORY: "Perihal lain", of.FINAL: ""}
    path = written(tmp_path / "in.csv", {}, archived, asked, unknown)
    assert (office.take(path).new, office.take(path).known, office.faults()) == (4, 4, [])
    assert read(office.give(tmp_path / "out.csv")) == [ROW | row for row in ({}, archived, asked, unknown)]


def test_a_cell_is_not_given_back_once_the_case_moved_on(office: Office, tmp_path: Path) -> None:
    """After another office took it, its parent and number are not told for the new one, and the status is today's."""
    office.take(written(tmp_path / "in.csv", {}))
    office.cases.act(derived("9165816"), Action.HAND_ON, agency="Dinas Perhubungan")
    (row,) = read(office.give(tmp_path / "out.csv"))
    assert [row[name] for name in (of.TRACKING, of.PARENT, of.OFFICE_ID)] == ["9165816", "", ""]
    assert row[of.STATUS] == "Terdisposisi ke Dinas Perhubungan"


def test_an_imported_case_stands_as_the_table_says(office: Office, tmp_path: Path) -> None:
    """Its timeline begins with the imported stage, and its deadlines count from the day it came to LAPOR!."""
    office.take(written(tmp_path / "in.csv", {}))
    case, (event,) = office.cases.find(derived("9165816")), office.cases.timeline(derived("9165816"))
    assert case is not None
    assert (case.report.category, case.report.category_name) == ("damaged_road", "Infrastruktur Jalan")
    assert [area.code for area in (case.report.place.regency, case.report.place.district) if area] == [
        "52.03",
        "52.03.07",
    ]
    assert (event.what, event.by, event.stage, event.day) == (
        Happened.RECEIVED,
        By.CITIZEN,
        Stage.SENT_ON,
        date(2026, 11, 9),
    )
    assert case.due is not None
    assert case.due.date() == date(2026, 11, 9)  # five working days after Monday, 2 November
    assert office.cases.keep_time() == 2  # by LATER both that and the time for the first answer have passed


def test_a_reference_in_use_is_not_taken_from_its_citizen(office: Office, tmp_path: Path) -> None:
    """Where a random reference is the one that a number of LAPOR! would get, the number gets the next."""
    office.cases.file(a_report(9165816 * 90))
    path = written(tmp_path / "in.csv", {})
    assert (office.take(path).new, office.take(path).known) == (1, 1)
    assert office.cases.find(derived("9165816", 1)) is not None


def test_no_two_numbers_of_lapor_share_a_reference() -> None:
    """At both ends of the range, with every probe: ten digits with a right check digit, each another."""
    made = [derived(number, probe) for number in ("1", "2", "9999998", "9999999") for probe in range(90)]
    assert len({Reference.read(reference) for reference in made} - {None}) == 360


@pytest.mark.usefixtures("postgresql")
def test_postgresql_gives_the_same_table(office: Office, postgresql_engine: Engine, tmp_path: Path) -> None:
    """The same reports make the same bytes there, in the same order."""
    fill(office)
    first, other = office.give(tmp_path / "1.csv"), Office(postgresql_engine)
    assert other.take(first).new == 11
    assert other.give(tmp_path / "2.csv").read_bytes() == first.read_bytes()
