"""What happened to a citizen's report, entry by entry, as officers read it and as citizens are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.progress import By, Happened, Happening
from bot.report import Reference, Stage, StoredFile
from bridge.characters import storable
from bridge.embedded.rows import Event, put_course
from bridge.embedded.schema import CaseRow, CorrectionRow, EventRow, FileRow
from bridge.embedded.workflow import Course

# What an entry is called that a process of the first release wrote after the tables had become this one's.
_OF_OLD = {Stage.FOLLOWED_UP: Happened.ANSWERED, Stage.INCOMPLETE: Happened.ASKED}


@dataclass(frozen=True, slots=True)
class Step:
    """What is entered into a timeline: who did what, in which words, with which files; `day` as in Happening."""

    what: Happened
    by: By
    note: str = field(default="", repr=False)
    reason: str = ""
    actor: str = ""
    act_id: str | None = None
    day: date | None = None
    files: Sequence[StoredFile] = ()


def enter(row: CaseRow, course: Course, step: Step, now: datetime) -> None:
    """The case stands as the course says, and its timeline tells why."""
    moved = (row.stage, row.since) != (course.stage.value, course.since)
    put_course(row, course, now)
    note = storable(step.note)
    if step.by in (By.ADMIN, By.OFFICE):
        row.note = note
    elif moved:
        row.note = ""  # an office's earlier words would seem to be about this; a citizen's are not for the public
    row.supporters += step.what is Happened.SUPPORTED
    event = EventRow(
        at=now,
        stage=row.stage,
        agency=row.agency,
        note=note,
        actor=storable(step.actor),
        what=step.what.value,
        by=step.by.value,
        reason=step.reason,
        day=step.day,
        act_id=step.act_id,
    )
    row.events.add(event)
    first = 1 + max((file.position for file in row.files), default=-1)
    for position, file in enumerate(step.files, first):
        kept = FileRow(position=position, url=storable(file.url), media_type=storable(file.media_type))
        event.files.append(kept)
        row.files.append(kept)


def begin(row: CaseRow, now: datetime, day: date | None) -> None:
    """The timeline's first entry: the citizen's report is here."""
    received = EventRow(at=now, stage=row.stage, agency="", note="", actor="", day=day)
    received.what, received.by = Happened.RECEIVED.value, By.CITIZEN.value
    row.events.add(received)


def correct(row: CaseRow, code: str, name: str, at: datetime, actor: str) -> None:
    """Give the case another category; stage, office and note, which the citizen is told, stay as they are."""
    event = EventRow(at=at, stage=row.stage, agency=row.agency, note="", actor=storable(actor))
    event.what, event.by = Happened.CORRECTED.value, By.ADMIN.value
    event.correction = CorrectionRow(before=row.category, after=code)
    row.events.add(event)
    row.category, row.category_name = code, storable(name)


def event_of(row: EventRow) -> Event:
    """The timeline's entry in a row."""
    changed = (row.correction.before, row.correction.after) if row.correction else ("", "")
    files = tuple(StoredFile(file.url, file.media_type) for file in row.files)
    stage, what, by = Stage(row.stage), _what(row), By(row.by or By.ADMIN)
    return Event(row.id, row.at, stage, row.agency, row.note, row.actor, what, by, row.reason, row.day, *changed, files)


def happening_of(event: Event, reference: str) -> Happening:
    """The same as the citizen is told. What a supporter wrote is for the office alone."""
    return Happening(
        number=event.number,
        reference=Reference(reference),
        what=event.what,
        by=event.by,
        at=event.at,
        stage=event.stage,
        agency=event.agency,
        note="" if event.what is Happened.SUPPORTED else event.note,
        reason=event.reason,
        day=event.day,
    )


def _what(row: EventRow) -> Happened:
    return Happened(row.what or _OF_OLD.get(Stage(row.stage), row.stage))
