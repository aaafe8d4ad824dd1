"""No figure tells of a person: groups of one to four reports or people stay hidden, and so does what would betray them.

What counts as small enough to identify somebody: every group of 1 to 4 reports or people, whatever it has in common
(a channel, a place, an office, a week, an answer), and every share of a group from which such a number could be worked
out. A zero is shown: there is nobody in it. Not hidden are medians of at least five reports, and means of at least
five answers. What can be learnt by asking again for a slightly longer period is not prevented here: the desk is for
officers, each of whom may open the reports that they count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bridge.opinions.small_numbers import LEAST, publishable

VAGUE = 100 * LEAST  # in groups so large one per cent is five reports: a share in whole per cent tells no number


def small(count: int) -> bool:
    """Whether a number of this size stays hidden."""
    return 0 < count < LEAST


def partition(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The parts of a whole that everybody may know, with None for the hidden ones, in the given order."""
    shown = publishable({name: count for name, count in counts.items() if count})
    return {name: shown.get(name, 0) for name in counts}


def nested(counts: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int | None]]:
    """Parts of parts: each whole's parts are hidden for themselves, and all of them where the whole is hidden."""
    wholes = partition({name: sum(parts.values()) for name, parts in counts.items()})
    return {
        name: partition(parts) if wholes[name] is not None else dict.fromkeys(parts) for name, parts in counts.items()
    }


def hidden_rows(cells: Mapping[str, Sequence[int]]) -> frozenset[str]:
    """The rows of a two-way table, sums below known, that stay hidden whole.

    Those with a small cell; then, while what is hidden could be worked out from a column's sum, the smallest of the
    others, until nothing is left.
    """
    hidden = {name for name, row in cells.items() if any(map(small, row))}
    others = sorted(cells.keys() - hidden, key=lambda name: (-sum(cells[name]), name))
    while hidden and others and (len(hidden) < 2 or _betrayed(cells[name] for name in hidden)):
        hidden.add(others.pop())
    return frozenset(hidden)


def _betrayed(rows: Iterable[Sequence[int]]) -> bool:
    return any(small(sum(column)) for column in zip(*rows, strict=True))


@dataclass(frozen=True, slots=True)
class Shares:
    """Whole per cents by group, None where hidden; `whole` is that of all groups together."""

    each: Mapping[str, int | None]
    whole: int | None


def shares(parts: Mapping[str, tuple[int, int]]) -> Shares:
    """Of each group (part, all of the group) the share, with those hidden that would tell a small number."""
    total = (sum(part for part, _ in parts.values()), sum(whole for _, whole in parts.values()))
    cells = {name: (part, whole - part) for name, (part, whole) in parts.items()}
    exact = {name for name, (_, whole) in parts.items() if whole < VAGUE}
    hidden = {name for name in exact if any(map(small, cells[name]))}
    if total[1] < VAGUE:
        hidden |= hidden_rows(cells)
    known = {
        name: None if name in hidden or not whole else percent(part, whole) for name, (part, whole) in parts.items()
    }
    return Shares(known, _share(*total))


def _share(part: int, whole: int) -> int | None:
    if not whole or (whole < VAGUE and (small(part) or small(whole - part))):
        return None
    return percent(part, whole)


def percent(part: int, whole: int) -> int:
    """In whole per cent, half up."""
    return (200 * part + whole) // (2 * whole)
