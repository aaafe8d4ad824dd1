"""An invented report whose office let the time pass, as the tests of the Ombudsman's door need it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

from bot.pin import Pin
from bot.progress import By, Dossier, Happened, Happening
from bot.report import Area, Kind, Place, Reference, Report, Stage, Status, StoredFile

WITA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 24, 14, 5, tzinfo=WITA)
CONTACT = "SMS 1708, lapor.go.id"
OFFICE = "Dinas Pekerjaan Umum dan Penataan Ruang Kabupaten Lombok Timur"
PLACE = Place(
    words="depan pasar Selong",
    regency=Area("52.03", "Kabupaten Lombok Timur"),
    district=Area("52.03.07", "Selong"),
    pin=Pin(-8.650123, 116.53, "Pasar"),
)
FILES = (
    StoredFile("https://lapor.example.id/media/3f9a.jpg?until=1798761600&signature=" + "3f9a1c5e" * 8, "image/jpeg"),
    StoredFile("https://lapor.example.id/media/9b1d.ogg?until=1798761600&signature=9b1d", "audio/ogg; codecs=opus"),
)


def on(day: int, hour: int = 9, minute: int = 5) -> datetime:
    """A moment in November 2026 in Lombok."""
    return datetime(2026, 11, day, hour, minute, tzinfo=WITA)


def a_dossier(draw: int = 7, timeline: tuple[Happening, ...] | None = None, **changes: Any) -> Dossier:
    """The dossier of a report that nobody acted on in time; `changes` are the report's."""
    reference = Reference.of(draw)
    report = Report(
        reference=reference,
        kind=Kind.COMPLAINT,
        category="928",
        category_name="Infrastruktur Jalan",
        title="Jalan berlubang depan pasar Selong",
        story="Yth Dinas PU, jln di depan pasar Selong sdh 3 minggu berlubang besar, malam gelap.\n\nTlg diperbaiki.",
        place=PLACE,
        anonymous=False,
        secret=False,
        received_at=on(2),
        channel="sms",
        name="Budi Contoh",
        happened_on=date(2026, 10, 12),
        files=FILES,
    )
    status = Status(reference, Stage.SENT_ON, on(12), OFFICE, "", date(2026, 11, 19))
    return Dossier(replace(report, **changes), status, left_lying(reference) if timeline is None else timeline)


def left_lying(reference: Reference) -> tuple[Happening, ...]:
    """Checked, sent on, late, asked, completed, and the final answer late too."""
    told = (
        (Happened.RECEIVED, By.CITIZEN, 2, Stage.RECEIVED, "", "", None),
        (Happened.VERIFIED, By.ADMIN, 3, Stage.VERIFIED, "", "", None),
        (Happened.SENT_ON, By.ADMIN, 3, Stage.SENT_ON, OFFICE, "", date(2026, 11, 10)),
        (Happened.LATE, By.SYSTEM, 11, Stage.SENT_ON, OFFICE, "", date(2026, 11, 10)),
        (Happened.ASKED, By.OFFICE, 12, Stage.INCOMPLETE, OFFICE, "Mohon foto jalan yang rusak dan patokannya.", None),
        (Happened.COMPLETED, By.CITIZEN, 12, Stage.SENT_ON, OFFICE, "Foto terlampir. Patokannya warung.", None),
        (Happened.FINAL_LATE, By.SYSTEM, 21, Stage.SENT_ON, OFFICE, "", date(2026, 11, 20)),
    )
    return tuple(
        Happening(number, reference, what, by, on(day), stage, agency, note, "", until)
        for number, (what, by, day, stage, agency, note, until) in enumerate(told, 1)
    )
