"""A GeoReport core that deviates from the standard the way real ones do, and has moods."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Deviating:
    """A core that answers 201 with the whole request, numbers as ids, wrapped lists, errors as objects, times
    without zone; that ignores account_id and attributes; and that has moods: each POST or GET takes the next one."""

    requests: list[dict[str, Any]] = field(default_factory=list)
    moods: deque[str] = field(default_factory=deque)
    get_moods: deque[str] = field(default_factory=deque)
    posts: int = 0
    pause: float = 3.0
    filters: bool = False
    url: str = ""
    page: int = 3  # requests on one page
    asleep: int = 0  # slow answers under way

    def commit(self, form: dict[str, list[str]]) -> dict[str, Any]:
        """Keep a request, as such cores do: only the standard fields."""
        kept = {
            "service_request_id": 1000 + len(self.requests),
            "status": "open",
            "status_notes": None,
            "service_code": form["service_code"][0],
            "description": form["description"][0],
            "requested_datetime": "2026-11-21T12:00:00",
            "updated_datetime": None,
        }
        self.requests.append(kept)
        return kept

    def found(self, query: dict[str, list[str]]) -> list[dict[str, Any]]:
        """The page asked for, newest first, `page` a page; account_id is dropped, or matched against nothing."""
        if self.filters and "account_id" in query:
            return []
        page = int(query.get("page", ["1"])[0])
        return self.requests[::-1][self.page * (page - 1) : self.page * page]


class _Handler(BaseHTTPRequestHandler):
    core: Deviating

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True)
        if not self.path.startswith("/requests."):
            self.say(404, b"<html><p>Not Found</p></html>")
            return
        self.core.posts += 1
        mood = self.core.moods.popleft() if self.core.moods else "good"
        getattr(self, f"post_{mood}")(form)

    def do_GET(self) -> None:
        mood = self.core.get_moods.popleft() if self.core.get_moods else "good"
        if mood != "good":
            getattr(self, f"get_{mood}")()
            return
        parts = urlsplit(self.path)
        if parts.path.startswith("/requests/"):
            self.get_one(parts.path.removeprefix("/requests/").removesuffix(".json"))
        else:
            self.tell(200, {"requests": self.core.found(parse_qs(parts.query))})

    def get_one(self, number: str) -> None:
        known = [kept for kept in self.core.requests if str(kept["service_request_id"]) == number]
        self.tell(200, known[0]) if known else self.tell(404, {"error": {"message": "no such request"}})

    def get_garbage(self) -> None:
        self.say(200, b'{"ok": tru')

    def get_wrong_shape(self) -> None:
        self.tell(200, {"ok": True})

    def get_html500(self) -> None:
        self.say(500, b"<html>oops</html>")

    def get_drop(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)

    def get_busy(self) -> None:
        self.say(429, b"")

    def post_good(self, form: dict[str, list[str]]) -> None:
        self.tell(201, self.core.commit(form))

    def post_refuse(self, form: dict[str, list[str]]) -> None:
        self.tell(400, {"error": {"code": 400, "message": "outside our city"}})

    def post_refuse_list(self, form: dict[str, list[str]]) -> None:
        self.tell(400, {"errors": ["bad key", "bad code"]})

    def post_garbage(self, form: dict[str, list[str]]) -> None:
        self.say(200, b"<!doctype html><p>Welcome")

    def post_garbage_committed(self, form: dict[str, list[str]]) -> None:
        self.core.commit(form)
        self.say(200, b"\xff\xfe not json")

    def post_html500(self, form: dict[str, list[str]]) -> None:
        self.say(500, b"<html><h1>Internal Server Error</h1></html>")

    def post_500_committed(self, form: dict[str, list[str]]) -> None:
        self.core.commit(form)
        self.say(502, b"<html>Bad Gateway</html>")

    def post_busy(self, form: dict[str, list[str]]) -> None:
        self.say(429, b"")

    def post_blackbox(self, form: dict[str, list[str]]) -> None:
        self.tell(200, [{"service_notice": "Thank you", "account_id": None}])

    def post_blackbox_committed(self, form: dict[str, list[str]]) -> None:
        self.core.commit(form)
        self.post_blackbox(form)

    def post_error200(self, form: dict[str, list[str]]) -> None:
        self.tell(200, [{"code": 400, "description": "api_key is not valid"}])

    def post_down200(self, form: dict[str, list[str]]) -> None:
        self.tell(200, {"errors": [{"code": 503, "description": "come back later"}]})

    def post_bad_key(self, form: dict[str, list[str]]) -> None:
        self.tell(400, {"error": "api_key is not valid"})

    def post_xml(self, form: dict[str, list[str]]) -> None:
        kept = self.core.commit(form)
        number = f"<service_request_id>{kept['service_request_id']}</service_request_id>"
        self.say(201, f"<requests>\n<request>{number}</request>\n</requests>".encode())

    def post_drop(self, form: dict[str, list[str]]) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)

    def post_drop_committed(self, form: dict[str, list[str]]) -> None:
        self.core.commit(form)
        self.connection.shutdown(socket.SHUT_RDWR)

    def post_slow_committed(self, form: dict[str, list[str]]) -> None:
        self.core.asleep += 1
        time.sleep(self.core.pause)
        self.core.commit(form)
        self.core.asleep -= 1

    def tell(self, status: int, body: object) -> None:
        self.say(status, json.dumps(body).encode())

    def say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def deviating() -> Iterator[Deviating]:
    """The deviating core on a free port."""
    core = Deviating()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"core": core}))
    core.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield core
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
