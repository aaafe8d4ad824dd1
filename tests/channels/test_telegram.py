"""Telegram's wire: updates in, methods out, each failure named."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from carrier import PATIENCE, SLOW, Carrier, Got, Reply
from contract import FIRST, STORY, ChannelContract
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.wrappers import Request

from bot.message import (
    AddressRejected,
    Attachment,
    BotBlocked,
    CarrierBusy,
    CarrierDown,
    Choice,
    OutcomeUnknown,
    Said,
    Say,
    Sender,
    SendError,
)
from channels.base import Answer, Channel, MediaError, Unreadable, Wire
from channels.telegram import Telegram, markup
from channels.telegram_api import TokenRefused
from channels.telegram_reading import said_in, update_in
from tests.telegram_spec import judge

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # RetryAfter warns of itself

TOKEN = "700000000:0canary0bot0token"
CHAT = "7000009990"
YES = Choice("yes", 1, "Ya, kirim")


def failed(status: int, description: str, **parameters: int) -> Reply:
    body = {"ok": False, "error_code": status, "description": f"{description} {CHAT} {STORY}", "parameters": parameters}
    return Reply(status, json.dumps(body))


class TestTelegram(ChannelContract):
    channel_class = Telegram
    address = CHAT
    trouble = [  # noqa: RUF012
        ("flood", failed(429, "Too Many Requests: retry after 7", retry_after=7), CarrierBusy, 7.0),
        ("flood without a time", failed(429, "Too Many Requests"), CarrierDown, None),
        ("500", Reply(500, "oops"), CarrierDown, None),
        ("502", failed(502, "Bad Gateway"), CarrierDown, None),
        ("blocked", failed(403, "Forbidden: bot was blocked by the user"), BotBlocked, None),
        ("deactivated", failed(403, "Forbidden: user is deactivated"), BotBlocked, None),
        ("no such chat", failed(400, "Bad Request: chat not found"), AddressRejected, None),
        ("moved", failed(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1001), AddressRejected, None),
        ("too long", failed(400, "Bad Request: message is too long"), SendError, None),
        ("wrong token", failed(401, "Unauthorized"), TokenRefused, None),
        ("slow", Reply(200, "{}", delay=SLOW), OutcomeUnknown, None),
        ("hung up", Reply(hang_up=True), OutcomeUnknown, None),
        ("garbage", Reply(200, f"<html>{STORY}"), OutcomeUnknown, None),
        ("no result", Reply(200, "{}"), OutcomeUnknown, None),
        ("a list", Reply(200, "[]"), OutcomeUnknown, None),
        ("empty result", Reply(200, '{"ok": true, "result": {}}'), OutcomeUnknown, None),
    ]

    def build(
        self, client: httpx.Client, api_base: str, secrets: tuple[str, ...] = (FIRST, "second0canary0secret")
    ) -> Channel:
        return Telegram(token=TOKEN, secrets=secrets, client=client, api_base=api_base, timeout=PATIENCE)

    def canaries(self) -> list[str]:
        return [*super().canaries(), TOKEN]

    @pytest.fixture(autouse=True)
    def _judged(self, carrier: Carrier) -> Iterator[None]:
        """After each test: every call that was made is one that Telegram describes."""
        yield
        for got in (each for each in carrier.got if each.path.startswith("/bot")):
            judge(got.path.rpartition("/")[2], got.form)

    def signed(self, sample: dict[str, Any], secret: str) -> Wire:
        wire = sample["wire"]
        body = wire["body"] if "body" in wire else json.dumps(wire["json"])
        headers = {**wire["headers"], "x-telegram-bot-api-secret-token": secret}
        return Wire(wire["method"], wire["path"], wire["query"], headers, body.encode(), "127.0.0.1")

    def accepts(self, request: Request) -> Reply:
        if request.path.endswith("/getFile"):
            file = {"file_id": "x", "file_unique_id": "y", "file_path": "photos/file_1.jpg"}
            return Reply(body=json.dumps({"ok": True, "result": file}))
        if request.path.startswith("/file/"):
            return Reply(body=b"\xff\xd8a photo", content_type="application/octet-stream")
        if request.path.endswith("/answerCallbackQuery"):
            return Reply(body='{"ok": true, "result": true}')
        chat = {"id": int(request.form["chat_id"]), "type": "private", "first_name": "B"}
        result = {"message_id": 41, "date": 1767225600, "chat": chat, "text": request.form["text"]}
        return Reply(body=json.dumps({"ok": True, "result": result}))

    def sent_text(self, got: Got) -> str:
        assert got.path == f"/bot{TOKEN}/sendMessage"
        return got.form["text"]

    def rendered(self, answer: Answer) -> list[str]:
        if not answer.body:
            return []
        method = json.loads(answer.body)
        assert answer.content_type == "application/json"
        assert (method["method"], method["chat_id"]) == ("sendMessage", int(CHAT))
        judge(method.pop("method"), method)
        return [method["text"]]

    def test_a_push_looks_like_an_answer(self, channel: Channel, carrier: Carrier) -> None:
        """What is sent later carries the same buttons as what rides home on a webhook."""
        say = Say("Kirim?", (YES,), "Ketik 1.", step="review", revision=7)
        channel.send(self.to, say)
        riding = json.loads(channel.render(say, self.to).body)
        assert json.loads(carrier.got[0].form["reply_markup"]) == riding["reply_markup"]
        assert riding["reply_markup"]["inline_keyboard"] == [[{"text": "Ya, kirim", "callback_data": "review|7|yes"}]]

    def test_only_the_last_part_of_a_long_push_has_buttons(self, channel: Channel, carrier: Carrier) -> None:
        """Buttons stand under the question, not under the first half of a long text."""
        channel.send(self.to, Say("kata " * 1500, (YES,), step="review", revision=7))
        assert ["reply_markup" in got.form for got in carrier.got] == [False, True]

    def test_a_button_that_was_drawn_is_read_back(self, channel: Channel) -> None:
        """What a button carries out comes back as the same tap."""
        data = markup(Say("?", (YES,), step="review", revision=7))["inline_keyboard"][0][0]["callback_data"]
        chat = {"id": int(CHAT), "type": "private"}
        query = {"id": "9", "from": {"id": int(CHAT)}, "message": {"chat": chat}, "data": data}
        said = said_in({"update_id": 1, "callback_query": query})
        assert said is not None
        assert said.tap is not None
        assert (said.tap.step, said.tap.revision, said.tap.key) == ("review", 7, "yes")

    def test_a_text_that_cannot_ride_keeps_its_choices(self, channel: Channel) -> None:
        """Where one message is not enough the body is visibly cut and the choices stay whole."""
        (text,) = self.rendered(channel.render(Say("kata " * 1500, (YES,), "Ketik 1.", step="r"), self.to))
        assert text.endswith("kata…\n1. Ya, kirim\nKetik 1.")

    def test_several_threads_may_send_at_once(self, channel: Channel, carrier: Carrier) -> None:
        """Web threads and workers share a channel; each call has a loop of its own."""
        sent: list[str] = []
        threads = [threading.Thread(target=lambda: sent.append(channel.send(self.to, Say(STORY)))) for _ in range(8)]
        for act in (threading.Thread.start, threading.Thread.join):
            for thread in threads:
                act(thread)
        assert sent == ["41"] * 8

    def test_a_tap_is_acknowledged(self, channel: Channel, carrier: Carrier) -> None:
        """Telegram is told which tap was seen."""
        channel.acknowledge("4300")
        assert (carrier.got[0].path, carrier.got[0].form) == (
            f"/bot{TOKEN}/answerCallbackQuery",
            {"callback_query_id": "4300"},
        )

    def test_a_late_acknowledgement_hurts_nobody(self, channel: Channel, carrier: Carrier) -> None:
        """A query that Telegram has forgotten is no error for us."""
        carrier.script.append(failed(400, "Bad Request: query is too old"))
        channel.acknowledge("4300")
        assert len(carrier.got) == 1

    def test_a_file_is_fetched_in_two_steps(self, channel: Channel, carrier: Carrier) -> None:
        """getFile names the path, the file server gives the bytes, the citizen's media type is kept."""
        media = channel.fetch(Attachment("photo", "AgAC", "image/jpeg"))
        assert (media.content, media.media_type) == (b"\xff\xd8a photo", "image/jpeg")
        assert [got.path for got in carrier.got] == [f"/bot{TOKEN}/getFile", f"/file/bot{TOKEN}/photos/file_1.jpg"]

    @pytest.mark.parametrize(("reply", "retry"), [(failed(400, "file is too big"), False), (Reply(500), True)])
    def test_a_file_telegram_will_not_name_is_an_error(
        self, channel: Channel, carrier: Carrier, reply: Reply, retry: bool
    ) -> None:
        """A file over 20 MB is refused for good; a server's trouble is worth another try."""
        carrier.script.append(reply)
        with pytest.raises(MediaError) as caught:
            channel.fetch(Attachment("photo", "AgAC"))
        assert caught.value.retry is retry


