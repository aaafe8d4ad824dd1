"""A row of the officers' table becomes a report with its stage, or is told with everything that is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import TypeVar

from bot.report import Place, Reference, Report, Stage
from bridge.characters import printable, storable
from bridge.embedded.course import Course
from bridge.embedded.officers_table import columns as of
from bridge.embedded.officers_table import moments, words
from bridge.embedded.officers_table.endings import Ending, ending_in
from bridge.embedded.officers_table.entry import GIVEN_BACK, Cells, Entry, Terms, basis_of, one_line, rendered
from bridge.stages import by_in, lapor_words

_OF_LAPOR = re.compile(r"[1-9][0-9]{0,6}")
_OF_OURS = re.compile(r"[1-9][0-9]{9}")
_AHEAD = timedelta(days=1)  # so much another system's clock may be ahead of ours
_WITH_OFFICE = frozenset({Stage.SENT_ON, Stage.FOLLOWED_UP, Stage.REPLIED})
_ANSWERED = frozenset({Stage.FOLLOWED_UP, Stage.REPLIED, Stage.CLOSED})
_VERIFIED = frozenset({Stage.VERIFIED, Stage.CLOSED, *_WITH_OFFICE})
_SHOWN = 40  # characters of a cell that a reason quotes

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell, in words for whoever prepared the file."""

    column: str
    reason: str


class BadRow(Exception):
    """The row is no report; all that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.column}: {fault.reason}" for fault in faults))
        self.faults = faults


class Rows:
    """Reads rows, each a mapping from every column to its cell, "" where the file has none."""

    def __init__(self, terms: Terms, zone: tzinfo, clock: Callable[[], datetime]) -> None:
        """`zone` is the office's, in which the table's days and times are."""
        self._terms, self._zone, self._clock = terms, zone, clock

    def entry(self, cells: Cells) -> Entry:
        """The entry in a row; its reference is empty where only LAPOR!'s number is told. Raises BadRow."""
        faults: list[Fault] = []
        cells = {column: storable(cell) for column, cell in cells.items()}
        number, reference = _try(faults, of.TRACKING, lambda: _tracking(cells[of.TRACKING])) or ("", "")
        received = _try(faults, of.DAY, lambda: self._moment(cells))
        kind = _try(faults, of.KIND, lambda: _known(words.kind_in, cells[of.KIND], _KINDS))
        hidden = _try(faults, of.TYPE, lambda: _known(words.type_in, cells[of.TYPE], _TYPES))
        standing = _try(faults, of.STATUS, lambda: _standing(cells))
        if number and not any(cells[column].strip() for column in (of.TITLE, of.STORY, of.FINAL)):
            faults.append(Fault(of.STORY, "there is neither a title nor a story"))
        if faults or received is None or kind is None or hidden is None or standing is None:
            raise BadRow(faults)
        category = one_line(cells[of.CATEGORY_ID]), one_line(cells[of.CATEGORY])
        report = Report(
            reference=Reference(reference),
            kind=kind[0],
            category=self._terms.category_code(*category, standing[1]),
            category_name=cells[of.CATEGORY],
            title=cells[of.TITLE],
            story=cells[of.STORY],
            place=self._place(cells),
            anonymous=hidden[0],
            secret=hidden[1],
            received_at=received,
            channel=words.source_in(cells[of.SOURCE]),
            name="" if hidden[0] else cells[of.NAME],
        )
        entry = Entry(report, _course(report, *standing, supervisory=kind[1]), number=number)
        return self._given(_reasoned(_told(entry, cells[of.FINAL]), cells[of.REASON]), cells)

    def _moment(self, cells: Cells) -> datetime:
        day, time = cells[of.DAY], cells[of.TIME]
        try:
            found = moments.moment_in(day, time, self._zone)
        except (ValueError, StopIteration):
            raise ValueError(f"{_quoted(f'{day} {time}')} is no day such as 2026-01-31 (and time, 13:45)") from None
        if found > self._clock() + _AHEAD:
            raise ValueError(f"{_quoted(f'{day} {time}')} is in the future")
        return found

    def _place(self, cells: Cells) -> Place:
        province, regency, district, village = (one_line(cells[column]) for column in of.AREAS)
        return Place("", *self._terms.areas((province, regency, district, village)))

    def _given(self, entry: Entry, cells: Cells) -> Entry:
        """What our own words would not give back."""
        ours = rendered(entry, self._terms, self._zone)
        wanted = [column for column in GIVEN_BACK if cells[column] != ours[column]]
        if ours[of.FINAL] and not cells[of.FINAL]:
            wanted.append(of.FINAL)
        return replace(entry, given={column: [basis_of(column, ours), cells[column]] for column in wanted})


