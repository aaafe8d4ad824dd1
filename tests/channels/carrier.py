"""A carrier's REST API and file server on a real local port: it answers what a test scripts and keeps what it got."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

PATIENCE = 2.0  # seconds a client under test waits for one step: a busy machine answers long before
SLOW = 3.0  # seconds: a carrier that answers after that


@dataclass(frozen=True)
class Reply:
    """One scripted answer; `delay` in seconds comes before it; `hang_up` ends the connection instead."""

    status: int = 200
    body: str | bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "application/json"
    delay: float = 0.0
    hang_up: bool = False


@dataclass
class Got:
    """One request as it arrived."""

    method: str
    path: str
    form: dict[str, str]
    headers: dict[str, str]


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """The server's own access log would hold what the canaries look for."""


@dataclass
class Carrier:
    """`script` is answered first, then `usual`; without either the answer is 404."""

    script: list[Reply] = field(default_factory=list)
    usual: Callable[[Request], Reply] | None = None
    got: list[Got] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True, request_handler=_Silent)
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        request = Request(environ)
        self.got.append(Got(request.method, request.path, request.form.to_dict(), dict(request.headers)))
        reply = self.script.pop(0) if self.script else self.usual(request) if self.usual else Reply(404)
        time.sleep(reply.delay)
        if reply.hang_up:
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        return Response(reply.body, reply.status, reply.headers, content_type=reply.content_type)(environ, start)


def closed_port() -> str:
    """An address where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"
