"""What all figures are made with: the words, the names of categories, and tables of parts of a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bridge.monev import hiding
from bridge.monev.model import Cell, Chart, Column, Figure, Row
from bridge.monev.words import Say, mark

_MOST = 8  # bars that a sentence about a chart names


@dataclass(frozen=True, slots=True)
class Frame:
    """Makes figures in one language under one heading."""

    say: Say
    section: str

    def figure(
        self, name: str, title: str, definition: str, columns: Sequence[Column], rows: Iterable[tuple[str, Row]]
    ) -> Figure:
        """A figure from (key, row) pairs; where cells are hidden its note says so."""
        keyed = list(rows)
        figure = Figure(
            name,
            self.section,
            title,
            definition,
            tuple(columns),
            tuple(row for _, row in keyed),
            tuple(key for key, _ in keyed),
        )
        if not keyed:
            return figure.noted(self.say(mark("There is nothing to count here.")))
        return figure.noted(self.hides()) if figure.hides else figure

    def hides(self) -> str:
        """Why numbers are hidden."""
        return self.say(
            mark(
                "Numbers from 1 to 4 are hidden, and so are those from which they could be worked out, "
                "so that nobody can be recognised."
            )
        )

    def heads(self, *titles: str) -> list[Column]:
        """Columns: the first of words, all others of numbers."""
        return [Column(title, numeric=at > 0) for at, title in enumerate(titles)]

    def parts(
        self, name: str, title: str, definition: str, what: str, counts: Mapping[str, int], names: Mapping[str, str]
    ) -> Figure:
        """The parts of a whole, with shares: counts by key, in the order they are shown in."""
        shown, total = hiding.partition(counts), sum(counts.values())
        rows = [(key, (self.say.text(names.get(key, key)), *self.share(count, total))) for key, count in shown.items()]
        columns = self.heads(what, self.say(mark("Reports")), self.say(mark("Share")))
        return bars(self.figure(name, title, definition, columns, rows), self.say)

    def share(self, count: int | None, total: int) -> tuple[Cell, Cell]:
        """A number and its share of the total, both hidden where the number is."""
        if count is None:
            return self.say.hidden(), self.say.hidden()
        return self.say.count(count), self.say.percent(100 * count / total if total else 0.0, 1)


def bars(figure: Figure, say: Say, label: int = 0, value: int = 1) -> Figure:
    """The figure with a chart of bars, where there is a number to draw."""
    return drawn(figure, say, "bars", label, value)


def drawn(figure: Figure, say: Say, kind: str, label: int, value: int) -> Figure:
    """The figure with a chart, where there is a number to draw."""
    known = [(row[label].text, row[value]) for row in figure.rows if row[value].value is not None]
    if not known:
        return figure
    most = sorted(known, key=lambda pair: -(pair[1].value or 0))[:_MOST]
    listed = "; ".join(f"{name} {cell.text}" for name, cell in most)
    alt = say(mark("Chart: {title}. The largest: {listed}."), title=figure.title, listed=listed)
    return replace(figure, chart=Chart(kind, label, value, alt))
