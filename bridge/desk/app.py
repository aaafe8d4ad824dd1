"""The officers' desk as a web application of its own: who comes in, what each page may load, what a browser is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Flask, Response, current_app, render_template, request, url_for
from flask_login import LoginManager, current_user
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError, generate_csrf
from markupsafe import Markup
from werkzeug.exceptions import BadHost

from bot.report import CoreDown
from bridge.desk import (
    account_pages,
    batch_pages,
    canned_pages,
    case_pages,
    doors,
    inbox_pages,
    log_pages,
    login_pages,
    monev_pages,
    office_pages,
    renaksi_pages,
)
from bridge.desk.application import DeskApp
from bridge.desk.doors import _, language
from bridge.desk.people import Right, Role
from bridge.desk.rooms import Desk
from bridge.desk.words import N_

ROOMS = (
    ("inbox.inbox", N_("Inbox"), Right.READ),
    ("monev.monev", N_("Figures"), Right.MONEV),
    ("renaksi.renaksi", N_("Action plan"), Right.MONEV),
    ("canned.canned", N_("Ready texts"), Right.CANNED),
    ("accounts.accounts", N_("Accounts"), Right.ACCOUNTS),
    ("offices.offices", N_("Offices"), Right.OFFICES),
    ("logs.logs", N_("Logs"), Right.LOGS),
)
ROLES = {
    Role.CENTRAL.value: N_("Central admin"),
    Role.AGENCY.value: N_("Agency admin"),
    Role.LIAISON.value: N_("Liaison officer"),
}
LARGEST_FORM = 1024 * 1024  # bytes
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def create_desk(desk: Desk) -> Flask:
    """The Flask application of the desk. It is mounted below /desk, or anywhere else."""
    app = DeskApp("bridge.desk")
    app.config.update(
        SECRET_KEY=desk.cookie_key,
        SESSION_COOKIE_NAME="kentongan_desk",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=desk.secure,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
    )
    doors.keep(app, desk)
    CSRFProtect(app)
    _logins(app, desk)
    _words(app, desk)
    _refusals(app)
    app.after_request(_told_to_browsers(secure=desk.secure))
    for room in (
        login_pages.room,
        inbox_pages.room,
        batch_pages.room,
        case_pages.room,
        account_pages.room,
        office_pages.room,
        canned_pages.room,
        log_pages.room,
        monev_pages.room,
        renaksi_pages.room,
    ):
        app.register_blueprint(room)
    return app


def _logins(app: Flask, desk: Desk) -> None:
    manager = LoginManager(app)
    manager.session_protection = None  # it would tie a session to an address, which phones change
    manager.user_loader(lambda token: desk.logins.officer(token))


def _words(app: Flask, desk: Desk) -> None:
    zone = desk.cases.ledger.deadlines.days.zone if desk.cases.ledger.deadlines else None

    def local(moment: datetime | None) -> str:
        return moment.astimezone(zone).strftime("%d-%m-%Y %H:%M") if moment else ""

    def values() -> dict[str, Any]:
        return {
            "_": _,
            "language": language(),
            "Right": Right,
            "rooms": _rooms(),
            "csrf": _csrf,
            "this_page": _this_page,
        }

    app.context_processor(values)
    app.jinja_env.filters["local"] = local
    app.jinja_env.filters["clock"] = lambda moment: moment.astimezone(zone).strftime("%H:%M:%S")
    app.jinja_env.filters["role_name"] = lambda role: _(ROLES[role])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _rooms() -> list[tuple[str, str]]:
    """The rooms that are open to whoever looks at the page."""
    who = current_user
    return [(endpoint, words) for endpoint, words, right in ROOMS if who.is_authenticated and who.may(right)]


def _this_page() -> str:
    """Where a change of the language leads back to: what was asked for; the inbox where a form can only be sent to."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    addresses = current_app.create_url_adapter(request)
    if addresses and "GET" in addresses.allowed_methods():
        return request.path
    return url_for("inbox.inbox").removeprefix(request.script_root)


def _csrf() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def _refusals(app: Flask) -> None:
    """A page that says what happened and how to go on, for everything that is refused."""

    def page(status: int, title: str, text: str) -> tuple[str, int]:
        return render_template("refused.html", title=title, text=text), status

    app.register_error_handler(400, lambda _e: page(400, _("That cannot be read"), _("Go back and try again.")))
    app.register_error_handler(BadHost, lambda _e: Response("No such host.\n", 400, content_type="text/plain"))
    app.register_error_handler(
        CSRFError, lambda _e: page(400, _("This page is too old"), _("Go back, load it anew and try again."))
    )
    app.register_error_handler(
        403, lambda _e: page(403, _("Not for your role"), _("An admin can tell who may do this."))
    )
    app.register_error_handler(
        404, lambda _e: page(404, _("Not found"), _("There is nothing here, or it is not within your reach."))
    )
    app.register_error_handler(405, lambda _e: page(405, _("That cannot be done here"), _("Go back and try again.")))
    app.register_error_handler(
        413, lambda _e: page(413, _("That is too large"), _("Shorten what you entered and try again."))
    )
    app.register_error_handler(
        500,
        lambda _e: page(500, _("Something failed here"), _("It is our mistake. Go back and look before trying again.")),
    )
    app.register_error_handler(
        CoreDown, lambda _e: page(503, _("The database does not answer"), _("Nothing was changed. Try again soon."))
    )


def _told_to_browsers(*, secure: bool) -> Any:
    def headers(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return headers
