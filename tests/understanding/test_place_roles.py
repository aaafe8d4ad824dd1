"""What a place is to the citizen, and the forms in which its name may stand, each shown on a sentence."""

from __future__ import annotations

import pytest

from bot.understanding.gazetteer import Gazetteer


def official(gazetteer: Gazetteer, text: str) -> str:
    guess = gazetteer.find(text)
    assert guess is not None, text
    return guess.place.official


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("saya orang Klaten, kejadiannya di Solo", "Kota Surakarta"),
        ("KTP Luwuk, Banggai tapi menetap di Jember, mau urus akta", "Kabupaten Jember"),
        ("Born in Cirebon, studying in Salatiga", "Kota Salatiga"),
        ("dulunya tinggal di Pati sekarang di Jepara, KK belum jadi", "Kabupaten Jepara"),
        ("domisili saya Cimahi Utara, pabriknya di Cimahi Selatan", "Cimahi Selatan, Kota Cimahi"),
    ],
)
def test_where_one_comes_from_yields_to_where_it_happened(gazetteer: Gazetteer, text: str, place: str) -> None:
    """Of two places the one of birth, papers or residence is not the place of the trouble."""
    assert official(gazetteer, text) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Kepanjen Jombang, guduk Kepanjen Malang", "Kepanjen, Jombang, Kabupaten Jombang"),
        ("Pekalongan Lampung Timur, dudu Jateng", "Pekalongan, Kabupaten Lampung Timur"),
        ("Ieu Cigugur nu di Pangandaran lain nu Kuningan", "Cigugur, Kabupaten Pangandaran"),
    ],
)
def test_a_denied_place_is_left_out(gazetteer: Gazetteer, text: str, place: str) -> None:
    """ "Not X" takes X and the regency behind it out of account."""
    assert official(gazetteer, text) == place


def test_a_place_that_alone_is_denied_is_still_a_guess(gazetteer: Gazetteer) -> None:
    """Where nothing else is named, the denied place is offered, never sure."""
    guess = gazetteer.find("bukan orang Medan asli aku tapi sampahnya tolong diangkut")
    assert guess is not None
    assert guess.place.official == "Kota Medan"
    assert not guess.sure


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Slemane macet tenan", "Kabupaten Sleman"),
        ("neng Boyolaline ana lubang", "Kabupaten Boyolali"),
        ("Klaten's hospital refused us", "Kabupaten Klaten"),
        ("dari Amboon kapal batal", "Kota Ambon"),
        ("di Grut angkot naek", "Kabupaten Garut"),
        ("Blra Cepu dalane rusak", "Cepu, Kabupaten Blora"),
        ("patrol, indramyu", "Patrol, Kabupaten Indramayu"),
        ("ratan Slawi bolong kabeh", "Slawi, Kabupaten Tegal"),
        ("neng Juwono rob mlebu omah", "Juwana, Kabupaten Pati"),
    ],
)
def test_inflected_and_shortened_names_are_known(gazetteer: Gazetteer, text: str, place: str) -> None:
    """Endings of Javanese, Sundanese and English, dropped vowels, doubled letters and Javanese vowels."""
    assert official(gazetteer, text) == place


@pytest.mark.parametrize("text", ["di Grut angkot naek", "ratan Slawi bolong kabeh", "di Dpok banjir"])
def test_a_shortened_name_is_never_sure(gazetteer: Gazetteer, text: str) -> None:
    """What only looks like a name is asked about."""
    guess = gazetteer.find(text)
    assert guess is not None
    assert not guess.sure


def test_both_ends_of_a_road_yield_to_the_place_on_it(gazetteer: Gazetteer) -> None:
    """A road is named after two towns; the kecamatan that is named beside it is the place."""
    assert official(gazetteer, "jalan Cianjur-Sukabumi di Gekbrong macet") == "Gekbrong, Kabupaten Cianjur"
