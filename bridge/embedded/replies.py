"""How this server speaks: what a client asked for or why it cannot have it, in JSON or XML as GeoReport wants them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from flask import Response, request
from werkzeug.exceptions import HTTPException

from bot.report import CoreDown, CoreRefused
from bridge import xml
from bridge.answers import Request
from bridge.embedded.asked import Faulty, require_utf8

_BODY = 1_000_000  # bytes


def posted() -> dict[str, list[str]]:
    """The fields of the form that was posted. Raises Faulty(400) where it is not UTF-8 or carries files."""
    request.max_content_length = _BODY
    if request.mimetype == "application/x-www-form-urlencoded":
        require_utf8(request.get_data())
    if request.files:
        raise Faulty(400, "files are not taken: send their address as media_url")
    return request.form.to_dict(flat=False)


def many(form: str, root: str, child: str, rows: Sequence[Request], status: int = 200) -> Response:
    """A list: in JSON bare, in XML <root><child>..."""
    return _answer(
        form, xml.write(root, child, rows) if form == "xml" else json.dumps(rows, ensure_ascii=False), status
    )


def single(form: str, root: str, item: Request) -> Response:
    """One object: in JSON bare, in XML <root>..."""
    return _answer(form, xml.write_one(root, item) if form == "xml" else _json(item), 200)


def requests_told(form: str, rows: Sequence[Request]) -> Response:
    """Any list of requests."""
    return many(form, "service_requests", "request", rows)


def failed(wrong: Exception) -> Response:
    """Any failure in GeoReport's shape and the format that was asked for; one that is our own mistake goes on."""
    status, reasons = _fault(wrong)
    rows: list[Request] = [{"code": status, "description": reason} for reason in reasons]
    return many("xml" if request.path.endswith(".xml") else "json", "errors", "error", rows, status)


def _fault(wrong: Exception) -> tuple[int, Sequence[str]]:
    if isinstance(wrong, Faulty):
        return wrong.status, wrong.reasons
    if isinstance(wrong, CoreRefused):
        return 400, wrong.reasons
    if isinstance(wrong, CoreDown):
        return 503, ("the case store is not available now",)
    if isinstance(wrong, HTTPException) and wrong.code:
        return wrong.code, (wrong.name,)
    raise wrong


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _answer(form: str, text: str, status: int) -> Response:
    """The text with the headers that GeoReport clients expect."""
    kind = "text/xml" if form == "xml" else "application/json"
    response = Response(text.encode("utf-8", "replace"), status, content_type=f"{kind}; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