_KINDS = "Pengaduan, Aspirasi or Permintaan Informasi"
_TYPES = 'Anonim, Rahasia, both or nothing; "Publik" for neither'


def _try(faults: list[Fault], column: str, read: Callable[[], T]) -> T | None:
    try:
        return read()
    except ValueError as wrong:
        faults.append(Fault(column, str(wrong)))
        return None


def _known(read: Callable[[str], T], cell: str, known: str) -> T:
    try:
        return read(cell)
    except (ValueError, KeyError):
        raise ValueError(f"{_quoted(cell)} is not known; known are {known}") from None


def _tracking(cell: str) -> tuple[str, str]:
    """LAPOR!'s number or else our reference, the other one empty."""
    digits = re.sub(r"[\s.#-]", "", cell)
    if _OF_LAPOR.fullmatch(digits):
        return digits, ""
    if _OF_OURS.fullmatch(digits):
        if reference := Reference.read(digits):
            return "", reference
        raise ValueError(f"{_quoted(cell)} is mistyped: its check digit is wrong")
    raise ValueError(f"{_quoted(cell)} is neither a number of LAPOR! (7 digits) nor one of ours (10)")


def _standing(cells: Cells) -> tuple[Stage, str, str]:
    """Stage, office and who ended it."""
    status = cells[of.STATUS]
    stage = words.stage_in(status)
    if stage is None:
        raise ValueError(f"{_quoted(status)} is no status of LAPOR!, such as Menunggu Verifikasi")
    agency = one_line(cells[of.OFFICE])
    if stage is Stage.SENT_ON and not agency:
        agency = one_line(status)[len(lapor_words(stage, "x")) - 1 :]
    if stage in _WITH_OFFICE and not agency:
        raise ValueError(f"{_quoted(status)}, but {of.OFFICE} is empty")
    return stage, agency, by_in(status)


def _course(report: Report, stage: Stage, agency: str, by: str, *, supervisory: bool) -> Course:
    """All counts begin when the report came in: that is all the table knows."""
    at = report.received_at
    return Course(
        stage=stage,
        since=at,
        clock=at,
        received_at=at,
        kind=report.kind,
        agency=agency,
        by=by,
        verified=stage in _VERIFIED or bool(agency),
        answered_at=at if stage in _ANSWERED and agency else None,
        supervisory=supervisory,
    )


def _told(entry: Entry, final: str) -> Entry:
    """With the place, pin and day that the final text tells, or the text itself where an officer wrote it."""
    report = entry.report
    ending = ending_in(report.story, final)
    if ending is None and not report.story:
        return replace(entry, report=replace(report, story=final))
    if ending is None:
        return replace(entry, final=final)
    return replace(entry, report=_ended(report, ending))


def _ended(report: Report, ending: Ending) -> Report:
    place = replace(report.place, words=ending.words, pin=ending.pin)
    return replace(report, place=place, happened_on=ending.happened_on)


def _reasoned(entry: Entry, cell: str) -> Entry:
    match entry.course.stage:
        case Stage.ARCHIVED:
            reason, note = words.reason_in(cell)
            return replace(entry, reason=reason, note=note)
        case Stage.INCOMPLETE:
            return replace(entry, note=cell)
    return entry


def _quoted(cell: str) -> str:
    return f'"{printable(cell)[:_SHOWN]}"' if cell.strip() else "nothing"
