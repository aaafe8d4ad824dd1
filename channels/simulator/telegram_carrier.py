"""The carrier of the Telegram-like phone: it calls the bot as Telegram does and reads the method in the answer."""

from __future__ import annotations

import itertools
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from bot.pin import Pin
from channels.simulator import telegram_calls as calls
from channels.simulator.carriers import Carrier, File, Outside, Pressed, is_ok
from channels.simulator.faults import Line
from channels.simulator.phones import Bubble, Content, Phones
from channels.simulator.pictures import Picture, sizes

FILES_KEPT = 400
QUERIES_KEPT = 400
BOT = {"id": 7000000001, "is_bot": True, "first_name": "Kentongan", "username": "kentongan_simulasi_bot"}
RETRIES = (1.0, 3.0, 9.0, 27.0)
"""Seconds until an update that was not taken comes again; the real ones grow up to 24 hours."""


class TelegramCarrier(Carrier):
    """Telegram for one bot. A phone's address is its chat id in digits.

    `token` is the bot's token, `secret` travels in X-Telegram-Bot-Api-Secret-Token, updates are posted to
    `deliver_url` (whole, with the path).
    """

    channel = "telegram"
    media = pins = True

    def __init__(self, token: str, secret: str, deliver_url: str, phones: Phones, line: Line, outside: Outside) -> None:
        super().__init__(phones, line, outside)
        self.token = token
        self.secret = secret
        self.deliver_url = deliver_url
        self.blocked: set[str] = set()
        # Both go on from the time: a bot that remembers update ids must not take a new one for an old one.
        self._updates = itertools.count(int(outside.clock().timestamp()))
        self._messages = itertools.count(int(outside.clock().timestamp()))
        self._files: OrderedDict[str, tuple[str, File]] = OrderedDict()
        self._queries: OrderedDict[str, str] = OrderedDict()
        self._started: set[str] = set()
        self._lock = threading.Lock()

    def text(
        self, phone: str, body: str = "", files: Sequence[File] = (), pin: Pin | None = None, tap: Pressed | None = None
    ) -> None:
        """See `Carrier.text`. Several files become one album: an update each, one media_group_id (doc: Message)."""
        self.refuse_what_is_missing(files, pin)
        self._started.add(phone)
        if tap is not None and tap.button.kind == "callback":
            self._press(phone, tap)
        elif pin is not None:
            self._own(phone, Content("citizen", f"{pin.latitude}, {pin.longitude}", "pin"), _location(pin))
        elif files:
            self._album(phone, body, files)
        else:
            words = tap.button.label if tap else body
            self._own(phone, Content("citizen", words), {"text": words} | _commands(words))

    def start_chat(self, phone: str) -> None:
        """Let the bot write first: as if this citizen had pressed "start" at some time."""
        self._started.add(phone)

    def take(self, given: Mapping[str, Any], how: str = "") -> dict[str, Any]:
        """Carry out sendMessage; returns the Message; raises `TelegramError`."""
        out = calls.outgoing(given)
        if out.chat not in self._started:
            raise calls.TelegramError("Bad Request: chat not found")
        if out.chat in self.blocked:
            raise calls.TelegramError("Forbidden: bot was blocked by the user", 403)
        message = self._message(out.chat, {"text": out.text}, sender=BOT)
        if out.markup and "inline_keyboard" in out.markup:
            message["reply_markup"] = dict(out.markup)
        self.show(out.chat, Content("bot", out.text, buttons=out.buttons, note=how, ref=str(message["message_id"])))
        return message

    def answer_query(self, query: str) -> None:
        """Carry out answerCallbackQuery: known queries once or more, unknown ones are refused as too old."""
        if query not in self._queries:
            raise calls.TelegramError(
                "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )

    def file(self, file_id: str) -> tuple[str, File] | None:
        """The path and content of a file that a citizen sent, or None."""
        with self._lock:
            return self._files.get(file_id)

    def file_at(self, path: str) -> File | None:
        """The file behind a path that getFile gave out."""
        with self._lock:
            return next((file for known, file in self._files.values() if known == path), None)

    def _own(self, phone: str, content: Content, what: Mapping[str, Any]) -> None:
        message = self._message(phone, what)
        shown = Content("citizen", content.text, content.kind, ref=str(message["message_id"]))
        self.show(phone, shown)
        self._carry(phone, {"message": message})

    def _album(self, phone: str, caption: str, files: Sequence[File]) -> None:
        group = {"media_group_id": self.outside.ids(17)} if len(files) > 1 else {}
        for number, file in enumerate(files):
            words = caption if number == 0 else ""
            what = self._upload(file) | group | ({"caption": words} if words else {})
            kind = "photo" if "photo" in what else "document" if "document" in what else file.kind
            self._own(phone, Content("citizen", " - ".join(filter(None, (file.name, words))), kind), what)

    def _upload(self, file: File) -> dict[str, Any]:
        if file.kind == "photo":
            pictures = [self._photo(picture) for picture in sizes(file.content)]
            if pictures:  # what cannot be shown as a picture is sent as a document, as the app does
                return {"photo": pictures}
        if file.kind == "voice":
            return {"voice": self._keep(file, "voice") | {"duration": 5, "mime_type": file.media_type}}
        if file.kind == "video":
            shape = {"width": 640, "height": 360, "duration": 5, "mime_type": file.media_type}
            return {"video": self._keep(file, "videos") | shape}
        named = {"file_name": file.name or "berkas", "mime_type": file.media_type}
        return {"document": self._keep(file, "documents") | named}

    def _photo(self, picture: Picture) -> dict[str, Any]:
        file = File(picture.content, "image/jpeg", "photo.jpg")
        return self._keep(file, "photos") | {"width": picture.width, "height": picture.height}

    def _keep(self, file: File, folder: str) -> dict[str, Any]:
        file_id, unique = f"AgAC{self.outside.ids(60)}", self.outside.ids(16)
        ending = (file.name.rpartition(".")[2] if "." in file.name else "bin")[:8]
        safe = ending if ending.isalnum() and ending.isascii() else "bin"
        with self._lock:
            self._files[file_id] = (f"{folder}/file_{unique}.{safe}", file)
            while len(self._files) > FILES_KEPT:
                self._files.popitem(last=False)
        return {"file_id": file_id, "file_unique_id": unique, "file_size": len(file.content)}

    def _press(self, phone: str, tap: Pressed) -> None:
        query = str(int(self.outside.ids(15), 16))
        with self._lock:
            self._queries[query] = phone
            while len(self._queries) > QUERIES_KEPT:
                self._queries.popitem(last=False)
        self.show(phone, Content("citizen", tap.button.label, note="tap"))
        asked = {"id": query, "from": _person(phone), "message": self._shown_message(phone, tap.bubble)}
        self._carry(phone, {"callback_query": asked | {"chat_instance": f"-{phone}", "data": tap.button.value}})

    def _carry(self, phone: str, what: dict[str, Any]) -> None:
        update = {"update_id": next(self._updates)} | what
        self.line.carry(self.phone(phone), lambda how: self._call(phone, update, how, RETRIES))

    def _call(self, phone: str, update: dict[str, Any], how: str, waits: Sequence[float]) -> None:
        headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": self.secret}
        response = self.post(self.deliver_url, json.dumps(update).encode(), headers)
        if response is not None and is_ok(response):
            self._read(phone, response, how)
        elif waits:
            self.outside.later(waits[0], lambda: self._call(phone, update, how or "late", waits[1:]))
        else:
            detail = f"status {response.status_code}" if response is not None else "no answer"
            self.notice(phone, "unreachable", detail)

    def _read(self, phone: str, response: httpx.Response, how: str) -> None:
        if not response.content.strip() or "json" not in response.headers.get("content-type", ""):
            return  # Telegram does not look at an answer that is no JSON
        try:
            self._obey(response.json(), how)
        except ValueError:
            self.notice(phone, "refused", "the answer is not JSON")
        except calls.TelegramError as error:
            self.notice(phone, "refused", str(error))

    def _obey(self, answer: Any, how: str) -> None:
        if not isinstance(answer, dict) or "method" not in answer:
            return
        given = {name: value for name, value in answer.items() if name != "method"}
        if answer["method"] == "sendMessage":
            self.take(given, how)
        else:
            calls.check(str(answer["method"]), given)

    def _message(self, chat: str, what: Mapping[str, Any], sender: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            "message_id": next(self._messages),
            "from": dict(sender or _person(chat)),
            "chat": {"id": int(chat), "first_name": "Warga", "type": "private"},
            "date": int(self.outside.clock().timestamp()),
            **what,
        }

    def _shown_message(self, phone: str, bubble: Bubble) -> dict[str, Any]:
        rows = [[{"text": button.label, "callback_data": button.value}] for button in bubble.buttons]
        message = self._message(phone, {"text": bubble.text, "reply_markup": {"inline_keyboard": rows}}, sender=BOT)
        return message | {"message_id": int(bubble.ref or 0)}


def _person(chat: str) -> dict[str, Any]:
    return {"id": int(chat), "is_bot": False, "first_name": "Warga", "language_code": "id"}


def _location(pin: Pin) -> dict[str, Any]:
    return {"location": {"latitude": pin.latitude, "longitude": pin.longitude}}


def _commands(words: str) -> dict[str, Any]:
    if not words.startswith("/") or len(words) < 2:
        return {}
    return {"entities": [{"type": "bot_command", "offset": 0, "length": len(words.split()[0])}]}
