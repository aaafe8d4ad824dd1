"""Telegram is told our webhook and words as its description wants them, and its own news is told in words."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import telegram
from carrier import PATIENCE, Carrier, Reply

from bot.dialogs.commands import command
from bot.message import SendError
from channels.telegram_api import Refused, TelegramApi, TokenRefused
from channels.telegram_setup import ALLOWED, COMMANDS, described, forget_webhook, set_up, told, wrong
from tests.telegram_spec import judge

TOKEN = "700000000:token"
URL = "https://bot.example/webhooks/telegram"
INFO = {"url": URL, "has_custom_certificate": False, "pending_update_count": 3, "max_connections": 16}


@pytest.fixture
def api(carrier: Carrier) -> TelegramApi:
    carrier.usual = lambda request: Reply(
        body=json.dumps({"ok": True, "result": INFO if request.path.endswith("getWebhookInfo") else True})
    )
    return TelegramApi(TOKEN, carrier.base, PATIENCE)


def calls(carrier: Carrier) -> list[tuple[str, dict[str, str]]]:
    """Each call's method and parameters, which Telegram's description knows."""
    found = [(got.path.rpartition("/")[2], got.form) for got in carrier.got]
    for method, given in found:
        judge(method, given)
    return found


def test_setup_sets_webhook_and_commands(api: TelegramApi, carrier: Carrier) -> None:
    """The webhook has its secret and kinds of updates, loses nothing that waits; the words come in every language."""
    set_up(api, URL, "rahasia")
    (hook, given), (_, default), *others = calls(carrier)
    assert [hook, *(name for name, _ in calls(carrier)[1:])] == ["setWebhook", *["setMyCommands"] * len(COMMANDS)]
    assert (given["url"], given["secret_token"], given["max_connections"]) == (URL, "rahasia", "16")
    assert json.loads(given["allowed_updates"]) == list(ALLOWED)
    assert given.get("drop_pending_updates", "false") == "false"
    assert "language_code" not in default
    assert [other["language_code"] for _, other in others] == [language for language in COMMANDS if language]
    assert json.loads(default["scope"]) == {"type": "all_private_chats"}
    assert json.loads(default["commands"])[1] == {"command": "cek", "description": "Kabar laporan Anda"}


def test_polling_takes_the_webhook_away(api: TelegramApi, carrier: Carrier) -> None:
    """What waits at Telegram is kept, and the old URL is known, so that it can be given back."""
    assert forget_webhook(api) == URL
    assert [name for name, _ in calls(carrier)] == ["getWebhookInfo", "deleteWebhook"]
    assert calls(carrier)[1][1].get("drop_pending_updates", "false") == "false"


@pytest.mark.parametrize("language", COMMANDS)
def test_every_command_in_the_menu_works(language: str) -> None:
    """Each word means a command, the same ones in every language, and keeps Telegram's form."""
    meant = [command(f"/{word}") for word, _ in COMMANDS[language]]
    assert None not in meant
    assert meant == [command(f"/{word}") for word, _ in COMMANDS[""]]
    assert len(set(meant)) == len(meant)


def test_updates_come_raw_and_unread(api: TelegramApi, carrier: Carrier) -> None:
    """An update that the library could not read is handed on as JSON; the offset confirms what came before."""
    strange: dict[str, Any] = {"update_id": 8, "message": {"from": 7}, "newer": {}}
    carrier.script.append(Reply(body=json.dumps({"ok": True, "result": [strange]})))
    assert api.updates(8, 5, ALLOWED) == [strange]
    assert calls(carrier) == [
        ("getUpdates", {"offset": "8", "timeout": "5", "allowed_updates": json.dumps(list(ALLOWED))})
    ]


@pytest.mark.parametrize(
    ("status", "description", "kind", "words"),
    [
        (400, "Bad Request: bad webhook: HTTPS url must be provided", Refused, "Bad webhook"),
        (409, "Conflict: terminated by other getUpdates request", Refused, "terminated by other"),
        (401, "Unauthorized", TokenRefused, "bot token"),
        (404, "Not Found", TokenRefused, "bot token"),
        (502, "Bad Gateway", SendError, ""),
    ],
)
def test_a_refusal_is_told_and_never_the_token(
    api: TelegramApi, carrier: Carrier, status: int, description: str, kind: type[SendError], words: str
) -> None:
    """What Telegram says of the bot itself reaches the operator."""
    carrier.script.append(Reply(status, json.dumps({"ok": False, "error_code": status, "description": description})))
    with pytest.raises(kind) as caught:
        api.updates(0, 0, ALLOWED)
    assert words in str(caught.value)
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "secret", "piece"),
    [
        ("http://bot.example/x", "ok", "https"),
        (URL, "", "TELEGRAM_SECRET_TOKEN"),
        (URL, "with space", "TELEGRAM_SECRET_TOKEN"),
        (URL, "x" * 257, "TELEGRAM_SECRET_TOKEN"),
    ],
)
def test_what_telegram_would_refuse_is_said_before(url: str, secret: str, piece: str) -> None:
    """Wrong addresses and secrets are named by their setting."""
    assert piece in wrong(url, secret)
    assert wrong(URL, "A-b_9") == ""


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        ("Wrong response from the webhook: 403 FORBIDDEN", "TELEGRAM_SECRET_TOKEN differs"),
        ("Wrong response from the webhook: 503 Service Unavailable", "Redis"),
        ("Connection refused", "nothing listens"),
        ("Connection timed out", "firewall"),
        ("SSL error {error:0A000086:SSL routines::certificate verify failed}", "certificate"),
        ("Failed to resolve host: Name or service not known", "DNS"),
        ("Something new", "Something new."),
    ],
)
def test_the_last_error_is_told_in_words(message: str, meaning: str) -> None:
    """Telegram's last error comes with its time and what to do about it."""
    at = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    info = telegram.WebhookInfo(URL, False, 3, last_error_date=at, last_error_message=message)
    lines = described(info)
    assert (lines[0], lines[2]) == (f"Telegram sends messages to {URL}", "At the same time: 40. Waiting now: 3.")
    assert "2026-11-20 03:00 UTC" in lines[-1]
    assert meaning in lines[-1]


def test_what_telegram_has_is_told(api: TelegramApi) -> None:
    """Without an error it says so; without a webhook too."""
    assert told(api)[-1] == "No delivery has failed lately."
    assert described(telegram.WebhookInfo("", False, 0))[0] == "Telegram has no webhook."
