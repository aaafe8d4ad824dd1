"""What happened at the desk, to be read by those who answer for it: who opened secret reports, who changed what."""

from __future__ import annotations

import re

from flask import Blueprint, render_template, request

from bot.report import Reference
from bridge.characters import printable
from bridge.desk.desk_log import PAGE
from bridge.desk.doors import desk, needs, officer
from bridge.desk.people import Right

room = Blueprint("logs", __name__)


@room.get("/logs")
@needs(Right.LOGS)
def logs() -> str:
    """Who opened secret reports, the newest first."""
    login, number = printable(request.args.get("login", ""))[:200], printable(request.args.get("number", ""))[:40]
    reference = Reference.read(re.sub(r"[^0-9]", "", number)) or ("-" if number else "")
    found = desk().secret_log.page(officer(), login, reference, _before())
    return render_template("logs_secret.html", found=found[:PAGE], more=len(found) > PAGE, login=login, number=number)


@room.get("/logs/desk")
@needs(Right.LOGS)
def done() -> str:
    """What was done at the desk apart from reports, the newest first."""
    login = printable(request.args.get("login", ""))[:200]
    found = desk().log.page(officer(), login, _before())
    return render_template("logs_desk.html", found=found[:PAGE], more=len(found) > PAGE, login=login)


def _before() -> int:
    return min(max(request.args.get("before", 0, int), 0), 2**31 - 1)
