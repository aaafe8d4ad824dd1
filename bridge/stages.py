"""The stage of a report in the very words that LAPOR! uses, so that citizens and offices read the same everywhere."""

from __future__ import annotations

from bot.report import Stage

_WORDS = {
    Stage.WAITING: "Menunggu Verifikasi",
    Stage.RECEIVED: "Menunggu Verifikasi",
    Stage.VERIFIED: "Terverifikasi",
    Stage.SENT_ON: "Terdisposisi ke",
    Stage.FOLLOWED_UP: "Ditindaklanjuti oleh Instansi",
    Stage.INCOMPLETE: "Menunggu Kelengkapan Informasi",
    Stage.CLOSED: "Ditutup oleh Admin",
    Stage.ARCHIVED: "Diarsipkan oleh Admin",
}

# How a status begins, also where somebody other than an admin closed or archived it.
_BEGINNINGS = (
    ("menunggu verifikasi", Stage.RECEIVED),
    ("terverifikasi", Stage.VERIFIED),
    ("terdisposisi ke", Stage.SENT_ON),
    ("ditindaklanjuti oleh", Stage.FOLLOWED_UP),
    ("ditanggapi oleh pelapor", Stage.FOLLOWED_UP),
    ("menunggu kelengkapan informasi", Stage.INCOMPLETE),
    ("ditutup oleh", Stage.CLOSED),
    ("diarsipkan oleh", Stage.ARCHIVED),
)

ENDED = frozenset({Stage.CLOSED, Stage.ARCHIVED})


def lapor_words(stage: Stage, agency: str = "") -> str:
    """The status as LAPOR! writes it, in one line: "Terdisposisi ke Dinas Perhubungan"."""
    words = _WORDS[stage]
    return " ".join(f"{words} {agency or 'instansi'}".split()) if stage is Stage.SENT_ON else words


def stage_in(line: str) -> Stage | None:
    """The stage that a line in LAPOR's words tells, or None where the words are somebody else's."""
    plain = " ".join(line.split()).casefold()
    return next((stage for start, stage in _BEGINNINGS if plain.startswith(start)), None)
