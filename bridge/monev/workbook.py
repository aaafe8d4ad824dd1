"""The figures as a workbook for whoever goes on counting: one sheet each, with what was counted written above."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.writer.excel import ExcelWriter

from bridge.embedded.officers_table.columns import harmless
from bridge.embedded.officers_table.xlsx_files import TimelessZip
from bridge.monev.model import Cell, Figure, Monev
from bridge.monev.words import Say, mark

_WRITTEN = datetime(2000, 1, 1)
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST = 31  # characters of a sheet's name
_WIDTH = 44


def xlsx(report: Monev, stream: BinaryIO) -> None:
    """Writes the workbook: a first sheet with the question and what each sheet holds, then one for each figure.

    No cell is a formula, whatever offices are called. The same report makes the same bytes.
    """
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = _WRITTEN
    names = sheet_names(report)
    _cover(book, report, names)
    for figure, name in zip(report.figures, names, strict=True):
        sheet: Any = book.create_sheet(name)
        _columns(sheet, [_WIDTH, *[_WIDTH if not column.numeric else 16 for column in figure.columns[1:]]])
        for row in _lines(sheet, figure, report):
            sheet.append(row)
    ExcelWriter(book, TimelessZip(stream, "w", ZIP_DEFLATED)).save()


def sheet_names(report: Monev) -> list[str]:
    """The figures' titles as Excel takes them: short, without its signs, each once."""
    names: list[str] = []
    for number, figure in enumerate(report.figures, 1):
        names.append(f"{number}. {_NAME.sub(' ', figure.title)}"[:_LONGEST].rstrip())
    return names


def _cover(book: Any, report: Monev, names: list[str]) -> None:
    say, sheet = Say(report.language), book.create_sheet(_NAME.sub(" ", report.title)[:_LONGEST])
    _columns(sheet, [_WIDTH, 80])
    sheet.append([_words(sheet, report.title, bold=True)])
    for label, value in (*report.filters, (say(mark("Made")), report.made_words)):
        sheet.append([_words(sheet, label, bold=True), _words(sheet, value)])
    sheet.append([])
    for name, figure in zip(names, report.figures, strict=True):
        sheet.append([_words(sheet, name), _words(sheet, figure.definition)])


def _lines(sheet: Any, figure: Figure, report: Monev) -> Iterator[list[Any]]:
    yield [_words(sheet, figure.title, bold=True)]
    yield [_words(sheet, figure.definition)]
    if figure.note:
        yield [_words(sheet, figure.note)]
    for label, value in report.filters:
        yield [_words(sheet, f"{label}: {value}")]
    yield []
    yield [_words(sheet, column.title, bold=True) for column in figure.columns]
    for row in figure.rows:
        yield [_cell(sheet, cell) for cell in row]


def _cell(sheet: Any, cell: Cell) -> Any:
    """A number where there is one, so that it can be added up."""
    if cell.value is None:
        return _words(sheet, cell.text)
    made = WriteOnlyCell(sheet, cell.value)
    made.number_format = "0" if isinstance(cell.value, int) else "0.0##"
    return made


def _words(sheet: Any, text: str, *, bold: bool = False) -> Any:
    fit = _UNFIT.sub(lambda found: f"_x{ord(found[0]):04X}_", harmless(text))
    made = WriteOnlyCell(sheet, fit)
    made.data_type = "s"
    made.font = Font(bold=bold)
    made.alignment = Alignment(wrap_text=not bold, vertical="top")
    return made


def _columns(sheet: Any, widths: list[int]) -> None:
    for at, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + at)].width = width
