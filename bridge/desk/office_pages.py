"""The tree of offices: a report reaches whoever is competent only where the desk knows who that is."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bridge.characters import printable
from bridge.desk.doors import _, desk, needs, officer
from bridge.desk.offices import BadOffice, Office, as_tree
from bridge.desk.people import Right
from bridge.desk.words import N_

room = Blueprint("offices", __name__)
Page = str | Response | tuple[str, int]
_UNKNOWN_ROLE = N_("Choose one of the kinds of office.")


@room.get("/offices")
@needs(Right.OFFICES)
def offices() -> Page:
    """The tree, and the offices that reports name and the tree does not know."""
    return _tree()


@room.post("/offices")
@needs(Right.OFFICES)
def add() -> Page:
    """A new office."""
    try:
        given = _given(Office(0, request.form.get("name", "")))
        desk().offices.add(given.name, given.parent_id, given.role, given.region_code, by=officer().id)
    except BadOffice as bad:
        return _tree(_(str(bad))), 400
    flash(_("The office is added."))
    return redirect(url_for("offices.offices"))


@room.route("/offices/<int(max=2147483647):office_id>", methods=["GET", "POST"])
@needs(Right.OFFICES)
def one(office_id: int) -> Page:
    """One office: under which it stands, what it does, and for which region."""
    known = {each.id: each for each in desk().offices.all()}
    office = known.get(office_id) or abort(404)
    if request.method == "GET":
        return _one(office)
    try:
        desk().offices.change(_given(office), by=officer().id)
    except BadOffice as bad:
        return _one(office, _(str(bad))), 400
    flash(_("The office is changed."))
    return redirect(url_for("offices.offices"))


def _given(office: Office) -> Office:
    """The office as the form says. Raises BadOffice."""
    role, above = request.form.get("role", ""), request.form.get("parent_id", "").strip()
    if role and role not in {*_roles(), office.role}:
        raise BadOffice(_UNKNOWN_ROLE)
    if above and not (above.isascii() and above.isdigit() and len(above) < 10):
        raise BadOffice(N_("The office above it is not known."))
    region = request.form.get("region_code", "").strip()
    return Office(office.id, office.name, int(above) if above else None, role, region)


def _roles() -> list[str]:
    return sorted({each.office_role for each in desk().categories.values() if each.office_role})


def _tree(wrong: str = "") -> str:
    return render_template(
        "offices.html",
        wrong=wrong,
        tree=as_tree(desk().offices.all()),
        unknown=[(printable(name), name == printable(name), many) for name, many in desk().offices.unknown()],
        roles=_roles(),
        typed=request.form if wrong else {},
    )


def _one(office: Office, wrong: str = "") -> str:
    tree = [(depth, each) for depth, each in as_tree(desk().offices.all()) if each.id != office.id]
    typed = request.form if wrong else {}
    return render_template("office_one.html", wrong=wrong, office=office, tree=tree, roles=_roles(), typed=typed)
