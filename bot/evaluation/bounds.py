"""What the figures must reach before a release: the bounds of "Done when", one a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.evaluation.citizen import Counts
from bot.evaluation.scoring import Row


@dataclass(frozen=True, slots=True)
class Bound:
    """A mark that must reach a share in a row; `most` turns it round: it must not exceed it."""

    row: str
    mark: str
    share: float
    most: bool = False

    def kept(self, rows: Sequence[Row]) -> bool:
        """Whether the figures keep it; a row or mark that is not there keeps nothing."""
        found = self.found(rows)
        if found is None:
            return False
        return found <= self.share if self.most else found >= self.share

    def found(self, rows: Sequence[Row]) -> float | None:
        """The share that was reached."""
        return next((row.shares[self.mark] for row in rows if row.name == self.row), None)

    def __str__(self) -> str:
        return f"{self.row}: {self.mark} {'<=' if self.most else '>='} {self.share:.0%}"


EVERYWHERE = (  # in the whole corpus and in the part that nobody looks at while tuning
    ("category first", 0.75),
    ("among three", 0.95),
    ("office", 0.92),
    ("regency", 0.98),
    ("kecamatan", 0.95),
    ("date", 0.97),
)
LANGUAGES = (
    ("id", "language", 0.99),
    ("id", "six words", 0.97),
    ("en", "language", 0.99),
    ("jv", "language", 0.95),
    ("su", "language", 0.95),
)
WRONG_AND_SURE = 0.01


def _bounds() -> Iterator[Bound]:
    for row in ("all", "held out"):
        yield from (Bound(row, mark, share) for mark, share in EVERYWHERE)
        yield Bound(row, "wrong, sure", WRONG_AND_SURE, most=True)
    yield from (Bound(*each) for each in LANGUAGES)


BOUNDS = tuple(_bounds())
MIDDLE, WORST, IN_TWO = 4, 7, 0.95


def too_many(counts: Counts) -> list[str]:
    """What is wrong with the number of messages per report, a sentence each; empty where the bounds are kept."""
    found = []
    if counts.middle > MIDDLE:
        found.append(f"messages per report: median <= {MIDDLE}, found {counts.middle:g}")
    if counts.worst > WORST:
        found.append(f"messages per report: at worst {WORST}, found {counts.worst}")
    if counts.in_two < IN_TWO:
        found.append(f"complete stories in two messages >= {IN_TWO:.0%}, found {counts.in_two:.1%}")
    return found
