"""The simulated Content API: resources with variables, and what a WhatsApp phone shows of them."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from channels.simulator.phones import Button
from channels.simulator.twilio_account import TwilioAccount
from channels.simulator.twilio_checks import TwilioError, answer

_VARIABLE = re.compile(r"{{([A-Za-z0-9_]{1,16})}}")
_BROKEN = re.compile(r"[\n\t]|\x20{5}")
# Type: its choices, their title and its longest, how many of them in a conversation.
_KINDS = {"twilio/quick-reply": ("actions", "title", 20, 3), "twilio/list-picker": ("items", "item", 24, 10)}
_MOST_BODY = 1024


@dataclass(frozen=True, slots=True)
class Filled:
    """A Content resource with its variables put in. `template`: it may also begin a conversation."""

    body: str
    buttons: tuple[Button, ...] = ()
    template: bool = False


class Contents:
    """The Content resources of one account. A twilio/text counts as a template that WhatsApp approved."""

    def __init__(self, account: TwilioAccount) -> None:
        self._account = account
        self._kept: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()

    def make(self) -> Response:
        """POST /v1/Content: 201 with the resource; 20001 for one that Twilio would not take."""
        given = request.get_json(silent=True)
        if not isinstance(given, dict) or not given.get("language") or not _sound(given.get("types")):
            raise TwilioError(20001, "Invalid Content resource")
        sid = "HX" + self._account.new_id(32)
        with self._lock:
            self._kept[sid] = given | {"sid": sid, "account_sid": self._account.sid}
        return answer(self._kept[sid], 201)

    def listed(self) -> Response:
        """GET /v1/Content: in pages, the next one's address in `meta`."""
        size, page = request.args.get("PageSize", 50, type=int), request.args.get("Page", 0, type=int)
        with self._lock:
            kept = list(self._kept.values())
        more = len(kept) > (page + 1) * size
        following = f"{request.base_url}?PageSize={size}&Page={page + 1}" if more else None
        meta = {"page": page, "page_size": size, "key": "contents", "next_page_url": following}
        return answer({"contents": kept[page * size : (page + 1) * size], "meta": meta}, 200)

    def fill(self, sid: str, variables: str) -> Filled:
        """The message that a send with ContentSid makes; raises `TwilioError` 21655, 21656 and 21658 as Twilio does."""
        with self._lock:
            kept = self._kept.get(sid)
        if kept is None:
            raise TwilioError(21655, "The ContentSid is invalid")
        values = {**kept.get("variables", {}), **_given(variables)}
        kind, content = next(iter(kept["types"].items()))
        if any(_BROKEN.search(str(values.get(name, ""))) for name in _VARIABLE.findall(content["body"])):
            raise TwilioError(21656, "The ContentVariables Parameter is invalid")
        return Filled(
            _put(content["body"], values)[:_MOST_BODY], _buttons(kind, content, values), kind == "twilio/text"
        )


def _sound(types: object) -> bool:
    if not isinstance(types, dict) or len(types) != 1:
        return False
    kind, content = next(iter(types.items()))
    if not isinstance(content, dict) or not content.get("body"):
        return False
    if kind not in _KINDS:
        return bool(kind == "twilio/text")
    choices, title, _, most = _KINDS[kind]
    found = content.get(choices)
    complete = isinstance(found, list) and all(each.get(title) and each.get("id") for each in found)
    described = kind == "twilio/quick-reply" or (
        content.get("button") and all(e.get("description") for e in found or ())
    )
    return bool(complete and described and 1 <= len(found or ()) <= most)


def _given(variables: str) -> dict[str, str]:
    try:
        given = json.loads(variables or "{}")
    except ValueError:
        given = None
    if not isinstance(given, dict) or not all(isinstance(each, str) and each for each in given.values()):
        raise TwilioError(21656, "The ContentVariables Parameter is invalid")
    if any(len(each) > 1600 for each in given.values()):
        raise TwilioError(21658, "Parameter exceeded character limit")
    return given


def _buttons(kind: str, content: dict[str, Any], values: dict[str, str]) -> tuple[Button, ...]:
    if kind not in _KINDS:
        return ()
    choices, title, longest, _ = _KINDS[kind]
    shown = "quick" if kind == "twilio/quick-reply" else "list"
    made = [Button(_put(each[title], values), shown, _put(each["id"], values)) for each in content[choices]]
    if any(len(each.label) > longest or len(each.value) > 200 for each in made):
        raise TwilioError(21656, "The ContentVariables Parameter is invalid")
    return tuple(made)


def _put(text: str, values: dict[str, str]) -> str:
    return _VARIABLE.sub(lambda found: str(values.get(found[1], found[0])), text)
