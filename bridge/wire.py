"""One GeoReport endpoint over HTTP: whether the core's answer is good, a refusal, a silence or nonsense."""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from urllib.parse import urljoin, urlsplit

import httpx

from bot.report import CoreDown, CoreRefused, CoreUnclear
from bridge import xml
from bridge.discovery import BadDiscovery, endpoint_in, is_discovery, same_house

Fields = Sequence[tuple[str, str]]
Rows = list[dict[str, object]]

_LISTS = (
    "service_requests",
    "requests",
    "request",
    "services",
    "service",
    "service_request_updates",
    "service_requests_updates",
    "servicerequestupdates",
    "request_update",
    "tokens",
    "errors",
    "error",
    "results",
)
_ONE = ("service_request_id", "service_code", "token", "update_id")  # what makes a dict an object and no wrapper
_SAID = ("description", "message", "error", "detail", "title")
_XML = (b"<", codecs.BOM_UTF16_LE + b"<\0", codecs.BOM_UTF16_BE + b"\0<")
_MOST_PATIENCE = 3600.0  # seconds; a core may ask for less frequent tries, not for none today


class Unsent(CoreDown):
    """The core certainly did not take the request: no connection was made, or it asked for patience (429)."""


class Unknown(CoreRefused):
    """The core says that it has no such thing (404, 410) or does not do this (405, 501)."""


class Endpoint:
    """Where a GeoReport v2 server answers. JSON first; a server that has only XML is remembered.

    `base_url` is what stands before /requests.json, or the address of a discovery document (.../discovery.json), which
    is read with the first question.
    """

    def __init__(self, base_url: str, client: httpx.Client) -> None:
        self._base = "" if is_discovery(base_url) else base_url.rstrip("/")
        self._given = base_url
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

    def one(self, resource: str, query: Fields) -> object:
        """GET a resource that is no list (discovery, a definition), as it was parsed. Raises as `get`."""
        return _parsed(self._answered("GET", resource, params=dict(query)))

    @property
    def format(self) -> str:
        """The format that this server answered in last: "json" or "xml"."""
        return self._formats[0]

    @property
    def base(self) -> str:
        """What stands before /requests.json; raises as `get` where a discovery document has to be read for it."""
        if not self._base:
            self._base = self._discovered()
        return self._base

    def _discovered(self) -> str:
        response = self._exchange("GET", self._given, None, None)
        _refuse(response)
        try:
            found = endpoint_in(_parsed(response))
        except BadDiscovery as wrong:
            raise CoreUnclear(str(wrong)) from None
        if not same_house(self._given, found):  # a key must not go where a page in between would like it to
            raise CoreUnclear("the discovery document leads to an address that is not safe for a key")
        return found.rstrip("/")

    def _ask(
        self,
        method: str,
        resource: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, list[str]] | None = None,
    ) -> Rows:
        return _rows(_parsed(self._answered(method, resource, params, data)))

    def _answered(
        self,
        method: str,
        resource: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, list[str]] | None = None,
    ) -> httpx.Response:
        for form in list(self._formats):
            response = self._exchange(method, f"{self.base}/{resource}.{form}", params, data)
            if not _format_unknown(response):
                if _is(form, response):  # a 404 in JSON for .xml says nothing of what this server speaks
                    self._formats = [form, *(other for other in self._formats if other != form)]
                break
        _refuse(response)
        return response

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


def _is(form: str, response: httpx.Response) -> bool:
    return form == ("xml" if _bare(response).startswith(_XML) else "json")


def _bare(response: httpx.Response) -> bytes:
    return response.content.removeprefix(codecs.BOM_UTF8).lstrip()


def _format_unknown(response: httpx.Response) -> bool:
    """Whether a 404, 406 or 415 speaks of the format: then it is no GeoReport error but some page."""
    if response.status_code not in (404, 406, 415):
        return False
    return not _reasons(response)


def _refuse(response: httpx.Response) -> None:
    """Raise what an answer means that is not a good one; a refusal that came with HTTP 200 too."""
    code = response.status_code if response.status_code != 200 else _code_inside(response)
    if code == 429:
        raise _patient(Unsent("HTTP 429"), response)
    if (code >= 500 and code != 501) or code == 408:
        raise _patient(CoreDown(f"HTTP {code}"), response)
    if response.has_redirect_location:  # a key does not go wherever a page says; the operator reads where it points
        where = urlsplit(urljoin(str(response.url), response.headers["Location"]))
        raise CoreUnclear(f"HTTP {code}, to {where.scheme}://{where.netloc.rpartition('@')[2]}{where.path}")
    if code in (404, 405, 410, 501):
        raise Unknown(_reasons(response) or (f"HTTP {code}",))
    if code >= 400:
        raise CoreRefused(_reasons(response) or (f"HTTP {code}",))
    if code not in (200, 201, 202):
        raise CoreUnclear(f"HTTP {code}")


def _patient(trouble: CoreDown, response: httpx.Response) -> CoreDown:
    """The trouble with the core's own word when to come again (RFC 9110, 10.2.3; seconds only), an hour at most."""
    said = response.headers.get("Retry-After", "")
    trouble.settles = min(float(said), _MOST_PATIENCE) if said.isascii() and said.isdecimal() else 0.0
    return trouble


def _code_inside(response: httpx.Response) -> int:
    """The code of a GeoReport error that was sent as HTTP 200; else 200."""
    try:
        rows = _rows(_parsed(response))
    except (CoreUnclear, RecursionError):
        return 200
    first = rows[0] if len(rows) == 1 else {}
    code = str(first.get("code", ""))
    is_error = "description" in first and code.isdecimal() and not any(name in first for name in (*_ONE, "variable"))
    return int(code) if is_error and 400 <= int(code) < 600 else 200


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
    body = _bare(response)
    try:
        return xml.read(body) if body.startswith(_XML) else json.loads(_decoded(body, response.charset_encoding))
    except (ValueError, RecursionError):
        raise CoreUnclear("the answer is neither JSON nor XML") from None


def _decoded(body: bytes, told: str | None) -> bytes | str:
    """JSON as it came (UTF-8, 16 or 32), or what older cores write instead: what they tell, else Windows' letters.

    One strange letter in anybody's report must not hide all the others.
    """
    try:
        body.decode(json.detect_encoding(body))
    except UnicodeDecodeError:
        with suppress(LookupError):
            return body.decode(told or "cp1252", "replace")
        return body.decode("cp1252", "replace")
    return body


def _rows(value: object) -> Rows:
    """The objects in an answer: a bare list, one object, or either inside the wrappers that servers and XML use."""
    if isinstance(value, dict):
        if any(name in value for name in _ONE):
            return [value]
        inner = [value[name] for name in _LISTS if name in value and not _said(value[name])]
        return _rows(_filled(inner[0])) if inner else [value]
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return value
    raise CoreUnclear("the answer is not a list of objects")


def _said(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _filled(value: object) -> object:
    """An empty XML element, with or without a line break in it, is an empty list."""
    return [] if value is None or isinstance(value, str) else value
