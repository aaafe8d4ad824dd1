"""An invented report as the rows that the real core would have written, without its two milliseconds for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from bot.progress import By, Happened
from bridge.embedded.clockwork import day_told, due
from bridge.embedded.course import Course
from bridge.embedded.deadlines import Deadlines
from bridge.embedded.rows import put_course
from bridge.embedded.schema import CaseRow
from bridge.embedded.seeding.careers import Entry
from bridge.embedded.seeding.marks import ACTOR
from bridge.embedded.seeding.stories import Told

Row = dict[str, Any]
_AREAS = ("province", "regency", "district", "village")
_OFFICERS = (By.ADMIN, By.OFFICE)


@dataclass(slots=True)
class Kept:
    """A case's row, its timeline, and beside each entry the correction it made; numbers are given when written."""

    case: Row
    events: list[Row] = field(default_factory=list)
    corrections: list[tuple[str, str] | None] = field(default_factory=list)
    course: Course | None = None


def kept(told: Told, entries: Iterable[Entry], category_after: str, deadlines: Deadlines) -> Kept:
    """All rows of one report; `category_after` is the Indonesian name of what it is truly about."""
    stands = SimpleNamespace(verified_at=None, reopened_at=None, note="", supporters=0, stage="", since=None)
    found = Kept(_told(told))
    for number, entry in enumerate(entries):
        _enter(stands, entry, told, number, found, deadlines)
        if entry.corrected:
            found.case["category"], found.case["category_name"] = entry.corrected[1], category_after
    if found.course is None:
        raise ValueError("every report was at least received")
    found.case |= vars(stands) | {"due_at": due(found.course, deadlines)}
    return found


def _enter(stands: SimpleNamespace, entry: Entry, told: Told, number: int, found: Kept, deadlines: Deadlines) -> None:
    """As bridge.embedded.happened.enter and correct do it."""
    course = entry.course
    if entry.what is not Happened.CORRECTED:
        moved = (stands.stage, stands.since) != (course.stage.value, course.since)
        put_course(cast("CaseRow", stands), course, entry.at)
        stands.note = entry.note if entry.by in _OFFICERS else "" if moved else stands.note
        stands.supporters += entry.what is Happened.SUPPORTED
    day = None if entry.corrected else day_told(entry.what, course, deadlines)
    acts = entry.by is By.CITIZEN and number
    found.events.append(
        {
            "at": entry.at,
            "stage": course.stage.value,
            "agency": course.agency,
            "note": entry.note,
            "actor": ACTOR,
            "what": entry.what.value,
            "by": entry.by.value,
            "reason": entry.reason,
            "day": day,
            "act_id": f"{ACTOR}-{told.report.reference}-{number}" if acts else None,
        }
    )
    found.corrections.append(entry.corrected)
    found.course = course


def _told(told: Told) -> Row:
    """What the citizen told, column by column."""
    report, place = told.report, told.report.place
    row: Row = {
        "reference": str(report.reference),
        "kind": report.kind.value,
        "category": report.category,
        "category_name": report.category_name,
        "title": report.title,
        "story": report.story,
        "place_words": place.words,
        "latitude": place.pin.latitude if place.pin else None,
        "longitude": place.pin.longitude if place.pin else None,
        "pin_label": place.pin.label if place.pin else "",
        "anonymous": report.anonymous,
        "secret": report.secret,
        "name": report.name,
        "received_at": report.received_at,
        "channel": report.channel,
        "language": report.language,
        "happened_on": report.happened_on,
        "erased_at": None,
        "guesses": " ".join(told.guesses),
    }
    for name in _AREAS:
        area = getattr(place, name)
        row[f"{name}_code"], row[f"{name}_name"] = (area.code, area.name) if area else (None, None)
    return row
