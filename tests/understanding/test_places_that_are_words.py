"""Regencies named like words of speech, lakes, roads or attics: read where the sentence shows which is meant."""

from __future__ import annotations

import pytest

from bot.understanding.gazetteer import Gazetteer
from bot.understanding.places_table import REGENCY, bare


@pytest.mark.parametrize(
    "form",
    [
        "No doctor at the {} public hospital today",
        "garbage everywhere in {} these days",
        "sampah dimana mana di {} tidak diangkut",
        "neng {} dalan rusak kabeh",
        "di {} loba runtah teu diangkut",
    ],
)
def test_every_regency_is_found_by_its_name(gazetteer: Gazetteer, form: str) -> None:
    """Where "di", "neng", "in" or a capital in English announces it; only Puncak yields to the mountain pass."""
    names: dict[str, set[str]] = {}
    for code, name in gazetteer.table.names.items():
        if len(code) == REGENCY:
            names.setdefault(bare(name), set()).add(code)
    missed = [name for name, codes in names.items() if _regency(gazetteer, form.format(name)) not in codes]
    assert set(missed) <= {"Puncak"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("police asked for money at Lake Toba, Samosir", "12.17"),
        ("sungai bengawan solo di bojonegoro tercemar", "35.22"),
        ("kampung kami di Sintang terendam, ada lansia di loteng", "61.05"),
        ("aplikasi layanan Pemkot Bandung error terus", "32.73"),
        ("pemkab bandung lambat mengurus izin", "32.04"),
        ("the mayor of Malang never answers", "35.73"),
        ("pak di kota pati banyak begal", "33.18"),
        ("jalan bekasi utara rusak parah pak", "32.75"),
        ("motor dirampas di jalan lintas Menggala", "18.05"),
        ("pulau tidung dermaga rusak", "31.01"),
    ],
)
def test_the_sentence_tells_which_is_meant(gazetteer: Gazetteer, text: str, place: str) -> None:
    """A lake is no regency, "pemkot" governs a city, and a name is not the desa that it resembles."""
    assert _regency(gazetteer, text) == place


@pytest.mark.parametrize("text", ["kota banyak begal", "jl. raya melati rusak", "orang pada buru buru lari"])
def test_words_stay_words(gazetteer: Gazetteer, text: str) -> None:
    """Nothing announces a place."""
    assert gazetteer.find(text) is None


def _regency(gazetteer: Gazetteer, text: str) -> str:
    guess = gazetteer.find(text)
    return guess.place.regency.code if guess and guess.place.regency else ""
