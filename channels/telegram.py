"""Citizens write by Telegram; the answer rides home in the webhook's response."""

from __future__ import annotations

import contextlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

import httpx

from bot.message import Attachment, Choice, Said, Say, Sender, SendError, Tap
from channels import parts, taps
from channels.addresses import Source
from channels.base import Answer, Channel, Limits, Media, MediaError, Unsigned, Wire
from channels.download import Download
from channels.telegram_api import TelegramApi
from channels.telegram_asides import Aside, aside_to
from channels.telegram_reading import said_in, update_in


class Telegram(Channel):
    """A bot in private chats. `secrets` were given to setWebhook; each is accepted (rotation).

    `api_base` "" is Telegram's own; `client` downloads files; `timeout` (seconds) bounds each step of an API call.
    ValueError without a secret.
    """

    name = "telegram"
    route = "/webhooks/telegram"
    limits = Limits(text=4096, buttons=100, button_label=60, media=True, pins=True, per_second=25)

    def __init__(
        self, *, token: str, secrets: tuple[str, ...], client: httpx.Client, api_base: str = "", timeout: float = 10.0
    ) -> None:
        if not token or not secrets or not all(secrets):
            raise ValueError("Telegram needs a bot token and at least one webhook secret")
        self._api, self._secrets = TelegramApi(token, api_base, timeout), secrets
        self._username = ""
        self._download = Download(client, Source(frozenset(), self._api.base))

    def verify(self, wire: Wire) -> None:
        """X-Telegram-Bot-Api-Secret-Token against each secret, in constant time; raises `Unsigned`."""
        given = wire.headers.get("x-telegram-bot-api-secret-token", "").encode("utf-8", "surrogateescape")
        if not any([hmac.compare_digest(given, secret.encode()) for secret in self._secrets]):
            raise Unsigned("the secret token is missing or wrong")

    def read(self, wire: Wire) -> Said | None:
        """The message in an update; raises `Unreadable` where the body is no update at all."""
        return said_in(update_in(wire.body))

    def render(self, say: Say, to: Sender) -> Answer:
        """A sendMessage that rides in the response. Only one can: see `_fitted` for a text that is too long."""
        method = {"method": "sendMessage", "chat_id": _chat(to), "text": _fitted(say), "reply_markup": markup(say)}
        return Answer(content_type="application/json", body=json.dumps(method, ensure_ascii=False))

    def aside(self, wire: Wire) -> Answer:
        """One fixed line where somebody asks in a group, edits, or sends an own contact; else silence."""
        found = self.aside_to(update_in(wire.body))
        if found is None:
            return self.silence()
        method = {"method": "sendMessage", **found.call()}
        return Answer(content_type="application/json", body=json.dumps(method, ensure_ascii=False))

    def aside_to(self, update: Mapping[str, Any]) -> Aside | None:
        """The fixed line for an update that is no turn; None = silence. May ask Telegram once for the bot's name."""
        return aside_to(update, self._api.bot_id, self._name)

    def _name(self) -> str:
        """The bot's user name; "" as long as Telegram does not tell it."""
        if not self._username:
            with contextlib.suppress(SendError):
                self._username = self._api.call(lambda bot: bot.get_me()).username or ""
        return self._username

    def say_aside(self, aside: Aside) -> None:
        """Send a fixed line outside a webhook. A failure costs nothing that was asked for, and is not raised."""
        with contextlib.suppress(SendError):
            self._api.call(lambda bot: bot.send_message(aside.chat, aside.line, api_kwargs=aside.extra()))

    def silence(self) -> Answer:
        """An empty 200: taken."""
        return Answer()

    def send(self, to: Sender, say: Say) -> str:
        """The last message's id. A text over 4096 takes several messages, the last with the buttons."""
        *first, last = parts.split(say.as_text(), self.limits.text) or [""]
        for part in first:
            self._send_one(to, part, None)
        return self._send_one(to, last, markup(say))

    def _send_one(self, to: Sender, text: str, keyboard: dict[str, Any] | None) -> str:
        extra = {"reply_markup": keyboard} if keyboard else None
        message = self._api.call(lambda bot: bot.send_message(_chat(to), text, api_kwargs=extra))
        return str(message.message_id)

    def acknowledge(self, token: str) -> None:
        """Stop the button's spinner. A failure costs the citizen nothing and is not raised."""
        with contextlib.suppress(SendError):
            self._api.call(lambda bot: bot.answer_callback_query(token))

    def fetch(self, attachment: Attachment) -> Media:
        """The file behind a file_id; raises `MediaError`, in whose text the address (it holds the token) never is."""
        try:
            file = self._api.call(lambda bot: bot.get_file(attachment.locator))
        except SendError as error:
            raise MediaError(f"telegram did not name the file: {error}", retry=error.retry) from None
        media = self._download.get(file.file_path or "")
        return Media(media.content, attachment.media_type or media.media_type)


def _chat(to: Sender) -> int | str:
    return int(to.address) if to.address.removeprefix("-").isdecimal() else to.address


def _fitted(say: Say) -> str:
    """The text in one message: where it is too long the body ends in a visible mark, the choices stay whole.

    The dialogs keep messages under 1600 characters, so this guards against a delivery failing, no more.
    """
    text, most = say.as_text(), Telegram.limits.text
    excess = parts.width(text) - most
    if excess <= 0:
        return text
    rest = text[len(say.body) :]
    room = most - parts.width(rest)
    return parts.shorten(say.body, room) + rest if room > 2 else parts.shorten(text, most)


def markup(say: Say) -> dict[str, Any]:
    """Buttons under the message, one a row; else a button for the position; else the old keyboard goes."""
    if rows := [[button] for choice in say.choices[: Telegram.limits.buttons] if (button := _button(say, choice))]:
        return {"inline_keyboard": rows}
    if say.ask_pin and say.pin_label and not say.choices:
        here = {"text": say.pin_label, "request_location": True}
        return {"keyboard": [[here]], "one_time_keyboard": True, "resize_keyboard": True}
    return {"remove_keyboard": True}


def _button(say: Say, choice: Choice) -> dict[str, Any] | None:
    """One button, or None where its data would exceed Telegram's 64 bytes: the number in the text still works."""
    try:
        data = taps.encode(Tap(say.step, say.revision, choice.key))
    except ValueError:
        return None
    return {"text": parts.shorten(choice.label, Telegram.limits.button_label), "callback_data": data}
