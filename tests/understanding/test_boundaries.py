"""Boundaries that an agency loads: which area a pin lies in, and what is said of files that are wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.places_import import BoundariesRefused, import_boundaries
from bot.understanding.boundaries import Boundaries
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.places_table import PlacesTable

SELONG, SUKAMULIA, LOTIM = "52.03.07", "52.03.11", "52.03"


@pytest.fixture(scope="module")
def table(gazetteer: Gazetteer) -> PlacesTable:
    return gazetteer.table


def square(west: float, south: float, side: float) -> list[list[float]]:
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(code: object, *rings: list[list[Any]], key: str = "kode_kec", kind: str = "Polygon") -> dict[str, Any]:
    coordinates: Any = list(rings) if kind == "Polygon" else [[ring] for ring in rings]
    properties = {key: code, "kode_bps": "5203060", "kodepos": "83611", "nama": "Selong"}
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def written(folder: Path, *features: object) -> Path:
    path = folder / "batas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "name": "batas", "features": list(features)}))
    return path


def loaded(folder: Path, table: PlacesTable, *features: object) -> Boundaries:
    import_boundaries(written(folder, *features), folder / "boundaries.bin", table=table)
    return Boundaries.load(folder / "boundaries.bin", table)


def code(boundaries: Boundaries, latitude: float, longitude: float) -> str | None:
    place = boundaries.find(latitude, longitude)
    area = place and (place.district or place.regency)
    return area.code if area else None


def test_a_pin_inside_a_polygon_is_its_kecamatan(tmp_path: Path, table: PlacesTable) -> None:
    """A point within the ring gives the kecamatan with its regency and province; one outside gives None."""
    boundaries = loaded(tmp_path, table, feature(SELONG, square(116.5, -8.7, 0.1)))
    place = boundaries.find(-8.65, 116.55)
    assert place is not None
    assert place.official == "Selong, Kabupaten Lombok Timur"
    assert place.province is not None
    assert boundaries.find(-8.75, 116.55) is None
    assert boundaries.find(-8.65, 116.65) is None


def test_a_hole_is_outside_and_an_island_in_it_inside(tmp_path: Path, table: PlacesTable) -> None:
    """The even-odd rule holds over all rings of a feature."""
    rings = [square(116.0, -9.0, 0.9), square(116.2, -8.8, 0.5), square(116.4, -8.6, 0.1)]
    boundaries = loaded(tmp_path, table, feature(LOTIM, *rings))
    assert code(boundaries, -8.9, 116.1) == LOTIM
    assert code(boundaries, -8.7, 116.3) is None
    assert code(boundaries, -8.55, 116.45) == LOTIM


def test_every_part_of_a_multipolygon_counts(tmp_path: Path, table: PlacesTable) -> None:
    """A kecamatan of two islands is found on both."""
    parts = feature(SELONG, square(116.5, -8.7, 0.1), square(117.5, -8.2, 0.1), kind="MultiPolygon")
    boundaries = loaded(tmp_path, table, parts)
    assert [code(boundaries, -8.65, 116.55), code(boundaries, -8.15, 117.55)] == [SELONG, SELONG]


def test_the_smallest_area_wins(tmp_path: Path, table: PlacesTable) -> None:
    """Where a regency and a kecamatan in it are both drawn, the pin is in the kecamatan."""
    inner, outer = feature(SELONG, square(116.5, -8.7, 0.1)), feature(LOTIM, square(116.0, -9.0, 1.0))
    boundaries = loaded(tmp_path, table, inner, outer)
    assert [code(boundaries, -8.65, 116.55), code(boundaries, -8.1, 116.1)] == [SELONG, LOTIM]


def test_neighbours_share_no_point_and_leave_none_between(tmp_path: Path, table: PlacesTable) -> None:
    """Of all points on a slanted common side each lies in exactly one of the two areas."""
    left = [[116.0, -9.0], [116.3, -9.0], [116.7, -8.0], [116.0, -8.0]]
    right = [[116.3, -9.0], [117.0, -9.0], [117.0, -8.0], [116.7, -8.0]]
    both = loaded(tmp_path, table, feature(SELONG, left), feature(SUKAMULIA, right))
    for step in range(1, 100):
        latitude, longitude = -9.0 + step / 100, 116.3 + 0.4 * step / 100
        x, y = round(longitude * 100_000), round(latitude * 100_000)
        hits = [area for area, rings in both.outlines.items() if sum(ring.crossings(x, y) for ring in rings) % 2]
        assert len(hits) == 1, (latitude, longitude)


def test_a_feature_drawn_twice_does_not_cancel_itself(tmp_path: Path, table: PlacesTable) -> None:
    """Two features of one code are two areas, each with its own even-odd rule."""
    twice = feature(SELONG, square(116.5, -8.7, 0.1))
    assert code(loaded(tmp_path, table, twice, twice), -8.65, 116.55) == SELONG


@pytest.mark.parametrize(
    ("key", "written_code"),
    [
        ("kode_kec", "52.03.07"),
        ("KDCPUM", "520307"),
        ("kemendagri", "52.03.07"),
        ("code", 520307),
        ("KODE", "520307.0"),
    ],
)
def test_codes_are_read_however_they_are_written(
    tmp_path: Path, table: PlacesTable, key: str, written_code: object
) -> None:
    """With and without dots, as text or number, under the usual names of the property."""
    assert (
        code(loaded(tmp_path, table, feature(written_code, square(116.5, -8.7, 0.1), key=key)), -8.65, 116.55) == SELONG
    )


def test_the_most_detailed_code_of_a_feature_counts(tmp_path: Path, table: PlacesTable) -> None:
    """A feature that carries the codes of its regency and its kecamatan is the kecamatan's."""
    both = feature(SELONG, square(116.5, -8.7, 0.1))
    both["properties"] |= {"KDPKAB": "52.03", "KDPPUM": "52"}
    assert code(loaded(tmp_path, table, both), -8.65, 116.55) == SELONG


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (feature("99.99.99", square(116.5, -8.7, 0.1)), "unknown code 99.99.99"),
        (feature("52.03.07", square(116.5, -8.7, 0.1), key="nama_lain"), "no Kemendagri code"),
        (feature(SELONG, [[-8.7, 116.5], [-8.6, 116.5], [-8.6, 116.6]]), "latitude first"),
        (feature(SELONG, [[430000.0, 9040000.0], [431000.0, 9040000.0], [431000.0, 9041000.0]]), "no degrees"),
        (feature(SELONG, [[179.9, -8.7], [-179.9, -8.7], [-179.9, -8.6]]), "not in Indonesia"),
        (feature(SELONG, [[116.5, -8.7], [116.6, -8.7]]), "three different points"),
        (feature(SELONG, [["a", "b"], ["c", "d"], ["e", "f"]]), "not lists"),
        ({"type": "Feature", "properties": {"kode": SELONG}, "geometry": None}, "geometry is missing"),
        ({"type": "Feature", "properties": {"kode": SELONG}, "geometry": {"type": "Point"}}, "geometry is Point"),
        ({"type": "Feature", "geometry": None}, "no properties"),
        (7, "no properties"),
    ],
)
def test_a_feature_that_cannot_be_used_is_skipped_with_a_reason(
    tmp_path: Path, table: PlacesTable, broken: object, reason: str
) -> None:
    """The others are taken over, and the number of the feature in the file is told."""
    source = written(tmp_path, feature(SELONG, square(116.5, -8.7, 0.1)), broken)
    imported = import_boundaries(source, tmp_path / "out", table=table)
    assert imported.count == 1
    assert [number for number, _ in imported.skipped] == [2]
    assert reason in imported.skipped[0][1]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no JSON object"),
        (b"kode,nama\n52.03,Lombok Timur", "no JSON object"),
        (b'{"type": "Topology"}', 'no "features"'),
        (b'{"features": [{"type": "Fea', "broken or cut off"),
        (b'{"features": []}', "none of the 0 features"),
        (b'{"features": [{"properties": {}}]}', "none of the 1 features can be used; the first: no Kemendagri code"),
        (b'{"features": [' + b"[" * 200_000, "nested too deeply"),
        (b"\xff\xfe\x00{", "no text in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_reason(
    tmp_path: Path, table: PlacesTable, content: bytes, reason: str
) -> None:
    """The administrator is told what is wrong, and boundaries loaded before stay as they are."""
    source, target = tmp_path / "in.geojson", tmp_path / "boundaries.bin"
    source.write_bytes(content)
    target.write_bytes(b"old")
    with pytest.raises(BoundariesRefused, match=reason):
        import_boundaries(source, target, table=table)
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["boundaries.bin", "in.geojson"]


