"""In groups, after edits and for own contacts there is one fixed line or silence, and never a turn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from carrier import PATIENCE, Carrier, Reply
from contract import FIRST
from samples import samples

from channels import gsm
from channels.base import Wire
from channels.telegram import Telegram
from channels.telegram_asides import EDITED, LINES, OWN_CARD, PRIVATELY
from tests.telegram_spec import judge

BOT_ID = 700000000
TOKEN = f"{BOT_ID}:0canary0bot0token"
GROUP = {"id": -1001000000001, "type": "supergroup", "title": "RT 05"}
WHO = {"id": 700000001, "is_bot": False, "first_name": "Budi"}
OTHER_BOT = {"id": 700000077, "is_bot": True, "first_name": "Lain"}
ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
DOCS = Path(__file__).parents[2] / "docs" / "telegram.md"


@pytest.fixture
def channel(client: httpx.Client, carrier: Carrier) -> Telegram:
    me = {"id": BOT_ID, "is_bot": True, "first_name": "Kentongan", "username": "kentongan_bot"}
    carrier.usual = lambda request: Reply(body=json.dumps({"ok": True, "result": me}))
    return Telegram(token=TOKEN, secrets=(FIRST,), client=client, api_base=carrier.base, timeout=PATIENCE)


def group(text: str, kind: str = "", marked: str = "", **more: Any) -> dict[str, Any]:
    """A message in a group, with a piece of its text marked."""
    at = len(text[: text.find(marked)].encode("utf-16-le")) // 2
    entity = {"type": kind, "offset": at, "length": len(marked.encode("utf-16-le")) // 2}
    message = {"message_id": 5, "from": WHO, "chat": GROUP, "date": 1, "text": text}
    return {**message, **({"entities": [entity]} if kind else {}), **more}


def answer(channel: Telegram, update: dict[str, Any]) -> dict[str, Any]:
    """The method in the answer to an update that is no turn; {} for silence."""
    wire = Wire("POST", Telegram.route, body=json.dumps({"update_id": 1, **update}).encode())
    assert channel.read(wire) is None
    body = channel.aside(wire).body
    method: dict[str, Any] = json.loads(body) if body else {}
    if method:
        judge(method.pop("method"), method)
    return method


ADDRESSED = {
    "a command": group("/lapor jalan", "bot_command", "/lapor"),
    "a command for us": group("ayo /lapor@Kentongan_Bot", "bot_command", "/lapor@Kentongan_Bot"),
    "a mention": group("halo @kentongan_bot 👍", "mention", "@kentongan_bot"),
    "a mention behind an emoji": group("👍👍 @kentongan_bot", "mention", "@kentongan_bot"),
    "a mention by name": group("halo Kentongan", "text_mention", "Kentongan")
    | {"entities": [{"type": "text_mention", "offset": 5, "length": 9, "user": {"id": BOT_ID}}]},
    "a mention in a caption": {k: v for k, v in group("x").items() if k != "text"}
    | {"caption": "@kentongan_bot", "caption_entities": [{"type": "mention", "offset": 0, "length": 14}]},
    "a reply": group("apa ini?", reply_to_message={"message_id": 4, "from": {"id": BOT_ID}, "chat": GROUP}),
    "an anonymous admin": group("/lapor", "bot_command", "/lapor", **{"from": ADMIN, "sender_chat": GROUP}),
    "a small group": group("/lapor", "bot_command", "/lapor", chat={"id": -7, "type": "group", "title": "RT"}),
}
LEFT_ALONE = {
    "talk of others": group("jalan rusak nih"),
    "a command inside": group("coba /lapor", "bot_command", "/lapor"),
    "a command for another bot": group("/lapor@other_bot", "bot_command", "/lapor@other_bot"),
    "a mention of another": group("@wati lihat", "mention", "@wati"),
    "a reply to another": group("ya", reply_to_message={"message_id": 4, "from": WHO, "chat": GROUP}),
    "another bot": group("/lapor", "bot_command", "/lapor", **{"from": OTHER_BOT}),
    "a linked channel's post": group("/lapor", "bot_command", "/lapor", sender_chat=GROUP, is_automatic_forward=True),
    "a group that moved": group("", migrate_to_chat_id=-1009),
    "marks that are none": group("/lapor", entities=[None, {"type": "bot_command", "offset": -1, "length": "x"}, 7]),
    "a mark beyond the end": group("x", entities=[{"type": "mention", "offset": 90, "length": 3}]),
    "no message id": {k: v for k, v in ADDRESSED["a command"].items() if k != "message_id"},
}


@pytest.mark.parametrize("message", ADDRESSED.values(), ids=ADDRESSED.keys())
def test_who_addresses_the_bot_in_a_group_is_sent_to_a_private_chat(channel: Telegram, message: dict[str, Any]) -> None:
    """A command, a mention or a reply gets the one fixed line, as a reply, without any button."""
    said = answer(channel, {"message": message})
    assert (said["text"], said["chat_id"]) == (PRIVATELY, message["chat"]["id"])
    assert said["reply_parameters"]["message_id"] == 5
    assert "reply_markup" not in said


@pytest.mark.parametrize("message", LEFT_ALONE.values(), ids=LEFT_ALONE.keys())
def test_whoever_does_not_mean_the_bot_is_left_alone(channel: Telegram, message: dict[str, Any]) -> None:
    """Talk among people, other bots' business and events get silence."""
    assert answer(channel, {"message": message}) == {}


