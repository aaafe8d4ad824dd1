"""What the bridge's tests share: an invented report, a clock, and our own server over real HTTP."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from bot.pin import Pin
from bot.report import Area, Kind, Place, Reference, Report, StoredFile
from bridge.embedded.cases import Cases
from bridge.embedded.deadlines import Deadlines, Scheme, WorkingDays
from bridge.embedded.server import Service, open311_blueprint
from bridge.embedded.workflow import Action

KEY = "a-key-for-tests"
ROOT = "/open311/v2"
FORM = {"api_key": KEY, "service_code": "928", "description": "Lampu mati", "address_string": "Simpang lima"}
WIB = timezone(timedelta(hours=7))
DEADLINES = Deadlines(Scheme.named("permenpanrb-62-2018"), WorkingDays(ZoneInfo("Asia/Jakarta")))
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=WIB)
SERVICES = (
    Service("928", "Infrastruktur Jalan", "Jalan rusak", ("jalan", "aspal"), "Pekerjaan Umum"),
    Service("110", "Topik Lainnya"),
)
SELONG = Place(
    words="depan pasar Selong",
    province=Area("52", "Nusa Tenggara Barat"),
    regency=Area("52.03", "Kabupaten Lombok Timur"),
    district=Area("52.03.07", "Selong"),
    pin=Pin(-8.650123456789, 116.530000000001, "Pasar"),
)


def a_report(draw: int = 1, **changes: Any) -> Report:
    """An invented report; `draw` makes its reference."""
    parts: dict[str, Any] = {
        "reference": Reference.of(draw),
        "kind": Kind.COMPLAINT,
        "category": "928",
        "category_name": "Infrastruktur Jalan",
        "title": "Jalan berlubang depan pasar",
        "story": "Jalan berlubang depan pasar, bahaya malam hari. 3 minggu…\nTolong 🙏 diperbaiki & ditutup <segera>.",
        "place": SELONG,
        "anonymous": False,
        "secret": False,
        "received_at": NOON,
        "channel": "sms",
        "language": "id",
        "name": "Budi Contoh",
        "happened_on": date(2026, 11, 19),
        "files": (
            StoredFile("https://files.example.id/1.jpg", "image/jpeg"),
            StoredFile("https://files.example.id/2.ogg", "audio/ogg; codecs=opus"),
        ),
    }
    return Report(**(parts | changes))


class Clock:
    """A clock that tests turn."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, span: timedelta) -> None:
        self.now += span


def an_app(cases: Cases, keys: frozenset[str] = frozenset({KEY}), batch: timedelta | None = None) -> Flask:
    """A site that serves GeoReport over the cases; with `batch` it gives tokens first."""
    app = Flask("open311")
    app.register_blueprint(open311_blueprint(cases, SERVICES, keys, "https://lapor.example.id", batch=batch))
    return app


@contextmanager
def served(app: Callable[..., Any]) -> Iterator[str]:
    """The app on a free port of this machine; gives its base URL."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Losing:
    """A site whose answers to the next `lose` POSTs are lost on the way, after they were carried out."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self._app = app
        self.lose = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        answer = self._app(environ, start_response)
        if environ["REQUEST_METHOD"] == "POST" and self.lose:
            self.lose -= 1
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        return answer


def only_xml(app: Callable[..., Any]) -> Callable[..., Any]:
    """The same site without JSON: such paths get a page that is no GeoReport."""

    def site(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"].endswith(".json"):
            start_response("404 Not Found", [("Content-Type", "text/html")])
            return [b"<html><body><p>Not here</p></body></html>"]
        return app(environ, start_response)

    return site


def free_url() -> str:
    """An address where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


UTC_NOON = NOON.astimezone(UTC)


def filed(cases: Cases, draw: int = 1, *actions: Action, **changes: Any) -> str:
    """A report in the cases with these things done to it; its number."""
    report = a_report(draw, **changes)
    number = cases.file(report)
    for action in actions:
        cases.act(report.reference, action, agency="Dinas PU", note="Catatan kantor", actor="desk")
    return number


def listed(site: FlaskClient, query: str = "") -> list[str]:
    """The numbers that a list answers."""
    answer = site.get(f"{ROOT}/requests.json?{query}")
    assert answer.status_code == 200, answer.text
    return [row["service_request_id"] for row in answer.json or []]