def test_progress_is_told_and_ends_at_the_whole_file(tmp_path: Path, table: PlacesTable) -> None:
    """Features are counted one by one and the share never exceeds 1."""
    told: list[tuple[int, float]] = []
    some = [feature(SELONG, square(116.5, -8.7, 0.1))] * 5
    import_boundaries(written(tmp_path, *some), tmp_path / "out", lambda *at: told.append(at), table)
    assert [count for count, _ in told] == [1, 2, 3, 4, 5]
    assert told[-1][1] == 1.0


def test_a_feature_longer_than_one_reading_is_read_whole(tmp_path: Path, table: PlacesTable) -> None:
    """A ring of 100,000 points spans several readings of the file."""
    ring = [[116.5 + at / 1_000_000, -8.7] for at in range(100_000)] + [[116.6, -8.6], [116.5, -8.6]]
    boundaries = loaded(tmp_path, table, feature(SELONG, ring), feature(SUKAMULIA, square(117.0, -8.7, 0.1)))
    assert [code(boundaries, -8.65, 116.55), code(boundaries, -8.65, 117.05)] == [SELONG, SUKAMULIA]


@pytest.mark.parametrize("content", [b"", b"something else", b"KTNGBND1", b"KTNGBND1 and no block"])
def test_a_damaged_file_is_no_boundaries(tmp_path: Path, table: PlacesTable, content: bytes) -> None:
    """Loading says so with a ValueError, so that the program can start without pins in kecamatan."""
    path = tmp_path / "boundaries.bin"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="import the GeoJSON again"):
        Boundaries.load(path, table)


@pytest.mark.parametrize("at", [(float("nan"), 1.0), (91.0, 0.0), (0.0, 181.0), (float("inf"), 0.0)])
def test_no_place_on_earth_is_in_no_area(tmp_path: Path, table: PlacesTable, at: tuple[float, float]) -> None:
    """Coordinates that do not exist give None."""
    assert loaded(tmp_path, table, feature(SELONG, square(116.5, -8.7, 0.1))).find(*at) is None
