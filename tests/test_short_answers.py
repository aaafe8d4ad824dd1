"""Short answers as people type them are understood, and none is taken for a yes that it is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialogs.conversation import Conversation, conversation
from bot.dialogs.grammar import heard, mended
from bot.dialogs.session import File
from bot.dialogs.vocabulary import vocabulary
from bot.dialogs.wording import load_wordings
from bot.message import Said
from bot.understanding.understand import Understanding
from tests.drafts import CONTACT, facts
from tests.short_answers import CORPORA, PHONE, Line, before, does_harm, every_line, understood
from tests.short_answers import heard as heard_at

UNDERSTOOD = 0.98
LEAST = 300  # lines: fewer show nothing

each_corpus = pytest.mark.parametrize("corpus", CORPORA, ids=[path.stem for path in CORPORA])


@pytest.fixture(scope="module")
def talk(understanding: Understanding) -> Conversation:
    """The conversation of this release."""
    return conversation(load_wordings(), understanding, CONTACT)


@each_corpus
def test_short_answers_are_understood(corpus: Path, talk: Conversation) -> None:
    """Of a hundred short messages in four languages, at eight questions, ninety-eight do what their author meant."""
    lines = every_line(corpus)
    assert len(lines) >= LEAST
    missed = [line for line in lines if not understood(line, talk)]
    assert len(missed) <= len(lines) * (1 - UNDERSTOOD), missed


@each_corpus
def test_nothing_is_sent_or_deleted_by_words_that_do_not_say_so(corpus: Path, talk: Conversation) -> None:
    """No doubtful message sends a report at the recap or deletes one when asked whether to."""
    lines = [line for line in every_line(corpus) if line.dangerous]
    assert lines
    assert [line for line in lines if does_harm(line, talk)] == []


@each_corpus
def test_nothing_is_sent_while_the_topic_is_open(corpus: Path, talk: Conversation) -> None:
    """Where each likely topic's number sends, only a number does."""
    lines = [line for line in every_line(corpus) if line.at == "recap" and line.dangerous]
    assert [line for line in lines if not _bare_number(line.text) and _sent_undecided(line, talk)] == []


def _bare_number(text: str) -> bool:
    said = heard(text)
    return said.number is not None and len(said.words) <= 2


def _sent_undecided(line: Line, talk: Conversation) -> bool:
    session = before(line, talk)
    session = replace(session, draft=replace(session.draft, category=""))
    turn = talk.advance(session, Said(PHONE, "1", line.text), facts())
    return any(isinstance(each, File) for each in turn.do)


@each_corpus
def test_an_indonesian_is_answered_in_indonesian(corpus: Path, talk: Conversation) -> None:
    """No small word of one language changes the language; only asking for another does."""
    lines = [line for line in every_line(corpus) if line.language == "id" and line.means not in ("language", "3")]
    assert lines
    turns = [(line, *heard_at(line, talk)) for line in lines]
    assert [line for line, session, turn in turns if turn.session.language != session.language] == []


def test_no_mistake_is_mended_into_a_word_that_sends_or_deletes() -> None:
    """ "kirain", "hapal" and "kiri" stay what they are, and so does whatever stands beside a plain word."""
    for word in ("kirain", "kiri", "karim", "senin", "hapal", "haus", "satuan", "kirimm pals"):
        assert not heard(mended(word)).has("send", "delete", "digits") or mended(word) == word


@pytest.mark.parametrize("word", sorted(vocabulary().unmended - set(vocabulary().numbers)))
@pytest.mark.parametrize("around", ["{} ga ya", "jangan {}", "ojo {}", "ulah {}", "kalau {}", "{} besok", "sudah {}"])
def test_a_word_for_sending_or_deleting_does_nothing_beside_a_doubt(around: str, word: str, talk: Conversation) -> None:
    """A question, a no, a condition, a later day or the past make an order none."""
    text = around.format(word.replace("_", " "))
    lines = [Line(text, "id", at, "not_yes", True) for at in ("recap", "discard")]
    assert [line for line in lines if does_harm(line, talk)] == []


@pytest.mark.parametrize(
    "text", ["satu-satu", "1 min", "1?", "1 lagi", "1 atau 2", "hapus 1", "kirim 1", "saya kirim laporan"]
)
def test_a_number_or_an_order_counts_only_where_it_stands_as_one(text: str, talk: Conversation) -> None:
    """One by one, one minute, one more and "I am sending" are no yes to anything."""
    lines = [Line(text, "id", at, "not_yes", True) for at in ("recap", "discard")]
    assert [line for line in lines if does_harm(line, talk)] == []
    assert not _sent_undecided(lines[0], talk)
