"""Every message as it leaves, at its longest: it says what to type, fits two SMS (a recap or a status three)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.dialogs import greeting
from bot.dialogs.conversation import Conversation, conversation
from bot.dialogs.engine import PAGE, Dialog, Question, Scene, render
from bot.dialogs.moves import DIALOGS
from bot.dialogs.session import Case, Draft, Facts, Session
from bot.dialogs.wording import LANGUAGES, load_wordings
from bot.message import Said, Say, Sender
from bot.report import Stage
from bot.understanding.understand import Understanding
from channels import gsm
from tests.drafts import CONTACT, NOW, OWN, facts, longest, status

WORDINGS = load_wordings()
QUESTIONS = [(dialog, question) for dialog in DIALOGS for question in dialog.questions]
FIRST = (
    "start.language",
    "lodge.story",
    "lodge.where",
    "lodge.which",
    "lodge.category",
    "lodge.review",
    "follow.number",
)
_ASKS = re.compile(r"\b(balas|kirim|tulis|ketik|reply|send|write|type)\b", re.IGNORECASE)
_WORD = re.compile(r"\b[A-Z]{3,}\b")

each_language = pytest.mark.parametrize("language", LANGUAGES)
each_question = pytest.mark.parametrize(
    ("dialog", "question"), QUESTIONS, ids=[f"{dialog.name}.{question.name}" for dialog, question in QUESTIONS]
)


def scene(language: str, at: str, draft: Draft, understanding: Understanding, page: int = 0) -> Scene:
    """A citizen at a question, in the middle of a report, with five reports made before."""
    session = Session(at=at, draft=draft, page=page, language=language, cases=OWN, told_privacy="1")
    return Scene(
        session, Said(Sender("sms", "+6281200000001"), "1"), facts(), WORDINGS[language], understanding, CONTACT
    )


def drafts(language: str, understanding: Understanding) -> list[Draft]:
    """The longest draft in each of the ways in which a recap differs."""
    whole = longest(understanding, language)
    identities = [replace(whole, secret=secret, anonymous=False) for secret in (False, True)]
    hidden = [
        replace(whole, secret=secret, anonymous=True, name="", short=short, settled=()) for secret, short in _HIDDEN
    ]
    return [*identities, *hidden, *(replace(each, category="") for each in hidden), Draft()]


_HIDDEN = ((False, False), (False, True), (True, False))


def said_at(dialog: Dialog, question: Question, language: str, understanding: Understanding) -> list[tuple[Scene, Say]]:
    """The question as it is put with each draft, on its first and its last page."""
    at = f"{dialog.name}.{question.name}"
    scenes = [scene(language, at, draft, understanding) for draft in drafts(language, understanding)]
    last = [replace(each, session=replace(each.session, page=_last_page(each, question))) for each in scenes]
    return [(each, render(each, dialog, question)) for each in (*scenes, *last)]


def _last_page(at: Scene, question: Question) -> int:
    return max(0, (len(question.options(at)) - 1) // PAGE)


def most(step: str) -> int:
    """How many SMS a message at this step may cost."""
    return 3 if step == "lodge.review" else 2


def check(say: Say, segments: int) -> None:
    """The message says what to type, is in the phone's alphabet, and is not too long."""
    text = gsm.to_gsm(say.as_text())
    last = text.strip().splitlines()[-1]
    assert gsm.fits(text), text
    assert any(ch.isdigit() for ch in last) or _WORD.search(last) or _ASKS.search(last), f"what to type? {last}"
    assert gsm.segments(text) <= segments, f"{len(text)} characters, {gsm.segments(text)} SMS:\n{text}"


@each_language
@each_question
def test_a_prompt_fits_and_says_what_to_type(
    dialog: Dialog, question: Question, language: str, understanding: Understanding
) -> None:
    """Every question with the longest that a citizen can have told, on its first and its last page."""
    for _, say in said_at(dialog, question, language, understanding):
        assert say.closing
        check(say, most(say.step))


@each_language
@each_question
def test_a_prompt_fits_after_an_unclear_answer(
    dialog: Dialog, question: Question, language: str, understanding: Understanding
) -> None:
    """What was wrong, how to mend it, and the options again are not more than the prompt may cost."""
    talk = conversation(WORDINGS, understanding, CONTACT)
    for at, _ in said_at(dialog, question, language, understanding):
        session = replace(at.session, language_chosen=True)
        say = _hear(talk, session, "##", facts(known=True))
        check(say, most(say.step))