def test_the_bots_name_is_asked_once(channel: Telegram, carrier: Carrier) -> None:
    """Only a mention needs the name, and Telegram is asked for it a single time."""
    answer(channel, {"message": ADDRESSED["a command"]})
    assert carrier.got == []
    for _ in range(3):
        answer(channel, {"message": ADDRESSED["a mention"]})
    assert [got.path for got in carrier.got] == [f"/bot{TOKEN}/getMe"]


def test_a_name_telegram_does_not_tell_is_no_mention(channel: Telegram, carrier: Carrier) -> None:
    """While Telegram is in trouble a mention is passed over; nothing fails, and the next one is heard."""
    carrier.script.append(Reply(500))
    assert answer(channel, {"message": ADDRESSED["a mention"]}) == {}
    assert answer(channel, {"message": ADDRESSED["a mention"]})["text"] == PRIVATELY


EXPECTED = {
    "edited": EDITED,
    "edited_caption": EDITED,
    "contact_own": OWN_CARD,
    "group_anonymous_admin": PRIVATELY,
    **dict.fromkeys(
        "live_location_moved channel_post group_migrated group_migrated_from group_joined group_linked_channel blocked "
        "unblocked callback_group callback_stranger another_bot pinned unknown_update group".split()
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_no_turn_gets_its_line_or_silence(channel: Telegram, name: str) -> None:
    """Edits and own contacts get a line; moves of a live location, channels, events and strangers get none."""
    said = answer(channel, samples("telegram")[name]["wire"]["json"])
    assert said.get("text") == EXPECTED[name]


def test_a_line_sent_outside_a_webhook_may_fail(channel: Telegram, carrier: Carrier) -> None:
    """Long polling sends the same call; a refusal is swallowed, for nothing was promised."""
    update = {"update_id": 1, "message": ADDRESSED["a command"]}
    aside = channel.aside_to(update)
    assert aside
    carrier.script += [Reply(500), Reply(403, '{"ok": false, "error_code": 403, "description": "Forbidden"}')]
    channel.say_aside(aside)
    channel.say_aside(aside)
    (sent, _) = [got.form for got in carrier.got]
    assert (sent["text"], sent["chat_id"]) == (PRIVATELY, str(GROUP["id"]))
    judge("sendMessage", sent)


@pytest.mark.parametrize("line", LINES)
def test_a_fixed_line_is_short_and_stands_in_the_documents(line: str) -> None:
    """Each is Indonesian and English in the alphabet of every phone, and docs/telegram.md shows it for review."""
    indonesian, english = line.split(" / ")
    assert max(len(indonesian), len(english)) <= 160
    assert [ch for ch in line if not gsm.fits(ch)] == []
    assert line in DOCS.read_text()
