"""The regency nearest to a pin on the map, so that a citizen who sends a pin only has to say "yes, that is it"."""

from __future__ import annotations

import lzma
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, floor, isfinite, radians, sin, sqrt

from bot.report import Place
from bot.understanding.places_table import PlacesTable
from bot.understanding.words import DATA

EARTH = 6371.0  # km, mean radius
FARTHEST = 80.0  # km: farther from every town and island is the open sea, or too far to guess
ABROAD = "00"
CELL = 1  # degrees; the points around a pin are in the nine cells around it

At = tuple[float, float]  # latitude, longitude in degrees
Grid = Mapping[tuple[int, int], Sequence[tuple[str, float, float]]]


@dataclass(frozen=True, slots=True, repr=False)
class Pins:
    """Towns and islands with the codes of their regencies, and towns of the neighbours across the border."""

    grid: Grid
    table: PlacesTable

    @classmethod
    def load(cls, table: PlacesTable | None = None) -> Pins:
        """Reads data/points.csv.xz (4,000 points, 1 MB in memory); `table`: the table of places, if already read."""
        text = lzma.decompress((DATA / "points.csv.xz").read_bytes()).decode()
        grid: defaultdict[tuple[int, int], list[tuple[str, float, float]]] = defaultdict(list)
        for line in text.splitlines():
            code, latitude, longitude = line.split(",")
            point = (code, float(latitude), float(longitude))
            grid[_cell(point[1], point[2])].append(point)
        return cls(dict(grid), table or PlacesTable.load())

    def nearest(self, latitude: float, longitude: float) -> Place | None:
        """Province and regency of the town or island nearest to a point in degrees: good for a question, not a fact.

        None where that is abroad, farther than 80 km, or no place on earth.
        """
        found = self.nearby(latitude, longitude, most=1)
        return found[0] if found else None

    def nearby(self, latitude: float, longitude: float, most: int = 3) -> list[Place]:
        """The nearest regencies, each once, the nearest first; empty where the nearest town is abroad or too far."""
        if not (isfinite(latitude) and isfinite(longitude)):
            return []
        points = ((distance((latitude, longitude), (y, x)), code) for code, y, x in self._around(latitude, longitude))
        codes = list(dict.fromkeys(code for far, code in sorted(points) if far <= FARTHEST))
        if not codes or codes[0] == ABROAD:
            return []
        return [self.table.place(code) for code in codes if code != ABROAD][:most]

    def _around(self, latitude: float, longitude: float) -> Iterator[tuple[str, float, float]]:
        row, column = _cell(latitude, longitude)
        for each in (row - 1, row, row + 1):
            for other in (column - 1, column, column + 1):
                yield from self.grid.get((each, other), ())


def distance(one: At, other: At) -> float:
    """Kilometres between two points in degrees, along the earth's surface (haversine formula)."""
    north, south = radians(one[0]), radians(other[0])
    across = sin((north - south) / 2) ** 2
    along = cos(north) * cos(south) * sin(radians(one[1] - other[1]) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(across + along)))


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    return floor(latitude / CELL), floor(longitude / CELL)
