"""The question that a pin leads to: which regency is nearest."""

from __future__ import annotations

import pytest

from bot.understanding.gazetteer import Gazetteer
from bot.understanding.pins import Pins, distance


@pytest.fixture(scope="module")
def pins(gazetteer: Gazetteer) -> Pins:
    return Pins.load(gazetteer.table)


@pytest.mark.parametrize(
    ("at", "regency"),
    [
        ((-8.65, 116.53), "Kabupaten Lombok Timur"),
        ((-6.175, 106.827), "Kota Administrasi Jakarta Pusat"),
        ((-6.25, 106.80), "Kota Administrasi Jakarta Selatan"),
        ((-7.79, 110.37), "Kota Yogyakarta"),
        ((-6.48, 106.85), "Kabupaten Bogor"),
        ((-2.53, 140.70), "Kota Jayapura"),
        ((1.10, 104.03), "Kota Batam"),
        ((5.55, 95.32), "Kota Banda Aceh"),
        ((-0.47, 100.40), "Kota Padang Panjang"),
    ],
)
def test_the_nearest_town_names_the_regency(pins: Pins, at: tuple[float, float], regency: str) -> None:
    """A pin in a known town gives its regency and province, from Aceh to Papua."""
    place = pins.nearest(*at)
    assert place is not None
    assert place.official == regency
    assert place.province is not None


@pytest.mark.parametrize(
    "at",
    [(1.30, 103.82), (3.15, 101.70), (1.55, 110.34), (-8.55, 125.57), (-2.69, 141.30), (51.5, 0.0), (-11.5, 100.0)],
)
def test_abroad_and_the_open_sea_are_no_regency(pins: Pins, at: tuple[float, float]) -> None:
    """Singapore, Kuala Lumpur, Kuching, Dili, Vanimo, London and the ocean, although some are near the border."""
    assert pins.nearest(*at) is None


@pytest.mark.parametrize("at", [(float("nan"), 106.0), (-6.0, float("inf")), (1e300, 1e300)])
def test_no_place_on_earth_is_no_regency(pins: Pins, at: tuple[float, float]) -> None:
    """Coordinates that do not exist give None and no exception."""
    assert pins.nearest(*at) is None


def test_every_regency_of_the_table_can_be_found(pins: Pins) -> None:
    """Each of the 514 regencies and cities has a point, and at a point itself its own regency is the answer."""
    points = {code: (y, x) for cell in pins.grid.values() for code, y, x in cell if code != "00"}
    assert len(points) == 514
    own = sum(place.regency is not None and place.regency.code == code for code, at in points.items()
              if (place := pins.nearest(*at)))  # fmt: skip
    assert own >= 512


def test_nearby_names_each_regency_once_nearest_first(pins: Pins) -> None:
    """Up to three regencies to choose from, all different, and the first is the nearest."""
    found = pins.nearby(-6.48, 106.85)
    assert len({place.official for place in found}) == 3
    assert found[0] == pins.nearest(-6.48, 106.85)


def test_a_degree_of_latitude_is_111_km() -> None:
    """Distances are kilometres along the earth's surface."""
    assert distance((0.0, 106.0), (1.0, 106.0)) == pytest.approx(111.2, abs=0.1)
