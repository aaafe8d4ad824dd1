"""The kecamatan (or regency, or desa) that a pin lies in, by the official boundaries an agency has loaded."""

from __future__ import annotations

import lzma
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from struct import Struct, error
from typing import BinaryIO

from bot.report import Place
from bot.understanding.places_table import PlacesTable

MAGIC = b"KTNGBND1"
RING = Struct("<13sII")  # code padded with NUL, number of the feature, number of points of the ring
PLACES = 100_000  # positions are whole hundred-thousandths of a degree (1.1 m)
CELL = 4  # cells a degree

Ring = Sequence[tuple[float, float]]  # longitude, latitude in degrees, as in GeoJSON
Area = tuple[str, int]  # code, number of the feature: a code may have several, and they may overlap


@dataclass(frozen=True, slots=True, repr=False)
class Outline:
    """One ring of an area's boundary, in whole PLACES of a degree, and the box around it."""

    area: Area
    xs: array[int]
    ys: array[int]
    box: tuple[int, int, int, int]

    @classmethod
    def of(cls, area: Area, xs: array[int], ys: array[int]) -> Outline:
        """The outline with its box: west, south, east, north."""
        return cls(area, xs, ys, (min(xs), min(ys), max(xs), max(ys)))

    def crossings(self, x: int, y: int) -> int:
        """How often a ray from the point to the east crosses the ring."""
        _, south, east, north = self.box
        if not (south <= y <= north and x <= east):
            return 0
        xs, ys = self.xs, self.ys
        count, before = 0, len(xs) - 1
        for at in range(len(xs)):
            if (ys[before] > y) != (ys[at] > y) and self._east_of(x, y, before, at):
                count += 1
            before = at
        return count

    def _east_of(self, x: int, y: int, one: int, other: int) -> bool:
        """Whether the ray meets the side; in whole numbers, so that neighbours never both claim a point."""
        rise = self.ys[other] - self.ys[one]
        run = (x - self.xs[one]) * rise
        met = (self.xs[other] - self.xs[one]) * (y - self.ys[one])
        return run < met if rise > 0 else run > met


@dataclass(frozen=True, slots=True, repr=False)
class Boundaries:
    """The outlines by the quarter degree they touch; loaded once, then only read."""

    cells: Mapping[tuple[int, int], Sequence[Area]]
    outlines: Mapping[Area, Sequence[Outline]]
    table: PlacesTable

    @classmethod
    def load(cls, path: Path, table: PlacesTable) -> Boundaries:
        """Reads a file that `import_boundaries` has written.

        Raises OSError where it cannot be read and ValueError where it is no such file, or damaged.
        """
        outlines: defaultdict[Area, list[Outline]] = defaultdict(list)
        cells: defaultdict[tuple[int, int], dict[Area, None]] = defaultdict(dict)
        for outline in _stored(path):
            outlines[outline.area].append(outline)
            for cell in _cells(outline.box):
                cells[cell][outline.area] = None
        return cls({cell: tuple(areas) for cell, areas in cells.items()}, dict(outlines), table)

    def find(self, latitude: float, longitude: float) -> Place | None:
        """The smallest area around a point in degrees, with all larger ones; None where no outline holds it.

        Even-odd rule over all rings of an area, so that a hole is outside and an island in it inside.
        """
        if not (isfinite(latitude) and isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
            return None
        x, y = round(longitude * PLACES), round(latitude * PLACES)
        around = self.cells.get((_cell(x), _cell(y)), ())
        inside = [area[0] for area in around if sum(ring.crossings(x, y) for ring in self.outlines[area]) % 2]
        return self.table.place(max(inside, key=lambda code: (len(code), code))) if inside else None


def store(file: BinaryIO, rings: Iterable[tuple[Area, Ring]]) -> None:
    """Writes areas and their rings, one after the other, so that a whole country needs no memory."""
    file.write(MAGIC)
    with lzma.open(file, "wb", preset=6) as block:
        for area, ring in rings:
            block.write(_ring_bytes(area, ring))


def _ring_bytes(area: Area, ring: Ring) -> bytes:
    """Steps from point to point, which compress well; points that fall on the one before are left out."""
    points = [(round(x * PLACES), round(y * PLACES)) for x, y in ring]
    points = [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]
    steps = (array("i", _steps([point[axis] for point in points])).tobytes() for axis in (0, 1))
    return RING.pack(area[0].encode().ljust(13, b"\0"), area[1], len(points)) + b"".join(steps)


def _steps(values: Sequence[int]) -> list[int]:
    return [value - before for before, value in zip([0, *values], values, strict=False)]


def _stored(path: Path) -> Iterator[Outline]:
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise ValueError(f"{path.name} is no file of boundaries: import the GeoJSON again")
        try:
            with lzma.open(file, "rb") as block:
                while head := block.read(RING.size):
                    yield _outline(head, block)
        except (lzma.LZMAError, error, EOFError, ValueError) as broken:
            raise ValueError(f"{path.name} is damaged: import the GeoJSON again") from broken


def _outline(head: bytes, block: lzma.LZMAFile) -> Outline:
    code, number, count = RING.unpack(head)
    xs, ys = (_summed(block.read(4 * count)) for _ in range(2))
    if not count or len(xs) != count or len(ys) != count:
        raise EOFError
    return Outline.of((code.rstrip(b"\0").decode("ascii"), number), xs, ys)


def _summed(steps: bytes) -> array[int]:
    values = array("i")
    values.frombytes(steps)
    total = 0
    for at, step in enumerate(values):
        total += step
        values[at] = total
    return values


def _cells(box: tuple[int, int, int, int]) -> Iterator[tuple[int, int]]:
    west, south, east, north = box
    return ((x, y) for x in range(_cell(west), _cell(east) + 1) for y in range(_cell(south), _cell(north) + 1))


def _cell(value: int) -> int:
    return value * CELL // PLACES
