"""A report's page, and what an officer decides there: the citizen is told in the same words, by the same rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bridge.characters import printable
from bridge.desk import case_words as words
from bridge.desk.case_forms import LONGEST_NOTE, Typed, seen_in
from bridge.desk.case_showing import page, stage_of
from bridge.desk.deciding import Decision, Done, carry_out
from bridge.desk.doors import _, desk, needs, officer
from bridge.desk.files import opens
from bridge.desk.neighbours import neighbours
from bridge.desk.people import RIGHTS, Right
from bridge.desk.reading import Opened, file_of, opened
from bridge.desk.secret_reads import written_down
from bridge.desk.suggesting import category_named, near_categories, office_named, offices_here, proposals
from bridge.embedded.cases import NoSuchCategory
from bridge.embedded.course import Action
from bridge.embedded.locking import Stale
from bridge.embedded.workflow import Missing, NotPossible
from bridge.stages import lapor_words

room = Blueprint("case", __name__)
Page = str | Response | tuple[str, int]


@room.get("/cases/<reference>")
@needs(Right.READ)
def case(reference: str) -> Page:
    """One report whole; of a secret one it is written down first that it was read."""
    return page(_opened(reference))


@room.get("/cases/<reference>/files/<int(max=9999):number>")
@needs(Right.READ)
def file(reference: str, number: int) -> Page:
    """One file of a report, by a link that works now; of a secret report it is written down first."""
    kept = file_of(desk().cases.ledger, officer(), reference, number)
    link = desk().link(kept.url) if kept else ""
    if kept is None or not opens(link):
        abort(404)
    if kept.secret:
        written_down(desk(), officer(), kept.case_id, "file")
    return redirect(link)


@room.get("/cases/<reference>/<any(decide, answer, accept, category):_act>")
@needs(Right.READ)
def back(reference: str, _act: str) -> Page:
    """Where an act was sent to there is nothing to look at: the report's page, for who changes the language there."""
    return redirect(_address(reference))


@room.post("/cases/<reference>/decide")
@needs(Right.DECIDE)
def decide(reference: str) -> Page:
    """Verify, send on, archive."""
    return _asked_for(reference, Right.DECIDE)


@room.post("/cases/<reference>/answer")
@needs(Right.ANSWER)
def answer(reference: str) -> Page:
    """Answer, ask, hand on, close."""
    return _asked_for(reference, Right.ANSWER)


@room.post("/cases/<reference>/accept")
@needs(Right.DECIDE)
def accept(reference: str) -> Page:
    """What the bot proposes: verify, correct the category and send on, as the button said, at once or not at all."""
    now = _opened(reference)
    here = offices_here(desk().cases.ledger, now.case.report.place)
    said = (request.form.get("category", ""), request.form.get("office", ""), request.form.get("does", ""))
    for one in proposals(desk(), officer(), now, here):
        if (one.category.code, one.office, " ".join(one.does)) == said and one.decisions:
            return _done(reference, one.decisions, Typed())
    return _again(reference, Typed(), _(words.CHANGED))


@room.post("/cases/<reference>/category")
@needs(Right.DECIDE)
def category(reference: str) -> Page:
    """Correct the category; the bot learns from it."""
    typed = Typed.read(request.form, "category")
    found = category_named(desk(), typed.category)
    if found is None:
        near = near_categories(desk(), typed.category)
        return _again(reference, typed, _(words.NO_CATEGORY, name=typed.category) + _near(near))
    return _done(reference, [Decision(None, category=found.code)], typed)


def _asked_for(reference: str, right: Right) -> Page:
    """The act that a form asks for, or the ready text that goes into its note."""
    name = request.form.get("action", "")
    if name not in [action.value for action, needed in RIGHTS.items() if needed is right]:
        abort(400)
    typed = Typed.read(request.form, name)
    if typed.insert:
        return _with_text(reference, typed)
    if len(typed.note) > LONGEST_NOTE:
        return _again(reference, typed, _(words.TOO_LONG, most=LONGEST_NOTE))
    agency, wrong = _agency(typed)
    if wrong:
        return _again(reference, typed, wrong)
    return _done(reference, [typed.decision(agency)], typed)


