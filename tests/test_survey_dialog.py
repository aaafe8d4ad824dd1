"""After a report is closed: one star, nine questions if wanted, three about the person; all can be left at any time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogs import survey_texts as texts
from bot.dialogs.conversation import Conversation, conversation
from bot.dialogs.engine import Scene
from bot.dialogs.session import Effect, Facts, Opine, Opinion, Session, Turn
from bot.dialogs.survey import begin, resume
from bot.dialogs.wording import LANGUAGES, Wording, load_wordings
from bot.message import Said, Tap
from bot.saved import pack, unpack
from bot.understanding.understand import Understanding
from channels import gsm
from tests.drafts import CONTACT, OWN, facts
from tests.spoken import CITIZEN, said

REF = OWN[0]
KNOWN = facts(statuses={})
WORDINGS = load_wordings()
each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def talk(understanding: Understanding) -> Conversation:
    """The conversation of this release."""
    return conversation(WORDINGS, understanding, CONTACT)


def scene(talk: Conversation, session: Session, text: str = "") -> Scene:
    """What a dialog sees."""
    words = talk.wordings[session.language]
    return Scene(session, said(text), KNOWN, words, talk.understanding, CONTACT)


def asked(talk: Conversation, language: str = "id", **session: object) -> Session:
    """A citizen who has just been asked for the star of a closed report."""
    before = Session(language=language, language_chosen=True, cases=OWN, told_privacy="1", **session)  # type: ignore[arg-type]
    move = begin(scene(talk, before), REF)
    return replace(move.session, at=move.go)


def hear(talk: Conversation, session: Session, text: str, known: Facts = KNOWN) -> Turn:
    """One message, with everything saved and read again on the way, every answer fit for two SMS (a recap three)."""
    turn = talk.advance(session, said(text), known)
    assert turn.say, turn.asks
    assert unpack(pack(turn.session), Session) == turn.session
    sent = gsm.to_gsm(turn.say.as_text())
    assert gsm.segments(sent) <= (3 if turn.say.step == "lodge.review" else 2), sent
    return turn


def talked(talk: Conversation, session: Session, *lines: str) -> tuple[Session, list[Effect]]:
    """Several messages: where they lead and all effects."""
    effects: list[Effect] = []
    for line in lines:
        turn = hear(talk, session, line)
        session, effects = turn.session, [*effects, *turn.do]
    return session, effects


def question(name: str) -> str:
    return f"survey.{name}"


@each_language
def test_star_nine_answers_and_three_words_about_oneself(talk: Conversation, language: str) -> None:
    """By numbers from the first to the last, in each language: every answer is told at once, the person's together."""
    lines = ["4", "1", *"344432414", "1", "2", "2", "3"]
    session, effects = talked(talk, asked(talk, language), *lines)
    elements = (3, 4, 4, 4, 3, 2, 4, 1, 4)
    person = {"gender": "male", "disability": "no", "age": "46_59"}
    grown = [Opine(REF, Opinion(elements=elements[:many])) for many in range(1, 10)]
    assert effects == [Opine(REF, Opinion(star=4)), *grown, Opine(REF, Opinion(person=person))]
    assert (session.at, session.under, session.about) == ("start.menu", "", "")
    assert (session.opinion.star, session.opinion.elements) == (4, elements)
    assert session.surveyed == (REF,)


def test_the_last_word_is_thanks_and_says_what_to_type(talk: Conversation) -> None:
    """No question is left open."""
    session, _ = talked(talk, asked(talk), "5", "1", *"333333333")
    last = hear(talk, session, "tidak")
    assert last.say
    assert last.say.as_text().startswith("Terima kasih.")
    assert not last.say.choices


@each_language
def test_progress_is_said_in_words(talk: Conversation, language: str) -> None:
    """The third of nine questions says so."""
    session, _ = talked(talk, asked(talk, language), "5", "1", "3", "3")
    assert session.last
    shown = WORDINGS[language](texts.PROGRESS, now=3, all=9)
    assert shown in session.last.body


def labels(words: Wording, name: str) -> dict[int, str]:
    """The answers of one element in a language."""
    return {value: words(text) for value, text in texts.ANSWERS[name].items()}


@each_language
@pytest.mark.parametrize("name", texts.ELEMENTS)
def test_an_element_is_answered_by_number_word_label_first_word_and_tap(
    talk: Conversation, name: str, language: str
) -> None:
    """Each of the four answers, however it is given, is the same answer."""
    at = texts.ELEMENTS.index(name)
    start = replace(asked(talk, language), at=question(name), opinion=Opinion(star=4, elements=(3,) * at))
    for value, label in labels(WORDINGS[language], name).items():
        numbered = {1: "satu", 2: "dua", 3: "tiga", 4: "empat"}[value]
        forms = (str(value), f" {value}. ", f"no {value}", numbered, label, label.upper(), label.split()[0])
        told = {form: hear(talk, start, form).session.opinion.elements for form in forms}
        tap = Said(CITIZEN, "1", tap=Tap(start.at, start.revision, str(value)))
        told["tap"] = talk.advance(start, tap, KNOWN).session.opinion.elements
        assert set(told.values()) == {(*[3] * at, value)}, told


