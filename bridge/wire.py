"""One GeoReport endpoint over HTTP: whether the core's answer is good, a refusal, a silence or nonsense."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import httpx

from bot.report import CoreDown, CoreRefused, CoreUnclear
from bridge import xml

Fields = Sequence[tuple[str, str]]
Rows = list[dict[str, object]]

_LISTS = ("service_requests", "requests", "request", "services", "service", "errors", "error", "results")
_SAID = ("description", "message", "error", "detail", "title")


class Unsent(CoreDown):
    """The core certainly did not take the request: no connection was made, or it asked for patience (429)."""


class Unknown(CoreRefused):
    """The core says 404."""


class Endpoint:
    """Where a GeoReport v2 server answers. JSON first; a server that has only XML is remembered."""

    def __init__(self, base_url: str, client: httpx.Client) -> None:
        self._base = base_url.rstrip("/")
        self._client = client
        self._formats = ["json", "xml"]

    def get(self, resource: str, query: Fields) -> Rows:
        """GET base/resource.format; a list of objects. Raises CoreDown, CoreUnclear, CoreRefused, Unknown."""
        return self._ask("GET", resource, params=dict(query))

    def post(self, resource: str, form: Fields) -> Rows:
        """POST a form; as `get`. Unsent is the one failure after which the core certainly has nothing."""
        data: dict[str, list[str]] = {}
        for name, value in form:
            data.setdefault(name, []).append(value)
        return self._ask("POST", resource, data=data)

    def _ask(
        self,
        method: str,
        resource: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, list[str]] | None = None,
    ) -> Rows:
        for form in list(self._formats):
            response = self._exchange(method, f"{self._base}/{resource}.{form}", params, data)
            if not _format_unknown(response):
                self._formats = [form, *(other for other in self._formats if other != form)]
                break
        return _judge(response)

    def _exchange(
        self, method: str, url: str, params: Mapping[str, str] | None, data: Mapping[str, list[str]] | None
    ) -> httpx.Response:
        # The exceptions' own texts may hold the URL with its key: only their names travel on.
        try:
            return self._client.request(method, url, params=params, data=data)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as wrong:
            raise Unsent(type(wrong).__name__) from None
        except httpx.TransportError as wrong:
            raise CoreDown(type(wrong).__name__) from None
        except (httpx.HTTPError, httpx.InvalidURL) as wrong:
            raise CoreUnclear(type(wrong).__name__) from None


def _format_unknown(response: httpx.Response) -> bool:
    """Whether a 404, 406 or 415 speaks of the format: then it is no GeoReport error but some page."""
    if response.status_code not in (404, 406, 415):
        return False
    return not _reasons(response)


def _judge(response: httpx.Response) -> Rows:
    code = response.status_code
    if code == 429:
        raise Unsent("HTTP 429")
    if code >= 500 or code == 408:
        raise CoreDown(f"HTTP {code}")
    if code in (404, 410):
        raise Unknown(_reasons(response) or (f"HTTP {code}",))
    if code >= 400:
        raise CoreRefused(_reasons(response) or (f"HTTP {code}",))
    if code not in (200, 201, 202):
        raise CoreUnclear(f"HTTP {code}")
    return _rows(_parsed(response))


def _reasons(response: httpx.Response) -> tuple[str, ...]:
    """The core's own words for a refusal; () where the body is not GeoReport."""
    try:
        return tuple(words.strip()[:500] for words in _words(_parsed(response)) if words.strip())
    except (CoreUnclear, RecursionError):
        return ()


def _words(value: object) -> list[str]:
    if isinstance(value, list):
        return [words for item in value for words in _words(item)]
    if isinstance(value, dict):
        names = [name for name in (*_LISTS, *_SAID) if value.get(name)]
        return _words(value[names[0]]) if names else []
    return [value] if isinstance(value, str) else []


def _parsed(response: httpx.Response) -> object:
    body = response.content.lstrip()
    try:
        return xml.read(body) if body.startswith(b"<") else json.loads(body)
    except (ValueError, RecursionError):
        raise CoreUnclear("the answer is neither JSON nor XML") from None


def _rows(value: object) -> Rows:
    """The objects in an answer: a bare list, one object, or either inside the wrappers that servers and XML use."""
    if isinstance(value, dict):
        if "service_request_id" in value:
            return [value]
        inner = [value[name] for name in _LISTS if name in value and not isinstance(value[name], str)]
        return _rows(inner[0] or []) if inner else [value]
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return value
    raise CoreUnclear("the answer is not a list of objects")
