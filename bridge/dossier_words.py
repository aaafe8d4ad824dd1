"""What happened to a report, told in plain Indonesian to somebody who was not there: the Ombudsman, or a clerk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from babel.dates import format_date

from bot.progress import By, Dossier, Happened, Happening
from bot.report import Report, Stage
from bridge.stages import lapor_words

_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
_LATE = frozenset({Happened.LATE, Happened.FINAL_LATE})
_DUTY = {
    Stage.RECEIVED: "memeriksa laporan",
    Stage.VERIFIED: "meneruskan laporan ke instansi yang berwenang",
    Stage.SENT_ON: "menindaklanjuti laporan",
    Stage.REPLIED: "menanggapi balasan pelapor",
}
_HAPPENED = {
    Happened.RECEIVED: "Laporan diterima",
    Happened.VERIFIED: "Laporan diperiksa dan dinyatakan lengkap",
    Happened.SENT_ON: "Laporan diteruskan ke {office}",
    Happened.HANDED_ON: "Laporan dialihkan ke {office}",
    Happened.ASKED: "Instansi meminta keterangan tambahan",
    Happened.COMPLETED: "Pelapor memberi keterangan yang diminta",
    Happened.ADDED: "Pelapor menambah keterangan",
    Happened.ANSWERED: "Instansi memberi jawaban",
    Happened.REPLIED: "Pelapor menanggapi jawaban",
    Happened.REOPENED: "Laporan dibuka kembali: menurut pelapor belum selesai",
    Happened.CLOSED: "Laporan ditutup",
    Happened.ARCHIVED: "Laporan diarsipkan",
    Happened.WITHDRAWN: "Laporan ditarik oleh pelapor",
    Happened.CORRECTED: "Kategori laporan diperbaiki",
    Happened.SUPPORTED: "Warga lain melaporkan masalah yang sama",
    Happened.LATE: "Batas waktu lewat: {office} belum {duty}",
    Happened.FINAL_LATE: "Batas waktu jawaban akhir lewat: {office} belum menyelesaikan laporan",
    Happened.WARNED: "Pelapor diberi tahu: laporan akan ditutup bila tidak ada tanggapan",
}


@dataclass(frozen=True, slots=True)
class Passed:
    """A legal time that passed: whose, for what, its last day, and the first thing the office did after it."""

    office: str
    duty: str
    day: date | None
    told: datetime
    then: datetime | None


def passed(dossier: Dossier) -> tuple[Passed, ...]:
    """The legal times that passed, the earliest first; () where the timeline tells of none."""
    line = dossier.timeline
    return tuple(
        Passed(_office(each, dossier), _duty(each), each.day, each.at, _next_act(line[at + 1 :]))
        for at, each in enumerate(line)
        if each.what in _LATE
    )


def passed_in_words(one: Passed, zone: tzinfo, today: date | None = None) -> str:
    """ "Dinas PU belum menindaklanjuti laporan sampai batas waktunya, 10 November 2026." and what came after."""
    until = f", {day_in_words(one.day)}" if one.day else ""
    said = f"{one.office} belum {one.duty} sampai batas waktunya{until}."
    if one.then:
        return f"{said} Tindakan berikutnya dari instansi baru pada {moment_in_words(one.then, zone)}."
    late = (today - one.day).days if today and one.day else 0
    return said + (f" Saat berkas ini dibuat sudah lewat {late} hari." if late > 0 else "")


def event_in_words(event: Happening, dossier: Dossier) -> str:
    """What happened, without the note."""
    return _HAPPENED[event.what].format(office=_office(event, dossier), duty=_duty(event))


def stage_in_words(event: Happening) -> str:
    """The stage after an event in LAPOR!'s words, with whoever ended the report."""
    return lapor_words(event.stage, event.agency, event.by)


def office_in_words(dossier: Dossier) -> str:
    """The office that has, or last had, the report; the admins of LAPOR! where it reached none."""
    named = [each.agency for each in reversed(dossier.timeline) if each.agency]
    return dossier.status.agency or next(iter(named), "") or "Admin SP4N-LAPOR!"


def sender_in_words(report: Report) -> str:
    """The name that the office was told, or that there is none."""
    return shown_name(report) or "Tidak disebutkan, atas permintaan pelapor"


def shown_name(report: Report) -> str:
    """The name that may travel on: none where the report was anonymous or secret."""
    return "" if report.anonymous or report.secret else report.name


def day_in_words(day: date) -> str:
    """ "21 November 2026"."""
    return format_date(day, "d MMMM y", locale="id")


def moment_in_words(moment: datetime, zone: tzinfo) -> str:
    """ "21 November 2026, 14.05 WIB"."""
    there = moment.astimezone(zone)
    return f"{day_in_words(there.date())}, {there:%H.%M} {_zone(there.utcoffset() or timedelta())}"


def _zone(offset: timedelta) -> str:
    hours = offset / timedelta(hours=1)
    return _ZONES.get(int(hours), f"UTC{hours:+g}") if hours == int(hours) else f"UTC{hours:+g}"


def _office(event: Happening, dossier: Dossier) -> str:
    if event.what is Happened.LATE and event.stage in (Stage.RECEIVED, Stage.VERIFIED):
        return "Admin SP4N-LAPOR!"  # it has reached no office yet
    return event.agency or office_in_words(dossier)


def _duty(event: Happening) -> str:
    if event.what is Happened.FINAL_LATE:
        return "memberi jawaban akhir"
    return _DUTY.get(event.stage, "melakukan langkah berikutnya")


def _next_act(rest: Sequence[Happening]) -> datetime | None:
    return next(_acts(rest), None)


def _acts(rest: Sequence[Happening]) -> Iterator[datetime]:
    return (each.at for each in rest if each.by in (By.ADMIN, By.OFFICE))
