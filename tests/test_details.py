"""What the office's own system demands is asked as people can answer it, and nobody is ever caught in a question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.asked import MOST_ASKED, Answer, Attribute, Spoken
from bot.dialogs.conversation import Conversation, conversation
from bot.dialogs.session import File, Session, Turn
from bot.dialogs.wording import LANGUAGES, load_wordings
from bot.message import Say
from bot.saved import FileRow, pack, unpack
from bot.understanding.understand import Understanding
from channels import gsm
from tests.demanded import ASKED, at, given
from tests.demanding import LAMPS, POLE, REMARKS, RISKS, SIDE
from tests.drafts import CONTACT, facts, longest
from tests.spoken import CITIZEN, advance, broken, messages, said

PLACES = range(1, len(ASKED) + 1)
each_place = pytest.mark.parametrize("place", PLACES, ids=[each.code for each in ASKED])


@pytest.fixture(scope="module")
def talk(understanding: Understanding) -> Conversation:
    """The conversation of this release."""
    return conversation(load_wordings(), understanding, CONTACT)


@each_place
def test_any_message_at_any_question_keeps_every_promise(place: int, talk: Conversation) -> None:
    """No error, an answer, the story kept, nothing sent, and a session that can be written down and read."""
    before = at(talk, place)
    found = {}
    for name, message in messages(before).items():
        turn = advance(talk, before, message)
        same = unpack(pack(turn.session), Session) == turn.session
        found[name] = [*broken(talk, before, message, turn), *([] if same else ["it can be saved"])]
    assert {name: rules for name, rules in found.items() if rules} == {}


@each_place
@pytest.mark.parametrize(
    "words", ["lewati", "tidak tahu", "gak tau", "skip", "I don't know", "ora ngerti", "teu terang"]
)
def test_who_does_not_know_goes_on(words: str, place: int, talk: Conversation) -> None:
    """Nobody has to know what only an engineer knows: the question is left, and says so in the recap."""
    after = advance(talk, at(talk, place), said(words)).session
    assert given(after) == {ASKED[place - 1].code: ()}
    assert after.at != f"lodge.detail{place}"


@each_place
def test_the_third_try_is_taken_as_it_is(place: int, talk: Conversation) -> None:
    """Words that fit nothing reach the office as they are, instead of the citizen giving up."""
    words = "entahlah, semacam pelangi begitu"
    turn = advance(talk, at(talk, place, tries=2), said(words))
    (answer,) = turn.session.draft.answers
    assert words in (answer.words, *answer.values)
    assert answer.asked == ASKED[place - 1].description


@each_place
def test_every_question_has_its_exits(place: int, talk: Conversation) -> None:
    """MENU leads out and LANJUT back; two messages give the draft up; KEMBALI leads to the question before."""
    before = at(talk, place)
    menu = advance(talk, before, said("MENU")).session
    assert menu.at == "start.menu"
    assert advance(talk, menu, said("LANJUT")).session.at == before.at
    assert advance(talk, advance(talk, before, said("BATAL")).session, said("1")).session.draft.empty
    assert advance(talk, before, said("KEMBALI")).session.at == "lodge.story"


def asked_at_recap(talk: Conversation, session: Session, text: str, told: tuple[Attribute, ...] | None) -> Turn:
    """A message, with what the core tells of its questions when the step wants it."""
    known = replace(facts(statuses={}), wanted={})
    turn = talk.advance(session, said(text), known)
    if turn.wants:
        turn = talk.advance(session, said(text), replace(known, wanted={turn.wants: told}))
    return turn


def recap(talk: Conversation, **changes: object) -> Session:
    """A citizen at the recap whom nobody asked anything of the core's own yet."""
    before = at(talk, 1)
    draft = replace(before.draft, asked_for="", asked=())
    return replace(before, at="lodge.review", draft=replace(draft, **changes))  # type: ignore[arg-type]


