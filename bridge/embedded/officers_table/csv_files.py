"""The officers' table as CSV: as Excel wants it on the way out, as offices really save it on the way in."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from bridge.embedded.officers_table.columns import COLUMNS, NoTable, harmless, places_of
from bridge.embedded.officers_table.lines import Line, Table, line_of

if TYPE_CHECKING:
    from _csv import Reader

SEPARATORS = ",;\t"
LONGEST = 1_000_000  # characters of one cell; a lost quotation mark must not pull the whole file into memory
_CHUNK = 1 << 20
_HEAD = 65_536  # bytes in which the first row ends


def write(file: BinaryIO, rows: Iterable[Sequence[str]], separator: str = ",") -> None:
    """UTF-8 with the mark by which Excel knows it, lines end with CRLF; cells are made harmless here."""
    file.write(codecs.BOM_UTF8)
    text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    table = csv.writer(text, delimiter=separator)
    table.writerow(COLUMNS)
    table.writerows([harmless(cell) for cell in row] for row in rows)
    text.detach()


@contextmanager
def opened(path: Path) -> Iterator[Table]:
    """The table in a file in UTF-8, UTF-16 with its mark, or cp1252; with comma, semicolon or tab. Raises NoTable."""
    with path.open("rb") as raw:
        text = TextIOWrapper(raw, encoding=_encoding(raw), errors="replace", newline="")
        csv.field_size_limit(LONGEST)
        table = csv.reader(text, delimiter=_separator(text))
        head = _row(table)
        if not isinstance(head, list):
            raise NoTable("its first row cannot be read")
        yield Table(path.stat().st_size, _lines(raw, table, places_of(head), len(head)))


def _lines(raw: BufferedReader, table: Reader, places: dict[str, int], width: int) -> Iterator[Line]:
    begins = table.line_num + 1
    while (row := _row(table)) is not None:
        done = raw.tell()
        if isinstance(row, csv.Error):
            yield Line(begins, done, broken=f"it cannot be taken apart ({row}): is a quotation mark not closed?")
        elif any(cell.strip() for cell in row):
            yield line_of(begins, done, row, places, width)
        begins = table.line_num + 1


def _row(table: Reader) -> list[str] | csv.Error | None:
    """The next row, what is wrong with it, or None at the end; after an error the reader goes on with the next line."""
    try:
        return next(table, None)
    except csv.Error as wrong:
        return wrong


def _encoding(raw: BufferedReader) -> str:
    """UTF-8 if all of it is, else what an office's spreadsheet on Windows writes."""
    mark = raw.peek(2)[:2]
    if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := raw.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        raw.seek(0)
    return "utf-8-sig"


def _separator(text: TextIOWrapper) -> str:
    """What stands between the names in the first row. Leaves the file at its beginning."""
    head = text.read(_HEAD).lstrip().partition("\n")[0]
    text.seek(0)
    if not head.strip():
        raise NoTable("the file is empty")
    return max(SEPARATORS, key=head.count)
