"""The officers' table as CSV: as Excel wants it on the way out, as offices really save it on the way in."""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from bridge.embedded.officers_table.columns import COLUMNS, DAY, REQUIRED, TRACKING, NoTable, harmless, places_of
from bridge.embedded.officers_table.lines import Line, Table, line_of

if TYPE_CHECKING:
    from _csv import Reader

SEPARATORS = ",;\t"
LONGEST = 1_000_000  # characters of one cell; a lost quotation mark must not pull the whole file into memory
_CHUNK = 1 << 20
_NUMBER = re.compile(r'"?\s*[1-9][0-9]{0,9}\s*"?')
_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_MOST_MENDED = 100  # lost quotation marks after which lines are read again; each may cost a LONGEST
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
        separator = _separator(text)
        source = _Source(text, separator)
        table = csv.reader(source, delimiter=separator)
        head = _row(table)
        if not isinstance(head, list):
            raise NoTable("its first row cannot be read")
        yield Table(path.stat().st_size, _lines(raw, source, table, places_of(head), len(head)))


class _Source:
    """The lines of a file; those of the row in hand can be read once more, each for itself."""

    def __init__(self, text: Iterator[str], separator: str) -> None:
        self._text, self._separator, self._again = text, separator, deque[str]()
        self._row: list[str] = []
        self._left = _MOST_MENDED
        self.number, self.ended = 0, False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._text, "")
        if not line:
            self.ended = True
            raise StopIteration
        self.number += 1
        self._row.append(line)
        return line

    def next_row(self) -> None:
        """What was read so far is done with."""
        self._row, self.ended = [], False

    def unclosed(self) -> bool:
        """Whether the row in hand goes on to the end of the file because of a quotation mark."""
        return self.ended and len(self._row) > 1 and "".join(self._row).count('"') % 2 == 1

    def swallowed(self, places: dict[str, int]) -> bool:
        """Whether a line within the row in hand is another report, and the quotation marks around it are not in order.

        Such a line has as many cells as a report needs, and a number and a year where they are due.
        """
        lines = (line.split(self._separator) for line in self._row[1:])
        last = max(places[column] for column in REQUIRED)
        found = any(
            len(cells) > last and _NUMBER.fullmatch(cells[places[TRACKING]]) and _YEAR.search(cells[places[DAY]])
            for cells in lines
        )
        return found and not self._in_order()

    def _in_order(self) -> bool:
        try:
            return bool(list(csv.reader(self._row, delimiter=self._separator, strict=True)))
        except csv.Error:
            return False

    def take_apart(self) -> None:
        """Read all lines of the row in hand but the first once more: they are other reports."""
        if self._left and len(self._row) > 1:
            self._left -= 1
            self.number -= len(self._row) - 1
            self._again.extendleft(reversed(self._row[1:]))


def _lines(raw: BufferedReader, source: _Source, table: Reader, places: dict[str, int], width: int) -> Iterator[Line]:
    source.next_row()
    begins = source.number + 1
    while (row := _row(table)) is not None:
        line = _line(begins, raw.tell(), row, source, places, width)
        if line is not None:
            yield line
        source.next_row()
        begins = source.number + 1


def _line(
    begins: int, done: int, row: list[str] | csv.Error, source: _Source, places: dict[str, int], width: int
) -> Line | None:
    """None for an empty row. A lost quotation mark costs its own line, not the reports behind it."""
    if isinstance(row, csv.Error) or source.unclosed() or source.swallowed(places):
        source.take_apart()
        why = f" ({row})" if isinstance(row, csv.Error) else ""
        return Line(begins, done, broken=f"it cannot be taken apart{why}: is a quotation mark not closed?")
    if not any(cell.strip() for cell in row):
        return None
    line = line_of(begins, done, row, places, width)
    if line.broken:
        source.take_apart()
    return line


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
