"""From every question, whatever is sent, the conversation goes on: no error, no lost story, nothing sent by mistake."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialogs.conversation import Conversation, conversation
from bot.dialogs.engine import Dialog, Question, numbered
from bot.dialogs.moves import DIALOGS
from bot.dialogs.session import Draft, File, Session
from bot.dialogs.vocabulary import vocabulary
from bot.dialogs.wording import load_wordings
from bot.message import Choice, Said, Tap
from bot.saved import pack, unpack
from bot.understanding.understand import Understanding
from tests.drafts import CONTACT, NOW, OWN, facts, plausible
from tests.spoken import CITIZEN, TEXTS, advance, broken, messages, said

QUESTIONS = [(dialog, question) for dialog in DIALOGS for question in dialog.questions]
STATES = [f"{dialog.name}.{question.name}" for dialog, question in QUESTIONS]
GONE = ["lodge.gone", "gone.gone", "lodge", ""]
OLD = sorted((Path(__file__).parent / "old_sessions").glob("*.json"))
WALKS, STEPS = 300, 30
SAID_ON_WALKS = (
    *("1 2 3 1 2 1 0 ya kirim lewati selesai KEMBALI BATAL MENU LANJUT ULANG Selong anonim rahasia Budi ubah".split()),
    "lampu jalan mati di depan pasar",
    "sampah menumpuk di Jl. Melati, Selong, Lombok Timur, sudah dua minggu bau sekali",
    "Jl. Melati, Pancor, Lombok Timur",
    "lokasi salah",
    "ubah cerita",
    "Pelayanan di kantor kurang baik",
)

each_state = pytest.mark.parametrize("at", [*STATES, *GONE])
each_draft = pytest.mark.parametrize("empty", [False, True], ids=["draft", "empty"])
each_language = pytest.mark.parametrize("language", ["id", "en"])


@pytest.fixture(scope="module")
def talk(understanding: Understanding) -> Conversation:
    """The conversation of this release."""
    return conversation(load_wordings(), understanding, CONTACT)


def session(talk: Conversation, at: str, *, empty: bool = False, language: str = "id") -> Session:
    """A citizen who stands at a question, came there through others, and has reports of before."""
    return Session(
        revision=7,
        at=at,
        under="" if at.startswith("lodge.") else "lodge.where",
        draft=Draft() if empty else plausible(talk.understanding),
        trail=("lodge.story",),
        language=language,
        language_chosen=True,
        cases=OWN,
        about=OWN[0] if at.startswith("filed.") else "",
        seen_at=NOW,
        told_privacy="1",
    )


def test_the_table_is_long_enough_to_mean_something() -> None:
    """At least sixty messages are tried at every question."""
    assert len(messages(Session())) >= 60
    assert len(set(TEXTS)) == len(TEXTS)


@each_language
@each_draft
@each_state
def test_any_message_at_any_question_keeps_every_promise(
    at: str, empty: bool, language: str, talk: Conversation
) -> None:
    """No error, an answer, one revision more, the story kept, and a session that can be written down and read."""
    before = session(talk, at, empty=empty, language=language)
    found = {}
    for name, message in messages(before).items():
        turn = advance(talk, before, message)
        same = unpack(pack(turn.session), Session) == turn.session
        found[name] = [*broken(talk, before, message, turn), *([] if same else ["it can be saved"])]
    assert {name: rules for name, rules in found.items() if rules} == {}


@each_language
@each_draft
@each_state
def test_menu_leads_to_the_menu(at: str, empty: bool, language: str, talk: Conversation) -> None:
    """One word leads out of every question, and the draft is still there."""
    before = session(talk, at, empty=empty, language=language)
    turn = advance(talk, before, said("MENU"))
    assert turn.session.at == "start.menu"
    assert turn.session.draft == before.draft


@each_draft
@each_state
def test_two_messages_give_the_draft_up(at: str, empty: bool, talk: Conversation) -> None:
    """BATAL asks, 1 confirms, and nothing of the draft is left, not in the last answer either."""
    asked = advance(talk, session(talk, at, empty=empty), said("BATAL")).session
    assert asked.draft.empty == empty
    after = advance(talk, asked, said("1")).session
    assert after.draft.empty
    assert "pasar" not in pack(after).decode()


CHOOSING = [(dialog, question) for dialog, question in QUESTIONS if question.name != "number"]


def shown(talk: Conversation, before: Session, question: Question) -> list[Choice]:
    """The choices of a question as this citizen has them."""
    return numbered(talk.scene(before, said(""), facts(statuses={})), question)


def forms(question: Question, choice: Choice, choices: list[Choice]) -> Iterator[str]:
    """The ways in which people write one choice."""
    number = choice.number
    yield from (f"no {number}", f"{number}.", f" {number} ", f"nomor {number}", f"NO. {number}", f"{number})")
    yield from [word for word, value in vocabulary().numbers.items() if value == number]
    yield from (choice.label, choice.label.upper(), f"{choice.label}.")
    own_words = question.name.startswith("which") or question.name == "similar"  # may be alike
    if not own_words and question.name not in ("discard", "withdraw", "appeal"):  # a bare "ya" or "tidak" is no order
        first = choice.label.split()[0].strip(",:")
        if [each.label.split()[0].strip(",:") for each in choices].count(first) == 1:
            yield first


@each_language
@pytest.mark.parametrize(("dialog", "question"), CHOOSING, ids=[f"{d.name}.{q.name}" for d, q in CHOOSING])
def test_a_choice_is_the_same_by_number_word_label_and_button(
    dialog: Dialog, question: Question, language: str, talk: Conversation
) -> None:
    """However an option is named, the conversation stands at the same place with the same draft."""
    before = session(talk, f"{dialog.name}.{question.name}", language=language)
    wrong = []
    choices = shown(talk, before, question)
    for choice in choices:
        by_number = advance(talk, before, said(str(choice.number))).session
        tap = Said(CITIZEN, "1", tap=Tap(before.at, before.revision, choice.key))
        tries = {form: advance(talk, before, said(form)).session for form in forms(question, choice, choices)}
        tries["the button"] = advance(talk, before, tap).session
        wrong += [(choice.number, form) for form, reached in tries.items() if reached != by_number]
    assert wrong == []


def test_words_held_after_a_silence_are_heard_however_the_draft_is_chosen(talk: Conversation) -> None:
    """Going on by the label or by LANJUT forgets nothing that going on by 1 would have heard."""
    before = replace(session(talk, "start.draft"), under="lodge.where", held="Jl. Melati, Pancor, Lombok Timur")
    before = replace(before, draft=replace(before.draft, place=None, readings=()))
    by_number = advance(talk, before, said("1")).session
    assert by_number.draft.place
    assert advance(talk, before, said("lanjut")).session == by_number


def test_a_kept_promise_can_be_broken(talk: Conversation) -> None:
    """The rules are not blind: a turn that loses the story, or sends without a yes, is found."""
    before = session(talk, "lodge.review")
    good = advance(talk, before, said("1"))
    assert broken(talk, before, said("1"), good) == []
    assert "sent only by 1, kirim or send at the recap" in broken(talk, before, said("ya"), good)
    lost = advance(talk, before, said("ya"))
    lost = replace(lost, session=replace(lost.session, draft=Draft()))
    assert "the story stays" in broken(talk, before, said("ya"), lost)


def heard_on_walks(chance: random.Random, at: Session) -> Said:
    """A likely message, sometimes one of the whole table."""
    if chance.random() < 0.7:
        return said(chance.choice(SAID_ON_WALKS))
    return chance.choice(list(messages(at).values()))


@pytest.mark.parametrize("seed", range(0, WALKS, 30))
def test_random_conversations_keep_every_promise(seed: int, talk: Conversation) -> None:
    """Three hundred conversations of thirty messages: each report was confirmed, none was lost."""
    sent = 0
    for walk in range(seed, seed + 30):
        chance, at = random.Random(walk), Session()
        story: list[str] = []
        for step in range(STEPS):
            message = heard_on_walks(chance, at)
            story.append(message.text[:60] or str(message.tap or message.pin or message.attachments)[:60])
            turn = advance(talk, at, message, replace(facts(known=False), draw=walk * STEPS + step))
            assert broken(talk, at, message, turn) == [], story
            sent += any(isinstance(each, File) for each in turn.do)
            assert unpack(pack(turn.session), Session) == turn.session, story
            at = turn.session
    assert sent, "no walk came to its end: these walks show nothing"


@pytest.mark.parametrize("seed", range(0, WALKS, 60))
def test_going_back_and_answering_the_same_changes_nothing(seed: int, talk: Conversation) -> None:
    """KEMBALI puts the last question again; the same answer leads to the same draft and the same next question."""
    compared = 0
    for walk in range(seed, seed + 60):
        chance, at = random.Random(walk), Session()
        for _ in range(STEPS // 2):
            message = heard_on_walks(chance, at)
            after = advance(talk, at, message).session
            if _answered(at, message, after):
                compared += 1
                back = advance(talk, after, said("KEMBALI")).session
                again = advance(talk, back, message).session
                assert (back.at, again.at) == (at.at, after.at), (walk, at.at, message.text)
                assert again.draft == after.draft, (walk, at.at, message.text)
            at = after
    assert compared > 20


def _answered(before: Session, message: Said, after: Session) -> bool:
    """Whether a lodge question was answered in words at the first try (a second try takes words as they are)."""
    moved = after.trail == (*before.trail, before.at) and after.at.startswith("lodge.") and after.at != before.at
    return moved and not message.tap and before.at.startswith("lodge.") and before.tries == 0


@pytest.mark.parametrize("path", OLD, ids=[path.stem for path in OLD])
def test_a_conversation_of_an_earlier_release_goes_on(path: Path, talk: Conversation) -> None:
    """What an earlier release saved is read, nothing of the draft is missing, and every message has its answer."""
    raw = path.read_bytes()
    old = unpack(raw, Session)
    assert old.draft.story == json.loads(raw)["draft"].get("story", "")
    for message in messages(old).values():
        assert broken(talk, old, message, advance(talk, old, message)) == []


@pytest.mark.parametrize("path", OLD, ids=[path.stem for path in OLD])
def test_a_conversation_of_another_release_may_have_more_or_less(path: Path, talk: Conversation) -> None:
    """A field that is unknown is passed over and one that is missing has its default; the story stays."""
    whole = json.loads(path.read_bytes())
    for name in list(whole):
        less = {key: value for key, value in whole.items() if key != name} | {"invented": {"later": 1}}
        read = unpack(json.dumps(less).encode(), Session)
        assert read == replace(unpack(path.read_bytes(), Session), **{name: getattr(Session(), name)})
        assert advance(talk, read, said("MENU")).say


def test_there_are_old_conversations() -> None:
    """At least one in the middle of a report, one at the recap, one with reports of the citizen's own."""
    old = [unpack(path.read_bytes(), Session) for path in OLD]
    assert {"lodge.review", "start.menu"} <= {each.at for each in old}
    assert any(each.at.startswith("lodge.") and each.at != "lodge.review" and each.trail for each in old)
    assert any(each.cases for each in old)