def test_nothing_is_sent_before_what_is_demanded_was_asked(talk: Conversation) -> None:
    """At the recap of an older release, or of a core that was silent, "1" asks first and sends with the next one."""
    turn = asked_at_recap(talk, recap(talk), "1", (POLE,))
    assert (turn.session.at, turn.do) == ("lodge.detail1", ())
    after = advance(talk, turn.session, said("LTM 0042")).session
    assert after.at == "lodge.review"
    (sent,) = advance(talk, after, said("1")).do
    assert isinstance(sent, File)
    assert sent.report.answers == (Answer("pole", ("LTM 0042",), asked="Number on the pole"),)


def test_a_topic_picked_at_the_recap_is_asked_about_before_its_number_sends(talk: Conversation) -> None:
    """Where the number of the topic would send, the questions of that topic come first."""
    turn = asked_at_recap(talk, recap(talk, category=""), "1", (POLE,))
    assert (turn.session.at, turn.do, turn.session.draft.category) == ("lodge.detail1", (), "street_light")


@pytest.mark.parametrize("told", [None, ()], ids=["silent", "nothing"])
def test_a_core_that_is_silent_or_asks_nothing_holds_nobody_up(
    told: tuple[Attribute, ...] | None, talk: Conversation
) -> None:
    """The report is taken with the first "1"."""
    turn = asked_at_recap(talk, recap(talk), "1", told)
    assert [type(each) for each in turn.do] == [File]


def test_another_topic_keeps_what_it_asks_too_and_drops_the_rest(talk: Conversation) -> None:
    """An answer that the new topic asks for as well, with the same values, stays; no other goes along."""
    before = at(talk, 3, SIDE, POLE, LAMPS)
    answers = (Answer("side", ("L",)), Answer("pole", ("7",)), Answer("lamps", ("2",)))
    session = replace(before, at="lodge.category", draft=replace(before.draft, answers=answers, category=""))
    other = replace(SIDE, values=(("N", "North"),))
    turn = asked_at_recap(talk, session, "sampah", (POLE, other, REMARKS))
    assert turn.session.at == "lodge.detail2"
    assert given(turn.session) == {"pole": ("7",)}


def test_an_answer_is_changed_at_the_recap_by_its_words_or_from_the_list(talk: Conversation) -> None:
    """ "ubah lampu" finds "How many lamps", "ubah" lists it by number; the new answer takes the place of the old."""
    before = at(talk, 1, POLE, LAMPS)
    draft = replace(before.draft, answers=(Answer("pole", ("7",)), Answer("lamps", ("2",))))
    before = replace(before, at="lodge.review", draft=draft)
    assert advance(talk, before, said("ubah lamps")).session.at == "lodge.detail2"
    listed = advance(talk, before, said("ubah")).session
    asked = advance(talk, listed, said("8")).session
    assert asked.at == "lodge.detail2"
    after = advance(talk, asked, said("5")).session
    assert (after.at, given(after)) == ("lodge.review", {"pole": ("7",), "lamps": ("5",)})


def long_ones() -> Iterator[Attribute]:
    """Questions as long as cores write them."""
    words = "Please describe as exactly as you can where the pole stands, which number it bears and who put it there"
    values = tuple((f"key {at}", f"A value with a very long name, number {at}, of the old kind") for at in range(30))
    for datatype in ("string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"):
        listed = values if "list" in datatype else ()
        yield Attribute(datatype, datatype, True, words * 3, "a hint of some length, in words", values=listed)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["ULANG", "##"])
def test_a_question_is_two_sms_at_most_however_long_the_core_writes(
    words: str, language: str, talk: Conversation
) -> None:
    """The choices and what to type are always there; only the core's own words are cut."""
    asked = tuple(long_ones())
    for place in range(1, len(asked) + 1):
        for page in (0, 7):
            say = advance(talk, replace(at(talk, place, *asked, language=language), page=page), said(words)).say
            assert say
            check(say, 2)


