"""Regencies whose names are words, and short forms, wherever citizens write them; and words that stay words."""

from __future__ import annotations

import pytest

from bot.understanding.gazetteer import Gazetteer


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    """The whole table."""
    return Gazetteer.load()


@pytest.mark.parametrize(
    ("text", "regency"),
    [
        ("Lampu jalan mati (Palu)", "72.71"),
        ("Tolong diperbaiki, terima kasih. Siti, Batu", "35.79"),
        ("Batang: lampu jalan mati", "33.25"),
        ("pak bupati karo, jalan kami rusak", "12.06"),
        ("lampu mati di lampura", "18.03"),
        ("sampah menumpuk di bolmong timur", "71.10"),
        ("jalan rusak kab. Puncak", "94.05"),
        ("Pamekasn. Lampu jalan mati", "35.28"),
        ("lampu mati Bajawa", "53.09"),
    ],
)
def test_a_regency_is_found_where_it_is_signed_or_shortened(places: Gazetteer, text: str, regency: str) -> None:
    """A bracket, a signature, an official or a short form names the regency."""
    found = places.find(text)
    assert found
    assert found.place.regency
    assert found.place.regency.code == regency


@pytest.mark.parametrize("text", ["kena batu, pasir dan palu", "nasi rice cooker ga mateng", "polisi buru maling"])
def test_words_that_are_names_as_well_stay_words(places: Gazetteer, text: str) -> None:
    """Nobody is sent to Batu because of a stone."""
    assert places.find(text) is None
