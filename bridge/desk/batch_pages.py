"""Deciding about many reports at once, with a minute to think better of it; and taking what is listed as a file."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from bot.report import Reference
from bridge.desk.batch_words import LACKING, OUTCOMES, STATES, UNSAID, Typed, batch_words
from bridge.desk.batches import BULK, Lacking, Words
from bridge.desk.case_words import REASONS
from bridge.desk.doors import _, desk, needs, officer
from bridge.desk.exporting import TooMany, begin, chunks
from bridge.desk.filters import Wanted
from bridge.desk.inbox_pages import asked_in, shown
from bridge.desk.people import RIGHTS, Right
from bridge.desk.suggesting import office_named
from bridge.embedded.course import Action

room = Blueprint("batches", __name__)
Page = str | Answer | tuple[str, int]
_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@room.get("/batches")
@needs(Right.READ)
def batches() -> Page:
    """The officer's own acts on many reports, and what became of each report."""
    found = desk().batches.mine(officer())
    values = {"outcomes": OUTCOMES, "states": STATES, "reasons": REASONS, "words": batch_words}
    return render_template("inbox_batches.html", batches=found, now=desk().clock(), **values)


@room.post("/batches/decide")
@needs(Right.DECIDE)
def decide() -> Page:
    """Verify, send on or archive the selected reports, in a minute."""
    return _held(Right.DECIDE)


@room.post("/batches/answer")
@needs(Right.ANSWER)
def answer() -> Page:
    """Hand on or close the selected reports, in a minute."""
    return _held(Right.ANSWER)


@room.post("/batches/<int(max=2147483647):number>/undo")
@needs(Right.READ)
def undo(number: int) -> Page:
    """Take a batch back before anybody is told of it."""
    try:
        undone = desk().batches.undo(officer(), number)
    except KeyError:
        abort(404)
    flash(_("Undone: nothing was changed and nobody was told.") if undone else _("It was too late: it is carried out."))
    back = request.form.get("in", "")
    return redirect(_list(back))


@room.post("/export")
@needs(Right.EXPORT)
def export() -> Page:
    """What is listed, as a file in the columns of LAPOR!'s own export."""
    form, asked = request.form.get("form", "csv"), asked_in(request.form.get("in", ""))
    if form not in _TYPES:
        abort(400)
    try:
        taken = begin(desk(), officer(), Wanted.read(asked), form, secret=request.form.get("secret") == "yes")
    except TooMany:
        return shown(asked, wrong=_("That is too much for a workbook. Take CSV, or narrow the list.")), 400
    name = f"kentongan-{desk().clock().strftime('%Y%m%d-%H%M')}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(chunks(desk(), taken, form), content_type=_TYPES[form], headers=headers)


def _held(right: Right) -> Page:
    seen, asked, said = _selected(), asked_in(request.form.get("in", "")), request.form.get("action")
    if said == UNSAID:
        return shown(asked, wrong=_(LACKING[UNSAID]), typed=Typed(tuple(seen))), 400
    action = next((each for each in BULK if each.value == said), None)
    if action is None or RIGHTS[action] is not right:
        abort(400)
    words = _said(action)
    try:
        desk().batches.hold(officer(), action, replace(words, agency=_known(words.agency)), seen)
    except Lacking as lacking:
        typed = Typed(tuple(seen), action.value, words)
        return shown(asked, wrong=_(LACKING[lacking.what]), typed=typed), 400
    return redirect(_list(request.form.get("in", "")))


def _known(office: str) -> str:
    """The office's name as reports carry it. Lacking where there is none of that name."""
    name = office_named(desk().cases.ledger, office)[0] if office else ""
    if office and not name:
        raise Lacking("unknown")
    return name


def _said(action: Action) -> Words:
    """The words that belong to this act: each has its own fields, because all stand in one form."""
    given = {name: request.form.get(f"{action.value}-{name}", "") for name in ("agency", "note", "reason")}
    return Words(" ".join(given["agency"].split()), given["note"], given["reason"])


def _selected() -> dict[str, int]:
    """Tracking number -> the newest entry that was seen, of every box that was ticked; broken ones are left out."""
    found: dict[str, int] = {}
    for box in request.form.getlist("case"):
        number, _dot, seen = box.partition(".")
        if Reference.read(number) and seen.isascii() and seen.isdigit() and len(seen) < 10:
            found[number] = int(seen)
    return found


def _list(query: str) -> str:
    """The same list, read from the content on, where it stands what is held."""
    return url_for("inbox.inbox") + f"?{_plain(query)}".rstrip("?") + "#main"


def _plain(query: str) -> str:
    """The same list again, and nothing else that a query could say."""
    asked = asked_in(query)
    return Wanted.read(asked).but(**{name: asked.get(name, "")[:60] for name in ("after", "before", "from")})
