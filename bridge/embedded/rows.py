"""A citizen's report as the database keeps it, both directions, word for word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.pin import Pin
from bot.report import Area, Kind, Place, Reference, Report, Stage, Status, StoredFile
from bridge.answers import Filed
from bridge.characters import storable
from bridge.embedded.deadlines import Deadlines
from bridge.embedded.schema import CaseRow, CorrectionRow, EventRow, FileRow
from bridge.embedded.workflow import Standing

_AREAS = ("province", "regency", "district", "village")


@dataclass(frozen=True, slots=True)
class Case:
    """A report in the default core. `verified_at` and `erased_at` are None until it happened; all times UTC.

    `due` is the last second in which the next step is in time, in the office's zone; None where nothing is owed.
    """

    id: int
    report: Report
    status: Status
    verified_at: datetime | None
    erased_at: datetime | None
    due: datetime | None = None

    @property
    def standing(self) -> Standing:
        """How it stands, for the workflow's rules."""
        return Standing(self.status.stage, self.status.agency, self.verified_at is not None)

    @property
    def filed(self) -> Filed:
        """The same as GeoReport tells it."""
        return Filed(str(self.id), self.report, self.status, self.due)


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a case's timeline; `before` and `after` are codes of categories where one was corrected, else ""."""

    at: datetime
    stage: Stage
    agency: str
    note: str
    actor: str
    before: str = ""
    after: str = ""


def row_of(report: Report, at: datetime) -> CaseRow:
    """A new case, received; `at` is when this core received it."""
    pin = report.place.pin
    row = CaseRow(
        **_words(report),
        **_areas(report.place),
        latitude=pin.latitude if pin else None,
        longitude=pin.longitude if pin else None,
        pin_label=storable(pin.label) if pin else "",
        anonymous=report.anonymous,
        secret=report.secret,
        name="" if report.anonymous else storable(report.name),
        received_at=report.received_at,
        happened_on=report.happened_on,
        stage=Stage.RECEIVED.value,
        agency="",
        note="",
        since=at,
    )
    row.files = [
        FileRow(position=position, url=storable(file.url), media_type=storable(file.media_type))
        for position, file in enumerate(report.files)
    ]
    row.events = [EventRow(at=at, stage=Stage.RECEIVED.value, agency="", note="", actor="")]
    return row


def case_of(row: CaseRow, deadlines: Deadlines | None) -> Case:
    """The case in a row, with the deadline that began with its stage."""
    stage = Stage(row.stage)
    due = deadlines.due(stage, row.since) if deadlines and not row.erased_at else None
    status = Status(Reference(row.reference), stage, row.since, row.agency, row.note, due.date() if due else None)
    return Case(row.id, _report_of(row), status, row.verified_at, row.erased_at, due)


def event_of(row: EventRow) -> Event:
    """The timeline's entry in a row."""
    changed = (row.correction.before, row.correction.after) if row.correction else ("", "")
    return Event(row.at, Stage(row.stage), row.agency, row.note, row.actor, *changed)


def correct(row: CaseRow, code: str, name: str, at: datetime, actor: str) -> None:
    """Give the case another category; stage, office and note, which the citizen is told, stay as they are."""
    event = EventRow(at=at, stage=row.stage, agency=row.agency, note="", actor=storable(actor))
    event.correction = CorrectionRow(before=row.category, after=code)
    row.events.append(event)
    row.category, row.category_name = code, storable(name)


def same_content(row: CaseRow, report: Report) -> bool:
    """Whether this report is the one in the row: the same story at the same place."""
    kept, pin = _report_of(row), report.place.pin
    kept_point = (kept.place.pin.latitude, kept.place.pin.longitude) if kept.place.pin else None
    point = (pin.latitude, pin.longitude) if pin else None
    words = (storable(report.story), storable(report.place.words), point)
    return (kept.story, kept.place.words, kept_point) == words


def blank_out(row: CaseRow, at: datetime) -> None:
    """Take out everything a person said or is known by; number, category, stage and dates stay for the figures."""
    row.title = row.story = row.name = row.place_words = row.pin_label = row.note = ""
    row.latitude = row.longitude = row.village_code = row.village_name = None
    row.files = []
    for event in row.events:
        event.note = ""
    row.erased_at = at


def _words(report: Report) -> dict[str, str]:
    names = ("reference", "category", "category_name", "title", "story", "channel", "language")
    words = {name: storable(str(getattr(report, name))) for name in names}
    return words | {"kind": report.kind.value, "place_words": storable(report.place.words)}


def _areas(place: Place) -> dict[str, str | None]:
    parts: dict[str, str | None] = {}
    for name in _AREAS:
        area: Area | None = getattr(place, name)
        parts[f"{name}_code"] = storable(area.code) if area else None
        parts[f"{name}_name"] = storable(area.name) if area else None
    return parts


def _area_of(row: CaseRow, name: str) -> Area | None:
    code = getattr(row, f"{name}_code")
    return None if code is None else Area(code, getattr(row, f"{name}_name"))


def _report_of(row: CaseRow) -> Report:
    at = row.latitude is not None and row.longitude is not None
    pin = Pin(row.latitude or 0.0, row.longitude or 0.0, row.pin_label) if at else None
    province, regency, district, village = (_area_of(row, name) for name in _AREAS)
    return Report(
        reference=Reference(row.reference),
        kind=Kind(row.kind),
        category=row.category,
        category_name=row.category_name,
        title=row.title,
        story=row.story,
        place=Place(row.place_words, province, regency, district, village, pin),
        anonymous=row.anonymous,
        secret=row.secret,
        received_at=row.received_at,
        channel=row.channel,
        language=row.language,
        name=row.name,
        happened_on=row.happened_on,
        files=tuple(StoredFile(file.url, file.media_type) for file in row.files),
    )
