"""The boundaries that an agency has loaded, as the desk's map of reports needs them: whole provinces and regencies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bot.understanding.boundaries import PLACES, Boundaries, Outline

Ring = Sequence[tuple[float, float]]


class Outlines:
    """Code -> rings, of the area itself, or of the smaller ones in it where only those were loaded."""

    def __init__(self, boundaries: Boundaries) -> None:
        self._rings: dict[str, list[Outline]] = defaultdict(list)
        for (code, _), outlines in boundaries.outlines.items():
            self._rings[code].extend(outlines)

    def __call__(self, code: str) -> Sequence[Ring]:
        """The rings in degrees, longitude first; none where no boundary is known."""
        own = self._rings.get(code) or [ring for below in self._nearest(code) for ring in self._rings[below]]
        return [_degrees(ring) for ring in own]

    def _nearest(self, code: str) -> list[str]:
        """The largest areas inside it that have a boundary."""
        inside = [each for each in self._rings if each.startswith(f"{code}.")]
        least = min((len(each) for each in inside), default=0)
        return sorted(each for each in inside if len(each) == least)


def _degrees(ring: Outline) -> Ring:
    return [(x / PLACES, y / PLACES) for x, y in zip(ring.xs, ring.ys, strict=True)]
