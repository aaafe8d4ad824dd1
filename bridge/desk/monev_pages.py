"""Monitoring and evaluation: what works and what does not, as pictures, tables, a spreadsheet and a paper."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, Response, abort, render_template, request

from bridge.desk.doors import _, desk, language, needs, officer
from bridge.desk.offices import Office, beneath
from bridge.desk.people import Officer, Right
from bridge.monev import Monev, Wanted

room = Blueprint("monev", __name__)
MAPPED = ("provinces", "regencies")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form asks for: the figures wanted, the office chosen, and what in it could not be read."""

    wanted: Wanted
    office: Office | None = None
    faults: tuple[str, ...] = ()


@room.get("/monev")
@needs(Right.MONEV)
def monev() -> str | tuple[str, int]:
    """All figures of a period, a region and an office."""
    asked = _asked()
    status = 400 if asked.faults else 200
    return (
        render_template(
            "monev.html",
            told=_told(asked),
            asked=asked,
            offices=within_reach(officer()),
            regions=_regions(),
            here=request.args.to_dict(),
            mapped=MAPPED if desk().outlines else (),
        ),
        status,
    )


@room.get("/monev/chart/<name>.svg")
@needs(Right.MONEV)
def chart(name: str) -> Response:
    """One figure's picture."""
    from bridge.monev.charts import svg

    try:
        figure = _told_exactly().figure(name)
    except KeyError:
        abort(404)
    if figure.chart is None:
        abort(404)
    return _picture(svg(figure))


@room.get("/monev/map/<name>.svg")
@needs(Right.MONEV)
def map_(name: str) -> Response:
    """Reports by province or regency on a map, where official boundaries are loaded."""
    from bridge.monev.maps import choropleth

    outlines = desk().outlines if name in MAPPED else None
    drawn = choropleth(_told_exactly().figure(name), outlines, language()) if outlines else None
    if drawn is None:
        abort(404)
    return _picture(drawn)


@room.get("/monev.xlsx")
@needs(Right.MONEV)
def spreadsheet() -> Response:
    """All figures as a spreadsheet, one sheet each."""
    from bridge.monev.workbook import xlsx

    file = io.BytesIO()
    xlsx(_told_exactly(), file)
    return _file(file.getvalue(), XLSX, "monev.xlsx")


@room.get("/monev.pdf")
@needs(Right.MONEV)
def paper() -> Response:
    """All figures to be printed."""
    from bridge.monev.papers import pdf

    return _file(pdf(_told_exactly()), "application/pdf", "monev.pdf")


def within_reach(who: Officer) -> list[Office]:
    """The offices that this officer may look at, by name."""
    return [office for office in desk().offices.all() if who.reaches(office.id)]


def _regions() -> dict[str, str]:
    """The regencies from which reports within reach have come, each behind its province."""
    found, known = desk().choices.regencies(officer()), desk().regions
    codes = sorted({code for code, _name in found} | {code[:2] for code, _name in found})
    return {code: known[code] for code in codes if code in known}


def _told(asked: Asked) -> Monev:
    return desk().figures.of(asked.wanted, language())


def _told_exactly() -> Monev:
    """For what carries no words about a filter that could not be read: 400 then, and no other figures instead."""
    asked = _asked()
    if asked.faults:
        abort(400)
    return _told(asked)


def _asked() -> Asked:
    """What the address asks for; without a period the last twelve months. What cannot be read is left out and said."""
    today = desk().clock().astimezone(desk().figures.zone).date()
    faults: list[str] = []
    since = _day("since", today - timedelta(days=365), faults)
    until = _day("until", today, faults)
    if since > until:
        faults.append(_("The period ends before it begins."))
        since = until
    office = _office(faults)
    return Asked(Wanted(since, until, _region(faults), _names(officer(), office)), office, tuple(faults))


def _day(name: str, usual: date, faults: list[str]) -> date:
    given = request.args.get(name, "").strip()
    if not given:
        return usual
    try:
        return date.fromisoformat(given)
    except ValueError:
        faults.append(_("%(given)s is not a day. Write it as 2026-11-30.", given=given[:30]))
        return usual


def _region(faults: list[str]) -> str:
    given = request.args.get("region", "").strip()
    if given and given not in desk().regions:
        faults.append(_("There is no province or regency with the code %(given)s.", given=given[:30]))
        return ""
    return given


def _office(faults: list[str]) -> Office | None:
    given = request.args.get("office", "").strip()
    found = next((each for each in within_reach(officer()) if str(each.id) == given), None)
    if given and found is None:
        faults.append(_("That office is not known, or not within your reach."))
    return found


def _names(who: Officer, office: Office | None) -> tuple[str, ...] | None:
    """The offices to count: the chosen one with those behind it, else all within reach."""
    if office is None:
        return who.offices
    chosen = tuple(each.name for each in beneath(desk().offices.all(), office.id))
    return chosen if who.offices is None else tuple(name for name in chosen if name in who.offices)


def _picture(drawn: bytes) -> Response:
    # A picture's styles are its own; it can load and run nothing.
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return Response(drawn, content_type="image/svg+xml", headers={"Content-Security-Policy": policy})


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type=media_type, headers=headers)
