"""Officers' tables as offices really save them: other separators and encodings, bad rows told, memory that stays."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from officers_tables import ROW, ZONE, Office, numbered, read, written
from openpyxl import Workbook

from bot.report import Stage
from bridge.embedded.officers_table import columns as of
from bridge.embedded.officers_table import csv_files
from bridge.embedded.officers_table.columns import CellTooLong, NoTable
from bridge.embedded.officers_table.kept import derived
from bridge.embedded.officers_table.moments import moment_in
from bridge.embedded.officers_table.strings_on_disk import StringsOnDisk


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office.at(tmp_path, "first")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_way_to_save_a_csv_reads_the_same(office: Office, tmp_path: Path, encoding: str, separator: str) -> None:
    """Accents and separators inside cells included."""
    changes = {of.TITLE: "Café; tutup, «malam»", of.STORY: "Baris satu\nbaris dua; tiga, empat\tlima", of.FINAL: ""}
    path = written(tmp_path / "in.csv", changes, encoding=encoding, separator=separator)
    assert (office.take(path).new, office.faults()) == (1, [])
    assert read(office.give(tmp_path / "out.csv")) == [ROW | changes]


def test_an_export_with_semicolons_reads_the_same(office: Office, tmp_path: Path) -> None:
    """As Excel in Indonesian opens it: the mark first, then the columns."""
    office.take(written(tmp_path / "in.csv", {}))
    path = office.give(tmp_path / "out.csv", separator=";")
    assert path.read_bytes().startswith("\ufeffTracking ID;Tanggal Laporan Masuk;".encode())
    assert office.take(path).known == 1


def test_day_and_time_in_one_column_and_other_headings(office: Office, tmp_path: Path) -> None:
    """The heading with a slash, columns in another order, unknown ones and capitals are no hindrance."""
    head = ["status laporan", "Entah", "Tanggal/Waktu  Laporan Masuk", "Isi Laporan Awal", "TRACKING ID"]
    row = ["Menunggu Verifikasi", "x", "02/11/2026 08.15 WITA", "Jalan rusak", "#9165816"]
    (tmp_path / "in.csv").write_text(",".join(head) + "\n" + ",".join(row) + "\n", encoding="utf-8")
    assert (office.take(tmp_path / "in.csv").new, office.faults()) == (1, [])
    case = office.cases.find(derived("9165816"))
    assert case is not None
    assert case.report.received_at == datetime(2026, 11, 2, 0, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        ("2026-01-31", "13:45:10", "2026-01-31 13:45:10+07:00"),
        ("31/01/2026", "13.45", "2026-01-31 13:45:00+07:00"),
        ("31-1-2026 7:05", "", "2026-01-31 07:05:00+07:00"),
        ("Sabtu, 31 Januari 2026", "1:45 PM", "2026-01-31 13:45:00+07:00"),
        ("31 Agt 2026", "", None),
        ("31 Agu 2026", "", "2026-08-31 00:00:00+07:00"),
        ("12 Des 2026", "12:00 AM", "2026-12-12 00:00:00+07:00"),
        ("2026-01-31 00:00:00", "08:00:00 WIT", "2026-01-31 08:00:00+09:00"),
        ("01/31/2026", "", None),
        ("31/01/26", "", None),
        ("2026-02-30", "", None),
        ("2026-01-31", "25:00", None),
        ("kemarin", "", None),
        ("1826-01-31", "", None),
    ],
)
def test_days_as_people_write_them(day: str, clock: str, expected: str | None) -> None:
    """The day stands before the month; what could be another day is refused."""
    if expected is None:
        with pytest.raises(ValueError):  # noqa: PT011 - its text is the cell, which the row's fault words
            moment_in(day, clock, ZONE)
    else:
        assert str(moment_in(day, clock, ZONE)) == expected


BAD = {
    of.TRACKING: ("1234567891", "check digit is wrong"),
    of.DAY: ("31/31/2026", "is no day"),
    of.TYPE: ("Terbatas", "known are Anonim"),
    of.KIND: ("Pujian", "known are Pengaduan"),
    of.STATUS: ("Terlambat", "no status of LAPOR!"),
}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_bad_rows_are_told_with_line_column_and_reason_and_good_ones_are_in(
    office: Office, tmp_path: Path, suffix: str
) -> None:
    """One row for each thing that can be wrong, between good ones; the lines are those of the file."""
    rows = list(numbered(2))
    for at, (column, (cell, _)) in enumerate(BAD.items()):
        rows.insert(1 + at, {of.TRACKING: str(200 + at)} | {column: cell})
    rows.append({of.TRACKING: "300", of.OFFICE: "", of.STATUS: "Ditindaklanjuti oleh Instansi"})
    rows.append({of.TRACKING: "301", of.DAY: "2027-01-01", of.TITLE: "", of.STORY: "", of.FINAL: ""})
    rows.append({of.TRACKING: "1000000", of.STORY: "Laporan lain", of.FINAL: ""})
    path = written(tmp_path / "in.csv", *rows) if suffix == ".csv" else a_workbook(tmp_path / "in.xlsx", *rows)
    counts = office.take(path)
    assert (counts.new, counts.known, counts.rejected) == (2, 0, 8)
    found = office.faults()
    for line, (column, (_, reason)) in enumerate(BAD.items(), 3):
        assert any((at, name) == (line, column) and reason in told for at, name, told in found), (line, column)
    later = {(9, of.STATUS), (10, of.STORY), (10, of.DAY), (11, of.TRACKING)}
    assert {(line, column) for line, column, _ in found if line > 8} == later


def test_lines_are_counted_as_an_editor_does(office: Office, tmp_path: Path) -> None:
    """A story of three lines moves what follows by two; blank rows are passed over; too many cells are told."""
    rows = [{of.STORY: "satu\ndua\ntiga", of.FINAL: ""}, {of.TRACKING: "kosong"}]
    path = written(tmp_path / "in.csv", *rows)
    with path.open("a", encoding="utf-8") as file:
        file.write("," * 20 + "\n" + ",".join([*ROW.values(), "lebih"]) + "\n")
    assert office.take(path).new == 1
    assert [(line, column) for line, column, _ in office.faults()] == [(5, of.TRACKING), (7, "")]


def test_a_lost_quotation_mark_costs_its_row_and_not_the_file(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cell that never ends is told with the line where it begins; all rows that it swallowed are in."""
    monkeypatch.setattr(csv_files, "LONGEST", 3000)
    path = written(tmp_path / "in.csv", *numbered(20))
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace("Jalan rusak,", '"Jalan rusak,', 1)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    counts = office.take(path)
    assert (counts.new, counts.rejected) == (19, 1)
    assert [each.line for each in office.rejected] == [4]


