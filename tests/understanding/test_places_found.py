"""How often a place is recognised in sentences as citizens write them, and how often wrongly."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.understanding.gazetteer import Gazetteer
from bot.understanding.understood import PlaceGuess

NONE = "-"


@dataclass(frozen=True)
class Judged:
    text: str
    expected: tuple[str, ...]
    ambiguous: bool
    guess: PlaceGuess | None

    @property
    def official(self) -> str:
        return self.guess.place.official if self.guess else NONE

    @property
    def sure(self) -> bool:
        return self.guess is not None and self.guess.sure

    @property
    def regency_right(self) -> bool:
        return _regency(self.official) in map(_regency, self.expected) and not (self.ambiguous and self.sure)

    @property
    def wrong_and_sure(self) -> bool:
        return self.sure and not self.regency_right


def _regency(official: str) -> str:
    return official.rpartition(", ")[2]


@pytest.fixture(scope="module")
def judged(gazetteer: Gazetteer, place_sentences: list[tuple[str, str]]) -> list[Judged]:
    return [_judge(gazetteer, text, expected) for text, expected in place_sentences]


def _judge(gazetteer: Gazetteer, text: str, expected: str) -> Judged:
    find = gazetteer.find_answer if text.startswith("A:") else gazetteer.find
    names = tuple(expected.removeprefix("? ").split(" | "))
    return Judged(text, names, expected.startswith("? "), find(text.removeprefix("A:")))


def test_the_table_of_sentences_is_large_and_has_enough_traps(judged: list[Judged]) -> None:
    """At least 120 sentences, 30 without any place, and 10 ambiguous ones are judged."""
    assert len(judged) >= 120
    assert sum(one.expected == (NONE,) for one in judged) >= 30
    assert sum(one.ambiguous for one in judged) >= 10


def test_the_regency_is_right_in_97_of_100(judged: list[Judged]) -> None:
    """The regency (or that there is none, or that it is ambiguous) is right in at least 97 % of the sentences."""
    wrong = [f"{one.text} -> {one.official}" for one in judged if not one.regency_right]
    assert len(wrong) <= 0.03 * len(judged), "\n".join(wrong)


def test_the_whole_place_is_right_in_95_of_100(judged: list[Judged]) -> None:
    """The place down to the kecamatan or desa named is right in at least 95 % of the sentences."""
    wrong = [f"{one.text} -> {one.official}" for one in judged if one.official not in one.expected]
    assert len(wrong) <= 0.05 * len(judged), "\n".join(wrong)


def test_hardly_ever_wrong_and_sure(judged: list[Judged]) -> None:
    """At most 1 % of the sentences get a wrong place without a question."""
    wrong = [f"{one.text} -> {one.official}" for one in judged if one.wrong_and_sure]
    assert len(wrong) <= 0.01 * len(judged), "\n".join(wrong)


def test_ordinary_words_are_no_places(judged: list[Judged]) -> None:
    """At most one in fifty sentences without a place is given one, although villages are named Malam, Baru or Pasar."""
    empty = [one for one in judged if one.expected == (NONE,)]
    found = [f"{one.text} -> {one.official}" for one in empty if one.guess]
    assert len(found) <= 0.02 * len(empty), "\n".join(found)


def test_a_place_that_is_sure_has_something_inside_the_regency(judged: list[Judged]) -> None:
    """Being sure always includes a kecamatan, a desa, or words beyond the regency's name."""
    for one in judged:
        if one.guess and one.sure:
            assert one.guess.place.district or len(one.guess.place.words.split()) > 1, one.text


def test_never_more_than_two_other_readings(judged: list[Judged]) -> None:
    """With its alternatives a guess makes at most three choices, all different."""
    for one in judged:
        if one.guess:
            readings = [one.guess.place.official, *(other.official for other in one.guess.alternatives)]
            assert len(readings) <= 3
            assert len(set(readings)) == len(readings), one.text
