"""The desk's own kind of Flask application: faults quote no citizen, the cookie stays at the desk."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

log = logging.getLogger(__name__)
_FRAMES = 3  # of the innermost


class _Cookies(SecureCookieSessionInterface):
    def get_cookie_path(self, app: Flask) -> str:
        """The path below which the desk is mounted: other pages of the same host do not get the cookie."""
        return request.script_root or super().get_cookie_path(app)


class DeskApp(Flask):
    """Flask, but what is logged of a fault is its kind and its place, never its text, which may quote a citizen."""

    session_interface = _Cookies()

    def log_exception(self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
        """Which fault, and the innermost lines of code it came through."""
        kind, _mistake, trace = exc_info
        frames = traceback.extract_tb(trace)[-_FRAMES:]
        places = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames))
        endpoint = request.endpoint if request else ""
        log.error("a page could not be made (%s): %s at %s", endpoint, kind.__name__ if kind else "?", places)
