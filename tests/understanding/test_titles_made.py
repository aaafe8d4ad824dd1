"""A title out of the citizen's own words, without the greeting before them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.title import title


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("assalamualaikum min mau lapor nih lampu jalan mati di gang mawar", "lampu jalan mati di gang mawar"),
        ("Assalamu'alaikum wr wb, selamat pagi pak. jalan desa rusak", "jalan desa rusak"),
        (
            "Yth Bapak Bupati, perkenalkan saya warga desa Sukamaju, kec Selong, jembatan kami putus total",
            "jembatan kami putus total",
        ),
        ("mohon izin lapor pak, selokan depan pasar mampet", "selokan depan pasar mampet"),
        ("Pak jln di depan pasar bolong, kemarin ada yang jatuh", "jln di depan pasar bolong"),
        ("Good morning admin, I want to report a broken bridge in my village", "a broken bridge in my village"),
        ("Dear public works department, the bridge lost several planks", "the bridge lost several planks"),
        ("Kulo nuwun pak, kula badhe lapor dalanipun risak sanget", "dalanipun risak sanget"),
        ("Punten pa abdi bade ngalaporkeun jalan ruksak pisan", "jalan ruksak pisan"),
        ("Ka Dinas Pendidikan. Sakola SD di lembur abdi rubuh", "Sakola SD di lembur abdi rubuh"),
        ("Bapak saya ditolak di puskesmas", "Bapak saya ditolak di puskesmas"),
        ("Mohon dirahasiakan. Di kantor saya ada pungli tiap bulan", "Di kantor saya ada pungli tiap bulan"),
        ("anak sy tuli, minta alat bantu dengar", "anak sy tuli, minta alat bantu dengar"),
        ("halo", "halo"),
        ("min mau lapor nih", "min mau lapor nih"),
        ("jembatan roboh...", "jembatan roboh"),
    ],
)
def test_a_title_begins_with_the_matter(text: str, expected: str) -> None:
    """Greetings, titles and introductions are left out in four languages; a father stays a father."""
    assert title(text) == expected


def test_a_cut_title_does_not_dangle() -> None:
    """A long clause is not cut behind a word that asks for another."""
    long = "saluran air di depan balai desa kami sudah lama tersumbat dan meluap ke jalan raya"
    assert title(long) == "saluran air di depan balai desa kami sudah lama tersumbat"


@given(st.text(max_size=200))
def test_words_give_a_title(text: str) -> None:
    """Whatever has letters has a title, of at most 60 characters and without white space at its ends."""
    made = title(text)
    assert len(made) <= 60
    assert made == made.strip()
    assert made or not any(char.isalpha() for char in text)
