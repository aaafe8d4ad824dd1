"""The columns of LAPOR!'s export for officers, so that an agency's reports can move in and out with nothing retyped."""

from __future__ import annotations

import re
from collections.abc import Iterable

TRACKING = "Tracking ID"
DAY = "Tanggal Laporan Masuk"
TIME = "Waktu Laporan Masuk"
NAME = "Nama Pelapor"
KIND = "Klasifikasi Laporan"
CATEGORY_ID = "ID Kategori"
CATEGORY = "Kategori"
TITLE = "Judul Laporan"
STORY = "Isi Laporan Awal"
FINAL = "Isi Laporan Akhir"
TYPE = "Tipe Laporan (Anonim/Rahasia)"
SOURCE = "Sumber Laporan"
PARENT = "Instansi Induk"
OFFICE_ID = "ID Instansi Terdisposisi"
OFFICE = "Instansi Terdisposisi"
STATUS = "Status Laporan"
REASON = "Alasan Tunda/Arsip"
PROVINCE = "Provinsi"
REGENCY = "Kota/Kabupaten"
DISTRICT = "Kecamatan"
VILLAGE = "Kelurahan"

COLUMNS = (
    TRACKING,
    DAY,
    TIME,
    NAME,
    KIND,
    CATEGORY_ID,
    CATEGORY,
    TITLE,
    STORY,
    FINAL,
    TYPE,
    SOURCE,
    PARENT,
    OFFICE_ID,
    OFFICE,
    STATUS,
    REASON,
    PROVINCE,
    REGENCY,
    DISTRICT,
    VILLAGE,
)
AREAS = (PROVINCE, REGENCY, DISTRICT, VILLAGE)
REQUIRED = (TRACKING, DAY, STORY, STATUS)  # without these no row can be a report

# Other names under which a column comes: the export with day and time in one, and headings cut short.
_ALSO = {
    "tanggal/waktu laporan masuk": DAY,
    "tanggal / waktu laporan masuk": DAY,
    "tanggal dan waktu laporan masuk": DAY,
    "tipe laporan": TYPE,
    "kabupaten/kota": REGENCY,
    "kelurahan/desa": VILLAGE,
    "desa/kelurahan": VILLAGE,
}
_KNOWN = {name.casefold(): name for name in COLUMNS} | _ALSO

# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection").
_ACTIVE = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_MADE_HARMLESS = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


class NoTable(Exception):
    """The file is no officers' table; the text says what it lacks."""


class CellTooLong(Exception):
    """A report does not fit into Excel's cells; the text names it."""


def places_of(head: Iterable[str]) -> dict[str, int]:
    """Column -> its place in each row, by the first row's names; unknown columns are passed over.

    Raises NoTable where one is missing without which no row can be a report.
    """
    found: dict[str, int] = {}
    for at, name in enumerate(head):
        known = _KNOWN.get(" ".join(name.replace("\ufeff", "").split()).casefold())
        if known:
            found.setdefault(known, at)
    if missing := [name for name in REQUIRED if name not in found]:
        raise NoTable(f"the first row has no column {', '.join(missing)}")
    return found


def harmless(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would run as a formula; `plain` gives it back exactly."""
    return f"'{cell}" if _ACTIVE.match(cell) else cell


def plain(cell: str) -> str:
    """The cell as it was before `harmless`."""
    return cell[1:] if _MADE_HARMLESS.match(cell) else cell
