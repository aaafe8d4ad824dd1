"""What people say at the survey that is no answer to it: a new story, a report not solved, a draft of before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogs import survey_heard
from bot.dialogs.conversation import Conversation, conversation
from bot.dialogs.session import Opine, Opinion, Session
from bot.dialogs.survey import resume
from bot.dialogs.wording import load_wordings
from bot.report import Stage
from bot.understanding.understand import Understanding
from tests.drafts import CONTACT, OWN, facts, plausible
from tests.test_survey_dialog import KNOWN, REF, asked, hear, question, scene, talked


@pytest.fixture(scope="module")
def talk(understanding: Understanding) -> Conversation:
    """The conversation of this release."""
    return conversation(load_wordings(), understanding, CONTACT)


STORY = "jembatan di Jl. Melati, Selong, Lombok Timur ambruk sejak kemarin dan anak sekolah tidak bisa lewat"


def test_a_long_story_begins_a_report_and_the_survey_waits(talk: Conversation) -> None:
    """The story is the draft, word for word; SURVEI leads back to the question that was open."""
    session, _ = talked(talk, asked(talk), "4", "1", "3")
    turn = hear(talk, session, STORY)
    assert turn.session.draft.story == STORY
    assert turn.session.at.startswith("lodge.")
    assert turn.say
    assert "SURVEI" in turn.say.body
    move = resume(scene(talk, turn.session))
    assert (move.go, move.session.under) == (question("procedure"), turn.session.at)
    assert move.session.draft == turn.session.draft


def test_a_story_is_never_lost_to_an_older_draft(talk: Conversation) -> None:
    """Where a report is already begun, it is offered back and the new words are held."""
    draft = plausible(talk.understanding)
    session = asked(talk, at="lodge.where", draft=draft)
    turn = hear(talk, session, STORY)
    assert (turn.session.at, turn.session.held, turn.session.draft) == ("start.draft", STORY, draft)


def test_the_draft_comes_back_after_the_survey(talk: Conversation) -> None:
    """The survey begins aside and ends where the report was left."""
    draft = plausible(talk.understanding)
    session = asked(talk, at="lodge.where", draft=draft)
    assert session.under == "lodge.where"
    after = hear(talk, session, "lewati")
    assert (after.session.at, after.session.draft) == ("lodge.where", draft)
    assert after.say
    assert "LANJUT" in after.say.closing
    assert hear(talk, session, "KEMBALI").session.at == "lodge.where"


@pytest.mark.parametrize(
    "text",
    [
        "terima kasih banyak pak, lampunya sudah nyala dan jalannya terang sekarang",
        "kami puas sekali dengan pelayanan bapak ibu di kantor ini",
        "terima kasih",
        "ya",
        "99",
        "6 bintang",
        "lima atau empat",
        "apa itu bintang?",
    ],
)
def test_praise_and_riddles_at_the_star_begin_no_report(talk: Conversation, text: str) -> None:
    """What is no number and no story is asked again; nothing is guessed, nothing filed."""
    session = asked(talk)
    turn = hear(talk, session, text)
    assert (turn.session.at, turn.session.draft.empty, turn.do) == ("survey.star", True, ())
    assert turn.say
    assert turn.say.choices


@pytest.mark.parametrize("text", ["belum diperbaiki", "lampunya masih mati pak", "belum selesai"])
def test_not_solved_at_the_star_leads_to_taking_it_up_again(talk: Conversation, text: str) -> None:
    """A report that was closed too soon is not rated: the question whether it is solved hears the words."""
    session = asked(talk)
    turn = talk.advance(session, scene(talk, session, text).said, KNOWN)
    if turn.asks:  # it has to be known whether it can still be taken up
        assert turn.asks == (REF,)
        return
    assert turn.session.at.startswith("filed.")
    assert turn.session.about == REF
    assert REF not in turn.session.surveyed


def test_a_second_closed_report_begins_afresh(talk: Conversation) -> None:
    """Nothing that was said of one report is told of another."""
    session, _ = talked(talk, asked(talk), "4", "1", "3", "MENU")
    closed = facts(statuses={})
    cases = {each: replace(case, stage=Stage.CLOSED) for each, case in closed.cases.items() if each in OWN[1:2]}
    session = replace(session, opinion=Opinion(star=4, elements=(3,) * 9, person={"left": "yes"}))
    at = scene(talk, session)
    move = resume(replace(at, facts=replace(closed, cases=cases)))
    assert (move.go, move.session.opinion, move.session.surveyed) == ("survey.star", Opinion(), (REF, OWN[1]))
    _, effects = talked(talk, replace(move.session, at=move.go), "5")
    assert effects == [Opine(OWN[1], Opinion(star=5))]


def test_who_stops_at_the_person_is_still_counted_for_what_was_said(talk: Conversation) -> None:
    """Gender said, then "selesai": told once with what there is; SURVEI asks nothing more."""
    session, effects = talked(talk, asked(talk), "4", "1", *"333333333", "1", "perempuan", "selesai")
    assert effects[-1] == Opine(REF, Opinion(person={"gender": "female"}))
    assert resume(scene(talk, session)).say


def test_who_would_rather_not_say_is_not_counted(talk: Conversation) -> None:
    """Three times "memilih tidak menjawab" tells nothing of a person."""
    session, effects = talked(talk, asked(talk), "4", "1", *"333333333", "1", "4", "lewati", "5")
    assert all(not each.opinion.person for each in effects if isinstance(each, Opine))
    assert session.at == "start.menu"


@pytest.mark.parametrize("no", ["2", "tidak", "Tidak, terima kasih", "gak usah", "lewati", "tidak mau"])
def test_no_to_the_questions_about_oneself_is_respected(talk: Conversation, no: str) -> None:
    """Nothing is told of the person, and the survey is over."""
    session, effects = talked(talk, asked(talk), "4", "1", *"333333333", no)
    assert (session.at, len(effects)) == ("start.menu", 10)


@pytest.mark.parametrize("nothing", ["\U0001f44d", "", "   "])
def test_a_thumbs_up_is_no_consent(talk: Conversation, nothing: str) -> None:
    """Without a word nobody is asked about themself."""
    session, _ = talked(talk, asked(talk), "4", "1", *"333333333")
    assert hear(talk, session, nothing).session.at == "survey.consent"


@pytest.mark.parametrize(
    ("text", "group"),
    [("24", "to_30"), ("umur saya 34 th", "31_45"), ("45", "31_45"), ("46", "46_59"), ("saya 60", "from_60")],
)
def test_an_age_may_be_written(text: str, group: str) -> None:
    """Years instead of a group."""
    assert survey_heard.age(text) == group


@pytest.mark.parametrize("text", ["150", "tua", "30 atau 40", "1990"])
def test_what_is_no_age_is_none(text: str) -> None:
    """A year of birth or two numbers are asked again."""
    assert survey_heard.age(text) is None


@pytest.mark.parametrize(
    ("text", "star"),
    [
        ("bagus banget", 5),
        ("sangat puas", 5),
        ("luar biasa", 5),
        ("very good", 5),
        ("sae pisan", 5),
        ("puas", 4),
        ("bagus pak", 4),
        ("lumayan", 3),
        ("biasa aja", 3),
        ("kurang puas", 2),
        ("tidak bagus", 2),
        ("gak puas", 2),
        ("jelek", 2),
        ("mengecewakan sekali", 1),
        ("parah banget", 1),
        ("very bad", 1),
        ("bintang lima", 5),
        ("nilai 4", 4),
        ("kasih 3 bintang", None),
        ("bagus?", None),
        ("10", None),
        ("bagus tapi lama", None),
    ],
)
def test_a_rating_in_words_is_heard(text: str, star: int | None) -> None:
    """What people type instead of a number; what is not plain is asked again."""
    assert survey_heard.stars(text) == star


@pytest.mark.parametrize(
    ("text", "value"),
    [("mudah banget", 4), ("gak mudah", 1), ("krg mudah", 2), ("mudah pak", 3), ("mudah?", None), ("cepat", None)],
)
def test_an_answer_in_another_dress_is_the_same_answer(text: str, value: int | None) -> None:
    """ "mudah banget" is "Sangat mudah"."""
    labels = {1: "Tidak mudah", 2: "Kurang mudah", 3: "Mudah", 4: "Sangat mudah"}
    assert survey_heard.alike(text, labels) == value


@pytest.mark.parametrize("text", ["tidak ada", "ga ada", "0", "nol", "ga bayar"])
def test_nothing_paid_is_free(talk: Conversation, text: str) -> None:
    """At the costs "tidak ada" is the best answer and no skip."""
    start = replace(asked(talk), at="survey.cost", opinion=Opinion(star=4, elements=(3, 3, 3)))
    assert hear(talk, start, text).session.opinion.elements == (3, 3, 3, 4)


def test_a_session_of_a_survey_without_a_report_tells_nothing(talk: Conversation) -> None:
    """A session that lost its report can still be answered; no effect goes nowhere."""
    session = Session(at="survey.star", language_chosen=True, told_privacy="1")
    turn = hear(talk, session, "4")
    assert (turn.do, turn.session.at) == ((), "survey.agree")


@pytest.mark.parametrize("word", ["SURVEI", "survey", "lanjut survei", "isi survei", "/survei"])
def test_one_word_leads_back_from_anywhere(talk: Conversation, word: str) -> None:
    """From the menu and from the middle of a report; KEMBALI at the star would lead to the report again."""
    session, _ = talked(talk, asked(talk), "4", "1", "3", "MENU")
    assert hear(talk, session, word).session.at == question("procedure")
    reporting = replace(session, at="lodge.where", draft=plausible(talk.understanding))
    turn = hear(talk, reporting, word)
    assert (turn.session.at, turn.session.under) == (question("procedure"), "lodge.where")
