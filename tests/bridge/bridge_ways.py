"""A GeoReport core that keeps to the standard in all three ways of taking reports, with FixMyStreet's updates."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

Form = dict[str, list[str]]


@dataclass
class Ways:
    """A core that takes reports realtime, in batches (a token first, listed only after `process`) or as a blackbox.

    `lose` POSTs are carried out and their answers lost; `extension`: it has servicerequestupdates; `demanding`: it
    refuses a report of 928 that does not answer what its definition requires.
    """

    kind: str = "realtime"
    extension: bool = False
    demanding: bool = False
    definitions: int = 0
    forms: list[Form] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    waiting: list[dict[str, Any]] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    posts: int = 0
    lose: int = 0
    url: str = ""
    elsewhere: str = ""

    @property
    def held(self) -> int:
        """How many reports it really has."""
        return len(self.requests) + len(self.waiting)

    def process(self) -> None:
        """The next batch: what waited gets its number and is listed."""
        for each in self.waiting:
            self.requests.append(each)
            self.tokens[each["token"]] = each["service_request_id"]
        self.waiting.clear()

    def take(self, form: Form) -> list[dict[str, Any]]:
        """One report; the standard's answer for this kind of core."""
        self.posts += 1
        self.forms.append(form)
        number = str(500 + self.held)
        kept = {
            "service_request_id": number,
            "token": f"t/{number}",
            "status": "open",
            "status_notes": None,
            "service_code": form["service_code"][0],
            "description": form["description"][0],
            "requested_datetime": "2026-11-21T12:00:00+07:00",
            "updated_datetime": "2026-11-21T12:00:00+07:00",
        }
        (self.requests if self.kind == "realtime" else self.waiting).append(kept)
        if self.kind == "batch":
            return [{"token": kept["token"]}]
        if self.kind == "blackbox":
            return [{"service_notice": "Thank you", "account_id": None}]
        return [{"service_request_id": number, "service_notice": None, "account_id": None}]

    def update(self, form: Form) -> list[dict[str, Any]]:
        """One update; the same update_id again changes nothing."""
        told = {name: values[0] for name, values in form.items()}
        if told["update_id"] not in [each["update_id"] for each in self.updates]:
            self.updates.append(told)
            number, ended = told["service_request_id"], told["status"] == "CLOSED"
            for each in self.requests:
                if each["service_request_id"] == number:
                    each |= {"status": "closed" if ended else "open", "updated_datetime": told["updated_datetime"]}
        return [{"update_id": told["update_id"]}]


class _Handler(BaseHTTPRequestHandler):
    core: Ways

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        path, query = unquote(parts.path.removesuffix(".json")), parse_qs(parts.query)
        core = self.core
        head, _, rest = path.lstrip("/").partition("/")
        if head == "discovery":
            self.tell(200, self.discovery())
        elif head == "services":
            self.tell(200, self.definition(rest) if rest else [self.service("928"), self.service("110")])
        elif head == "tokens" and core.kind == "batch":
            known = core.tokens.get(rest)
            self.tell(200, [{"token": rest, "service_request_id": known}]) if known else self.missing()
        elif head == "requests" and core.kind != "blackbox":
            found = [each for each in core.requests if not rest or each["service_request_id"] == rest]
            page = int(query.get("page", ["1"])[0])
            self.missing() if rest and not found else self.tell(200, found if page == 1 else [])
        elif head == "servicerequestupdates" and core.extension:
            self.tell(200, core.updates)
        else:
            self.missing()

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True)
        head = self.path.lstrip("/").partition(".")[0]
        if head == "servicerequestupdates" and not self.core.extension:
            self.missing()
            return
        demands = head == "requests" and self.core.demanding and form["service_code"] == ["928"]
        if demands and form.get("attribute[depth]") not in (["deep"], ["flat"]):
            self.tell(400, [{"code": 400, "description": "attribute[depth] is missing: Seberapa dalam?"}])
            return
        answer = self.core.take(form) if head == "requests" else self.core.update(form)
        if self.core.lose:
            self.core.lose -= 1
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.tell(200, answer)

    def discovery(self) -> dict[str, Any]:
        test = {"specification": "http://wiki.open311.org/GeoReport_v2", "url": "http://127.0.0.1:1/", "type": "test"}
        here = self.core.elsewhere or self.core.url
        return {
            "changeset": "2026-11-01 00:00",
            "contact": "phone 021 0000",
            "key_service": "ask for a key",
            "endpoints": [test, test | {"url": here, "type": "production", "formats": ["application/json"]}],
        }

    def service(self, code: str) -> dict[str, Any]:
        kinds = {"928": "Jalan berlubang", "110": "Topik lainnya"}
        return {
            "service_code": int(code),
            "service_name": kinds[code],
            "description": kinds[code],
            "metadata": code == "928",
            "type": self.core.kind,
            "keywords": "jalan, aspal" if code == "928" else "",
            "group": "",
        }

    def definition(self, code: str) -> dict[str, Any]:
        self.core.definitions += 1
        depth, flat = {"key": "deep", "name": "Dalam"}, {"key": "flat", "name": "Dangkal"}
        row: dict[str, Any] = {
            "code": "depth",
            "datatype": "singlevaluelist",
            "required": True,
            "order": 2,
            "variable": True,
        }
        note = {"code": "note", "variable": False, "order": 1, "description": "Jangan berdiri di jalan"}
        return {
            "service_code": code,
            "attributes": [row | {"order": 2, "description": "Seberapa dalam?", "values": [depth, flat]}, note],
        }

    def missing(self) -> None:
        self.tell(404, [{"code": 404, "description": "no such resource"}])

    def tell(self, status: int, body: object) -> None:
        whole = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(whole)))
        self.end_headers()
        self.wfile.write(whole)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def a_core(kind: str = "realtime", *, extension: bool = False, demanding: bool = False) -> Iterator[Ways]:
    """Such a core on a free port."""
    core = Ways(kind, extension, demanding)
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
