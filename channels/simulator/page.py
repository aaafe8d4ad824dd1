"""The page with the three phones: what a newcomer opens first, and the small JSON interface that it uses."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from channels.simulator.carriers import NoSuchButton, NotOnThisPhone
from channels.simulator.faults import Faults, Line
from channels.simulator.phones import Phone, Phones
from channels.simulator.words import LANGUAGES, PHONES, WORDS

if TYPE_CHECKING:
    from channels.simulator.simulator import SimulatedPhone

GUARD = "X-Kentongan-Simulator"
# Addresses travel in headers, because paths and queries end in access logs.
ADDRESS = "X-Kentongan-Address"
WATCHED = "X-Kentongan-Phones"
LONGEST_WAIT = 20.0
LARGEST_UPLOAD = 21 * 1024 * 1024
LONGEST_TEXT = 100_000
ADDRESSES = {
    "sms": re.compile(r"\+[1-9]\d{6,14}"),
    "whatsapp": re.compile(r"\+[1-9]\d{6,14}"),
    "telegram": re.compile(r"[1-9]\d{0,15}"),
}
POLICY = (
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'"
)


class SimulatedPhones(Protocol):
    """What the page shows: phones by channel and address, the network's faults, and the core's switch."""

    phones: Phones
    line: Line
    core_is_down: Callable[[], bool]
    put_core_down: Callable[[bool], None]

    def phone(self, channel: str, address: str) -> SimulatedPhone:
        """The phone with this address."""


def simulator_blueprint(house: SimulatedPhones) -> Blueprint:
    """The page at `/`, its files under `/simulator/static`, its JSON under `/simulator`.

    Whatever changes something wants the header X-Kentongan-Simulator, which another site's page cannot send;
    X-Kentongan-Address says which phone it is.
    """
    page = Blueprint(
        "simulator", __name__, template_folder="templates", static_folder="static", static_url_path="/simulator/static"
    )
    views = _Views(house)
    page.add_url_rule("/", "front", _front)
    page.add_url_rule("/simulator/events", "events", views.events)
    page.add_url_rule("/simulator/faults", "faults", views.faults)
    page.add_url_rule("/simulator/faults", "misbehave", views.misbehave, methods=["POST"])
    for act in ("text", "file", "pin", "tap"):
        page.add_url_rule(f"/simulator/phones/<channel>/{act}", act, getattr(views, act), methods=["POST"])
    page.before_request(_same_page_only)
    page.after_request(_careful)
    for problem in (NotOnThisPhone, NoSuchButton):
        page.register_error_handler(problem, _explain)
    page.register_error_handler(HTTPException, _explain)
    return page


class _Views:
    def __init__(self, house: SimulatedPhones) -> None:
        self._house = house

    def events(self) -> Response:
        names = request.headers.get(WATCHED, "").split(",")[:9]
        phones = [_phone(*name.strip().partition(":")[::2]) for name in names]
        since = request.args.get("since", 0, type=int)
        wait = min(max(request.args.get("wait", 0.0, type=float), 0.0), LONGEST_WAIT)
        bubbles = self._house.phones.wait(phones, since, wait)
        return jsonify({"bubbles": [bubble.as_json() for bubble in bubbles]})

    def faults(self) -> Response:
        faults = self._house.line.faults
        return jsonify(
            {
                "twice": faults.twice,
                "late": faults.late,
                "out_of_order": faults.out_of_order,
                "core_down": self._house.core_is_down(),
            }
        )

    def misbehave(self) -> Response:
        given = _body()
        try:
            faults = Faults(given["twice"] is True, float(given["late"]), given["out_of_order"] is True)
        except (KeyError, TypeError, ValueError):
            abort(400)
        self._house.put_core_down(given.get("core_down") is True)
        self._house.line.misbehave(faults)
        return self.faults()

    def text(self, channel: str) -> Response:
        text = str(_body().get("text", ""))
        if not text.strip() or len(text) > LONGEST_TEXT:
            abort(400)
        self._held(channel).say(text)
        return _done()

    def file(self, channel: str) -> Response:
        request.max_content_length = LARGEST_UPLOAD
        upload = request.files.get("file")
        if upload is None:
            abort(400)
        content, name = upload.read(), (upload.filename or "")[-80:]
        self._held(channel).photo(content, upload.mimetype, request.form.get("caption", ""), name)
        return _done()

    def pin(self, channel: str) -> Response:
        given = _body()
        self._held(channel).pin(_number(given, "latitude"), _number(given, "longitude"))
        return _done()

    def tap(self, channel: str) -> Response:
        given = _body()
        self._held(channel).press(int(_number(given, "bubble")), int(_number(given, "button")))
        return _done()

    def _held(self, channel: str) -> SimulatedPhone:
        return self._house.phone(*_phone(channel, request.headers.get(ADDRESS, "")))


def _front() -> str:
    asked = request.args.get("lang", LANGUAGES[0])
    lang = asked if asked in LANGUAGES else LANGUAGES[0]
    return render_template("simulator.html", lang=lang, words=WORDS[lang], phones=PHONES, languages=LANGUAGES)


def _phone(channel: str, address: str) -> Phone:
    if channel not in ADDRESSES or not ADDRESSES[channel].fullmatch(address):
        abort(404)
    return (channel, address)


def _body() -> dict[str, Any]:
    given = request.get_json()
    if not isinstance(given, dict):
        abort(400)
    return given


def _number(given: dict[str, Any], name: str) -> float:
    value = given.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool):
        abort(400)
    return value


def _same_page_only() -> None:
    if request.method != "POST":
        return
    origin = request.headers.get("Origin")
    if request.headers.get(GUARD) != "1" or (origin is not None and urlsplit(origin).netloc != request.host):
        abort(403)


def _careful(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


def _explain(problem: Exception) -> tuple[Response, int]:
    code = problem.code or 400 if isinstance(problem, HTTPException) else 400
    reason = problem.name if isinstance(problem, HTTPException) else str(problem)
    return jsonify({"error": reason}), code


def _done() -> Response:
    return jsonify({"ok": True})
