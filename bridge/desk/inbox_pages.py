"""The officer's inbox: what is due first stands first, in words and not by colour alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

from flask import Blueprint, render_template, request, url_for

from bridge.desk import case_words, listing
from bridge.desk.batch_words import UNSAID, Typed, bulk_acts, held_notices
from bridge.desk.doors import _, desk, inside, needs, officer
from bridge.desk.due_words import Due, due_words
from bridge.desk.exporting import MOST_IN_WORKBOOK
from bridge.desk.filters import NOBODY, ONLY, Wanted, misread
from bridge.desk.listing import COUNTED, At, Page, Row
from bridge.desk.neighbours import case_address
from bridge.desk.people import Right
from bridge.desk.words import N_
from bridge.stages import lapor_words

room = Blueprint("inbox", __name__)
_TABS: Mapping[str, str] = {
    "open": N_("All open"),
    "new": N_("New"),
    "office": N_("With an office"),
    "citizen": N_("Waiting for the citizen"),
    "ended": N_("Ended"),
    "all": N_("All"),
}
_DUES = (("late", N_("Overdue only")), ("soon", N_("Due soon (within 2 working days)")))
_SECRETS = ((ONLY, N_("Secret reports only")), ("none", N_("Without secret reports")))


@room.get("/")
@needs(Right.READ)
def inbox() -> str | tuple[str, int]:
    """The reports within reach, the most urgent first."""
    if misread(request.args):
        return shown(request.args, wrong=_("A day is written like this: 2026-11-23.")), 400
    return shown(request.args)


@room.get("/keys")
@inside
def keys() -> str:
    """All keys of all rooms, and the switch that turns them off."""
    return render_template("keys.html")


def asked_in(query: str) -> Mapping[str, str]:
    """What a query string asks, as the inbox is asked."""
    return dict(parse_qsl(query[:4000]))


def shown(asked: Mapping[str, str], *, wrong: str = "", typed: Typed | None = None) -> str:
    """The inbox for a query; with what is wrong, and what was chosen and typed for many reports at once."""
    wanted = Wanted.read(asked)
    page = _page(wanted, asked)
    start = _start(asked) if page.earlier else 1
    values = _choices(wanted) | _ways(wanted, page, start)
    return render_template(
        "inbox.html",
        wanted=wanted,
        mistyped=wanted.mistyped,
        narrowed=wanted.narrowed,
        rows=page.rows,
        start=start,
        shown=_line,
        wrong=wrong,
        typed=typed or Typed(chosen=tuple(str(row.reference) for row in page.rows) if asked.get("pick") else ()),
        acts=bulk_acts(),
        unsaid=UNSAID,
        held=held_notices(),
        **values,
    )


def _page(wanted: Wanted, asked: Mapping[str, str]) -> Page:
    after, before = (At.read(asked.get(name, "")) for name in ("after", "before"))
    return listing.page(desk(), officer(), wanted, after, before)


def _start(asked: Mapping[str, str]) -> int:
    """The number of the first row, as the link said that led here: only shown, never counted with."""
    digits = asked.get("from", "")
    return max(1, int(digits)) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 1


def _line(row: Row, wanted: Wanted) -> Mapping[str, object]:
    """What the list says of a report beside its own words."""
    now, deadlines = desk().clock(), desk().cases.ledger.deadlines
    due: Due = due_words(row.due_at, row.stage, now, deadlines)
    return {
        "due": due,
        "address": case_address(row.reference, wanted, row.at),
        "stage": lapor_words(row.stage, row.agency, row.by),
        "marks": _marks(row),
    }


def _marks(row: Row) -> list[str]:
    hidden = [_("SECRET")] * row.secret + [_("ANONYMOUS")] * row.anonymous
    one, many = _("1 supporter"), _("%(count)s supporters", count=row.supporters)
    return hidden + [one if row.supporters == 1 else many] * (row.supporters > 0)


def _ways(wanted: Wanted, page: Page, start: int) -> dict[str, object]:
    """The list's length and where one can go from here."""
    rows, ways = page.rows, {}
    if page.earlier and rows:
        back = max(1, start - listing.PAGE)
        ways["previous"] = _list(wanted.but(before=rows[0].at, **{"from": back}))
    if page.later and rows:
        ways["next"] = _list(wanted.but(after=rows[-1].at, **{"from": start + len(rows)}))
    last = start + len(rows) - 1
    tabs = [(_list(wanted.but(group=name)), words, name == wanted.group) for name, words in _TABS.items()]
    plain = request.args if request.method == "GET" else asked_in(request.form.get("in", ""))
    place = {name: plain.get(name, "") for name in ("after", "before", "from")}
    return {
        "tabs": tabs,
        "ways": ways,
        "last": last,
        "count": max(page.count or 0, last),
        "more_than": COUNTED if (page.count or 0) > COUNTED else last if page.count is None and page.later else 0,
        "inside": wanted.but(**place),
        "pick": _list(wanted.but(**place, pick=1)),
        "everywhere": _list(wanted.but(group="all")),
        "most_in_workbook": MOST_IN_WORKBOOK,
    }


def _list(query: str) -> str:
    return url_for("inbox.inbox") + (f"?{query}" if query else "")


def _choices(wanted: Wanted) -> dict[str, object]:
    """What the filters offer: name of the field -> its label and its choices."""
    who, here = officer(), desk()
    everywhere = [office.name for office in here.offices.all()]
    names = [name for name in everywhere if who.offices is None or name in who.offices]
    offices = [*names] if wanted.office in (*names, NOBODY, "") else [*names, wanted.office]
    categories = sorted(((each.code, each.name) for each in here.categories.values()), key=lambda each: each[1])
    selects: Sequence[tuple[str, str, Sequence[tuple[str, str]]]] = (
        ("due", _("Deadline"), _said(_DUES)),
        ("office", _("Office"), [(NOBODY, _("No office yet")), *((name, name) for name in offices)]),
        ("category", _("Category"), categories),
        ("region", _("Regency, city or kecamatan"), _regions(wanted)),
        ("channel", _("Channel"), list(case_words.CHANNELS.items())),
        ("language", _("Language"), _said(case_words.LANGUAGES.items())),
        ("kind", _("Kind"), _said((str(kind), words) for kind, words in case_words.KINDS.items())),
        ("secret", _("Secrecy"), _said(_SECRETS)),
    )
    return {"selects": selects, "offices": everywhere, "reasons": case_words.REASONS}


def _said(pairs: object) -> list[tuple[str, str]]:
    return [(value, _(words)) for value, words in pairs]  # type: ignore[attr-defined]


def _regions(wanted: Wanted) -> list[tuple[str, str]]:
    """Regencies; those of the chosen one's kecamatan stand right under it."""
    here, who, found = desk().choices, officer(), []
    chosen = ".".join(wanted.region.split(".")[:2])
    for code, name in here.regencies(who):
        found.append((code, name))
        if code == chosen:
            found += [(each, f"{name}: {words}") for each, words in here.districts(who, code)]
    known = any(code == wanted.region for code, _name in found)
    return found if known or not wanted.region else [*found, (wanted.region, wanted.region)]
