"""One table says where each part of a citizen's report stands in a GeoReport request, in both directions."""

from __future__ import annotations

import math
import mimetypes
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.pin import Pin
from bot.report import Area, Kind, Place, Reference, Report, StoredFile
from bridge.answered import answer_fields, in_words
from bridge.characters import storable

DESCRIPTION = 4000  # GeoReport v2, POST Service Request: description, at most 4,000 characters
_LISTED = 1500  # characters of the description that the list of further files may take
_MARK = re.compile(r"Nomor Kentongan: ([1-9][0-9]{9})(?![0-9])")

Form = Mapping[str, Sequence[str]]


class BadFields(Exception):
    """A form is no report; `reasons` say which fields are wrong, in words for whoever sent it."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Row:
    """One attribute[code] of the wire and one part of the report; `read` raises ValueError on what it cannot read."""

    code: str
    part: str
    show: Callable[[Any], str] = str
    read: Callable[[str], object] = storable


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _read_flag(text: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[text.strip().lower()]


def _read_reference(text: str) -> Reference:
    if (reference := Reference.read(text)) is None:
        raise ValueError(text)
    return reference


def _read_moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not 2000 <= moment.year <= 9000:
        raise ValueError(text)
    return moment


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _read_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _area(area: Area | None) -> str:
    return f"{area.code} {area.name}" if area else ""


def _read_area(text: str) -> Area | None:
    code, _, name = storable(text).partition(" ")
    return Area(code, name) if text else None


ABOUT = (
    Row("reference", "reference", read=_read_reference),
    Row("kind", "kind", read=Kind),
    Row("category", "category"),
    Row("category_name", "category_name"),
    Row("title", "title"),
    Row("anonymous", "anonymous", _flag, _read_flag),
    Row("secret", "secret", _flag, _read_flag),
    Row("received_at", "received_at", datetime.isoformat, _read_moment),
    Row("happened_on", "happened_on", _day, _read_day),
    Row("channel", "channel"),
    Row("language", "language"),
)
WHERE = (
    Row("place_words", "words"),
    Row("province", "province", _area, _read_area),
    Row("regency", "regency", _area, _read_area),
    Row("district", "district", _area, _read_area),
    Row("village", "village", _area, _read_area),
)


def form_of(report: Report, service_code: str) -> list[tuple[str, str]]:
    """The fields of POST requests for a report, without key and jurisdiction; never an e-mail, phone or device id."""
    head, rest = _cut(report)
    theirs = {each.code for each in report.answers if each.values}  # the core's own question means what the core says
    fields = [
        ("service_code", service_code),
        ("account_id", str(report.reference)),
        ("description", head),
        ("address_string", address_of(report.place) or "Tempat tidak disebutkan"),
        *_pin_fields(report.place.pin),
        *(("media_url", file.url) for file in report.files[:1]),
        *([("first_name", report.name)] if report.name and not report.anonymous else []),
        *((f"attribute[{row.code}]", row.show(getattr(report, row.part))) for row in ABOUT if row.code not in theirs),
        *(
            (f"attribute[{row.code}]", row.show(getattr(report.place, row.part)))
            for row in WHERE
            if row.code not in theirs
        ),
        *([("attribute[story_rest]", rest)] if rest else []),
        *(("attribute[files][]", f"{file.media_type} {file.url}") for file in report.files),
        *(field for each in report.answers for field in answer_fields(each)),
    ]
    return [(name, storable(value)) for name, value in fields]


def _own_fields(report: Report) -> list[tuple[str, str]]:
    about = [(row.code, row.show(getattr(report, row.part))) for row in ABOUT]
    return about + [(row.code, row.show(getattr(report.place, row.part))) for row in WHERE]


def address_of(place: Place) -> str:
    """The place in words, from small to large: the citizen's own, then the recognised names, else the pin's label."""
    parts = [part for part in (place.words.strip(), place.official) if part]
    return ", ".join(dict.fromkeys(parts)) or (place.pin.label if place.pin else "")


def reference_in(description: str) -> str:
    """Our reference in a description we sent, or "". The last one counts: the story before it may quote another's."""
    found = _MARK.findall(description)
    return found[-1] if found else ""


