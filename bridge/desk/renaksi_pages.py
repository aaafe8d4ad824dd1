"""Renaksi Daerah: what an office set itself for a year beside what the figures say, on one page."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from bridge.desk.doors import _, desk, language, needs, officer
from bridge.desk.monev_pages import within_reach
from bridge.desk.offices import Office
from bridge.desk.people import Right
from bridge.desk.words import N_
from bridge.monev import goals
from bridge.monev.goals import Goal, Renaksi
from bridge.monev.words import Say

room = Blueprint("renaksi", __name__)
EARLIEST = 2012  # LAPOR! began
_WRONG = {
    "year": N_("No goal can be set for that year."),
    "office": N_("That office is not known, or not within your reach."),
    "measure": N_("That is nothing a goal can be set for."),
    "target": N_("A goal is a number: 25 to 100 for the index, up to 100 for a share, whole for reports."),
    "note": N_("A remark has at most 500 characters."),
}


@room.get("/renaksi")
@needs(Right.MONEV)
def renaksi() -> str:
    """An office's goals of a year and how far they are reached."""
    return _page(_office(within_reach(officer())), _year())


@room.post("/renaksi")
@needs(Right.GOALS)
def put() -> Redirect | tuple[str, int]:
    """Set, change or take away one goal."""
    office = _office(within_reach(officer())) or abort(404)
    year, measure, target = _year(), request.form.get("measure", ""), request.form.get("target", "").strip()
    try:
        if target:
            note = request.form.get("note", "")
            goals.put(desk().cases.ledger.engine, Goal(year, office.id, measure, _number(target), note))
        else:
            goals.remove(desk().cases.ledger.engine, year, office.id, measure)
    except goals.BadGoal as wrong:
        return _page(office, year, _(_WRONG[wrong.what])), 400
    flash(_("The goal is set.") if target else _("The goal is taken away."))
    return redirect(url_for("renaksi.renaksi", office=office.id, year=year))


def _page(office: Office | None, year: int, wrong: str = "") -> str:
    """The page; what was typed stands in it again where something in it was wrong."""
    return render_template(
        "renaksi.html",
        offices=within_reach(officer()),
        office=office,
        year=year,
        years=range(_this_year() + 1, EARLIEST, -1),
        told=_told(office, year) if office else None,
        measures=_choices(office, year) if office else (),
        may_set=officer().may(Right.GOALS),
        wrong=wrong,
        typed=request.form if wrong else {},
    )


@room.get("/renaksi.pdf")
@needs(Right.MONEV)
def paper() -> Response:
    """The page to be printed."""
    from bridge.monev.papers import renaksi_pdf

    office = _office(within_reach(officer())) or abort(404)
    headers = {"Content-Disposition": f'attachment; filename="renaksi-{_year()}.pdf"'}
    return Response(renaksi_pdf(_told(office, _year())), content_type="application/pdf", headers=headers)


def _choices(office: Office, year: int) -> list[tuple[str, str]]:
    """The measures by name, each in words with the target that is set so far."""
    so_far = {each.measure: each.target for each in goals.listed(desk().cases.ledger.engine, year, office.id)}
    say = Say(language())
    return [
        (each.name, say(each.title) + (f" ({so_far[each.name]:g})" if each.name in so_far else ""))
        for each in goals.MEASURES.values()
    ]


def _told(office: Office, year: int) -> Renaksi:
    rooms = desk()
    return goals.renaksi(rooms.cases.ledger.engine, year, office.id, rooms.clock(), rooms.figures.zone, language())


def _office(offices: list[Office]) -> Office | None:
    given = request.values.get("office", "")
    if not given:
        return offices[0] if offices else None
    return next((each for each in offices if str(each.id) == given), None)


def _year() -> int:
    given = request.values.get("year", "")
    if not given.isascii() or not given.isdecimal() or not EARLIEST <= int(given[:5]) <= _this_year() + 1:
        return _this_year()
    return int(given)


def _this_year() -> int:
    return desk().clock().astimezone(desk().figures.zone).year


def _number(given: str) -> float:
    try:
        return float(given.replace(",", "."))
    except ValueError:
        raise goals.BadGoal("target") from None
