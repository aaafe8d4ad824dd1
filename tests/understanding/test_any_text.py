"""Whatever a citizen or a stranger sends is answered, and the same text always gets the same answer."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.dialogs.commands import command, nearly
from bot.dialogs.grammar import heard, mended, mentions
from bot.dialogs.hearing import choice, mentioned
from bot.dialogs.sayings import asks, confirms, instead, wants_secrecy
from bot.message import Choice
from bot.pin import Pin
from bot.understanding.dates import date_in
from bot.understanding.title import LONGEST, title
from bot.understanding.understand import Understanding
from bot.understanding.understood import Facts

TODAY = date(2026, 11, 22)
MOST = 100_000  # characters
WORDS = (
    "jalan", "di", "Selong", "Lombok Timur", "Sukamaju", "kec.", "Jl.", "desa", "pasar", "mbandung", "lombk", "kemarin",
    "3 hari lalu", "tgl", "12 bulan", "12/3", "sejak lebaran", "Senin", "kebakaran", "sekarang", "dipukul", "pak",
    "min", "saya warga,", "perkenalkan,", "assalamualaikum", "kirim", "rahasia", "bukan", "tapi", "nomor",
    "2611004270", "1",
    "1" * 5000, "ﾞ", "\u0661", "\u202e", "\ud800", "\u0301", "\ufdfa", "²", "፩", "½", "ẞ", "İ", "'", "’", "\x00", "\n",
    ".", ",", "?", "-", "/start", "h+3", "سلام", "제주", "😀",
)  # fmt: skip
POINTS = st.floats(allow_nan=True, allow_infinity=True)
thorough = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def _long(parts: list[str], gap: str, times: int) -> str:
    return (gap.join(parts) + gap)[:MOST] * min(times, 1 + MOST // (1 + sum(map(len, parts))))


ANY = st.one_of(
    st.text(st.characters(codec=None), max_size=300),
    st.lists(st.sampled_from(WORDS) | st.text(st.characters(codec=None), max_size=5), max_size=40).map(" ".join),
    st.builds(
        _long, st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), st.sampled_from(("", " ", ", ", ".\n")),
        st.sampled_from((1, 100, 5_000, MOST)),
    ),
)  # fmt: skip
CLAUSE = "perkenalkan, desa " + "a" * 3_000 + " b c d e f"  # took minutes while three words could be split anywhere


@given(ANY)
@example("")
@example("ﾞ" * MOST)
@example(CLAUSE)
@example("\ufdfa" * MOST)
@example("tgl 12 bulan " + "1" * MOST)
@thorough
def test_any_text_is_understood_and_always_alike(understanding: Understanding, text: str) -> None:
    """Any text up to 100,000 characters gives an answer without an error, the same one each time."""
    text = text[:MOST]
    found = understanding.understand(text, Facts(TODAY))
    assert found == understanding.understand(text, Facts(TODAY))
    assert len(found.title) <= LONGEST
    assert found.date is None or found.date <= TODAY


@given(ANY)
@example("ﾞ")
@example("tgl 12 bulan " + "1" * MOST)
@example(CLAUSE)
@example("min " * 25_000)
@thorough
def test_each_part_reads_any_text_by_itself(understanding: Understanding, text: str) -> None:
    """Language, day, alarms, title and places take any text as it comes, not only one that was shortened before."""
    alarms, gazetteer, catalogue = understanding.alarms, understanding.gazetteer, understanding.catalogue
    readers: tuple[Any, ...] = (
        understanding.languages.detect, lambda said: date_in(said, TODAY), title, alarms.urgent.heard,
        alarms.sensitive.heard, alarms.corruption.heard, gazetteer.find, gazetteer.find_answer, catalogue.rank,
        catalogue.named, catalogue.explain,
    )  # fmt: skip
    for read in readers:
        assert read(text[:MOST]) == read(text[:MOST])


@given(st.dates())
@thorough
def test_any_day_may_be_today(today: date) -> None:
    """No day is counted back beyond the first day of the calendar, nor reached in the future."""
    for text in (
        "10 tahun lalu",
        "sudah 3 minggu",
        "29 Februari",
        "h+3 lebaran",
        "tahun baru kemarin",
        "tgl 31",
        "2/3",
    ):
        found = date_in(f"sejak {text}", today)
        assert found is None or found <= today


@given(ANY)
@example("kirim" + "." * MOST)
@example("/start@" + "ẞ" * 400 + " lapor_x")
@example("1" * MOST)
@thorough
def test_any_text_is_heard_as_an_answer(text: str) -> None:
    """No text breaks the reading of commands, choices, numbers and short answers, which gives the same each time."""
    text = text[:MOST]
    offered = [Choice("send", 1, "Kirim"), Choice("change", 2, "Ubah")]
    readers: tuple[Any, ...] = (
        heard, command, nearly, mended, mentioned, confirms, asks, instead, wants_secrecy,
        lambda said: mentions(said, "secret"), lambda said: choice(said, offered, exact=True),
    )  # fmt: skip
    for read in readers:
        assert read(text) == read(text)


@given(POINTS, POINTS)
@example(-8.65, 116.53)
@example(90.0, 180.0)
@example(sys.float_info.max, float("nan"))
@thorough
def test_any_pin_is_looked_up(understanding: Understanding, latitude: float, longitude: float) -> None:
    """Any two numbers are a place, a question or nothing; never an error."""
    pin = Pin(latitude, longitude)
    assert understanding.around(pin) == understanding.around(pin)


@pytest.mark.parametrize("gap", [" " * 400, "." * 400, "\n" * 5_000])
def test_what_stands_far_behind_a_word_is_not_overlooked(gap: str) -> None:
    """A word that sends, with its "not yet" four hundred characters later, sends nothing."""
    text = f"kirim{gap}jangan dulu"
    assert confirms("kirim")
    assert not confirms(text)
    assert choice("Kirim", [Choice("send", 1, "Kirim")], exact=True) == "send"
    assert choice(text, [Choice("send", 1, "Kirim")], exact=True) is None
    assert command(f"batal{gap}jangan hapus dulu, jalan di depan pasar masih rusak") is None


def test_a_plea_for_secrecy_is_heard_at_the_end_of_a_long_story() -> None:
    """People ask for it last, after more than four hundred characters."""
    story = "jalan di depan rumah saya rusak sejak lama " * 20
    assert not wants_secrecy(story)
    assert wants_secrecy(f"{story} mohon identitas saya dirahasiakan")
