"""A citizen's words as each carrier would bring them, signed, and the bot's answer out of each carrier's envelope."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol
from urllib.parse import urlencode
from xml.etree import ElementTree

from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from bot.message import Sender
from bot.settings import Settings

NUMBER = "+6281200000001"
CHAT = 1200000001


@dataclass(frozen=True)
class Spoken:
    """One thing a citizen does: words, and perhaps a file, a pin, or a press on a button (label and its token)."""

    text: str = ""
    photo: str = ""
    voice: str = ""
    pin: tuple[float, float] | None = None
    token: str = ""
    sticker: bool = False


@dataclass(frozen=True)
class Request:
    """A webhook as it goes over the wire, so that it can be delivered again."""

    path: str
    body: bytes
    headers: dict[str, str]
    method: str = "POST"

    def deliver(self, client: FlaskClient) -> TestResponse:
        return client.open(self.path, method=self.method, data=self.body, headers=self.headers)


class Line(Protocol):
    """One citizen's connection to the bot."""

    sender: Sender

    def request(self, spoken: Spoken) -> Request: ...
    def answer(self, response: TestResponse) -> tuple[str, dict[str, str]]: ...


@dataclass
class TwilioLine:
    """SMS or WhatsApp through Twilio."""

    channel: str
    settings: Settings
    number: str = NUMBER
    ids: Any = field(default_factory=lambda: count(1))

    @property
    def sender(self) -> Sender:
        return Sender(self.channel, self._address)

    @property
    def _address(self) -> str:
        return f"whatsapp:{self.number}" if self.channel == "whatsapp" else self.number

    def request(self, spoken: Spoken) -> Request:
        form = {
            "MessageSid": f"SM{next(self.ids):032x}",
            "AccountSid": self.settings.twilio_account_sid,
            "From": self._address,
            "To": self.settings.twilio_sms_from,
            "Body": spoken.text,
            "NumMedia": "0",
        }
        for name, kind in ((spoken.photo, "image/jpeg"), (spoken.voice, "audio/ogg")):
            if name:
                url = f"{self.settings.twilio_api_base}/2010-04-01/Accounts/AC/Messages/SM/Media/{name}"
                form |= {"NumMedia": "1", "MediaUrl0": url, "MediaContentType0": kind}
        if spoken.pin:
            form |= {"Latitude": str(spoken.pin[0]), "Longitude": str(spoken.pin[1])}
        return self.signed(form)

    def signed(self, form: dict[str, str]) -> Request:
        path = f"/webhooks/twilio/{self.channel}"
        validator = RequestValidator(self.settings.twilio_tokens[0])
        signature = validator.compute_signature(f"{self.settings.base_url}{path}", form)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
        return Request(path, urlencode(form).encode(), headers)

    def answer(self, response: TestResponse) -> tuple[str, dict[str, str]]:
        assert response.status_code == 200, response.get_data(as_text=True)
        root = ElementTree.fromstring(response.get_data())
        return "\n".join(message.findtext("Body") or message.text or "" for message in root), {}


@dataclass
class TelegramLine:
    """A private chat with the bot on Telegram."""

    settings: Settings
    chat: int = CHAT
    ids: Any = field(default_factory=lambda: count(1))

    @property
    def sender(self) -> Sender:
        return Sender("telegram", str(self.chat))

    def request(self, spoken: Spoken) -> Request:
        at = next(self.ids)
        who = {"id": self.chat, "is_bot": False, "first_name": "Warga"}
        message: dict[str, Any] = {
            "message_id": at,
            "date": 1,
            "chat": {"id": self.chat, "type": "private"},
            "from": who,
        }
        if spoken.token:
            pressed = {"id": str(at), "from": who, "chat_instance": "1", "message": message, "data": spoken.token}
            return self.signed({"update_id": at, "callback_query": pressed})
        words = {"caption": spoken.text} if spoken.photo or spoken.voice else {"text": spoken.text}
        message |= words if spoken.text or not self._other(spoken) else {}
        message |= self._other(spoken)
        return self.signed({"update_id": at, "message": message})

    def _other(self, spoken: Spoken) -> dict[str, Any]:
        if spoken.photo:
            sizes = [{"file_id": spoken.photo, "file_unique_id": spoken.photo, "width": 90, "height": 90}]
            return {"photo": sizes}
        if spoken.voice:
            return {"voice": {"file_id": spoken.voice, "file_unique_id": spoken.voice, "duration": 3}}
        if spoken.pin:
            return {"location": {"latitude": spoken.pin[0], "longitude": spoken.pin[1]}}
        if spoken.sticker:
            kind = {"type": "regular", "is_animated": False, "is_video": False}
            return {"sticker": {"file_id": "s", "file_unique_id": "s", "width": 9, "height": 9, **kind}}
        return {}

    def signed(self, update: dict[str, Any]) -> Request:
        secret = self.settings.telegram_secrets[0]
        headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": secret}
        return Request("/webhooks/telegram", json.dumps(update).encode(), headers)

    def answer(self, response: TestResponse) -> tuple[str, dict[str, str]]:
        assert response.status_code == 200, response.get_data(as_text=True)
        call = response.get_json()
        assert call["method"] == "sendMessage"
        keyboard = call.get("reply_markup", {}).get("inline_keyboard", [])
        return call["text"], {button["text"]: button["callback_data"] for row in keyboard for button in row}


@dataclass
class GatewayLine:
    """SMS through an operator's gateway, as Kannel asks for it."""

    settings: Settings
    number: str = NUMBER.removeprefix("+")
    ids: Any = field(default_factory=lambda: count(1))

    @property
    def sender(self) -> Sender:
        return Sender("gateway", self.number)

    def request(self, spoken: Spoken) -> Request:
        assert spoken == Spoken(spoken.text), "a gateway brings words only"
        asked = {
            "from": self.number,
            "to": "1708",
            "text": spoken.text,
            "id": f"00000000-0000-4000-8000-{next(self.ids):012x}",
            "charset": "UTF-8",
        }
        return Request(f"/webhooks/gateway/{self.settings.gateway_secrets[0]}?{urlencode(asked)}", b"", {}, "GET")

    def answer(self, response: TestResponse) -> tuple[str, dict[str, str]]:
        assert response.status_code == 200, response.get_data(as_text=True)
        assert response.content_type == "text/plain; charset=utf-8"
        return response.get_data(as_text=True), {}


def line(channel: str, settings: Settings, number: str = NUMBER) -> Line:
    """A citizen's connection on a channel; another number is another citizen."""
    if channel == "telegram":
        return TelegramLine(settings, CHAT + int(number[-1]) - 1)
    if channel == "gateway":
        return GatewayLine(settings, number.removeprefix("+"))
    return TwilioLine(channel, settings, number)