def report_of(form: Form, blank: Report) -> Report:
    """The report in a posted form; `blank` has what a stranger's form lacks. Raises BadFields with all reasons."""
    wrong: list[str] = []
    about = _read_rows(ABOUT, form, wrong)
    place = replace(_plain_place(form, wrong), **_read_rows(WHERE, form, wrong))
    files = _read_files(form, wrong)
    if wrong:
        raise BadFields(*wrong)
    report = replace(blank, **about, place=place, files=files, name=_name(form))
    report = replace(report, anonymous=about.get("anonymous", not report.name))
    return _with_story(replace(report, name="" if report.anonymous else report.name), form, titled="title" in about)


def _cut(report: Report) -> tuple[str, str]:
    """The description and what of the story did not fit in it; a cut is visible to whoever reads only the former."""
    story, ending = storable(report.story) + in_words(report.answers), _ending(report, cut=False)
    if len(story) + len(ending) <= DESCRIPTION:
        return story + ending, ""
    ending = _ending(report, cut=True)
    room = DESCRIPTION - len(ending)
    return story[:room] + ending, story[room:]


def _ending(report: Report, *, cut: bool) -> str:
    """What follows the story in the description: for cores that drop attributes, and for finding it again."""
    secret = ["[RAHASIA: isi laporan ini tidak untuk umum]"] if report.secret else []
    more = ["[Teks berlanjut di atribut story_rest]"] if cut else []
    return "\n".join(["\n", *secret, *more, *_listed(report.files[1:]), f"Nomor Kentongan: {report.reference}"])


def _listed(files: Sequence[StoredFile]) -> list[str]:
    lines = [f"Lampiran {number}: {file.url}" for number, file in enumerate(files, start=2)]
    fitting = [line for at, line in enumerate(lines) if sum(map(len, lines[: at + 1])) <= _LISTED]
    left = len(lines) - len(fitting)
    return fitting + ([f"[{left} lampiran lagi di atribut files]"] if left else [])


def _with_story(report: Report, form: Form, *, titled: bool) -> Report:
    rest = storable(_first(form, "attribute[story_rest]"))
    sent = storable(_first(form, "description"))
    story = sent.removesuffix(_ending(report, cut=bool(rest))) + rest
    title = report.title if titled else " ".join(story.split())[:140]
    return replace(report, story=story, title=title)


def _first(form: Form, name: str) -> str:
    return next(iter(form.get(name, ())), "")


def _name(form: Form) -> str:
    return storable(" ".join(filter(None, (_first(form, "first_name").strip(), _first(form, "last_name").strip()))))


def _read_rows(rows: Sequence[Row], form: Form, wrong: list[str]) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    for row in rows:
        name = f"attribute[{row.code}]"
        try:
            if name in form:
                parts[row.part] = row.read(_first(form, name))
        except (ValueError, KeyError):
            wrong.append(f"{name} cannot be read")
    return parts


def _pin_fields(pin: Pin | None) -> list[tuple[str, str]]:
    if pin is None:
        return []
    return [("lat", repr(pin.latitude)), ("long", repr(pin.longitude)), ("attribute[pin_label]", pin.label)]


def _plain_place(form: Form, wrong: list[str]) -> Place:
    return Place(words=storable(_first(form, "address_string")), pin=_read_pin(form, wrong))


def _read_pin(form: Form, wrong: list[str]) -> Pin | None:
    lat, long = _first(form, "lat"), _first(form, "long")
    if not lat and not long:
        return None
    try:
        pin = Pin(float(lat), float(long), storable(_first(form, "attribute[pin_label]")))
    except ValueError:
        pin = Pin(math.nan, math.nan)
    if not pin.on_earth():
        wrong.append("lat and long must be degrees on the earth, both given")
    return pin


def _read_files(form: Form, wrong: list[str]) -> tuple[StoredFile, ...]:
    entries = [entry.rpartition(" ") for entry in form.get("attribute[files][]", ())]  # a type may hold spaces
    files = [StoredFile(url, kind) for kind, _, url in entries]
    if not files and (url := _first(form, "media_url")):
        files = [StoredFile(url, mimetypes.guess_type(url)[0] or "application/octet-stream")]
    if not all(re.fullmatch(r"https?://[!-~]{1,1990}", file.url) for file in files):
        wrong.append("media_url and attribute[files][] must hold http or https addresses")
    return tuple(files)