def test_the_position_is_asked_with_a_button() -> None:
    """A question for the place offers the phone's position, in the citizen's words, for one use."""
    keyboard = markup(Say("Di mana?", ask_pin=True, pin_label="Kirim lokasi"))
    button = {"text": "Kirim lokasi", "request_location": True}
    assert (keyboard["keyboard"], keyboard["one_time_keyboard"]) == ([[button]], True)


def test_the_position_button_goes_when_the_place_is_known() -> None:
    """The next message takes the old keyboard away."""
    assert markup(Say("Terima kasih.")) == {"remove_keyboard": True}


def test_choices_stand_before_the_position_button() -> None:
    """A message has one keyboard: where there are choices, theirs."""
    assert "inline_keyboard" in markup(Say("?", (YES,), step="where", ask_pin=True, pin_label="Kirim lokasi"))


def test_a_choice_too_long_for_a_button_stays_a_number() -> None:
    """Telegram refuses a message with button data over 64 bytes, so such a choice is text only."""
    long = Choice("k" * 64, 2, "Lain")
    assert [len(row) for row in markup(Say("?", (YES, long), step="s", revision=1))["inline_keyboard"]] == [1]


def test_a_long_label_ends_at_a_word() -> None:
    """A label over 60 characters is cut after a word, visibly."""
    label = markup(Say("?", (Choice("a", 1, "lampu jalan " * 8),), step="s"))["inline_keyboard"][0][0]["text"]
    assert label == "lampu jalan " * 4 + "lampu jalan…"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = "from text caption photo voice document location venue sticker animation video_note audio poll".split()