@pytest.mark.parametrize("closing", [None, 4, 12])
def test_a_lost_quotation_mark_hides_no_report_wherever_it_seems_to_close(
    office: Office, tmp_path: Path, closing: int | None
) -> None:
    """It runs to the end of the file, or to the next cell in quotation marks; that cell's row is read as well."""
    path = written(tmp_path / "in.csv", *numbered(20))
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace("Jalan rusak,", '"Jalan rusak,', 1)
    if closing:
        lines[closing] = lines[closing].replace("Jalan rusak,", '"Jalan, rusak",', 1)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    counts = office.take(path)
    assert (counts.new, [(each.line, each.fault.column) for each in office.rejected]) == (19, [(4, "")])


def test_a_table_within_a_story_is_a_story(office: Office, tmp_path: Path) -> None:
    """Where the quotation marks are in order, a line that looks like another report is the citizen's own text."""
    row = ",".join(["7", "2026-01-31", *["x"] * 19])
    path = written(tmp_path / "in.csv", {of.STORY: f"Saya lampirkan:\n{row}\nTolong", of.FINAL: ""})
    assert (office.take(path).new, office.faults()) == (1, [])
    assert row in read(office.give(tmp_path / "out.csv"))[0][of.STORY]


@pytest.mark.parametrize("status", ["Tertunda", "Ditunda oleh Admin Pusat", "TUNDA"])
def test_what_was_put_off_waits_for_the_citizen(office: Office, tmp_path: Path, status: str) -> None:
    """Alasan Tunda is what was asked of the citizen; both cells come back as they were."""
    changes = {of.STATUS: status, of.REASON: "Mohon foto lokasi", of.OFFICE: "", of.FINAL: ""}
    assert office.take(written(tmp_path / "in.csv", changes)).new == 1
    case = office.cases.find(derived(ROW[of.TRACKING]))
    assert case is not None
    assert (case.status.stage, case.status.note) == (Stage.INCOMPLETE, "Mohon foto lokasi")
    assert read(office.give(tmp_path / "out.csv")) == [ROW | changes]


def a_workbook(path: Path, *rows: dict[str, Any]) -> Path:
    """A workbook as another program writes it, with a sheet of notes before the table."""
    book = Workbook()
    book.active.append(["Catatan"])
    sheet = book.create_sheet("Data")
    sheet.append(of.COLUMNS)
    for row in rows:
        sheet.append([(ROW | row)[column] for column in of.COLUMNS])
    book.save(path)
    return path


def test_numbers_days_and_times_of_a_workbook_are_read(office: Office, tmp_path: Path) -> None:
    """Cells that are no text in Excel: a number as Tracking ID and ID Kategori, a day, a time."""
    cells = {of.TRACKING: 9165816, of.CATEGORY_ID: 928.0, of.DAY: date(2026, 11, 2), of.TIME: time(8, 15)}
    assert (office.take(a_workbook(tmp_path / "in.xlsx", cells)).new, office.faults()) == (1, [])
    assert read(office.give(tmp_path / "out.csv")) == [ROW]


def test_texts_that_cells_share_are_read_from_disk(tmp_path: Path) -> None:
    """Plain and formatted ones, in order, without the pronunciation; outside of them is an IndexError."""
    xml = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>satu 🙏</t></si><si/>'
        "<si><r><t>du</t></r><r><t>a</t></r><rPh><t>x</t></rPh></si></sst>"
    )
    (tmp_path / "strings.xml").write_text(xml, encoding="utf-8")
    with StringsOnDisk() as strings, (tmp_path / "strings.xml").open("rb") as source:
        strings.fill(source)
        assert [strings[at] for at in (2, 0, 1)] == ["dua", "satu 🙏", ""]
        with pytest.raises(IndexError):
            strings[3]


@pytest.mark.parametrize("name", ["in.csv", "in.xlsx"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"Nama,Umur\nBudi,3\n", b"\x00\xff\xfe\x01"])
def test_what_is_no_table_is_refused(office: Office, tmp_path: Path, name: str, content: bytes) -> None:
    """An empty, broken or other file: NoTable, and nothing is in."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(NoTable):
        office.take(tmp_path / name)
    assert office.cases.feed(0, 1) == ()


def test_a_story_too_long_for_excel_is_not_cut(office: Office, tmp_path: Path) -> None:
    """The workbook is refused by the report's number; CSV takes it."""
    office.take(written(tmp_path / "in.csv", {of.STORY: "a" * 40_000, of.FINAL: ""}))
    with pytest.raises(CellTooLong, match="9165816"):
        office.give(tmp_path / "out.xlsx")
    assert len(read(office.give(tmp_path / "out.csv"))[0][of.STORY]) == 40_000
