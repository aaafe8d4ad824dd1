"""A citizen whose report was left lying gets a paper to bring to the Ombudsman: everything that happened, on A4."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

from bot.progress import Dossier, Happened, Happening
from bot.report import Report, StoredFile
from bridge import dossier_words as words
from bridge.fields import address_of
from bridge.paper import typeset
from bridge.stages import lapor_words

_TEMPLATE = Path(__file__).with_name("dossier.typ")
_YEARS = 2  # so old may the matter be for the Ombudsman
_KINDS = {"image": "Foto", "audio": "Rekaman suara", "video": "Video", "application/pdf": "Dokumen PDF"}
_READ = frozenset({"id", "jv", "su", "en"})  # languages that a reader's voice is told of


def pdf(dossier: Dossier, contact: str, now: datetime) -> bytes:
    """The dossier as a tagged PDF/UA-1 in Indonesian, A4.

    `contact` says how a person is reached about it; times are told in the zone of `now`. Of the citizen it tells no
    more than the reported office was told. Characters without a sign in our fonts appear as codes, [U+A9B2].
    """
    report = dossier.report
    data = {
        "title": report.title or "Laporan tanpa judul",
        "author": "SP4N-LAPOR!",
        "above": "Berkas laporan untuk Ombudsman Republik Indonesia",
        "summary": f"Laporan {report.reference.grouped} kepada {words.office_in_words(dossier)}",
        "footer": f"Laporan {report.reference.grouped} · dibuat {words.moment_in_words(now, _zone(now))}",
        "facts": list(_facts(dossier, now)),
        "passed": _passed(dossier, now),
        "story": report.story,
        "language": report.language if report.language in _READ else "id",
        "timeline": [_row(event, dossier, now) for event in dossier.timeline],
        "files": [_file(file) for file in report.files],
        "files_note": "Tautan hanya berlaku sementara. Simpan berkas aslinya, atau minta tautan baru.",
        "steps": _steps(dossier, contact, now),
    }
    return typeset(_TEMPLATE, data, now)


def _zone(now: datetime) -> tzinfo:
    return now.tzinfo or UTC


def _facts(dossier: Dossier, now: datetime) -> Iterator[tuple[str, str]]:
    report = dossier.report
    yield "Nomor laporan", report.reference.grouped
    yield "Jenis dan kategori", f"{report.kind.value.capitalize()}, {report.category_name or report.category}"
    yield "Instansi", words.office_in_words(dossier)
    yield "Tempat kejadian", _place(report)
    if report.happened_on:
        yield "Tanggal kejadian", words.day_in_words(report.happened_on)
    yield "Laporan masuk", words.moment_in_words(report.received_at, _zone(now))
    yield "Status sekarang", _standing(dossier, now)
    yield "Nama pelapor", words.sender_in_words(report)
    if report.secret:
        yield "Kerahasiaan", "Rahasia: isi laporan ini tidak untuk umum"


def _place(report: Report) -> str:
    """The address, and the point itself, which a map finds where a street has no name."""
    pin = report.place.pin
    point = f" ({pin.latitude:.5f}, {pin.longitude:.5f})" if pin else ""
    return f"{address_of(report.place) or ('Titik di peta' if pin else 'Tidak disebutkan')}{point}"


def _standing(dossier: Dossier, now: datetime) -> str:
    status = dossier.status
    said = lapor_words(status.stage, status.agency, status.by)
    return f"{said}, sejak {words.moment_in_words(status.since, _zone(now))}"


def _passed(dossier: Dossier, now: datetime) -> list[str]:
    told = [words.passed_in_words(each, _zone(now), now.date()) for each in words.passed(dossier)]
    return told or ["Dalam catatan laporan ini belum ada batas waktu yang lewat."]


def _row(event: Happening, dossier: Dossier, now: datetime) -> dict[str, object]:
    return {
        "when": words.moment_in_words(event.at, _zone(now)),
        "what": words.event_in_words(event, dossier),
        "note": event.note,
        "stage": words.stage_in_words(event),
        "late": event.what in (Happened.LATE, Happened.FINAL_LATE),
    }


def _file(file: StoredFile) -> tuple[str, str]:
    kind = file.media_type.partition(";")[0].strip()
    return _KINDS.get(kind) or _KINDS.get(kind.partition("/")[0], "Berkas"), file.url


def _steps(dossier: Dossier, contact: str, now: datetime) -> list[str]:
    office = words.office_in_words(dossier)
    return [
        "Telepon Ombudsman RI di 137, atau datang ke kantor perwakilannya yang terdekat. Melapor tidak dipungut biaya.",
        f"Bawa atau kirim berkas ini. Ombudsman meminta agar masalahnya sudah lebih dulu disampaikan kepada instansi. "
        f"Berkas ini menunjukkan bahwa {office} sudah diberi tahu, dan kapan.",
        _in_time(dossier.report, now),
        "Ombudsman akan menanyakan nama dan alamat Anda. Anda boleh meminta agar identitas Anda dirahasiakan.",
        f"Ada pertanyaan tentang berkas ini? Hubungi {contact}. Sebutkan nomor {dossier.report.reference.grouped}.",
    ]


def _in_time(report: Report, now: datetime) -> str:
    began = report.happened_on or report.received_at.date()
    last = _years_later(began)
    if now.date() < last:
        return (
            f"Jangan menunggu terlalu lama. Masalahnya harus belum lewat dua tahun: "
            f"sampaikan sebelum {words.day_in_words(last)}."
        )
    return (
        f"Masalah ini sudah dua tahun atau lebih, dihitung dari {words.day_in_words(began)}. Ombudsman mungkin tidak "
        f"dapat menerimanya. Tanyakan dulu lewat telepon 137."
    )


def _years_later(day: date) -> date:
    try:
        return day.replace(year=day.year + _YEARS)
    except ValueError:  # 29 February
        return day.replace(year=day.year + _YEARS, day=28)