def check(say: Say, most: int) -> None:
    """So many SMS at most, in the phones' alphabet."""
    text = gsm.to_gsm(say.as_text())
    assert gsm.fits(text)
    assert gsm.segments(text) <= most, text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("count", "most"), [(0, 3), (1, 4), (3, 4), (MOST_ASKED, 5)])
def test_a_recap_grows_by_a_line_for_each_answer(count: int, most: int, language: str, talk: Conversation) -> None:
    """The longest recap is three SMS, one more with up to three answers, and two more with all that may be asked."""
    asked = tuple(Attribute(f"a{at}", "string", True, f"A question of the core, number {at}") for at in range(count))
    answers = tuple(Answer(each.code, ("An answer of quite some length, as people give them",)) for each in asked)
    draft = replace(longest(talk.understanding, language), asked_for="", asked=asked, answers=answers)
    draft = replace(draft, asked_for=draft.category).settle("similar")
    session = replace(at(talk, 1, language=language), at="lodge.files", draft=draft)
    say = advance(talk, session, said("1")).say
    assert say
    assert say.step == "lodge.review"
    check(say, most)


def test_what_is_asked_and_answered_is_written_down_and_read(talk: Conversation) -> None:
    """A session and an outbox row keep all of it; a session of an earlier release has none."""
    before = at(talk, 1)
    draft = replace(before.draft, answers=(Answer("risks", ("dark", "lean"), several=True), Answer("pole", words="x")))
    before = replace(before, draft=draft)
    assert unpack(pack(before), Session) == before
    assert unpack(b'{"draft": {"story": "lampu"}}', Session).draft.asked == ()
    (sent,) = advance(talk, replace(before, at="lodge.review", draft=replace(draft, asked=(RISKS,))), said("1")).do
    assert isinstance(sent, File)
    row = FileRow(CITIZEN, "id", sent.report)
    assert unpack(pack(row), FileRow) == row
    assert row.report.answers == (Answer("risks", ("dark", "lean"), several=True),)


def test_a_draft_that_waited_is_asked_what_the_agency_demands_by_now(talk: Conversation) -> None:
    """Questions that came in between are asked before it is sent; what was answered and still holds is kept."""
    session = recap(talk, asked=(POLE,), asked_for="street_light", answers=(Answer("pole", ("ABC1234",)),))
    (sent,) = asked_at_recap(talk, session, "1", (POLE,)).do
    assert isinstance(sent, File)
    more = asked_at_recap(talk, session, "1", (POLE, LAMPS))
    assert more.session.at == "lodge.detail2"
    assert more.do == ()
    assert given(more.session) == {"pole": ("ABC1234",)}


def test_choices_that_begin_alike_are_told_apart(talk: Conversation) -> None:
    """Two long names of which only the ends differ are two choices by SMS too."""
    names = [f"Jalan Jenderal Sudirman bagian {end}" for end in ("utara", "selatan")]
    street = Attribute("s", "singlevaluelist", True, "Where?", values=tuple((each[-3:], each) for each in names))
    say = advance(talk, at(talk, 1, street), said("ULANG")).say
    assert say
    assert all(each in say.as_text() for each in ("1. Jalan Jender...bagian utara", "2. Jalan Jender...gian selatan"))


def test_words_are_the_citizens_where_the_agency_gave_them_and_the_cores_where_not() -> None:
    """A language of its own first; Javanese and Sundanese readers get Indonesian before the core's English."""
    only_id = replace(SIDE, spoken={"id": SIDE.spoken["id"], "su": Spoken("", {"L": "Kenca"})})
    assert [only_id.question(each) for each in ("id", "jv", "su", "en")] == [
        *["Tiangnya di sebelah mana?"] * 3,
        "On which side is the pole?",
    ]
    assert [only_id.value("L", each) for each in ("id", "jv", "su", "en")] == [
        *("Sebelah kiri", "Sebelah kiri", "Kenca", "Left side")
    ]
    assert Attribute("X").question("id") == "X"
    assert datetime.fromisoformat("2026-11-19T08:00:00+08:00").astimezone(UTC).hour == 0