@each_language
@pytest.mark.parametrize("value", texts.STARS)
def test_a_star_is_given_by_number_label_glyphs_and_tap(talk: Conversation, value: int, language: str) -> None:
    """One to five, however they are said."""
    start = asked(talk, language)
    label = WORDINGS[language](texts.STARS[value])
    forms = (str(value), f"{value} bintang", label, label.casefold(), "*" * value, "\u2b50" * value)
    told = {form: hear(talk, start, form).do for form in forms}
    told["tap"] = talk.advance(start, Said(CITIZEN, "1", tap=Tap(start.at, start.revision, str(value))), KNOWN).do
    assert all(do == (Opine(REF, Opinion(star=value)),) for do in told.values()), told


@each_language
def test_any_question_can_be_skipped(talk: Conversation, language: str) -> None:
    """The word and the number lead on, keep nothing, and leave a 0 where the answer would stand."""
    skip = {"id": "lewati", "en": "skip", "jv": "liwati", "su": "liwatan"}[language]
    session, effects = talked(talk, asked(talk, language), "4", "1", "3", skip, "5", "4")
    assert session.opinion.elements == (3, 0, 0, 4)
    assert effects[-1] == Opine(REF, Opinion(elements=(3, 0, 0, 4)))
    assert len(effects) == 3


def test_skipping_everything_ends_kindly_and_keeps_nothing(talk: Conversation) -> None:
    """Nine times "lewati" is no opinion: nothing is told, nobody is asked about themself."""
    start = replace(asked(talk), at=question(texts.ELEMENTS[0]))
    session, effects = talked(talk, start, *["lewati"] * 9)
    assert effects == []
    assert session.last
    assert session.last.body == "Tidak apa-apa. Terima kasih sudah melapor."
    assert session.at == "start.menu"
    ended = hear(talk, asked(talk), "lewati")
    assert ended.do == ()
    assert ended.session.at == "start.menu"


@pytest.mark.parametrize("word", ["selesai", "lewati semua", "BATAL", "ga mau", "tidak usah"])
def test_enough_is_enough(talk: Conversation, word: str) -> None:
    """In the middle of the nine one word ends the survey; what was answered stays, the rest waits for SURVEI."""
    session, effects = talked(talk, asked(talk), "4", "1", "3", "3", word)
    assert session.at == "start.menu"
    assert session.opinion.elements == (3, 3)
    assert len(effects) == 3
    assert resume(scene(talk, session)).go == question("time")


def test_who_says_no_is_not_asked_more(talk: Conversation) -> None:
    """One star, no to the rest: thanks, and no question about the person."""
    session, effects = talked(talk, asked(talk), "2", "tidak")
    assert effects == [Opine(REF, Opinion(star=2))]
    assert session.at == "start.menu"


@pytest.mark.parametrize("word", ["2", "nanti", "nanti aja", "besok", "Nanti saja"])
def test_later_is_taken_up_where_it_was_left(talk: Conversation, word: str) -> None:
    """At the offer "nanti" pauses; the survey stands at the offer when it is taken up."""
    session, _ = talked(talk, asked(talk), "4", word)
    assert session.at == "start.menu"
    assert session.last
    assert "SURVEI" in session.last.body
    move = resume(scene(talk, session))
    assert (move.go, move.session.about) == (question("agree"), REF)


def test_a_survey_goes_on_after_a_pause_among_the_nine(talk: Conversation) -> None:
    """Paused at the fourth, resumed at the fourth, with the three answers still there."""
    session, _ = talked(talk, asked(talk), "4", "1", "3", "2", "4", "nanti")
    move = resume(scene(talk, session))
    assert move.go == question("cost")
    session, effects = talked(talk, replace(move.session, at=move.go), "4")
    assert effects == [Opine(REF, Opinion(elements=(3, 2, 4, 4)))]


def test_a_finished_survey_is_not_asked_again(talk: Conversation) -> None:
    """SURVEI after the last answer says that all is answered."""
    session, _ = talked(talk, asked(talk), "4", "1", *"333333333", "2")
    move = resume(scene(talk, session))
    assert move.say
    assert move.say.body == "Semua pertanyaan sudah Anda jawab. Terima kasih."


def test_nothing_closed_is_nothing_to_rate(talk: Conversation) -> None:
    """SURVEI without a closed report says so and changes nothing."""
    session = Session(language_chosen=True, told_privacy="1", cases=OWN)
    move = resume(scene(talk, session))
    assert move.say
    assert move.say.body == "Belum ada laporan selesai yang bisa dinilai."
    assert move.session == session


@each_language
def test_back_goes_one_question_back_and_the_new_answer_counts(talk: Conversation, language: str) -> None:
    """From the third to the second, to the first, to the offer, to the star; each can be answered anew."""
    session, _ = talked(talk, asked(talk, language), "4", "1", "3", "3")
    visited = []
    for _ in range(5):
        session = hear(talk, session, "KEMBALI").session
        visited.append(session.at)
    first, second = texts.ELEMENTS[:2]
    assert visited == [question(each) for each in (second, first, "agree", "star", "star")]
    session, effects = talked(talk, session, "2", "1", "1", "5")
    assert session.opinion.elements == (1, 0)
    assert effects == [Opine(REF, Opinion(star=2)), *(Opine(REF, Opinion(elements=each)) for each in ((1, 3), (1, 0)))]


@pytest.mark.parametrize("word", ["MENU", "BANTUAN", "CEK", "PETUGAS", "PRIVASI", "BAHASA"])
def test_the_words_that_always_work_lose_nothing(talk: Conversation, word: str) -> None:
    """Whatever is looked up in the middle, the survey stands where it stood."""
    session, _ = talked(talk, asked(talk), "4", "1", "3")
    away = hear(talk, session, word).session
    assert away.opinion == session.opinion
    assert resume(scene(talk, away)).go == question("procedure")
