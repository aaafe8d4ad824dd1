"""What Telegram's Bot API takes and refuses, and in which words, in a webhook's answer as well as over HTTP."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from channels.simulator.phones import Button

MOST_CHARACTERS = 4096
MOST_DATA_BYTES = 64

# Parameters of the methods that are served (doc: Bot API, the method of that name): all, and those that must be there.
METHODS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "getMe": (frozenset(), frozenset()),
    "getWebhookInfo": (frozenset(), frozenset()),
    "getUpdates": (frozenset({"offset", "limit", "timeout", "allowed_updates"}), frozenset()),
    "sendMessage": (
        frozenset({"chat_id", "text", "reply_markup", "reply_parameters", "link_preview_options"})
        | frozenset({"disable_notification", "protect_content"}),
        frozenset({"chat_id", "text"}),
    ),
    "sendChatAction": (frozenset({"chat_id", "action"}), frozenset({"chat_id", "action"})),
    "answerCallbackQuery": (
        frozenset({"callback_query_id", "text", "show_alert", "url", "cache_time"}),
        frozenset({"callback_query_id"}),
    ),
    "getFile": (frozenset({"file_id"}), frozenset({"file_id"})),
    "setWebhook": (
        frozenset({"url", "ip_address", "max_connections", "allowed_updates", "drop_pending_updates", "secret_token"}),
        frozenset({"url"}),
    ),
    "deleteWebhook": (frozenset({"drop_pending_updates"}), frozenset()),
    "setMyCommands": (frozenset({"commands", "scope", "language_code"}), frozenset({"commands"})),
}


class TelegramError(Exception):
    """An error of the Bot API: its code, its description, and what helps to handle it (doc: ResponseParameters)."""

    def __init__(self, description: str, code: int = 400, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message of the bot that Telegram would take: to which chat, what, with which buttons."""

    chat: str = field(repr=False)
    text: str = field(repr=False)
    buttons: tuple[Button, ...] = ()
    markup: Mapping[str, Any] | None = field(default=None, repr=False)


def check(method: str, given: Mapping[str, Any]) -> None:
    """Refuse an unknown method (404), a missing parameter, and an unknown one (which Telegram passes over)."""
    if method not in METHODS:
        raise TelegramError("Not Found", 404)
    known, needed = METHODS[method]
    for name in sorted(needed):
        if given.get(name) in (None, ""):
            empty = "Bad Request: message text is empty" if name == "text" else f"Bad Request: {name} is empty"
            raise TelegramError(empty)
    unknown = sorted(set(given) - known)
    if unknown:
        raise TelegramError(f"Bad Request: unknown parameter {unknown[0][:40]}")


def outgoing(given: Mapping[str, Any]) -> Outgoing:
    """The message in the parameters of sendMessage; `reply_markup` may be an object or its JSON."""
    check("sendMessage", given)
    text = given["text"]
    if not isinstance(text, str) or not text.strip():
        raise TelegramError("Bad Request: message text is empty")
    if len(text) > MOST_CHARACTERS:
        raise TelegramError("Bad Request: message is too long")
    markup = _parsed(given.get("reply_markup"))
    return Outgoing(str(given["chat_id"]), text, _buttons(markup), markup)


def _parsed(markup: Any) -> Mapping[str, Any] | None:
    if markup in (None, ""):
        return None
    try:
        value = json.loads(markup) if isinstance(markup, str) else markup
    except ValueError:
        raise TelegramError("Bad Request: can't parse reply keyboard markup JSON object") from None
    if not isinstance(value, Mapping):
        raise TelegramError("Bad Request: object expected as reply markup")
    return value


def _buttons(markup: Mapping[str, Any] | None) -> tuple[Button, ...]:
    if markup is None:
        return ()
    if "inline_keyboard" in markup:
        return tuple(_inline(button) for button in _row_by_row(markup["inline_keyboard"]))
    if "keyboard" in markup:
        return tuple(_reply(button) for button in _row_by_row(markup["keyboard"]))
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return ()
    raise TelegramError("Bad Request: can't parse reply keyboard markup JSON object")


def _row_by_row(rows: Any) -> list[Any]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise TelegramError("Bad Request: can't parse reply keyboard markup JSON object")
    return [button for row in rows for button in row]


def _inline(button: Any) -> Button:
    label, data = _label(button), button.get("callback_data")
    if not isinstance(data, str) or not data:
        raise TelegramError("Bad Request: can't parse inline keyboard button: text buttons are unallowed in it")
    if len(data.encode()) > MOST_DATA_BYTES:
        raise TelegramError("Bad Request: BUTTON_DATA_INVALID")
    return Button(label, "callback", data)


def _reply(button: Any) -> Button:
    if isinstance(button, str):
        button = {"text": button}
    return Button(_label(button), "location" if button.get("request_location") else "reply")


def _label(button: Any) -> str:
    if not isinstance(button, Mapping) or not isinstance(button.get("text"), str) or not button["text"].strip():
        raise TelegramError('Bad Request: can\'t parse keyboard button: field "text" is missing or empty')
    return str(button["text"])
