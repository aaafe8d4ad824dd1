"""Ready texts: what a good answer says is written once and well, in each language that citizens write in."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bridge.desk.canned import ACTIONS, LANGUAGES, LONGEST, LONGEST_TITLE, BadCanned, Canned, may_write
from bridge.desk.doors import _, desk, needs, officer
from bridge.desk.offices import as_tree
from bridge.desk.people import Right, Role
from bridge.desk.words import N_

room = Blueprint("canned", __name__)
Page = str | Response | tuple[str, int]
_NEW = Canned(0, None, "answer", "id", "", "")


@room.get("/canned")
@needs(Right.CANNED)
def canned() -> Page:
    """The ready texts that one may use, and those that one may change."""
    who = officer()
    found = [(each, may_write(who, each.office_id)) for each in desk().canned.for_use(who)]
    names = {each.id: each.name for each in desk().offices.all()}
    return render_template("canned.html", found=found, names=names, actions=ACTIONS, languages=LANGUAGES)


@room.route("/canned/new", methods=["GET", "POST"])
@needs(Right.CANNED)
def make() -> Page:
    """A new ready text."""
    if request.method == "GET":
        return _form(_NEW)
    try:
        desk().canned.add(_given(0), by=officer().id)
    except BadCanned as bad:
        return _form(_NEW, _(str(bad))), 400
    flash(_("The ready text is kept."))
    return redirect(url_for("canned.canned"))


@room.route("/canned/<int(max=2147483647):number>", methods=["GET", "POST"])
@needs(Right.CANNED)
def one(number: int) -> Page:
    """One ready text, to be changed."""
    text = _mine(number)
    if request.method == "GET":
        return _form(text)
    try:
        desk().canned.change(_given(number), by=officer().id)
    except BadCanned as bad:
        return _form(text, _(str(bad))), 400
    except KeyError:
        abort(404)
    flash(_("The ready text is kept."))
    return redirect(url_for("canned.canned"))


@room.post("/canned/<int(max=2147483647):number>/delete")
@needs(Right.CANNED)
def delete(number: int) -> Page:
    """The text is not offered any more."""
    try:
        desk().canned.remove(_mine(number).id, by=officer().id)
    except KeyError:
        abort(404)
    flash(_("The ready text is deleted."))
    return redirect(url_for("canned.canned"))


def _mine(number: int) -> Canned:
    text = desk().canned.get(number)
    if text is None or not may_write(officer(), text.office_id):
        abort(404)
    return text


def _given(number: int) -> Canned:
    """The text as the form says. Raises BadCanned, also for an office out of reach."""
    given, office = request.form, request.form.get("office_id", "").strip()
    plain = not office or (office.isascii() and office.isdigit() and len(office) < 10)
    office_id = int(office) if office and plain else None
    known = {each.id for each in desk().offices.all()} | {None}
    if not plain or office_id not in known or not may_write(officer(), office_id):
        raise BadCanned(N_("Choose an office within your reach."))
    fields = [given.get(name, "") for name in ("action", "language", "title", "text")]
    return Canned(number, office_id, *fields)


def _form(text: Canned, wrong: str = "") -> str:
    who = officer()
    return render_template(
        "canned_one.html",
        wrong=wrong,
        text=text,
        typed=request.form if wrong else {},
        offices=[(depth, each) for depth, each in as_tree(desk().offices.all()) if who.reaches(each.id)],
        everybody=who.role is Role.CENTRAL,
        actions=ACTIONS,
        languages=LANGUAGES,
        longest=LONGEST,
        longest_title=LONGEST_TITLE,
    )
