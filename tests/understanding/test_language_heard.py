"""Which language a message is taken for, and that nobody is answered in English by mistake."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.understanding.language import LanguageDetector
from bot.understanding.understand import Understanding

INDONESIAN = [
    "jalan berlubang depan pasar, bahaya malam hari",
    "sy mau lapor lampu jalan mati",
    "tolong min internet down terus, wifi error dan no signal",
    "mohon di follow up laporan saya yang kemarin ya min, thanks",
    "aplikasi error terus tidak bisa login dan upload foto",
    "customer service PDAM tidak responsif padahal sudah complain",
    "jln rusak parah tdk ada perbaikan dr pemda",
    "sampah tdk diangkut sdh seminggu pak",
    "bus stop di depan mall gelap sekali tolong street light nya diperbaiki",
    "kenapa bpjs saya nonaktif padahal bayar terus",
    "parkir liar di depan mall bikin macet setiap weekend",
    "selamat pagi pak saya mau tanya soal ktp",
]
ENGLISH = [
    "The street light in front of my house has been broken since last week",
    "There is a big pothole near the market and it is dangerous at night",
    "Please fix the road in Selong, East Lombok",
    "Garbage has not been collected for two weeks in our street",
    "I want to report a broken bridge in my village",
    "no water at my house since yesterday",
    "The officer at the kelurahan asked us for money",
]
UNSURE = [
    "",
    "ya",
    "lapor",
    "1",
    "ok thanks",
    "help me please",
    "Jl. Melati 5",
    "🙏🙏🙏🙏🙏",
    "1 2 3 4 5 6",
    "привет как дела друзья мои",
    "道路 坏了 请 修理",
    "asdf qwer zxcv poiu",
]


@pytest.fixture(scope="module")
def languages(understanding: Understanding) -> LanguageDetector:
    return understanding.languages


@pytest.mark.parametrize("text", INDONESIAN)
def test_indonesian_with_loanwords_is_indonesian(languages: LanguageDetector, text: str) -> None:
    """English words in an Indonesian message do not make it English."""
    assert languages.detect(text) == "id"


@pytest.mark.parametrize("text", ENGLISH)
def test_english_sentences_are_english(languages: LanguageDetector, text: str) -> None:
    """A whole English sentence is English, also with Indonesian names in it."""
    assert languages.detect(text) == "en"


@pytest.mark.parametrize("text", UNSURE)
def test_short_or_foreign_texts_are_left_open(languages: LanguageDetector, text: str) -> None:
    """Fewer than four words, or words of neither language, decide nothing."""
    assert languages.detect(text) is None


def test_threads_share_a_detector(languages: LanguageDetector) -> None:
    """Sixteen threads at once get the answers that one gets alone."""
    texts = (INDONESIAN + ENGLISH + UNSURE) * 8
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(languages.detect, texts)) == list(map(languages.detect, texts))
