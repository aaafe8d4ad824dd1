"""Every regency however people write it: with an error in one word, glued to its kind, short, before its kota."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.understanding.gazetteer import Gazetteer
from bot.understanding.places_table import REGENCY, bare


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    """The whole table."""
    return Gazetteer.load()


def _found(places: Gazetteer, text: str) -> str:
    guess = places.find(text)
    return guess.place.regency.code if guess and guess.place.regency else ""


def _regencies(places: Gazetteer) -> Iterator[tuple[str, str, str]]:
    for code, name in places.table.names.items():
        if len(code) == REGENCY:
            yield code, "kota" if name.startswith("Kota") else "kab", bare(name)


@pytest.mark.parametrize(
    ("form", "least"),
    [
        ("lampu mati di {kind} {name} tolong", 1.0),
        ("lampu mati di {name} {kind} tolong dicek", 1.0),
        ("lampu mati, {name} ({kind})", 1.0),
        ("lampu mati di {kind}{glued}", 0.97),
        ("LAMPU MATI DI {kind}. {name}", 1.0),
    ],
)
def test_every_regency_is_found_beside_its_kind(places: Gazetteer, form: str, least: float) -> None:
    """ "kab X", "X kab", "X (kab)", "kabx": the regency of that kind, although a city may have its name."""
    every = list(_regencies(places))
    wrong = [
        (code, said)
        for code, kind, name in every
        if code != (said := _found(places, form.format(kind=kind, name=name, glued=name.lower().replace(" ", ""))))
    ]
    assert len(wrong) <= len(every) * (1 - least), wrong


def test_most_names_of_several_words_bear_a_doubled_letter(places: Gazetteer) -> None:
    """ "lombbok tengah": nine of ten in spite of an error in the first word."""
    several = [row for row in _regencies(places) if " " in row[2]]
    wrong = [
        (name, said)
        for code, _, name in several
        if code != (said := _found(places, f"sampah numpuk di {name[:3]}{name[2]}{name[3:]} pak".lower()))
    ]
    assert len(wrong) <= len(several) * 0.1, wrong


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sampah halmahera sekatan numpuk", "82.04"),
        ("jembatan roboh di seram bagian baarat", "81.06"),
        ("pemkab tulungagng tolong aspal", "35.04"),
        ("disini trenggalk lampu mati", "35.03"),
        ("bupati banyumass tolong", "33.02"),
        ("banjir jpr selatan abepura", "91.71"),
        ("sampah denpasar sel", "51.71"),
        ("lampu jalan Lumajang mati", "35.08"),
        ("lampu mati di Yogyakarta", "34.71"),
        ("#NgawiBanjir air masuk rumah", "35.21"),
        ("S. Tangerang bus stop broken", "36.74"),
        ("smd ulu banjir lagi", "64.72"),
        ("sampah Palu Timur", "72.71"),
    ],
)
def test_a_place_is_found_as_people_write_it(places: Gazetteer, text: str, code: str) -> None:
    """An error, a hashtag, a compass letter, a city said short: it is still that regency."""
    assert _found(places, text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("banjir mdn johor lagi", "12.71.11"),
        ("krucil banjir lagi", "35.13.08"),
        ("kantor camat Trawas tutup", "35.16.04"),
        ("sampah numpuk mihing raya gunung mas", "62.10"),
        ("ada ular di tebing tingggi barat, kepulauan meranti", "14.10"),
        ("banjir medan tembngg medan", "12.71"),
    ],
)
def test_a_kecamatan_is_found_as_people_write_it(places: Gazetteer, text: str, code: str) -> None:
    """Alone, behind its camat, or with an error beside its regency."""
    guess = places.find(text)
    district = guess.place.district.code if guess and guess.place.district else ""
    regency = guess.place.regency.code if guess and guess.place.regency else ""
    assert (district if len(code) > REGENCY else regency) == code


@pytest.mark.parametrize(
    "text",
    ["banjir udah sepinggang", "timbangane ngapusi kabeh", "pangkalane alesan terus", "motor parkir di jalan cagak"],
)
def test_words_that_are_nearly_names_stay_words(places: Gazetteer, text: str) -> None:
    """Javanese endings and how deep the water is are no places."""
    assert places.find(text) is None


@pytest.mark.parametrize(
    "text", ["penerbangan perintis dari Wamena batal", "abdi urang kasemen, ngadamel sim di Cilegon"]
)
def test_where_people_are_from_and_stray_words_are_asked_about(places: Gazetteer, text: str) -> None:
    """Neither a word that a desa is named like nor the citizen's home is taken without a question."""
    guess = places.find(text)
    assert guess
    assert not guess.sure


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("motor saya hilang dibantul", "Bantul"),
        ("jalan rusak disleman", "Sleman"),
        ("kebandung macet parah", "Bandung"),
    ],
)
def test_a_preposition_written_onto_a_regency_leaves_its_name(text: str, name: str, gazetteer: Gazetteer) -> None:
    """People on phones forget the space; a verb with the same beginning stays a verb."""
    found = gazetteer.find(text)
    assert found
    assert found.place.regency
    assert found.place.regency.name.endswith(name)
    assert gazetteer.find("anak saya dipalu orang tak dikenal") is None
