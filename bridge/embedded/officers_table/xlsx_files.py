"""The officers' table as a workbook, for offices that work in Excel: written and read a row at a time."""

from __future__ import annotations

import re
import shutil
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.reader.excel import ExcelReader
from openpyxl.writer.excel import ExcelWriter

from bridge.embedded.officers_table.columns import COLUMNS, TRACKING, CellTooLong, NoTable, harmless, places_of
from bridge.embedded.officers_table.lines import Line, Table, line_of
from bridge.embedded.officers_table.strings_on_disk import StringsOnDisk

SUFFIXES = (".xlsx", ".xlsm")
LONGEST = 32_767  # characters that Excel holds in a cell
_WRITTEN = datetime(2000, 1, 1)

# ECMA-376 part 1, 22.9.2.19 (ST_Xstring): what XML cannot hold is _xHHHH_, and what only looks like it has its _ so.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def write(file: BinaryIO, rows: Iterable[Sequence[str]]) -> None:
    """One sheet, every cell a text; the same rows make the same bytes. Raises CellTooLong."""
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = _WRITTEN
    sheet: Any = book.create_sheet("LAPOR")
    sheet.freeze_panes = "A2"
    sheet.append(COLUMNS)
    try:
        for row in rows:
            sheet.append([_fitting(cell, row, column) for column, cell in zip(COLUMNS, row, strict=True)])
    except BaseException:
        sheet.close()
        sheet._writer.cleanup()  # openpyxl would leave what is written so far, citizens' words, in a temporary file
        raise
    ExcelWriter(book, TimelessZip(file, "w", ZIP_DEFLATED)).save()


@contextmanager
def opened(path: Path) -> Iterator[Table]:
    """The table in a workbook: the first sheet that has one. Raises NoTable."""
    with StringsOnDisk() as strings, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that we do not look at
        try:
            reader = _Reader(path, strings)
            reader.read()
        except (BadZipFile, KeyError, OSError, ValueError, SyntaxError):
            raise NoTable("it is no workbook that can be read (.xlsx)") from None
        try:
            yield _table(reader.wb.worksheets)
        finally:
            reader.archive.close()


class _Reader(ExcelReader):
    """openpyxl's, with the texts that the cells share on disk: a big table of them would not fit in memory."""

    def __init__(self, path: Path, strings: StringsOnDisk) -> None:
        super().__init__(path, read_only=True, data_only=True, keep_links=False)
        self._strings = strings

    def read_strings(self) -> None:
        part = next((name for name in self.valid_files if name.lower() == "xl/sharedstrings.xml"), None)
        if part is not None:
            with self.archive.open(part) as source:
                self._strings.fill(source)
        self.shared_strings: Any = self._strings


class TimelessZip(ZipFile):
    """An archive that does not tell when it was written."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        super().writestr(_timeless(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        with Path(filename).open("rb") as source, self.open(_timeless(arcname), "w", force_zip64=True) as part:
            shutil.copyfileobj(source, part)


def _timeless(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _table(sheets: Sequence[Any]) -> Table:
    wrong = NoTable("the workbook has no sheet")
    for sheet in sheets:
        length = sheet.max_row or 0
        sheet.reset_dimensions()  # some programs write a size that is wrong, and rows behind it would be lost
        head = [_text(value) for value in next(sheet.iter_rows(values_only=True), ())]
        try:
            return Table(length, _lines(sheet, places_of(head), len(head)))
        except NoTable as lacking:
            wrong = lacking
    raise wrong


def _lines(sheet: Any, places: dict[str, int], width: int) -> Iterator[Line]:
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        row = [_text(value) for value in values]
        if number > 1 and any(cell.strip() for cell in row):
            yield line_of(number, number, row, places, width)


def _fitting(cell: str, row: Sequence[str], column: str) -> str:
    fit = _UNFIT.sub(lambda found: f"_x{ord(found[0]):04X}_", harmless(cell))
    if len(fit) > LONGEST:
        number = row[COLUMNS.index(TRACKING)]
        raise CellTooLong(f"{column} of report {number} is longer than a cell of Excel; export to CSV")
    return fit


def _text(value: object) -> str:
    """A cell as it reads in CSV."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))
