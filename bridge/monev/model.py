"""A figure as people meet it: a title, what exactly was counted, a table, and a picture where that says more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from bridge.monev.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table. `text` is ready to print; `value` is its number, None for words, nothing and hidden."""

    text: str
    value: float | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading; `numeric` ones are set flush right."""

    title: str
    numeric: bool = True


@dataclass(frozen=True, slots=True)
class Chart:
    """How a figure is drawn: "bars" or "line", from the columns `label` and `value`. `alt` says it in words."""

    kind: str
    label: int
    value: int
    alt: str


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `name` never changes and is fit for an address; `definition` says what was counted.

    `keys` has one raw key for each row: a code, an office's name, a day; "" for the row of all. `note` is "" or says
    why cells are hidden, or why nothing is shown.
    """

    name: str
    section: str
    title: str
    definition: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    keys: tuple[str, ...] = ()
    note: str = ""
    chart: Chart | None = None

    @property
    def hides(self) -> bool:
        """Whether a cell is hidden."""
        return any(cell.hidden for row in self.rows for cell in row)

    def noted(self, note: str) -> Figure:
        """The same with a note."""
        return replace(self, note=note)


@dataclass(frozen=True, slots=True)
class Monev:
    """All figures of a question, in one language. `made` is a moment with a zone; `filters` are (what, which)."""

    wanted: Wanted
    language: str
    made: datetime
    title: str
    made_words: str
    filters: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]

    def figure(self, name: str) -> Figure:
        """The figure of that name; KeyError where there is none."""
        for figure in self.figures:
            if figure.name == name:
                return figure
        raise KeyError(name)

    @property
    def sections(self) -> Iterator[tuple[str, tuple[Figure, ...]]]:
        """The figures under their headings, in order."""
        for heading, found in groupby(self.figures, lambda figure: figure.section):
            yield heading, tuple(found)
