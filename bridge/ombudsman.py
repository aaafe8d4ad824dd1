"""A report whose office let the time pass reaches the Ombudsman: once, with its whole story, and its answer returns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import tzinfo
from zoneinfo import ZoneInfo

from bot.progress import Dossier
from bot.report import Kind, Reference, Report, Status
from bridge import dossier_words as words
from bridge.fields import DESCRIPTION
from bridge.open311 import Open311Core

SERVICE = "maladministrasi"
JAKARTA = ZoneInfo("Asia/Jakarta")
_TITLE = 140  # characters, as in every report
_ENDING = 1800  # what bridge.fields may put after the text: further files, the mark
_NOTE = 300  # characters of a note where the whole does not fit


@dataclass(frozen=True)
class OmbudsmanOffice:
    """A second GeoReport v2 endpoint, where a dossier arrives as a request of its own under the report's reference.

    `service` is the service code it is filed under. The reference is its account_id there, so that a dossier whose
    answer was lost is found again instead of being sent twice. Times are told in `zone`, the reported office's.
    """

    core: Open311Core
    service: str = SERVICE
    zone: tzinfo = JAKARTA

    def hand_over(self, dossier: Dossier, *, again: bool) -> str:
        """Hand a dossier over; returns its number there. `again`: an earlier try may have arrived, so look first.

        Raises CoreDown, CoreUnclear (both: try again, with `again`) and CoreRefused (a person must look).
        """
        return self.core.file(complaint(dossier, self.service, self.zone), again=again)

    def follow(self, reference: Reference, number: str) -> Status | None:
        """How it stands there; None where it is unknown. Raises CoreDown, CoreUnclear, CoreRefused."""
        return self.core.follow(reference, number)


def complaint(dossier: Dossier, service: str, zone: tzinfo = JAKARTA) -> Report:
    """The dossier as a report about the office. It names the citizen only where the office itself was told the name.

    It counts as received when the first legal time passed, which no later try changes: a look-up for an earlier try
    starts from there.
    """
    report, late = dossier.report, words.passed(dossier)
    return replace(
        report,
        kind=Kind.COMPLAINT,
        category=service,
        category_name="Maladministrasi",
        title=f"Batas waktu lewat: {report.title}"[:_TITLE],
        story=told(dossier, zone),
        received_at=late[0].told if late else report.received_at,
        anonymous=not words.shown_name(report),
        name=words.shown_name(report),
    )


def told(dossier: Dossier, zone: tzinfo = JAKARTA) -> str:
    """What it is about, in Indonesian, with the citizen's story verbatim.

    A GeoReport description holds 4,000 characters and some servers keep no more. Where all does not fit, the story
    comes last and long notes are shortened: the office, the days and the attachments are always read.
    """
    story = f'Cerita pelapor, disalin apa adanya:\n"{dossier.report.story}"'
    about, files = _about(dossier, zone), _files(dossier)
    whole = "\n\n".join([about, story, _timeline(dossier, zone), files])
    if len(whole) <= DESCRIPTION - _ENDING:
        return whole
    return "\n\n".join([about, files, _timeline(dossier, zone, _NOTE), story])


def _about(dossier: Dossier, zone: tzinfo) -> str:
    report = dossier.report
    late = [f"- {words.passed_in_words(each, zone)}" for each in words.passed(dossier)]
    return "\n".join(
        [
            f"Laporan {report.reference.grouped} tidak ditangani tepat waktu oleh {words.office_in_words(dossier)}. "
            f"Pelapor meminta laporan ini diteruskan kepada Ombudsman RI.",
            f"Judul: {report.title}",
            f"Kategori: {report.category_name or report.category}",
            f"Laporan masuk: {words.moment_in_words(report.received_at, zone)}",
            f"Pelapor: {words.sender_in_words(report)}",
            *(["Batas waktu yang lewat:", *late] if late else []),
        ]
    )


def _timeline(dossier: Dossier, zone: tzinfo, most: int | None = None) -> str:
    lines = [
        f"- {words.moment_in_words(each.at, zone)}: {_line(each.note, most, words.event_in_words(each, dossier))} "
        f"({words.stage_in_words(each)})"
        for each in dossier.timeline
    ]
    return "\n".join(["Perjalanan laporan:", *lines])


def _line(note: str, most: int | None, event: str) -> str:
    if not note:
        return event
    said = note if most is None or len(note) <= most else f"{note[:most]} ..."
    return f'{event}. "{said}"'


def _files(dossier: Dossier) -> str:
    """The attachments; the bridge itself lists the second and further ones behind the text."""
    files = dossier.report.files
    if not files:
        return "Lampiran: tidak ada."
    kinds = ", ".join(file.media_type for file in files)
    return f"Lampiran ({len(files)}: {kinds})\nLampiran 1: {files[0].url}"
