"""A citizen's report as the database keeps it, both directions, word for word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.pin import Pin
from bot.progress import By, Happened
from bot.report import Area, Kind, Place, Reference, Report, Stage, Status, StoredFile
from bridge.answers import Filed
from bridge.characters import storable
from bridge.embedded import clockwork
from bridge.embedded.deadlines import Deadlines
from bridge.embedded.schema import CaseRow, EventRow, FileRow
from bridge.embedded.workflow import Course, citizen_may

_AREAS = ("province", "regency", "district", "village")


@dataclass(frozen=True, slots=True)
class Case:
    """A report in the default core. `verified_at` and `erased_at` are None until it happened; all times UTC.

    `course` is how it stands for the workflow's rules. `due` is the last second in which the office's next step is in
    time, `final_due` that of its first answer, both in the office's zone; None where nothing is owed. `report` has all
    files, and the first `came_with` of them came with it.
    """

    id: int
    report: Report
    status: Status
    course: Course
    verified_at: datetime | None
    erased_at: datetime | None
    due: datetime | None = None
    final_due: datetime | None = None
    supporters: int = 0
    came_with: int = 0

    @property
    def filed(self) -> Filed:
        """The same as GeoReport tells it."""
        return Filed(str(self.id), self.report, self.status, self.due, self.came_with)


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a case's timeline, for officers: also who, and a citizen's words and files.

    `before` and `after` are codes of categories where one was corrected, else "".
    """

    number: int
    at: datetime
    stage: Stage
    agency: str
    note: str
    actor: str
    what: Happened
    by: By
    reason: str = ""
    day: date | None = None
    before: str = ""
    after: str = ""
    files: tuple[StoredFile, ...] = ()


def row_of(report: Report, course: Course) -> CaseRow:
    """A new case, on its way since `course.since`, when this core received it."""
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
        note="",
    )
    put_course(row, course)
    row.files = [
        FileRow(position=position, url=storable(file.url), media_type=storable(file.media_type))
        for position, file in enumerate(report.files)
    ]
    return row


def course_of(row: CaseRow) -> Course:
    """How the case in a row stands. A process of the first release, still running, leaves `clock` empty."""
    return Course(
        stage=Stage(row.stage),
        since=row.since,
        clock=row.clock or row.since,
        received_at=row.received_at,
        kind=Kind(row.kind),
        agency=row.agency,
        by=row.by,
        verified=row.verified_at is not None,
        answered_at=row.answered_at,
        reopened=row.reopened_at is not None,
        supervisory=row.supervisory,
        late_at=row.late_at,
        final_late_at=row.final_late_at,
        warned_at=row.warned_at,
    )


def put_course(row: CaseRow, course: Course, now: datetime | None = None) -> None:
    """The row stands as the course says; `now` is when it was verified or reopened, if it was not before."""
    row.stage, row.agency, row.by = course.stage.value, storable(course.agency), course.by
    row.since, row.clock, row.supervisory = course.since, course.clock, course.supervisory
    row.answered_at, row.warned_at = course.answered_at, course.warned_at
    row.late_at, row.final_late_at = course.late_at, course.final_late_at
    row.verified_at = row.verified_at or (now if course.verified else None)
    row.reopened_at = row.reopened_at or (now if course.reopened else None)


def case_of(row: CaseRow, deadlines: Deadlines | None, now: datetime) -> Case:
    """The case in a row, with what is owed and what its citizen may do `now`; nothing of that once it was erased."""
    course = course_of(row)
    given = None if row.erased_at else deadlines
    due, ends = clockwork.due(course, given), clockwork.ends(course, given)
    status = Status(
        reference=Reference(row.reference),
        stage=course.stage,
        since=row.since,
        agency=row.agency,
        note=row.note,
        deadline=due.date() if due else None,
        ends=ends.date() if ends else None,
        may=() if row.erased_at else tuple(doing.value for doing in citizen_may(course, now, deadlines)),
        by=row.by,
    )
    return Case(
        id=row.id,
        report=report_of(row),
        status=status,
        course=course,
        verified_at=row.verified_at,
        erased_at=row.erased_at,
        due=due,
        final_due=clockwork.final_due(course, given),
        supporters=row.supporters,
        came_with=sum(file.event_id is None for file in row.files),
    )


def same_content(row: CaseRow, report: Report) -> bool:
    """Whether this report is the one in the row: the same story at the same place."""
    kept, pin = report_of(row), report.place.pin
    kept_point = (kept.place.pin.latitude, kept.place.pin.longitude) if kept.place.pin else None
    point = (pin.latitude, pin.longitude) if pin else None
    words = (storable(report.story), storable(report.place.words), point)
    return (kept.story, kept.place.words, kept_point) == words


def blank_out(row: CaseRow, events: Iterable[EventRow], at: datetime) -> None:
    """Take out everything a person said or is known by; number, category, stage and dates stay for the figures."""
    row.title = row.story = row.name = row.place_words = row.pin_label = row.note = ""
    row.latitude = row.longitude = row.village_code = row.village_name = None
    row.files = []
    for event in events:
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


def report_of(row: CaseRow) -> Report:
    """The report in a row, with all files that it has by now."""
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
