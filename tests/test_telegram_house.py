"""People on Telegram meet the whole house: in groups, with albums, edits, old buttons, blocked bots, QR codes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from redis import Redis

from bot.understanding.understand import Understanding
from channels.simulator.carriers import File
from channels.simulator.faults import Faults
from channels.telegram_asides import EDITED, OWN_CARD, PRIVATELY
from tests.telegram_served import PHONE, Served, served

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # RetryAfter warns of itself
STORY = "jalan berlubang depan pasar Selong Lombok Timur, bahaya malam hari"


@pytest.fixture
def here(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[Served]:
    with served(tmp_path, redis, understanding) as opened:
        yield opened


@pytest.fixture
def jpeg() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (400, 200), "brown").save(target, "JPEG")
    return target.getvalue()


def command(text: str) -> dict[str, object]:
    return {"type": "bot_command", "offset": 0, "length": len(text.split()[0])}


def test_a_group_gets_one_line_and_leaves_nothing_behind(here: Served, redis: Redis) -> None:
    """Commands of members and anonymous admins get the fixed line; Redis stays empty, and talk stays unanswered."""
    group = here.acts.group()
    here.acts.say_in_group(group, "/lapor jalan rusak", PHONE, (command("/lapor"),))
    here.acts.say_in_group(group, "/lapor", "", (command("/lapor"),))
    here.acts.say_in_group(group, "@kentongan_simulasi_bot?", PHONE, ({"type": "mention", "offset": 0, "length": 23},))
    here.acts.say_in_group(group, "siapa yang lihat lampu mati?", PHONE)
    assert here.said(group) == [PRIVATELY] * 3
    new = here.acts.upgrade(group)
    assert (here.said(new), here.said()) == ([], [])
    assert redis.keys("*") == []


def test_an_edit_changes_nothing_that_was_said(here: Served, redis: Redis) -> None:
    """The fixed line explains how to correct; session and open question stay as they were."""
    here.phone.say(STORY)
    before = here.session()
    message = next(each.ref for each in here.shown() if each.author == "citizen")
    here.acts.edit(PHONE, message, "lampu mati di Jl. Melati")
    assert here.said()[-1] == EDITED
    assert here.session() == before
    assert before.draft.story == STORY


def test_only_the_own_contact_is_welcome_and_none_is_kept(here: Served, redis: Redis) -> None:
    """One's own is thanked for without a turn; another person's is refused, and the question stays open."""
    here.acts.contact(PHONE, "6281200000001", own=True)
    assert (here.said(), redis.keys("*")) == ([OWN_CARD], [])
    here.acts.contact(PHONE, "6281200000003", own=False)
    assert "pesan jenis itu belum bisa" in here.said()[-1]
    assert here.session().at == "start.menu"
    assert not any(b"62812" in (redis.dump(key) or b"") for key in redis.keys("*"))


def test_every_part_of_an_album_joins_the_open_question(here: Served, jpeg: bytes) -> None:
    """Three photos in any order are three files; each answer counts on, and the last one has buttons that work."""
    here.phone.say(STORY)
    here.carrier.line.misbehave(Faults(out_of_order=True))
    here.phone.album([File(jpeg, "image/jpeg")] * 3)
    here.carrier.line.misbehave(Faults())
    session = here.session()
    assert len(session.draft.attachments) == 3
    assert [count for count in "123" if f"{count}." in here.said()[-1].split("\n")[0]] == ["3"]
    here.phone.tap("Kirim")
    here.test.drain()
    (report,) = here.test.core.filed
    assert len(report.files) == 3


def test_an_old_button_shows_the_question_of_today(here: Served) -> None:
    """A press under an earlier message confirms nothing: the open question is asked again; the press is answered."""
    here.phone.say(STORY)
    old = here.shown()[-1]
    here.phone.say("ubah lokasi")
    here.phone.press(old.id, 0)
    assert here.test.core.filed == []
    session = here.session()
    assert session.at == "lodge.where"
    here.misbehave(methods=frozenset({"answerCallbackQuery"}), retry_after=1)
    here.test.drain()
    assert here.test.house.outbox.sweep() == 0


def test_news_for_a_blocked_bot_is_dropped_and_holds_nobody_up(here: Served) -> None:
    """The report is filed all the same; after the citizen takes the bot back, new words are answered as ever."""
    here.phone.say(STORY)
    here.phone.tap("Kirim")
    here.acts.block(PHONE)
    before = here.said()
    here.test.drain()
    here.test.time.pass_by(timedelta(hours=2))
    here.test.drain()
    assert (len(here.test.core.filed), here.said()) == (1, before)
    here.acts.unblock(PHONE)
    here.phone.say("menu")
    assert len(here.said()) == len(before) + 1


def test_a_qr_code_begins_a_report_about_its_topic(here: Served) -> None:
    """The topic is named and not asked again; only the story and the place are missing."""
    here.phone.say("/start lapor_street_light")
    session = here.session()
    assert (session.draft.category, session.at) == ("street_light", "lodge.story")
    here.phone.say("mati sejak minggu lalu di Jl. Melati, Selong, Lombok Timur")
    session = here.session()
    assert session.draft.category == "street_light"
    assert session.at == "lodge.review", session.at


def test_a_second_qr_code_before_any_word_just_changes_the_topic(here: Served) -> None:
    """Nothing of the citizen's would be lost, so nothing is asked."""
    here.phone.say("/start lapor_street_light")
    here.phone.say("/start lapor_pothole")
    session = here.session()
    assert (session.draft.category, session.at) == ("pothole", "lodge.story")


@pytest.mark.parametrize(
    ("answer", "category", "at"),
    [("2", "street_light", "lodge.story"), ("1", "pothole", "lodge.review")],
)
def test_a_qr_code_never_loses_an_unsent_report(here: Served, answer: str, category: str, at: str) -> None:
    """The citizen chooses: the new topic, or the old report as it was, in which the link leaves no trace."""
    here.phone.say(STORY)
    here.phone.say("/start lapor_street_light")
    session = here.session()
    assert (session.at, session.draft.story) == ("start.draft", STORY)
    here.phone.say(answer)
    session = here.session()
    assert (session.draft.category, session.at, session.held) == (category, at, "")
    assert session.draft.story == ("" if answer == "2" else STORY)


@pytest.mark.parametrize("payload", ["promo", "lapor_", "lapor_nothing", "utm_source-x", "lapor"])
def test_an_unknown_link_is_just_the_welcome(here: Served, payload: str) -> None:
    """Whatever stands behind start=, a newcomer is welcomed like everybody."""
    here.phone.say(f"/start {payload}")
    here.carrier.text("1200000002", "/start")
    assert here.said() == here.said("1200000002")
    assert here.said()


def test_a_link_with_a_tracking_number_asks_for_its_status(here: Served) -> None:
    """The number on a receipt opens by a link what it opens by CEK."""
    here.phone.say(STORY)
    here.phone.tap("Kirim")
    here.test.drain()
    number = here.test.core.filed[0].reference
    here.phone.say(f"/start CEK_{number}")
    by_link = here.said()[-1]
    here.phone.say(f"CEK {number}")
    assert by_link == here.said()[-1]
    assert "menunggu verifikasi" in by_link


def test_words_behind_start_are_words(here: Served) -> None:
    """What is no link's payload is heard as what it says."""
    here.phone.say(f"/start {STORY}")
    session = here.session()
    assert "berlubang" in session.draft.story
