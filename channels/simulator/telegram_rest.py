"""The part of Telegram's Bot API that the bot calls: send a message, fetch a citizen's photo, set the webhook."""

from __future__ import annotations

import hmac
import json
import re
import time
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from channels.simulator import telegram_calls as calls
from channels.simulator.telegram_calls import TelegramError
from channels.simulator.telegram_carrier import BOT, TelegramCarrier

LARGEST_FILE = 20 * 1024 * 1024
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class TelegramRest:
    """The Bot API of one simulated bot."""

    def __init__(self, carrier: TelegramCarrier) -> None:
        self.carrier = carrier
        self._webhook: dict[str, Any] = {"url": ""}
        self._methods = {
            "getMe": self._get_me,
            "getWebhookInfo": self._webhook_info,
            "getUpdates": self._get_updates,
            "sendMessage": self._send_message,
            "sendChatAction": _yes,
            "answerCallbackQuery": self._answer_query,
            "getFile": self._get_file,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "setMyCommands": _yes,
        }

    def blueprint(self, prefix: str) -> Blueprint:
        """The API as Flask routes under `prefix`: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""
        api = Blueprint("simulated_telegram", __name__, url_prefix=prefix)
        api.register_error_handler(TelegramError, _error)
        api.register_error_handler(HTTPException, _refused)
        api.add_url_rule("/bot<token>/<method>", "call", self.call, methods=["GET", "POST"])
        api.add_url_rule("/file/bot<token>/<path:path>", "download", self.download)
        return api

    def call(self, token: str, method: str) -> Response:
        """One method call; parameters come as JSON, as a form or in the query, as the Bot API takes them."""
        self._check(token)
        given = _parameters()
        calls.check(method, given)
        return jsonify({"ok": True, "result": self._carried_out(method, given)})

    def _carried_out(self, method: str, given: Mapping[str, Any]) -> Any:
        faults = self.carrier.faults
        if not faults.concern(method):
            return self._methods[method](given)
        time.sleep(faults.before)
        faults.refuse()
        result = self._methods[method](given)
        time.sleep(faults.after)
        return result

    def download(self, token: str, path: str) -> Response:
        """A file at a path that getFile gave out."""
        self._check(token)
        file = self.carrier.files.at(path)
        if file is None:
            raise TelegramError("Not Found", 404)
        headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment"}
        return Response(file.content, mimetype="application/octet-stream", headers=headers)

    def _check(self, token: str) -> None:
        if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", token):
            raise TelegramError("Not Found", 404)
        if not hmac.compare_digest(token.encode(), self.carrier.token.encode()):
            raise TelegramError("Unauthorized", 401)

    def _get_me(self, _given: Mapping[str, Any]) -> dict[str, Any]:
        rights = {"can_join_groups": False, "can_read_all_group_messages": False, "supports_inline_queries": False}
        return BOT | rights

    def _send_message(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return self.carrier.take(given)

    def _answer_query(self, given: Mapping[str, Any]) -> bool:
        self.carrier.answer_query(str(given["callback_query_id"]))
        return True

    def _get_file(self, given: Mapping[str, Any]) -> dict[str, Any]:
        found = self.carrier.files.named(str(given["file_id"]))
        if found is None:
            raise TelegramError("Bad Request: wrong file_id or the file is temporarily unavailable")
        path, file = found
        if len(file.content) > LARGEST_FILE:
            raise TelegramError("Bad Request: file is too big")
        size = len(file.content)
        unique = path.rpartition("file_")[2].partition(".")[0]
        return {"file_id": given["file_id"], "file_unique_id": unique, "file_size": size, "file_path": path}

    def _set_webhook(self, given: Mapping[str, Any]) -> bool:
        secret = given.get("secret_token")
        if secret is not None and not SECRET.fullmatch(str(secret)):
            raise TelegramError("Bad Request: secret token contains unallowed characters")
        self._webhook = {"url": str(given["url"]), "allowed_updates": _list(given.get("allowed_updates"))}
        self._webhook |= {"max_connections": int(given.get("max_connections") or 40)}
        self.carrier.secret = str(secret or "")
        self.carrier.deliver_waiting()
        return True

    def _delete_webhook(self, _given: Mapping[str, Any]) -> bool:
        self._webhook = {"url": ""}
        self.carrier.hold_for_polling()
        return True

    def _webhook_info(self, _given: Mapping[str, Any]) -> dict[str, Any]:
        waiting = len(self.carrier.waiting)
        return {"has_custom_certificate": False, "pending_update_count": waiting} | self._webhook

    def _get_updates(self, given: Mapping[str, Any]) -> list[dict[str, Any]]:
        if not self.carrier.polled:
            raise TelegramError(WEBHOOK_ACTIVE, 409)
        offset, limit = int(given.get("offset") or 0), int(given.get("limit") or 100)
        return self.carrier.waiting.fetch(offset, limit, float(given.get("timeout") or 0))


def _list(given: Any) -> list[str]:
    found = json.loads(given) if isinstance(given, str) else given
    return [str(each) for each in found] if isinstance(found, list) else []


def _yes(_given: Mapping[str, Any]) -> bool:
    return True


def _parameters() -> dict[str, Any]:
    body = request.get_json() if request.is_json else request.form.to_dict()
    if not isinstance(body, dict):
        raise TelegramError("Bad Request: can't parse the parameters")
    return request.args.to_dict() | body


def _error(problem: TelegramError) -> tuple[Response, int]:
    body = {"ok": False, "error_code": problem.code, "description": str(problem)}
    more = {"parameters": dict(problem.parameters)} if problem.parameters else {}
    return jsonify(body | more), problem.code


def _refused(problem: HTTPException) -> tuple[Response, int]:
    return _error(TelegramError(problem.name, problem.code or 400))
