"""The Telegram-like phone speaks Telegram's real wire in both directions."""

from __future__ import annotations

import asyncio
import io
import json

import pytest
import telegram
from PIL import Image
from simulated_house import TELEGRAM_SECRET, TELEGRAM_TOKEN
from telegram.error import BadRequest, Forbidden, InvalidToken

from channels.simulator import File, NoSuchButton


def with_bot(house, act, token=TELEGRAM_TOKEN):
    """Run `act(bot)` with python-telegram-bot's real client."""

    async def run():
        urls = {
            "base_url": house.simulator.network.telegram_url,
            "base_file_url": house.simulator.network.telegram_file_url,
        }
        async with telegram.Bot(token, **urls) as bot:
            return await act(bot)

    return asyncio.run(run())


def updates(house):
    return [telegram.Update.de_json(heard.json, None) for heard in house.bot.heard]


def says(**method):
    """A bot that answers each webhook with this sendMessage."""
    body = json.dumps({"method": "sendMessage", "chat_id": 700000001, **method})
    return lambda heard: (200, "application/json", body)


def test_a_text_is_an_update_with_the_secret(house):
    """A message carries the secret header, a private chat and rising ids, and python-telegram-bot reads it."""
    phone = house.phone("telegram")
    phone.say("/start lapor")
    phone.say("Jalan rusak")
    first, second = updates(house)
    assert house.bot.heard[0].headers["X-Telegram-Bot-Api-Secret-Token"] == TELEGRAM_SECRET
    assert (first.message.text, first.effective_chat.type, first.effective_user.id) == (
        "/start lapor",
        "private",
        700000001,
    )
    assert list(first.message.parse_entities().values()) == ["/start"]
    assert second.update_id > first.update_id
    assert second.message.message_id > first.message.message_id


def test_the_method_in_the_answer_becomes_a_bubble(house):
    """sendMessage in the webhook's own answer is shown, and its keyboard as buttons."""
    keyboard = {
        "inline_keyboard": [[{"text": "Ya", "callback_data": "yes"}], [{"text": "Tidak", "callback_data": "no"}]]
    }
    house.bot.answer = says(text="Kirim?", reply_markup=keyboard)
    (bubble,) = house.phone("telegram").say("halo")
    assert (bubble.author, bubble.text) == ("bot", "Kirim?")
    assert [button.label for button in bubble.buttons] == ["Ya", "Tidak"]


def test_a_tap_is_a_callback_query_about_the_shown_message(house):
    """Pressing a button sends its data and the message it belongs to; the query can then be answered."""
    keyboard = {"inline_keyboard": [[{"text": "Ya, kirim", "callback_data": "review:3:send"}]]}
    house.bot.answer = says(text="Kirim?", reply_markup=keyboard)
    phone = house.phone("telegram")
    (bubble,) = phone.say("halo")
    phone.tap("ya, KIRIM")
    query = updates(house)[1].callback_query
    assert (query.data, str(query.message.message_id), query.from_user.id) == ("review:3:send", bubble.ref, 700000001)
    assert with_bot(house, lambda bot: bot.answer_callback_query(query.id))
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        with_bot(house, lambda bot: bot.answer_callback_query("1"))


def test_a_button_for_the_place_wants_a_pin(house):
    """A keyboard that asks for the phone's place shows a location button, which only a pin can answer."""
    house.bot.answer = says(
        text="Di mana?", reply_markup={"keyboard": [[{"text": "Kirim lokasi", "request_location": True}], ["Lewati"]]}
    )
    phone = house.phone("telegram")
    (bubble,) = phone.say("halo")
    assert [(button.label, button.kind) for button in bubble.buttons] == [
        ("Kirim lokasi", "location"),
        ("Lewati", "reply"),
    ]
    with pytest.raises(NoSuchButton):
        phone.tap("Kirim lokasi")
    phone.pin(-8.65, 116.53)
    phone.tap("Lewati")
    _, place, words = updates(house)
    assert (place.message.location.latitude, place.message.location.longitude) == (-8.65, 116.53)
    assert words.message.text == "Lewati"


def test_a_button_that_is_not_there_cannot_be_pressed(house):
    """A tap on an unknown label says so, and the bot hears nothing."""
    with pytest.raises(NoSuchButton):
        house.phone("telegram").tap("Kirim")
    assert house.bot.heard == []


def test_a_photo_comes_in_sizes_and_can_be_fetched(house, jpeg):
    """A photo offers sizes up to its own; getFile and the file URL give the bytes that the update promised."""
    house.phone("telegram").photo(jpeg, "image/jpeg", "lubang")
    message = updates(house)[0].message
    assert [(size.width, size.height) for size in message.photo] == [(90, 45), (320, 160), (800, 400), (1000, 500)]
    assert message.caption == "lubang"

    async def fetch(bot):
        file = await bot.get_file(message.photo[-1].file_id)
        return bytes(await file.download_as_bytearray())

    content = with_bot(house, fetch)
    assert len(content) == message.photo[-1].file_size
    assert Image.open(io.BytesIO(content)).size == (1000, 500)


