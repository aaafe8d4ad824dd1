"""Four languages told apart, and no Indonesian ever taken for a Javanese, a Sundanese or an Englishman."""

from __future__ import annotations

import tomllib
from collections import Counter
from itertools import combinations

import pytest
from sentence_tables import rows

from bot.understanding.language import LanguageDetector
from bot.understanding.understand import Understanding
from bot.understanding.words import DATA

LEAST = {"id": 0.97, "en": 0.99, "jv": 0.9, "su": 0.9}  # these are short: seven words in the median


@pytest.fixture(scope="module")
def languages(understanding: Understanding) -> LanguageDetector:
    return understanding.languages


def test_most_sentences_are_known(languages: LanguageDetector) -> None:
    """Of short sentences in each language nearly all are known for what they are."""
    heard = Counter((said, languages.detect(text)) for text, said in rows("language_sentences.txt"))
    for said, least in LEAST.items():
        share = heard[said, said] / sum(count for (one, _), count in heard.items() if one == said)
        assert share >= least, (said, share, heard)


def test_no_indonesian_is_answered_in_another_language(languages: LanguageDetector) -> None:
    """Not one Indonesian sentence is taken for another language, however many foreign words it has."""
    wrong = [
        text
        for text, said in rows("language_sentences.txt")
        if said == "id" and languages.detect(text) not in {"id", None}
    ]
    assert wrong == []


def test_no_language_is_taken_for_a_third(languages: LanguageDetector) -> None:
    """What is not known for what it is counts as Indonesian or stays open."""
    heard = {(said, languages.detect(text)) for text, said in rows("language_sentences.txt")}
    assert heard <= {(said, told) for said in LEAST for told in (said, "id", None)}


@pytest.mark.parametrize("text", ["ora iso pak", "teu acan cair", "no water here", "matur nuwun", "hatur nuhun pak"])
def test_fewer_than_four_words_decide_nothing(languages: LanguageDetector, text: str) -> None:
    """Three words are left open in every language."""
    assert languages.detect(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Bu Eta dan Bu Tina dari Wetan Kali minta jembatan diperbaiki",
        "warga dusun Ngarep Omah di Kulon Kali butuh air bersih",
        "JALAN DI DEPAN RUMAH SAYA RUSAK PARAH PAK",
        "suwun min, lampu di jalan Kidul sudah nyala",
        "hatur nuhun bapak, jalannya sudah diperbaiki",
    ],
)
def test_names_and_thanks_do_not_change_the_language(languages: LanguageDetector, text: str) -> None:
    """Names of people and villages, and a word of thanks, leave an Indonesian sentence Indonesian."""
    assert languages.detect(text) == "id"


def test_a_clear_word_belongs_to_one_language() -> None:
    """No clear word of a language stands in the table of another."""
    table = tomllib.loads((DATA / "function_words.toml").read_text(encoding="utf-8"))
    for one, other in combinations(table, 2):
        assert not set(table[one]["clear"]) & set(table[other]["clear"]), (one, other)
    for regional in ("jv", "su"):
        assert not set(table["id"]["clear"]) & {*table[regional]["clear"], *table[regional]["also"]}
