"""The desk's map finds the boundaries that an agency has loaded."""

from __future__ import annotations

from pathlib import Path

from bot.outlines import Outlines
from bot.understanding.boundaries import Boundaries, store
from bot.understanding.places_table import PlacesTable

SQUARE = [(116.0, -8.0), (116.5, -8.0), (116.5, -8.5), (116.0, -8.0)]


def loaded(tmp_path: Path, *codes: str) -> Outlines:
    path = tmp_path / "boundaries"
    with path.open("wb") as file:
        store(file, [((code, number), SQUARE) for number, code in enumerate(codes)])
    return Outlines(Boundaries.load(path, PlacesTable.load()))


def test_an_area_has_its_own_rings(tmp_path: Path) -> None:
    """A province whose boundary was loaded is drawn by it, in degrees, longitude first."""
    outlines = loaded(tmp_path, "52", "52.03")
    assert [list(ring) for ring in outlines("52")] == [SQUARE]
    assert outlines("33") == []


def test_an_area_without_one_is_drawn_by_those_in_it(tmp_path: Path) -> None:
    """Where only regencies or kecamatan were loaded, the province consists of the largest of them."""
    outlines = loaded(tmp_path, "52.01", "52.03", "52.03.07")
    assert len(outlines("52")) == 2
    assert len(outlines("52.03")) == 1