@each_language
@pytest.mark.parametrize("step", FIRST)
def test_a_first_prompt_fits_with_the_introduction(step: str, language: str, understanding: Understanding) -> None:
    """The questions that a first message can lead to leave room for who is speaking."""
    name, _, asked = step.partition(".")
    dialog = next(each for each in DIALOGS if each.name == name)
    whole = replace(longest(understanding, language), attachments=(), name="", anonymous=True, settled=(), short=True)
    for draft in (whole, replace(whole, short=False), Draft()):
        question = dialog.get(asked)
        assert question
        at = scene(language, step, draft, understanding)
        at = replace(at, session=replace(at.session, told_privacy=""))
        check(greeting.introduce(at, render(at, dialog, question))[0], most(step))


@each_language
def test_the_welcome_fits(language: str, understanding: Understanding) -> None:
    """Who this is, what it costs, how long it takes, what happens to the words, and a person: in two SMS."""
    talk = conversation(WORDINGS, understanding, CONTACT)
    say = _hear(talk, Session(language=language, language_chosen=True), "halo", facts(known=False))
    assert "PRIVA" in say.as_text()
    check(say, 2)


def _hear(talk: Conversation, session: Session, text: str, known: Facts) -> Say:
    turn = talk.advance(session, Said(Sender("sms", "+6281200000001"), "1", text), known)
    assert turn.say
    return turn.say


@each_language
@pytest.mark.parametrize(
    "word", ["BANTUAN", "PETUGAS", "PRIVASI", "BATAL", "MENU", "BAHASA", "CEK", "KEMBALI", "LANJUT"]
)
@pytest.mark.parametrize("state", ["first", "known", "with a draft"])
def test_the_answer_to_a_command_fits(word: str, language: str, state: str, understanding: Understanding) -> None:
    """Help, a person, privacy and the others are two SMS at most, also as the very first message."""
    talk = conversation(WORDINGS, understanding, CONTACT)
    draft = longest(understanding, language) if state == "with a draft" else Draft()
    told = "" if state == "first" else "1"
    session = Session(language=language, language_chosen=True, told_privacy=told, draft=draft)
    say = _hear(talk, session, word, facts(known=False))
    check(say, most(say.step))


@each_language
@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("deadline", [None, date(2026, 12, 30)], ids=["open", "deadline"])
@pytest.mark.parametrize("told", ["1", ""], ids=["known", "first"])
def test_a_status_answer_fits(
    stage: Stage, deadline: date | None, told: str, language: str, understanding: Understanding
) -> None:
    """Stage, date, office, its note of 200 letters, what comes next and by when: three SMS at most."""
    talk = conversation(WORDINGS, understanding, CONTACT)
    told_by_core = status(OWN[0], stage, "Tim kami sudah meninjau lokasi dan akan kembali pekan depan. " * 5, deadline)
    known = replace(facts(statuses={OWN[0]: told_by_core}), opened=frozenset(OWN[:1]) if told else frozenset())
    session = Session(language=language, language_chosen=True, told_privacy=told, cases=OWN[:1] if told else ())
    check(_hear(talk, session, f"cek {OWN[0]}", known), 3)


@each_language
def test_a_status_answer_fits_when_the_core_is_silent(language: str, understanding: Understanding) -> None:
    """The last that is known, with its age, is three SMS at most."""
    talk = conversation(WORDINGS, understanding, CONTACT)
    session = Session(language=language, language_chosen=True, told_privacy="1", cases=OWN[:1])
    for stage in Stage:
        case = Case(OWN[0], "Lampu penerangan jalan umum di depan sekolah dasar negeri mt", False, stage, NOW)
        known = replace(facts(statuses={OWN[0]: None}), cases={OWN[0]: case})
        check(_hear(talk, session, f"cek {OWN[0]}", known), 3)


@each_language
def test_the_receipt_fits_and_ends_with_the_number_alone(language: str, understanding: Understanding) -> None:
    """The last line can be copied, read out and found again: the number and nothing else."""
    talk = conversation(WORDINGS, understanding, CONTACT)
    draft = longest(understanding, language)
    session = Session(at="lodge.review", draft=draft, language=language, language_chosen=True, told_privacy="1")
    say = _hear(talk, session, "1", facts(known=False))
    check(say, 3)
    assert re.fullmatch(r"\d{4} \d{4} \d\d", say.as_text().splitlines()[-1])
