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
from channels.simulator.telegram_faults import ApiFaults
from channels.simulator.telegram_files import TelegramFiles
from channels.simulator.telegram_waiting import Waiting

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
        self.groups: dict[str, dict[str, Any]] = {}
        self.moved: dict[str, str] = {}
        self.faults = ApiFaults()
        self.polled = False
        self.waiting = Waiting()
        # Both go on from the time: a bot that remembers update ids must not take a new one for an old one.
        self._updates = itertools.count(int(outside.clock().timestamp()))
        self._messages = itertools.count(int(outside.clock().timestamp()))
        self.files = TelegramFiles(outside.ids)
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
            self.own(phone, Content("citizen", f"{pin.latitude}, {pin.longitude}", "pin"), _location(pin))
        elif files:
            self._album(phone, body, files)
        else:
            words = tap.button.label if tap else body
            self.own(phone, Content("citizen", words), {"text": words} | _commands(words))

    def start_chat(self, phone: str) -> None:
        """Let the bot write first: as if this citizen had pressed "start" at some time."""
        self._started.add(phone)

    def take(self, given: Mapping[str, Any], how: str = "") -> dict[str, Any]:
        """Carry out sendMessage; returns the Message; raises `TelegramError`."""
        out = calls.outgoing(given)
        self._check_chat(out.chat)
        message = self.message(out.chat, {"text": out.text}, sender=BOT)
        if out.markup and "inline_keyboard" in out.markup:
            message["reply_markup"] = dict(out.markup)
        self.show(out.chat, Content("bot", out.text, buttons=out.buttons, note=how, ref=str(message["message_id"])))
        return message

    def _check_chat(self, chat: str) -> None:
        if chat in self.moved:
            new = {"migrate_to_chat_id": int(self.moved[chat])}
            raise calls.TelegramError("Bad Request: group chat was upgraded to a supergroup chat", 400, new)
        if chat not in self._started and chat not in self.groups:
            raise calls.TelegramError("Bad Request: chat not found")
        if chat in self.blocked:
            raise calls.TelegramError("Forbidden: bot was blocked by the user", 403)

    def answer_query(self, query: str) -> None:
        """Carry out answerCallbackQuery: known queries once or more, unknown ones are refused as too old."""
        if query not in self._queries:
            raise calls.TelegramError(
                "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )

    def own(self, phone: str, content: Content, what: Mapping[str, Any]) -> None:
        """Show a citizen's own message on the phone and bring it to the bot."""
        self._started.add(phone)
        message = self.message(phone, what)
        shown = Content("citizen", content.text, content.kind, ref=str(message["message_id"]))
        self.show(phone, shown)
        self.bring(phone, {"message": message})

    def _album(self, phone: str, caption: str, files: Sequence[File]) -> None:
        group = {"media_group_id": self.outside.ids(17)} if len(files) > 1 else {}
        for number, file in enumerate(files):
            words = caption if number == 0 else ""
            what = self.files.upload(file) | group | ({"caption": words} if words else {})
            kind = "photo" if "photo" in what else "document" if "document" in what else file.kind
            self.own(phone, Content("citizen", " - ".join(filter(None, (file.name, words))), kind), what)

    def _press(self, phone: str, tap: Pressed) -> None:
        query = str(int(self.outside.ids(15), 16))
        with self._lock:
            self._queries[query] = phone
            while len(self._queries) > QUERIES_KEPT:
                self._queries.popitem(last=False)
        self.show(phone, Content("citizen", tap.button.label, note="tap"))
        asked = {"id": query, "from": self.person(phone), "message": self._shown_message(phone, tap.bubble)}
        self.bring(phone, {"callback_query": asked | {"chat_instance": f"-{phone}", "data": tap.button.value}})

    def bring(self, phone: str, what: dict[str, Any]) -> None:
        """Bring an update to the bot by its webhook, or keep it until the bot fetches it."""
        self._deliver(phone, {"update_id": next(self._updates)} | what)

    def _deliver(self, phone: str, update: dict[str, Any]) -> None:
        if self.polled:
            self.waiting.add(update)
        else:
            self.line.carry(self.phone(phone), lambda how: self._call(phone, update, how, RETRIES))

    def hold_for_polling(self) -> None:
        """From now on the bot has no webhook and fetches its updates."""
        self.polled = True

    def deliver_waiting(self) -> None:
        """From now on the bot has a webhook; what waited goes there."""
        self.polled = False
        for update in self.waiting.all():
            self._deliver(str(_chat_of(update)), update)

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

    def chat(self, address: str) -> dict[str, Any]:
        """The Chat with this id: a group, or a citizen's private one."""
        return self.groups.get(address) or {"id": int(address), "first_name": "Warga", "type": "private"}

    def person(self, phone: str) -> dict[str, Any]:
        """The User behind a phone."""
        return {"id": int(phone), "is_bot": False, "first_name": "Warga", "language_code": "id"}

    def message(self, chat: str, what: Mapping[str, Any], sender: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """A Message with the next id, now, in this chat; by its citizen unless `sender` says otherwise."""
        return {
            "message_id": next(self._messages),
            "from": dict(sender or self.person(chat)),
            "chat": self.chat(chat),
            "date": int(self.outside.clock().timestamp()),
            **what,
        }

    def _shown_message(self, phone: str, bubble: Bubble) -> dict[str, Any]:
        rows = [[{"text": button.label, "callback_data": button.value}] for button in bubble.buttons]
        message = self.message(phone, {"text": bubble.text, "reply_markup": {"inline_keyboard": rows}}, sender=BOT)
        return message | {"message_id": int(bubble.ref or 0)}


def _chat_of(update: Mapping[str, Any]) -> int:
    """The chat in which an update happened."""
    about = next(part for name, part in update.items() if name != "update_id")
    return int(about.get("message", about)["chat"]["id"])


def _location(pin: Pin) -> dict[str, Any]:
    return {"location": {"latitude": pin.latitude, "longitude": pin.longitude}}


def _commands(words: str) -> dict[str, Any]:
    if not words.startswith("/") or len(words) < 2:
        return {}
    return {"entities": [{"type": "bot_command", "offset": 0, "length": len(words.split()[0])}]}
