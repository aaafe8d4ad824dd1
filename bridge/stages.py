"""The stage of a report in the very words that LAPOR! uses, so that citizens and offices read the same everywhere."""

from __future__ import annotations

from bot.progress import By
from bot.report import ENDED, Stage

_WORDS = {
    Stage.WAITING: "Menunggu Verifikasi",
    Stage.RECEIVED: "Menunggu Verifikasi",
    Stage.VERIFIED: "Terverifikasi",
    Stage.SENT_ON: "Terdisposisi ke",
    Stage.FOLLOWED_UP: "Ditindaklanjuti oleh Instansi",
    Stage.REPLIED: "Ditanggapi oleh Pelapor",
    Stage.INCOMPLETE: "Menunggu Kelengkapan Informasi",
    Stage.CLOSED: "Ditutup oleh",
    Stage.ARCHIVED: "Diarsipkan oleh",
}

# How a status begins, also where somebody other than an admin closed or archived it.
_BEGINNINGS = (
    ("menunggu verifikasi", Stage.RECEIVED),
    ("terverifikasi", Stage.VERIFIED),
    ("terdisposisi ke", Stage.SENT_ON),
    ("ditindaklanjuti oleh", Stage.FOLLOWED_UP),
    ("ditanggapi oleh pelapor", Stage.REPLIED),
    ("menunggu kelengkapan informasi", Stage.INCOMPLETE),
    ("ditutup oleh", Stage.CLOSED),
    ("diarsipkan oleh", Stage.ARCHIVED),
)


# LAPOR! knows three that end a report; an office that closes does so as an admin of its own.
_WHO = {By.ADMIN: "Admin", By.OFFICE: "Admin", By.CITIZEN: "Pelapor", By.SYSTEM: "Sistem"}
_ENDED_BY = {"admin": By.ADMIN, "pelapor": By.CITIZEN, "sistem": By.SYSTEM}


def lapor_words(stage: Stage, agency: str = "", by: str = "") -> str:
    """The status as LAPOR! writes it, in one line: "Terdisposisi ke Dinas Perhubungan", "Ditutup oleh Pelapor".

    `by` is a By, for a stage that ends a report; where nobody is known it was an admin.
    """
    words = _WORDS[stage]
    if stage is Stage.SENT_ON:
        return " ".join(f"{words} {agency or 'instansi'}".split())
    return f"{words} {_WHO[By(by or By.ADMIN)]}" if stage in ENDED else words


def stage_in(line: str) -> Stage | None:
    """The stage that a line in LAPOR's words tells, or None where the words are somebody else's."""
    plain = _plain(line)
    return next((stage for start, stage in _BEGINNINGS if plain.startswith(start)), None)


def by_in(line: str) -> str:
    """Who ended a report by a line in LAPOR's words, as a By; "" where it tells of no end, or of nobody known."""
    if stage_in(line) not in ENDED:
        return ""
    who = _plain(line).partition(" oleh ")[2].partition(" ")[0].rstrip(".,;:")
    return _ENDED_BY[who].value if who in _ENDED_BY else ""


def _plain(line: str) -> str:
    return " ".join(line.split()).casefold()
