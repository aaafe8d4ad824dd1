"""The officers' desk is read when the first officer comes: until then citizens' webhooks do not pay for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Mounted:
    """A WSGI application with another one below a path, which is made with the first request to it."""

    def __init__(self, around: WSGIApplication, path: str, make: Callable[[], WSGIApplication]) -> None:
        self._around, self._path, self._make = around, path, make
        self._made: WSGIApplication | None = None
        self._once = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Below the path the other one answers, and thinks that it stands there alone."""
        asked = environ.get("PATH_INFO", "")
        if asked != self._path and not asked.startswith(self._path + "/"):
            return self._around(environ, start_response)
        environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + self._path
        environ["PATH_INFO"] = asked[len(self._path) :] or "/"
        return self._inner()(environ, start_response)

    def _inner(self) -> WSGIApplication:
        with self._once:
            if self._made is None:
                self._made = self._make()
            return self._made
