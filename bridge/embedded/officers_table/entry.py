"""One row of the officers' table as a report of ours, so that what an office reads there is what this core holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Protocol

from bot.report import Area, Report, Stage
from bridge.embedded.course import Course
from bridge.embedded.officers_table import columns as of
from bridge.embedded.officers_table import moments, words
from bridge.embedded.officers_table.endings import Ending, final_of
from bridge.stages import lapor_words

WAITING_FOR = frozenset({Stage.INCOMPLETE, Stage.ARCHIVED})  # the stages of Alasan Tunda/Arsip

# Cells of other systems that we give back as they came, as long as the case still stands as they said. None of them
# may hold a citizen's words: they outlive an erasure.
_OF_OFFICE = (of.PARENT, of.OFFICE_ID)
GIVEN_BACK = (of.KIND, of.CATEGORY_ID, of.TYPE, of.SOURCE, of.STATUS, *_OF_OFFICE)

Cells = Mapping[str, str]
Areas = tuple[Area | None, Area | None, Area | None, Area | None]  # province, regency, district, village


class Terms(Protocol):
    """What the table's numbers and names mean in this release: categories and areas."""

    def category_number(self, code: str) -> str:
        """LAPOR!'s number of a category of ours, "" where it is not known."""

    def category_code(self, number: str, name: str, agency: str) -> str:
        """Our category for a row's ID Kategori, Kategori and Instansi Terdisposisi; always one."""

    def areas(self, names: tuple[str, str, str, str]) -> Areas:
        """Province, regency, district and village of these names; None for "", an empty code where unknown."""


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """A case as far as the table tells of it.

    `number` is LAPOR!'s where it came with one, else "". `note` is what the office told last, `reason` why it was
    archived. `final` is Isi Laporan Akhir where it is not the story with its ending. `given`: column -> what the case
    said when it came, and the cell as it came.
    """

    report: Report
    course: Course
    note: str = ""
    reason: str = ""
    number: str = ""
    final: str = ""
    given: Mapping[str, Sequence[str]] = field(default_factory=dict)


def cells_of(entry: Entry, terms: Terms, zone: tzinfo) -> dict[str, str]:
    """Column -> cell, in the order of the columns; nothing made harmless yet."""
    cells = rendered(entry, terms, zone)
    for column, (basis, given) in entry.given.items():
        if basis_of(column, cells) == basis:
            cells[column] = given
    return cells


def rendered(entry: Entry, terms: Terms, zone: tzinfo) -> dict[str, str]:
    """The same in our own words only."""
    report, course = entry.report, entry.course
    day, time = moments.shown(report.received_at, zone)
    told = {
        of.TRACKING: entry.number or str(report.reference),
        of.DAY: day,
        of.TIME: time,
        of.NAME: report.name,
        of.KIND: words.kind_shown(report.kind, supervisory=course.supervisory),
        of.CATEGORY_ID: terms.category_number(report.category),
        of.CATEGORY: report.category_name,
        of.TITLE: report.title,
        of.STORY: report.story,
        of.FINAL: entry.final or final_of(report.story, ending_of(report)),
        of.TYPE: words.type_shown(anonymous=report.anonymous, secret=report.secret),
        of.SOURCE: words.source_shown(report.channel),
        of.OFFICE: one_line(course.agency),
        of.STATUS: lapor_words(course.stage, course.agency, course.by),
        of.REASON: words.reason_shown(entry.reason, entry.note) if course.stage in WAITING_FOR else "",
    }
    return {column: told.get(column, "") for column in of.COLUMNS} | _areas(report)


def ending_of(report: Report) -> Ending:
    """What the final text says besides the story."""
    return Ending(report.place.words, report.place.pin, report.happened_on)


def basis_of(column: str, cells: Cells) -> str:
    """What must still be the same for a cell to be given back as it came."""
    if column in _OF_OFFICE:
        return cells[of.OFFICE]
    return "" if column == of.FINAL else cells[column]


def _areas(report: Report) -> dict[str, str]:
    place = report.place
    areas = (place.province, place.regency, place.district, place.village)
    return {column: one_line(area.name) if area else "" for column, area in zip(of.AREAS, areas, strict=True)}


def one_line(words: str) -> str:
    """A name as it is compared and kept: one space where there was any."""
    return " ".join(words.split())
