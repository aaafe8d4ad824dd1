"""Nobody is recognised in a table: groups of fewer than five people are not printed, nor what would give them away."""

from __future__ import annotations

from collections.abc import Mapping

LEAST = 5  # people in a group that may be printed


def publishable(counts: Mapping[str, int], least: int = LEAST) -> dict[str, int | None]:
    """The same groups, the largest first, with None for those that stay hidden.

    One hidden group could be worked out from a total known elsewhere, so at least two are hidden, and together they
    are at least `least` people; else the next smallest goes with them.
    """
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    hidden = [name for name in ordered if counts[name] < least]
    shown = [name for name in ordered if counts[name] >= least]
    while hidden and shown and (len(hidden) < 2 or sum(counts[name] for name in hidden) < least):
        hidden.append(shown.pop())
    return {name: counts[name] if name in shown else None for name in ordered}
