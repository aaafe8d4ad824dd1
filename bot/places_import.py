"""Takes over an agency's official boundaries (GeoJSON), so that a pin says in which kecamatan the problem is."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from bot.understanding.boundaries import Area, Ring, store
from bot.understanding.places_table import PlacesTable

CHUNK = 1 << 20  # characters read at a time
LONGEST_FEATURE = 256 << 20  # characters; the largest kecamatan of Indonesia has some millions
FEATURES = re.compile(r'"features"\s*:\s*\[')
BETWEEN = re.compile(r"[\s,]*")
CODE_KEY = re.compile(r"kode|code|^kd|kemendagri|^id_?(kab|kec|desa|kel)")
OTHER_CODES = re.compile(r"bps|pos|zip|iso|unsur|fcode|lcode|srs")  # statistics office, post and mapping codes
CODE = re.compile(r"(\d\d)\.?(\d\d)?\.?(\d\d)?\.?(\d{4})?")
WEST, SOUTH, EAST, NORTH = 94.0, -12.0, 142.0, 8.0  # Indonesia, in degrees
SHORTEST_RING = 3  # different points

Progress = Callable[[int, float], None]


class BoundariesRefused(ValueError):
    """The file holds nothing that can be taken over; the message says why, in words for an administrator."""


class Unusable(ValueError):
    """One feature cannot be taken over, and why."""


@dataclass(frozen=True, slots=True)
class Imported:
    """How many features were taken over, and which were not: their number in the file (from 1) and the reason."""

    count: int
    skipped: list[tuple[int, str]]


@dataclass(slots=True)
class _Taking:
    """What has been taken so far while features pass by."""

    known: frozenset[str]
    count: int = 0
    skipped: list[tuple[int, str]] = field(default_factory=list)

    def rings(self, features: Iterator[Any]) -> Iterator[tuple[Area, Ring]]:
        """All rings of the usable features."""
        for number, feature in enumerate(features, start=1):
            try:
                code, rings = _code(feature, self.known), _rings(feature)
            except Unusable as reason:
                self.skipped.append((number, str(reason)))
                continue
            self.count += 1
            for ring in rings:
                yield (code, number), ring


def import_boundaries(
    source: Path, target: Path, progress: Progress | None = None, table: PlacesTable | None = None
) -> Imported:
    """Writes the polygons of a GeoJSON FeatureCollection (RFC 7946) with Kemendagri codes as `target`.

    One feature is in memory at a time. `progress` is told the features read and the share of the file, 0 to 1.
    The target appears whole or not at all. Raises OSError where a file cannot be read or written, and
    BoundariesRefused where the source is no such GeoJSON or none of its features can be used.
    """
    taking = _Taking(frozenset((table or PlacesTable.load()).every_code()))
    part = target.with_name(target.name + ".part")
    try:
        with source.open(encoding="utf-8-sig") as text, part.open("wb") as file:
            store(file, taking.rings(_told(_features(text), text, source.stat().st_size, progress)))
        _usable(taking)
        part.replace(target)
    except UnicodeDecodeError as broken:
        raise BoundariesRefused("the file is no text in UTF-8, so it is no GeoJSON") from broken
    finally:
        part.unlink(missing_ok=True)
    return Imported(taking.count, taking.skipped)


def _told(features: Iterator[Any], text: TextIO, size: int, progress: Progress | None) -> Iterator[Any]:
    for number, feature in enumerate(features, start=1):
        yield feature
        if progress:
            progress(number, min(1.0, os.lseek(text.fileno(), 0, os.SEEK_CUR) / max(size, 1)))


def _usable(taking: _Taking) -> None:
    if not taking.count:
        first = f"; the first: {taking.skipped[0][1]}" if taking.skipped else ""
        raise BoundariesRefused(f"none of the {len(taking.skipped)} features can be used{first}")


def _features(text: TextIO) -> Iterator[Any]:
    """The features one after the other, read piece by piece."""
    buffer = _beginning(text)
    decoder = json.JSONDecoder()
    at = 0
    while True:
        at = _next(buffer, at)
        if buffer[at : at + 1] == "]":
            return
        try:
            feature, at = decoder.raw_decode(buffer, at)
        except RecursionError as broken:
            raise BoundariesRefused("the JSON is nested too deeply for a GeoJSON") from broken
        except json.JSONDecodeError as broken:
            more = text.read(max(CHUNK, len(buffer) - at))  # twice as much each time: large features cost no square
            if not more or len(buffer) - at > LONGEST_FEATURE:
                raise BoundariesRefused(f"the JSON is broken or cut off: {broken.msg}") from broken
            buffer, at = buffer[at:] + more, 0
            continue
        yield feature


def _next(buffer: str, at: int) -> int:
    match = BETWEEN.match(buffer, at)
    return match.end() if match else at


def _beginning(text: TextIO) -> str:
    """What follows the bracket of "features"."""
    head = text.read(CHUNK)
    match = FEATURES.search(head)
    if not head.lstrip().startswith("{"):
        raise BoundariesRefused("the file is no JSON object: a GeoJSON FeatureCollection is needed")
    if match is None:
        raise BoundariesRefused('the file has no "features": a GeoJSON FeatureCollection is needed')
    return head[match.end() :]


def _code(feature: Any, known: frozenset[str]) -> str:
    """The Kemendagri code of the smallest area that the properties name."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise Unusable("no properties")
    written = [str(value).strip() for key, value in properties.items() if _names_a_code(key, value)]
    codes = [code for code in map(_dotted, written) if code]
    usable = [code for code in codes if code in known]
    if not usable:
        raise Unusable(f"unknown code {written[0]}" if written else "no Kemendagri code in the properties")
    return max(usable, key=len)


def _names_a_code(key: str, value: object) -> bool:
    name = key.lower()
    return bool(CODE_KEY.search(name)) and not OTHER_CODES.search(name) and value not in (None, "", 0)


def _dotted(written: str) -> str:
    """ "520307" and "52.03.07" -> "52.03.07"; "" for anything else."""
    match = CODE.fullmatch(written.removesuffix(".0"))
    return ".".join(filter(None, match.groups())) if match else ""


def _rings(feature: Mapping[str, Any]) -> list[Ring]:
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if geometry is None or kind not in ("Polygon", "MultiPolygon"):
        raise Unusable(f"geometry is {kind or 'missing'}, not Polygon or MultiPolygon")
    polygons = geometry.get("coordinates")
    try:
        rings = [ring for polygon in ([polygons] if kind == "Polygon" else polygons) for ring in polygon]
        points: list[Ring] = [[(float(point[0]), float(point[1])) for point in ring] for ring in rings]
    except (TypeError, ValueError, IndexError, KeyError) as broken:
        raise Unusable("coordinates are not lists of longitude and latitude") from broken
    if not points:
        raise Unusable("no coordinates")
    for ring in points:
        _check(ring)
    return points


def _check(ring: Sequence[tuple[float, float]]) -> None:
    if len(set(ring)) < SHORTEST_RING:
        raise Unusable("a ring has fewer than three different points")
    outside = next((point for point in ring if not _at_home(*point)), None)
    if outside is None:
        return
    if all(_at_home(y, x) for x, y in ring):
        raise Unusable("coordinates are latitude first: GeoJSON wants longitude, latitude")
    if any(abs(x) > 180 or abs(y) > 90 for x, y in ring):
        raise Unusable("coordinates are no degrees: convert the file to WGS 84 (EPSG:4326)")
    raise Unusable(f"the point {outside[0]:g}, {outside[1]:g} is not in Indonesia")


def _at_home(longitude: float, latitude: float) -> bool:
    return WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH
