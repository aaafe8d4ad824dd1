"""The table of places is whole, and every everyday name points to an area that exists."""

from __future__ import annotations

import lzma
import runpy
from collections import Counter
from pathlib import Path

import pytest

from bot.understanding.gazetteer import Gazetteer
from bot.understanding.words import DATA

TOOL = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "make_places.py"))


def test_the_table_has_every_area() -> None:
    """38 provinces, 514 regencies and cities, and the kecamatan and desa of the decree are there, once each."""
    lines = lzma.decompress((DATA / "places.csv.xz").read_bytes()).decode().splitlines()
    codes = [line.partition(",")[0] for line in lines]
    assert Counter(map(len, codes)) == {2: 38, 5: 514, 8: 7_277, 13: 83_763}
    assert len(set(codes)) == len(codes)


def test_every_area_lies_in_one_that_exists(gazetteer: Gazetteer) -> None:
    """The code of every regency, kecamatan and desa begins with that of a known larger area."""
    table = gazetteer.table
    villages = (code for codes in table.villages.values() for code in codes.split())
    assert all(code[:8] in table.names for code in villages)
    assert all(code[:5] in table.names and code[:2] in table.names for code in table.names if len(code) == 8)


def test_a_village_is_read_with_all_that_contains_it(gazetteer: Gazetteer) -> None:
    """A desa's code gives its name and those of its kecamatan, regency and province."""
    place = gazetteer.table.place("52.03.07.1002", "di sana")
    assert place.official == "Selong, Selong, Kabupaten Lombok Timur"
    assert place.words == "di sana"


@pytest.mark.parametrize("code", ["99", "52.99", "52.03.07.9999", "52.03.07.100", ""])
def test_an_unknown_code_is_an_error(gazetteer: Gazetteer, code: str) -> None:
    """A code that does not exist raises KeyError and never gives a neighbour's name."""
    with pytest.raises(KeyError):
        gazetteer.table.area(code)


def test_everyday_names_mean_areas_that_exist(gazetteer: Gazetteer) -> None:
    """Every alias leads to known codes and is written in the compact form in which it is looked up."""
    for name, codes in gazetteer.lexicon.aliases.items():
        assert name.isalnum()
        assert name == name.lower()
        assert all(gazetteer.table.area(code) for code in codes), name


@pytest.mark.parametrize(
    ("alias", "official"),
    [
        ("jaksel", "Kota Administrasi Jakarta Selatan"),
        ("lobar", "Kabupaten Lombok Barat"),
        ("sby", "Kota Surabaya"),
        ("tangsel", "Kota Tangerang Selatan"),
        ("kukar", "Kabupaten Kutai Kartanegara"),
        ("ntt", "Nusa Tenggara Timur"),
        ("sumsel", "Sumatera Selatan"),
        ("diy", "DI Yogyakarta"),
    ],
)
def test_everyday_names_are_understood(gazetteer: Gazetteer, alias: str, official: str) -> None:
    """The short names that people really use lead to the official area."""
    guess = gazetteer.find_answer(alias)
    assert guess is not None
    assert guess.place.official == official


@pytest.mark.parametrize(
    ("code", "official", "readable"),
    [
        ("52.03", "KABUPATEN LOMBOK TIMUR", "Kabupaten Lombok Timur"),
        ("31.75", "KOTA ADM. JAKARTA TIMUR", "Kota Administrasi Jakarta Timur"),
        ("31", "DKI JAKARTA", "DKI Jakarta"),
        ("34", "DAERAH ISTIMEWA YOGYAKARTA", "DI Yogyakarta"),
        ("12.23.01", "Na IX - X", "Na IX - X"),
        ("76.99", "KABUPATEN TOLI-TOLI II", "Kabupaten Toli-Toli II"),
    ],
)
def test_official_names_become_readable(code: str, official: str, readable: str) -> None:
    """Names in capitals are written as in a sentence; Roman numerals and mixed names stay."""
    assert TOOL["readable"](code, official) == readable


def test_the_tool_makes_the_tables_form_from_csv(tmp_path: Path) -> None:
    """From the package's four CSV files comes one compressed file with a line an area."""
    rows = {
        "provinces": "code,name\n52,NUSA TENGGARA BARAT",
        "regencies": "code,province_code,name\n52.03,52,KABUPATEN LOMBOK TIMUR",
    }
    rows |= {
        "districts": "code,regency_code,name\n52.03.07,52.03,Selong",
        "villages": "code,district_code,name\n52.03.07.1002,52.03.07,Selong",
    }
    for name, text in rows.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    TOOL["main"](str(tmp_path), str(tmp_path / "out.xz"))
    made = lzma.decompress((tmp_path / "out.xz").read_bytes()).decode()
    assert made == "52,Nusa Tenggara Barat\n52.03,Kabupaten Lombok Timur\n52.03.07,Selong\n52.03.07.1002,Selong\n"