PEOPLE = st.just({"id": 5, "type": "private", "is_bot": False}) | ANYTHING
MESSAGES = st.fixed_dictionaries({"chat": PEOPLE}, optional={name: ANYTHING for name in NAMES}) | ANYTHING
QUERIES = (
    st.fixed_dictionaries({"message": MESSAGES, "from": PEOPLE, "data": st.text() | ANYTHING, "id": ANYTHING})
    | ANYTHING
)
UPDATES = st.fixed_dictionaries({"update_id": st.integers()}, optional={"message": MESSAGES, "callback_query": QUERIES})


@settings(max_examples=400, deadline=None)
@given(UPDATES | ANYTHING)
def test_no_update_crashes_the_bot(update: Any) -> None:
    """Whatever JSON Telegram may send one day, it is a message, nothing, or unreadable; and its text can be stored."""
    try:
        said = said_in(update_in(json.dumps(update).encode()))
    except Unreadable:
        return
    assert said is None or isinstance(said, Said)
    if said:
        "".join([said.text, said.id, said.sender.address, *(file.locator for file in said.attachments)]).encode()


def test_a_body_changed_on_the_way_is_still_from_telegram() -> None:
    """The secret proves the sender alone; that is Telegram's design, so the route needs TLS."""
    channel = Telegram(token=TOKEN, secrets=(FIRST,), client=httpx.Client())
    wire = Wire("POST", Telegram.route, headers={"x-telegram-bot-api-secret-token": FIRST}, body=b'{"update_id": 1}')
    channel.verify(wire)
    channel.verify(replace(wire, body=b'{"update_id": 2}'))
    assert channel.read(wire) is None
    assert Sender("telegram", CHAT).address not in repr(Sender("telegram", CHAT))
