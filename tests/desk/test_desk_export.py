"""Export: what is listed and nothing else leaves as a file, harmless to a spreadsheet, and the log tells of it."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from desk_house import LIGHTS, ROADS, DeskHouse, Visitor
from sqlalchemy import select

from bridge.desk import exporting
from bridge.embedded.desk_tables import DeskLogRow, SecretReadRow
from bridge.embedded.officers_table.columns import COLUMNS
from bridge.embedded.schema import CaseRow
from bridge.embedded.workflow import Action


def taken(visitor: Visitor, query: str = "", **more: str) -> list[dict[str, str]]:
    """The lines of a CSV export."""
    answer = visitor.post("/export", {"in": query, "form": "csv", **more})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return [*csv.DictReader(StringIO(answer.data.decode("utf-8-sig"), newline=""))]


def numbers(lines: list[dict[str, str]]) -> set[str]:
    """Their tracking numbers."""
    return {line["Tracking ID"] for line in lines}


def reads(house: DeskHouse) -> list[str]:
    """The secret reports whose export was written down."""
    wanted = select(CaseRow.reference).join(SecretReadRow, SecretReadRow.case_id == CaseRow.id)
    with house.cases.ledger.reading() as session:
        return [*session.scalars(wanted.where(SecretReadRow.what == "export").order_by(SecretReadRow.id))]


def logged(house: DeskHouse) -> list[str]:
    """What the desk's log tells of exports."""
    with house.cases.ledger.reading() as session:
        return [*session.scalars(select(DeskLogRow.about).where(DeskLogRow.what == "export").order_by(DeskLogRow.id))]


def test_the_file_has_what_the_list_has(house: DeskHouse) -> None:
    """Filters and reach hold in the file too, in the columns of LAPOR!'s own export."""
    roads, lights, free = house.at(ROADS), house.at(LIGHTS), house.file(story="Tiang roboh")
    ended = house.at(ROADS)
    house.cases.act(ended, Action.CLOSE, note="Selesai.")
    visitor = house.as_("lotim")
    assert numbers(taken(visitor)) == {roads, lights, free}
    assert numbers(taken(visitor, "group=ended")) == {ended}
    assert numbers(taken(visitor, "q=tiang")) == {free}
    assert numbers(taken(visitor, "group=all&at=1~1&after=1~1")) == {roads, lights, free, ended}
    assert numbers(taken(house.as_("lampu"), "group=all")) == {lights}
    assert tuple(taken(visitor)[0]) == COLUMNS


def test_secret_reports_leave_only_on_request_and_each_is_written_down(house: DeskHouse) -> None:
    """Without the box they stay; with it, the log names every one that left, and no other."""
    plain, secret = house.file(), house.file(secret=True, story="Amplop kepala dinas")
    house.at("Dinas PU Klaten", secret=True)
    visitor = house.as_("lotim")
    assert numbers(taken(visitor)) == {plain}
    assert reads(house) == []
    assert numbers(taken(visitor, secret="yes")) == {plain, secret}
    assert reads(house) == [secret]
    assert numbers(taken(visitor, "secret=only", secret="yes")) == {secret}
    assert reads(house) == [secret] * 2
    assert logged(house) == [
        "csv, 1 reports, 0 of them secret: all open",
        "csv, 2 reports, 1 of them secret: all open",
        "csv, 1 reports, 1 of them secret: secret=only",
    ]


def test_words_that_were_searched_are_not_in_the_log(desk: DeskHouse) -> None:
    """They may be somebody's name."""
    taken(desk.as_("lotim"), "q=Budi+Contoh&group=all")
    assert logged(desk) == ["csv, 0 reports, 0 of them secret: group=all&q=..."]


def test_a_secret_report_that_comes_while_the_file_is_made_stays(desk: DeskHouse) -> None:
    """Only what was written down leaves, however long the file takes."""
    desk.file(secret=True)
    officer = desk.desk.logins.officer(_token(desk))
    assert officer
    from bridge.desk.filters import Wanted

    begun = exporting.begin(desk.desk, officer, Wanted(), "csv", secret=True)
    late = desk.file(secret=True)
    assert begun.secret == 1
    assert late not in b"".join(exporting.chunks(desk.desk, begun, "csv")).decode()


def _token(desk: DeskHouse) -> str:
    account = desk.desk.accounts.find("lotim")
    assert account
    return desk.desk.logins.begin(account, proved=True)


def test_no_cell_is_a_formula_in_either_form(desk: DeskHouse) -> None:
    """Whatever a citizen writes first, a spreadsheet shows it as text."""
    for sign in ("=", "+", "-", "@", "\t=", "＝"):
        desk.file(story=f"{sign}HYPERLINK(A1)", title=f"{sign}1+1", name=f"{sign}cmd")
    visitor = desk.as_("lotim")
    for line in taken(visitor):
        assert all(line[name].startswith("'") for name in ("Judul Laporan", "Isi Laporan Awal", "Nama Pelapor"))
    answer = visitor.post("/export", {"in": "", "form": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    assert sheet is not None
    rows = [*sheet.iter_rows(min_row=2)]
    assert len(rows) == 6
    assert {cell.data_type for row in rows for cell in row} <= {"s", "inlineStr", "n"}
    assert all(str(row[COLUMNS.index("Judul Laporan")].value).startswith("'") for row in rows)


def test_csv_comes_piece_by_piece(desk: DeskHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first bytes are there before the last report is read."""
    monkeypatch.setattr(exporting, "_CHUNK", 100)
    for _each in range(5):
        desk.file()
    answer = desk.as_("lotim").post("/export", {"in": "", "form": "csv"}, buffered=False)
    assert answer.headers.get("Content-Length") is None
    assert len([*answer.response]) >= 5


def test_too_much_for_a_workbook_is_said(desk: DeskHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page comes again, and nothing is written down as taken."""
    monkeypatch.setattr(exporting, "MOST_IN_WORKBOOK", 1)
    desk.file(secret=True), desk.file(), desk.file()
    answer = desk.as_("lotim").post("/export", {"in": "", "form": "xlsx", "secret": "yes"})
    assert (answer.status_code, "Pilih CSV" in answer.text) == (400, True)
    assert (logged(desk), reads(desk)) == ([], [])


def test_an_unknown_form_is_refused(desk: DeskHouse) -> None:
    """There are two."""
    assert desk.as_("lotim").post("/export", {"form": "exe"}).status_code == 400
