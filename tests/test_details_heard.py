"""What people type to a question of the office's own becomes a value that its system reads, or is asked about again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.asked import Attribute
from bot.dialogs.conversation import Conversation, conversation
from bot.dialogs.details_heard import moment_in, number_in
from bot.dialogs.engine import numbered
from bot.dialogs.session import Session
from bot.dialogs.wording import LANGUAGES, load_wordings
from bot.message import Tap
from bot.understanding.understand import Understanding
from tests.demanded import at, given
from tests.demanding import COLOUR, LAMPS, POLE, REMARKS, RISKS, SIDE, SINCE
from tests.drafts import CONTACT, facts
from tests.spoken import advance, said


@pytest.fixture(scope="module")
def talk(understanding: Understanding) -> Conversation:
    """The conversation of this release."""
    return conversation(load_wordings(), understanding, CONTACT)


@pytest.mark.parametrize(
    ("asked", "words", "values"),
    [
        (SIDE, "2", ("R",)),
        (SIDE, "nomor dua", ("R",)),
        (SIDE, "seberang kanan", ("R",)),
        (SIDE, "kanan", ("R",)),
        (SIDE, "Right side", ("R",)),
        (SIDE, "R", ("R",)),
        (SIDE, "kiri kanan", ()),
        (SIDE, "bukan kanan", ()),
        (SIDE, "7", ()),
        (RISKS, "1, 3", ("dark", "lean")),
        (RISKS, "1 dan 3", ("dark", "lean")),
        (RISKS, "3 1", ("lean", "dark")),
        (RISKS, "satu, tiga", ("dark", "lean")),
        (RISKS, "dark + cable", ("dark", "cable")),
        (RISKS, "A loose cable", ("cable",)),
        (RISKS, "2", ("cable",)),
        (RISKS, "1, 9", ()),
        (RISKS, "semua", ("dark", "cable", "lean", "none")),
        (COLOUR, "violet", ("vio",)),
        (COLOUR, "7", ("vio",)),
        (LAMPS, "kira-kira 12 lampu", ("12",)),
        (LAMPS, "banyak", ()),
        (LAMPS, "3 atau 4", ()),
        (POLE, "LTM 0042", ("LTM 0042",)),
        (POLE, "521100427900", ("521100427900",)),
        (POLE, "???", ()),
        (POLE, "👍", ()),
        (SINCE, "kemarin jam 8 pagi", ("2026-11-19T08:00:00+08:00",)),
        (SINCE, "entah kapan", ()),
        (REMARKS, "Pagar di belakang dikunci", ("Pagar di belakang dikunci",)),
    ],
)
def test_an_answer_is_heard_as_its_datatype(
    asked: Attribute, words: str, values: tuple[str, ...], talk: Conversation
) -> None:
    """Numbers, words, names and keys become the values the core reads; what fits nothing is asked about again."""
    turn = advance(talk, at(talk, 1, asked), said(words))
    assert given(turn.session) == ({asked.code: values} if values else {})
    if not values:
        assert turn.session.at == "lodge.detail1"
        assert turn.say
        assert asked.question("id") in turn.say.as_text()


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("12", "12"), ("2,5 meter", "2.5"), ("2.5", "2.5"), ("1.500", "1500"), ("1,500", "1500"),
        ("1.500,75", "1500.75"), ("-3", "-3"),
        ("dua", "2"), ("sekitar tiga", "3"), ("١٢", "12"), ("0042", "0042"), ("2-3", ""),
        ("", ""),
        ("banyak sekali", ""), ("lampu 12 " * 40, ""), ("0,5", "0.5"), ("0.500", "0.500"),
    ],
)  # fmt: skip
def test_a_number_is_found_however_it_is_written(words: str, number: str) -> None:
    """Indonesian and English points and commas, number words, other scripts; two numbers are none."""
    assert number_in(words) == number


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("20-11-2026 08.30", "2026-11-20T08:30"), ("2026-11-20 21:05", "2026-11-20T21:05"),
        ("20/11/2026", "2026-11-20T00:00"), ("jam 3 sore", "2026-11-19T15:00"), ("jam 7 malam", "2026-11-19T19:00"),
        ("jam 12 malam", "2026-11-19T00:00"), ("pukul 1 siang", "2026-11-19T13:00"), ("at 8 pm", "2026-11-19T20:00"),
        ("jam 2 malam", "2026-11-19T02:00"), ("jam 99", "2026-11-19T00:00"), ("31-12-2027", "2027-12-31T00:00"),
        ("31-02-2026", "2026-11-19T00:00"),
    ],
)  # fmt: skip
def test_a_day_and_its_hour_become_a_moment(words: str, moment: str) -> None:
    """Written days and everyday hours, in the time of the place; the day that the words name stands where none is."""
    assert moment_in(words, date(2026, 11, 19), "Asia/Jayapura") == f"{moment}:00+09:00"


def test_no_day_is_no_moment() -> None:
    """An hour without a day says nothing."""
    assert moment_in("jam 8", None, "Asia/Jakarta") == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", [SIDE, RISKS, COLOUR], ids=lambda each: each.code)
def test_a_choice_is_the_same_by_number_word_label_and_button(
    asked: Attribute, language: str, talk: Conversation
) -> None:
    """However a value is named, the draft has it, in every language."""
    before = at(talk, 1, asked, language=language)
    for nth, (key, _) in enumerate(asked.values, 1):
        name = asked.value(key, language)
        page = replace(before, page=(nth - 1) // 4)
        shown = _shown(talk, page, name)
        tap = replace(said(""), tap=Tap(page.at, page.revision, shown))
        for message in (said(str(nth)), said(f"no {nth}"), said(name), said(name.upper()), tap):
            assert given(advance(talk, page, message).session) == {asked.code: (key,)}, message.text


def _shown(talk: Conversation, session: Session, label: str) -> str:
    """The button of this label, on whatever page it is."""
    _, question = talk.moves.open(session)
    return next(each.key for each in numbered(talk.scene(session, said(""), facts()), question) if each.label == label)


def test_a_button_of_another_question_answers_nothing(talk: Conversation) -> None:
    """An old button that belongs to what another topic asked in the same place is refused."""
    key = _shown(talk, at(talk, 1, COLOUR), "red")
    before = at(talk, 1, SIDE)
    turn = advance(talk, before, replace(said(""), tap=Tap(before.at, before.revision, key)))
    assert given(turn.session) == {}
