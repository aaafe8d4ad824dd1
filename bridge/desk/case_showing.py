"""The page of a report, made ready: everything an officer needs to decide, and nothing that the rules do not allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request

from bot.progress import Happened
from bot.report import Place
from bridge.characters import printable, printable_lines
from bridge.desk import case_words as words
from bridge.desk.canned import Canned
from bridge.desk.case_forms import LONGEST_NOTE, Typed
from bridge.desk.deciding import open_to
from bridge.desk.doors import _, desk, officer
from bridge.desk.due_words import due_words
from bridge.desk.files import Shown, shown
from bridge.desk.neighbours import neighbours
from bridge.desk.people import Right
from bridge.desk.reading import Opened
from bridge.desk.secret_reads import written_down
from bridge.desk.suggesting import Here, offices_here, proposals
from bridge.embedded.course import Action
from bridge.embedded.rows import Event
from bridge.embedded.rules import Need, Rule
from bridge.stages import lapor_words

_DAY = "%d-%m-%Y"
_MAP = "https://www.openstreetmap.org/"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline, in words. `new`: it happened while the officer looked at an older page."""

    at: datetime
    what: str
    who: str
    stage: str
    reason: str
    until: str
    note: str
    files: list[Shown]
    new: bool


@dataclass(frozen=True, slots=True)
class Form:
    """One act that is open to the officer, as a form. `typed` is empty but for the form that was sent."""

    action: Action
    title: str
    hint: str
    key: str
    room: str  # the endpoint it is sent to
    needs: frozenset[str]
    texts: list[Canned]
    typed: Typed


def page(opened: Opened, typed: Typed | None = None, wrong: str = "", since: int | None = None) -> str:
    """The page of a report. A secret one is written down as read first: CoreDown where it cannot be.

    `since`: the newest entry that the officer knew; later ones are marked and `typed` is kept.
    """
    case = opened.case
    if case.report.secret:
        written_down(desk(), officer(), case.id, "page")
    here = offices_here(desk().cases.ledger, case.report.place)
    return render_template("case.html", **_about(opened), **_todo(opened, here, typed or Typed(), wrong, since))


def stage_of(opened: Opened) -> str:
    """Where it stands, in LAPOR's words."""
    status = opened.case.status
    return printable(lapor_words(status.stage, status.agency, status.by))


def _about(opened: Opened) -> dict[str, Any]:
    case, report, host = opened.case, opened.case.report, request.host
    deadlines, now = desk().cases.ledger.deadlines, desk().clock()
    places = dict(opened.files_of())
    return {
        "case": case,
        "report": report,
        "stage": stage_of(opened),
        "due": due_words(case.due, case.status.stage, now, deadlines),
        "final_due": due_words(case.final_due, case.status.stage, now, deadlines) if case.final_due else None,
        "kind": words.KINDS[report.kind.value],
        "channel": words.CHANNELS.get(report.channel, printable(report.channel)),
        "spoken": words.LANGUAGES.get(report.language, printable(report.language)),
        "map": "" if report.secret else map_link(report.place),
        "files": shown(report.files, places[0], host),
        "plain": printable,
        "lines": lines,
        "around": neighbours(desk(), officer(), request.args.get("in", ""), case.id),
    }


def _todo(opened: Opened, here: Here, typed: Typed, wrong: str, since: int | None) -> dict[str, Any]:
    decides = officer().may(Right.DECIDE)
    entries, forms = timeline(opened, since), list(_forms(opened, typed))
    offered = typed.form in ["category", *(form.action for form in forms)]
    return {
        "seen": opened.seen,
        "wrong": wrong,
        "typed": typed,
        "forms": forms,
        "homeless": "" if offered else typed.note,
        "to_alert": bool(wrong) and (not offered or any(entry.new for entry in entries)),
        "proposals": proposals(desk(), officer(), opened, here) if decides else [],
        "accept": words.ACCEPT,
        "offices": [name for name, _role in here.named],
        "categories": sorted(desk().categories.values(), key=lambda each: each.name) if decides else [],
        "reasons": words.REASONS,
        "timeline": entries[::-1],
        "meanwhile": [entry for entry in entries if entry.new],
        "longest": LONGEST_NOTE,
    }


def lines(text: str) -> str:
    """A text of many lines without anything that would change the direction or the look of the page."""
    return "\n".join(printable_lines(text))


def map_link(place: Place) -> str:
    """A page of OpenStreetMap that shows the pin, or looks for the recognised area; "" where there is neither."""
    if pin := place.pin:
        at = f"{pin.latitude:.5f}", f"{pin.longitude:.5f}"
        return f"{_MAP}?{urlencode({'mlat': at[0], 'mlon': at[1]})}#map=17/{at[0]}/{at[1]}"
    return f"{_MAP}search?{urlencode({'query': place.official})}" if place.official else ""


def timeline(opened: Opened, since: int | None) -> list[Entry]:
    """Everything that happened, the first thing first."""
    places, files = dict(opened.files_of()), opened.case.report.files
    return [
        Entry(
            at=event.at,
            what=_what(event),
            who=_who(event),
            stage=printable(lapor_words(event.stage, event.agency, event.by)),
            reason=_(words.REASONS[event.reason]) if event.reason in words.REASONS else printable(event.reason),
            until=_until(event),
            note=lines(event.note),
            files=shown(files, places[event.number], request.host),
            new=since is not None and event.number > since,
        )
        for event in opened.events
    ]


def _what(event: Event) -> str:
    named = {name: _category(code) for name, code in (("before", event.before), ("after", event.after))}
    return _(words.HAPPENED[event.what], office=printable(event.agency), **named)


def _category(code: str) -> str:
    known = desk().categories.get(code)
    return known.name if known else printable(code)


def _who(event: Event) -> str:
    role = _("somebody else") if event.what is Happened.SUPPORTED else _(words.WHO[event.by])
    return f"{printable(event.actor)} ({role})" if event.actor else role


def _until(event: Event) -> str:
    day: date | None = event.day
    return _(words.UNTIL.get(event.what, words.NEXT_STEP), day=day.strftime(_DAY)) if day else ""


def _forms(opened: Opened, typed: Typed) -> Iterator[Form]:
    texts = _texts(opened)
    for action, rule in open_to(officer(), opened.case.course).items():
        yield Form(
            action=action,
            title=words.TITLES[action],
            hint=words.HINTS[action],
            key=words.KEYS[action],
            room="case.decide" if action in (Action.VERIFY, Action.SEND_ON, Action.ARCHIVE) else "case.answer",
            needs=_needs(rule),
            texts=[text for text in texts if text.action == action],
            typed=typed if typed.form == action else Typed(),
        )


def _needs(rule: Rule) -> frozenset[str]:
    return frozenset(Need(need).value for need in rule.needs)


def _texts(opened: Opened) -> Sequence[Canned]:
    """Ready texts in the citizen's language, then in Indonesian; the own office's first, everybody's last."""
    language, who = opened.case.report.language, officer()
    found = [text for each in dict.fromkeys((language, "id")) for text in desk().canned.for_use(who, "", each)]
    if who.offices is None:  # the middle reaches every office's: those of others are not for this citizen
        found = [text for text in found if text.office_id is None]
    return sorted(found, key=lambda text: (text.language != language, text.office_id is None, text.title))
