"""Who comes in where: every page says what right it needs, and nobody is sent to a foreign address."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any, TypeVar, cast

from flask import abort, current_app, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from bridge.desk.people import Officer, Right
from bridge.desk.rooms import Desk
from bridge.desk.words import LANGUAGES, said

View = TypeVar("View", bound=Callable[..., Any])
_ROOM = "kentongan desk"
_LONGEST_ADDRESS = 1000  # characters; it travels in a cookie, and browsers drop those above 4 KB
_OURS = re.compile(r"/(?!/)[A-Za-z0-9._~/%?&=+:,@;!$'()*-]*", re.ASCII)


def keep(app: Any, desk: Desk) -> None:
    """Put the desk where its pages find it."""
    app.extensions[_ROOM] = desk


def desk() -> Desk:
    """The desk of this application."""
    return cast(Desk, current_app.extensions[_ROOM])


def officer() -> Officer:
    """Who is logged in; only behind a `needs` or `inside` door."""
    return cast(Officer, current_user._get_current_object())


def language() -> str:
    """The language of this page: the officer's, or what was chosen before logging in."""
    chosen = current_user.language if current_user.is_authenticated else session.get("language", "")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def _(message: str, **values: object) -> str:
    """A text in the language of this page."""
    return said(language(), message, **values)


def needs(right: Right) -> Callable[[View], View]:
    """Only whoever is wholly logged in and has the right gets to this page."""

    def door(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **values: Any) -> Any:
            if (answer := _waiting()) is not None:
                return answer
            if not officer().may(right):
                abort(403)
            return view(*args, **values)

        guarded.right = right  # type: ignore[attr-defined]  # what the table in docs/desk.md is tested against
        return cast(View, guarded)

    return door


def inside(view: View) -> View:
    """Only whoever is wholly logged in gets to this page."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        answer = _waiting()
        return view(*args, **values) if answer is None else answer

    guarded.right = None  # type: ignore[attr-defined]
    return cast(View, guarded)


def _waiting() -> Response | None:
    """Where to go first: the login, the second factor, a new password; None for whoever is through."""
    if not current_user.is_authenticated:
        back = request.full_path if request.method == "GET" else ""
        return redirect(url_for("login.login", next=back.rstrip("?") or None))
    who = officer()
    if not who.proved:
        return redirect(url_for("login.code"))
    if who.must_change:
        return redirect(url_for("login.password"))
    if who.role in desk().two_factors and not who.has_totp:
        return redirect(url_for("login.factor"))
    return None


def safe_next(address: str) -> str:
    """A page of this desk to go on to; the inbox where the address leads anywhere else.

    Only plain ASCII of a path and a query passes: what a browser might read otherwise (\\, tabs, a second /) does not.
    """
    if len(address) > _LONGEST_ADDRESS or not _OURS.fullmatch(address):
        return url_for("inbox.inbox")
    return request.script_root + address


def address() -> str:
    """Where the request comes from, to slow down guessing; "" where nobody knows.

    Behind https a proxy on this machine or in this network passes requests on: then it is the last address of
    X-Forwarded-For, which that proxy wrote. What a stranger wrote before it does not count.
    """
    peer = request.remote_addr or ""
    if not desk().secure or not _near(peer):
        return peer
    return request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip() or peer


def _near(peer: str) -> bool:
    try:
        return ip_address(peer).is_private
    except ValueError:
        return False