def _with_text(reference: str, typed: Typed) -> Page:
    number = int(typed.canned) if typed.canned.isascii() and typed.canned.isdigit() else 0
    usable = desk().canned.for_use(officer(), typed.form)
    found = next((text for text in usable if text.id == number), None)
    if found is None:
        return _again(reference, typed, _(words.CHOOSE_TEXT))
    return _again(reference, typed.with_text(found), status=200)


def _agency(typed: Typed) -> tuple[str, str]:
    """The office as reports carry it; and what is wrong, where no office has that name and nobody ticked so."""
    if typed.form not in (Action.SEND_ON, Action.HAND_ON) or not typed.agency:
        return typed.agency, ""
    name, like = office_named(desk().cases.ledger, typed.agency)
    if name or typed.outside:
        return name or typed.agency, ""
    return "", _(words.NO_OFFICE, office=typed.agency) + _near(like) + " " + _(words.OUTSIDE)


def _near(names: Sequence[str]) -> str:
    return " " + _(words.NEAR, names=", ".join(names)) if names else ""


def _done(reference: str, decisions: Sequence[Decision], typed: Typed) -> Page:
    """Do it and go on to the report, or to the list where it left the officer's reach; else say why not."""
    try:
        done = carry_out(desk(), officer(), reference, _seen(), decisions)
    except KeyError:
        return render_template("case_gone.html", typed=typed), 404
    except Stale:
        return _again(reference, typed, status=409)
    except (NotPossible, Missing, NoSuchCategory) as wrong:
        return _again(reference, typed, _why_not(wrong, _opened(reference), typed))
    return _gone_on(done, decisions)


def _gone_on(done: Done, decisions: Sequence[Decision]) -> Response:
    report, status = done.case.report, done.case.status
    stage = printable(lapor_words(status.stage, status.agency, status.by))
    only = all(decision.action is None for decision in decisions)
    what = words.NOW_CATEGORY if only else words.NOW_SO
    said = _(what, number=report.reference.grouped, stage=stage, category=report.category_name)
    if done.reached:
        flash(said)
        return redirect(_address(str(report.reference)))
    flash(f"{said} {_(words.GONE_ON)}")
    return redirect(neighbours(desk(), officer(), request.args.get("in", ""), done.case.id).back)


def _address(reference: str) -> str:
    """The page again, with its list; read from the content on, where the status line stands."""
    inside = request.args.get("in")
    more = {"in": inside} if inside else {}
    return url_for("case.case", reference=reference, _anchor="main", **more)  # type: ignore[arg-type]


def _again(reference: str, typed: Typed, wrong: str = "", status: int = 400) -> Page:
    """The page anew with what was typed; where something happened since the officer saw it, that stands first."""
    now, since = _opened(reference), _seen()
    newer = [event for event in now.events if event.number > since]
    stale = bool(newer) or status == 409
    ours = newer and all(event.actor == officer().name for event in newer)
    first = _(words.BY_YOU if ours else words.MEANWHILE) if stale else ""
    return page(now, typed, f"{first} {wrong}".strip(), since), 409 if stale else status


def _why_not(wrong: Exception, now: Opened, typed: Typed) -> str:
    if isinstance(wrong, Missing):
        return _(words.MISSING[wrong.what])
    if isinstance(wrong, NoSuchCategory):
        return _(words.SAME_CATEGORY) if wrong.known else _(words.NO_CATEGORY, name=typed.category)
    agency = now.case.status.agency
    if typed.form == Action.HAND_ON and agency and typed.agency.casefold() == agency.casefold():
        return _(words.HAS_IT, office=agency)
    return _(words.NOT_NOW, stage=stage_of(now))


def _opened(reference: str) -> Opened:
    return opened(desk().cases.ledger, officer(), reference) or _not_there()


def _not_there() -> NoReturn:
    abort(404)


def _seen() -> int:
    """What the officer had before them; a form that does not say it is none of ours."""
    seen = seen_in(request.form)
    if seen is None:
        abort(400)
    return seen
