"""The judge of our calls to Telegram is itself judged: it finds what is wrong, and only that."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.telegram_spec import FILE, MISSING, method_faults, object_faults

pytestmark = pytest.mark.skipif(not FILE.exists(), reason=MISSING)

BUTTON = {"text": "Ya", "callback_data": "a|1|b"}
CHAT = {"id": 1, "type": "private"}


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("sendMessage", {"chat_id": "5", "text": "halo"}),
        ("sendMessage", {"chat_id": -100, "text": "x", "reply_markup": {"inline_keyboard": [[BUTTON]]}}),
        ("sendMessage", {"chat_id": "5", "text": "5", "reply_markup": json.dumps({"remove_keyboard": True})}),
        ("setWebhook", {"url": "https://x.example", "max_connections": "16", "drop_pending_updates": "false"}),
        ("getUpdates", {"offset": "7", "timeout": 50, "allowed_updates": '["message"]'}),
        ("getMe", {}),
    ],
)
def test_a_right_call_has_no_faults(method: str, given: dict[str, Any]) -> None:
    """Parameters as JSON values or as a form's text are both right."""
    assert method_faults(method, given) == []


@pytest.mark.parametrize(
    ("method", "given", "fault"),
    [
        ("sendMesage", {}, "there is no method sendMesage"),
        ("sendMessage", {"chat_id": 5}, "sendMessage.text is missing"),
        ("sendMessage", {"chat_id": 5, "text": "x", "txt": "y"}, "sendMessage has no field txt"),
        ("sendMessage", {"chat_id": 5, "text": "x" * 4097}, "sendMessage.text has 4097, not 1-4096 characters"),
        ("sendMessage", {"chat_id": 5, "text": ["x"]}, "sendMessage.text is no String"),
        ("sendMessage", {"chat_id": 5.5, "text": "x"}, "sendMessage.chat_id is no Integer"),
        ("setWebhook", {"url": "u", "max_connections": "many"}, "setWebhook.max_connections is no Integer"),
        ("setWebhook", {"url": "u", "drop_pending_updates": "no"}, "setWebhook.drop_pending_updates is no Boolean"),
        ("getUpdates", {"allowed_updates": "message"}, "getUpdates.allowed_updates is no array"),
        ("answerCallbackQuery", {}, "answerCallbackQuery.callback_query_id is missing"),
    ],
)
def test_a_wrong_call_is_named(method: str, given: dict[str, Any], fault: str) -> None:
    """Each kind of mistake is found and said."""
    assert fault in method_faults(method, given)


@pytest.mark.parametrize(
    "markup",
    [
        {"inline_keyboard": [[{"callback_data": "x"}]]},
        {"inline_keyboard": [[{"text": "x", "callback_data": "é" * 33}]]},
        {"inline_keyboard": [{"text": "x"}]},
        {"keyboard": [[{"text": "x", "request_location": "yes"}]]},
        {"remove_keyboards": True},
        [],
    ],
)
def test_a_wrong_keyboard_is_found(markup: Any) -> None:
    """Mistakes deep in a keyboard are found, whichever of its four forms it was meant to be."""
    assert method_faults("sendMessage", {"chat_id": 5, "text": "x", "reply_markup": markup})
    assert method_faults("sendMessage", {"chat_id": "5", "text": "x", "reply_markup": json.dumps(markup)})


def test_an_object_is_judged_as_deeply() -> None:
    """An update whose message lacks its date, or has a field of our own making, is no Update."""
    right = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": CHAT, "text": "x"}}
    assert object_faults("Update", right) == []
    assert object_faults("Update", {"update_id": 1, "message": {"message_id": 1, "chat": CHAT}})
    assert object_faults("Update", right | {"massage": {}}) == ["Update has no field massage"]
