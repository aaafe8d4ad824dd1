"""One row of an officers' table as it stands in its file, whatever kind of file that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bridge.embedded.officers_table.columns import COLUMNS, plain


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """A row: on which line of the file it begins (1 is the first), its cells by column, how far the file is read.

    `broken` says why it could not be taken apart at all.
    """

    number: int
    done: int
    cells: Mapping[str, str] = field(default_factory=dict)
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """An opened file: `length` is what the last line's `done` comes to, `lines` are read as they are asked for."""

    length: int
    lines: Iterator[Line]


def line_of(number: int, done: int, row: Sequence[str], places: Mapping[str, int], width: int) -> Line:
    """The line with every column, "" where the file has none; `width` is how many cells the head has."""
    if any(cell.strip() for cell in row[width:]):
        return Line(number, done, broken=f"{len(row)} cells under {width} columns: is a quotation mark missing?")
    cells = {column: plain(row[at]) if (at := places.get(column, len(row))) < len(row) else "" for column in COLUMNS}
    return Line(number, done, cells)
