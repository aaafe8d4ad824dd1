"""`make run` asks nobody for an account: the desk of simulated phones has one, whose password is told at each start."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.embedded_core import embedded_core
from bot.generated import secrets_of
from bot.settings import Settings
from bot.wired_desk import accounts_and_offices
from bridge.desk.accounts import WrongPassword
from bridge.desk.people import Role
from bridge.desk.tries import TooMany

LOGIN = "admin"


def first_account(environ: Mapping[str, str]) -> tuple[str, str]:
    """Login and password of an admin pusat of this folder, made where it is missing; on this machine only.

    A password that somebody changed is not known here: "" then.
    """
    password = secrets_of(Path(environ.get("KENTONGAN_DATA") or "var"))["KENTONGAN_DESK_PASSWORD"]
    settings = Settings.read(environ)
    accounts, _ = accounts_and_offices(embedded_core(settings, "it has its own desk"), settings)
    if accounts.find(LOGIN) is None:
        accounts.add(LOGIN, "Admin percobaan", Role.CENTRAL, None, password, must_change=False)
    try:
        accounts.proven(LOGIN, password, "this machine")
    except (WrongPassword, TooMany):
        return LOGIN, ""
    return LOGIN, password
