"""A citizen's message reaches Twilio once: its REST API spoken through our own HTTP client, each failure named.

Source: Twilio, "Error and warning dictionary" and "API responses"; POST /Messages knows no idempotency key, so a
connection that ends after the request leaves the outcome open.
"""

from __future__ import annotations

import json
from typing import Any

import httpx
from twilio.http.response import Response  # type: ignore[import-untyped]

from bot.message import AddressRejected, CarrierBusy, CarrierDown, OptedOut, OutcomeUnknown, SendError, WindowClosed

_TOO_MANY = frozenset((20429, 63018))
# Our account, token or number is at fault: mend it, then again.
_OURS = frozenset((20003, 20004, 20005, 20006, 20008, 20404, 21212, 21603, 21606, 21609, 21659, 63007))
_OPTED_OUT = 21610
_WINDOW = 63016
_CONTENT = frozenset((21654, 21655, 21656, 21657, 21658, 92005, 92006, 92007, 63013, 63021, 63027))
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class ContentRefused(CarrierDown):
    """Twilio refused a Content resource or its variables; nothing was sent."""


class Line:
    """What twilio.rest takes for an HttpClient: it logs nothing and raises `SendError`s, not Twilio's exceptions."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def request(  # the parameters are those of twilio.http.HttpClient
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ARG002 - the client brings its own
        allow_redirects: bool = False,  # noqa: ARG002 - the API does not redirect; credentials must not travel
    ) -> Response:
        """One request with the client's own time-outs; only an answer that says what was done is returned."""
        try:
            answer = self._client.request(
                method, uri, params=_values(params), data=_values(data), headers=headers, auth=auth,
                follow_redirects=False,
            )  # fmt: skip
        except httpx.HTTPError as error:
            problem = broken(error)
        else:
            return _taken(answer, method)
        # Who only asked and got no answer knows that nothing was done.
        raise CarrierDown(str(problem)) if method == "GET" else problem


def _values(fields: dict[str, object] | None) -> dict[str, Any] | None:
    return dict(fields) if fields else None


def broken(error: httpx.HTTPError) -> SendError:
    """What a broken connection means for the message; the error's own text is left behind, it may hold addresses."""
    kind = CarrierDown if isinstance(error, _NEVER_SENT) else OutcomeUnknown
    return kind(f"the connection to the carrier broke ({type(error).__name__})")


def _taken(answer: httpx.Response, method: str) -> Response:
    if answer.status_code >= 300:
        raise refusal(answer)
    if method == "GET":
        if not isinstance(_json(answer).get("messages"), list):
            raise CarrierDown("twilio answered something that is no list of messages")
    elif not isinstance(_json(answer).get("sid"), str):
        raise OutcomeUnknown("twilio answered something that is no message")
    return Response(answer.status_code, answer.text, answer.headers)


def refusal(answer: httpx.Response) -> SendError:
    """The error for an answer that is no success, with Twilio's code and none of its words (they quote numbers).

    A 5xx may come after the message was taken (something in between gave up), so its outcome is unknown.
    """
    status = answer.status_code
    code = _json(answer).get("code")
    words = f"twilio answered {status}" + (f", code {code}" if type(code) is int else "")
    if status == 429 or code in _TOO_MANY:
        return CarrierBusy(words, after=_seconds(answer.headers.get("retry-after", "")))
    if code == _OPTED_OUT:
        return OptedOut(words)
    if code == _WINDOW:
        return WindowClosed(words)
    if status >= 500:
        return OutcomeUnknown(words)
    if code in _CONTENT:
        return ContentRefused(words)
    if status < 400 or status in (401, 403, 404) or code in _OURS:
        return CarrierDown(words)
    return AddressRejected(words)


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        content = json.loads(answer.content)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _seconds(text: str) -> float | None:
    """Retry-After in seconds; its other form, a date, is not used by Twilio and is left out."""
    return float(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None