def test_voice_and_document_have_their_own_kind(house):
    """A recording is a voice message, a PDF a document with its name, a picture that is none a document."""
    phone = house.phone("telegram")
    phone.photo(b"OggS....", "audio/ogg", name="suara.ogg")
    phone.photo(b"%PDF-1.7", "application/pdf", name="surat.pdf")
    phone.photo(b"no picture", "image/jpeg", name="rusak.jpg")
    voice, paper, broken = (update.message for update in updates(house))
    assert voice.voice.mime_type == "audio/ogg"
    assert (paper.document.file_name, broken.document.file_name) == ("surat.pdf", "rusak.jpg")


def test_an_album_shares_one_group(house, jpeg):
    """Two photos at once are two updates with one media_group_id; the caption is with the first."""
    house.phone("telegram").album([File(jpeg, "image/jpeg"), File(jpeg, "image/jpeg")], "dua")
    first, second = (update.message for update in updates(house))
    assert first.media_group_id
    assert first.media_group_id == second.media_group_id
    assert (first.caption, second.caption) == ("dua", None)


def test_the_real_client_pushes_to_the_phone(house):
    """python-telegram-bot's client knows itself and sends a message with buttons that stands on the phone."""
    house.phone("telegram").say("/start")
    markup = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Puas", callback_data="survey:1:5")]])
    sent = with_bot(house, lambda bot: bot.send_message(700000001, "Laporan selesai", reply_markup=markup))
    bubble = house.phone("telegram").bubbles()[-1]
    assert (bubble.text, bubble.ref) == ("Laporan selesai", str(sent.message_id))
    assert [button.label for button in bubble.buttons] == ["Puas"]
    assert with_bot(house, lambda bot: bot.get_me()).is_bot


def test_setting_the_webhook_changes_the_secret(house):
    """After setWebhook the updates carry the new secret, and getWebhookInfo tells the URL."""

    async def act(bot):
        await bot.set_my_commands([("bantuan", "Bantuan")])
        await bot.set_webhook("https://bot.example/webhooks/telegram", secret_token="another")
        return await bot.get_webhook_info()

    assert with_bot(house, act).url == "https://bot.example/webhooks/telegram"
    house.phone("telegram").say("halo")
    assert house.bot.heard[0].headers["X-Telegram-Bot-Api-Secret-Token"] == "another"


@pytest.mark.parametrize(
    ("method", "given", "description"),
    [
        ("sendMessage", {"text": "x"}, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": "700000001"}, "Bad Request: message text is empty"),
        ("sendMessage", {"chat_id": "700000001", "text": "x" * 4097}, "Bad Request: message is too long"),
        ("sendMessage", {"chat_id": "799999999", "text": "x"}, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": "700000001", "text": "x", "txet": "y"}, "Bad Request: unknown parameter txet"),
        (
            "sendMessage",
            {
                "chat_id": "700000001",
                "text": "x",
                "reply_markup": json.dumps({"inline_keyboard": [[{"text": "a", "callback_data": "b" * 65}]]}),
            },
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        ("getFile", {"file_id": "x"}, "Bad Request: wrong file_id or the file is temporarily unavailable"),
        ("sendDice", {}, "Not Found"),
    ],
)
def test_a_wrong_call_gets_telegrams_error(house, method, given, description):
    """Each mistake has Telegram's error shape and code, and nothing appears on the phone."""
    import httpx

    house.phone("telegram").say("/start")
    answer = httpx.post(f"{house.simulator.network.telegram_url}{TELEGRAM_TOKEN}/{method}", data=given)
    code = 404 if description == "Not Found" else 400
    assert answer.status_code == code
    assert answer.json() == {"ok": False, "error_code": code, "description": description}
    assert len(house.phone("telegram").bubbles()) == 1


def test_a_wrong_token_is_refused(house):
    """A well-formed wrong token gets 401, one that is no token 404, for calls and for files."""
    import httpx

    with pytest.raises(InvalidToken):
        with_bot(house, lambda bot: bot.get_me(), token="7000000001:wrong")
    base, files = house.simulator.network.telegram_url, house.simulator.network.telegram_file_url
    assert httpx.get(f"{base}7000000001:wrong/getMe").json()["error_code"] == 401
    assert httpx.get(f"{base}nonsense/getMe").json()["error_code"] == 404
    assert httpx.get(f"{files}7000000001:wrong/photos/file_0.jpg").status_code == 401


def test_a_citizen_can_block_the_bot(house):
    """A blocked bot gets 403 as Telegram gives it."""
    house.phone("telegram").say("/start")
    house.simulator._telegram.blocked.add("700000001")
    with pytest.raises(Forbidden, match="blocked"):
        with_bot(house, lambda bot: bot.send_message(700000001, "halo"))


def test_a_wrong_method_in_the_answer_is_a_notice(house):
    """An answer that Telegram would refuse never looks like the bot's message."""
    house.bot.answer = says(text="")
    (bubble,) = house.phone("telegram").say("halo")
    assert (bubble.author, bubble.text) == ("carrier", "Bad Request: message text is empty")


def test_an_update_that_is_not_taken_comes_again(house):
    """After a 503 the same update is delivered once more, with the same id, and its answer is shown."""
    answers = iter([(503, "text/plain", ""), says(text="akhirnya")(None)])
    house.bot.answer = lambda heard: next(answers)
    phone = house.phone("telegram")
    assert phone.say("halo") == ()
    (bubble,) = phone.wait(phone.bubbles()[-1].id, 5)
    first, second = updates(house)
    assert (bubble.text, bubble.note, first.update_id) == ("akhirnya", "late", second.update_id)
