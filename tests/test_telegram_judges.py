"""Models that nobody here wrote accept all that our simulated Telegram says: aiogram's, and Telegram's description."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from redis import Redis

from bot.understanding.understand import Understanding
from channels.simulator.carriers import File
from channels.telegram_setup import forget_webhook
from tests.telegram_served import PHONE, Served, served
from tests.telegram_spec import FILE, MISSING, judge, object_faults

types = pytest.importorskip("aiogram.types", reason="aiogram is not installed")
STORY = "jalan berlubang depan pasar Selong Lombok Timur, bahaya malam hari"
MENTION = {"type": "mention", "offset": 0, "length": 23}


@pytest.fixture
def here(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[Served]:
    with served(tmp_path, redis, understanding) as opened:
        yield opened


def jpeg() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (1000, 500), "brown").save(target, "JPEG")
    return target.getvalue()


def everything(here: Served) -> None:
    """All that people do on the simulated Telegram."""
    phone, acts = here.phone, here.acts
    phone.say("/start lapor_pothole")
    phone.say(STORY)
    phone.photo(jpeg(), "image/jpeg", "lubang")
    phone.album([File(jpeg(), "image/jpeg"), File(b"OggS", "audio/ogg", "a.ogg"), File(b"%PDF", "application/pdf")])
    phone.photo(b"....ftyp", "video/mp4", name="v.mp4")
    phone.pin(-8.65, 116.53)
    phone.tap("Kirim")
    acts.edit(PHONE, here.shown()[0].ref, "lain")
    acts.contact(PHONE, "6281200000001", own=True)
    acts.contact(PHONE, "6281200000003", own=False)
    group = acts.group()
    acts.say_in_group(group, "@kentongan_simulasi_bot", PHONE, (MENTION,))
    acts.say_in_group(group, "/lapor", "", ({"type": "bot_command", "offset": 0, "length": 6},))
    acts.upgrade(group)
    acts.block(PHONE)
    acts.unblock(PHONE)


def test_aiogram_accepts_every_update(here: Served) -> None:
    """Each update, whatever it carries, is a valid one for another framework."""
    everything(here)
    assert len(here.updates) == 17
    kinds = {name for update in here.updates for name in update} - {"update_id"}
    assert kinds == {"message", "edited_message", "callback_query", "my_chat_member"}
    for update in here.updates:
        assert types.Update.model_validate(update).event


@pytest.mark.skipif(not FILE.exists(), reason=MISSING)
def test_telegrams_description_knows_every_update(here: Served) -> None:
    """Each has the fields that Telegram says it must have, of its types, and no other."""
    everything(here)
    assert [fault for update in here.updates for fault in object_faults("Update", update)] == []


def test_aiogram_would_refuse_a_wrong_update(here: Served) -> None:
    """The judge can say no: an update without its chat or with a text for a number does not pass."""
    here.phone.say("halo")
    right = here.updates[0]
    for wrong in ({"update_id": "x"}, {"message": {**right["message"], "chat": None}}, {"message": {"text": "x"}}):
        with pytest.raises(ValueError, match="validation error"):
            types.Update.model_validate(right | wrong)


def test_the_judges_accept_what_the_api_answers(here: Served) -> None:
    """Results of calls have the types that Telegram names for them."""
    here.phone.photo(jpeg(), "image/jpeg")
    file_id = here.updates[0]["message"]["photo"][-1]["file_id"]
    keyboard = '{"inline_keyboard": [[{"text": "Ya", "callback_data": "a|1|b"}]]}'
    calls: list[tuple[str, dict[str, Any], str]] = [
        ("getMe", {}, "User"),
        ("getFile", {"file_id": file_id}, "File"),
        ("sendMessage", {"chat_id": PHONE, "text": "x", "reply_markup": keyboard}, "Message"),
        ("getWebhookInfo", {}, "WebhookInfo"),
        ("setWebhook", {"url": "https://x.example/", "allowed_updates": '["message"]'}, ""),
        ("getWebhookInfo", {}, "WebhookInfo"),
        ("deleteWebhook", {}, ""),
    ]
    for method, given, kind in calls:
        result = _call(here, method, given)
        assert result if not kind else getattr(types, kind).model_validate(result)
        assert not (kind and FILE.exists()) or object_faults(kind, result) == []


def test_fetched_updates_are_the_same(here: Served) -> None:
    """What getUpdates hands out passes the same judges."""
    from channels.telegram_api import TelegramApi

    forget_webhook(TelegramApi(here.carrier.token, here.test.house.settings.telegram_api_base, 5))
    here.phone.say("halo")
    found = _call(here, "getUpdates", {"timeout": 1})
    assert [types.Update.model_validate(each).update_id for each in found] == [here.updates[0]["update_id"]]


def _call(here: Served, method: str, given: dict[str, Any]) -> Any:
    judge(method, given)
    url = f"{here.test.house.settings.telegram_api_base}/bot{here.carrier.token}/{method}"
    return httpx.post(url, data=given).json()["result"]
