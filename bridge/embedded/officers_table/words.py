"""The words in an officers' table that have a meaning of ours: kind, type, source and reason, both directions."""

from __future__ import annotations

from bot.report import Kind, Stage
from bridge import stages
from bridge.embedded.archive_reasons import Reason

_KINDS = {Kind.COMPLAINT: "Pengaduan", Kind.WISH: "Aspirasi", Kind.QUESTION: "Permintaan Informasi"}
_SUPERVISORY = "Pengaduan Berkadar Pengawasan"
_KINDS_READ = {
    "": (Kind.COMPLAINT, False),
    "pengaduan": (Kind.COMPLAINT, False),
    "pengaduan berkadar pengawasan": (Kind.COMPLAINT, True),
    "pengaduan tidak berkadar pengawasan": (Kind.COMPLAINT, False),
    "aspirasi": (Kind.WISH, False),
    "permintaan informasi": (Kind.QUESTION, False),
    "informasi": (Kind.QUESTION, False),
}
_OPEN_TYPES = frozenset({"", "-", "biasa", "normal", "publik", "tidak"})
_HIDDEN_TYPES = frozenset({"anonim", "rahasia", "dan", "&"})
_PUT_OFF = frozenset({"tertunda", "ditunda", "tunda"})
_SOURCES = {"sms": "SMS", "whatsapp": "WhatsApp", "telegram": "Telegram"}
_REASONS = {
    Reason.NO_EVIDENCE: "Bukti kurang",
    Reason.UNCLEAR: "Apa, di mana, atau kapan kejadiannya belum jelas",
    Reason.OUT_OF_SCOPE: "Bukan layanan publik",
    Reason.DUPLICATE: "Laporan ganda",
    Reason.IN_COURT: "Sedang atau sudah ditangani pengadilan",
    Reason.TO_WBS: "Untuk Whistleblowing System (WBS)",
    Reason.NO_ANSWER: "Pelapor tidak melengkapi laporan",
}


def stage_in(cell: str) -> Stage | None:
    """The stage in Status Laporan; None for words that are none.

    What LAPOR! puts off ("Tertunda") waits for what its Alasan Tunda asks of the citizen.
    """
    first = cell.casefold().split()[:1]
    return Stage.INCOMPLETE if first and first[0].strip(".,:;()") in _PUT_OFF else stages.stage_in(cell)


def kind_shown(kind: Kind, *, supervisory: bool) -> str:
    """Klasifikasi Laporan."""
    return _SUPERVISORY if supervisory and kind is Kind.COMPLAINT else _KINDS[kind]


def kind_in(cell: str) -> tuple[Kind, bool]:
    """The kind, and whether it has supervisory weight; an empty cell is a complaint. KeyError for other words."""
    return _KINDS_READ[" ".join(cell.split()).casefold()]


def type_shown(*, anonymous: bool, secret: bool) -> str:
    """Tipe Laporan: "", "Anonim", "Rahasia" or "Anonim, Rahasia"."""
    return ", ".join([*["Anonim"] * anonymous, *["Rahasia"] * secret])


def type_in(cell: str) -> tuple[bool, bool]:
    """Whether it is anonymous, whether secret. ValueError where a word is neither: to guess could give away a name."""
    words = cell.casefold().replace(",", " ").replace("/", " ").replace(";", " ").replace("+", " ").split()
    if " ".join(words) not in _OPEN_TYPES and not set(words) <= _HIDDEN_TYPES:
        raise ValueError(cell)
    return "anonim" in words, "rahasia" in words


def source_shown(channel: str) -> str:
    """Sumber Laporan."""
    return _SOURCES.get(channel, channel)


def source_in(cell: str) -> str:
    """Our name of a channel that we have too, else the cell's own words."""
    words = " ".join(cell.split())
    return words.casefold() if words.casefold() in _SOURCES else words


def reason_shown(reason: str, note: str) -> str:
    """Alasan Tunda/Arsip: the reason in Indonesian with the note after it, or one of them."""
    words = _REASONS[Reason(reason)] if reason in _REASONS else ""
    return f"{words}: {note}" if words and note else words or note


def reason_in(cell: str) -> tuple[str, str]:
    """The reason's code and the note; words that are no reason of ours are a note for an OTHER one."""
    for reason, words in _REASONS.items():
        if cell == words:
            return reason.value, ""
        if cell.startswith(f"{words}: ") and len(cell) > len(words) + 2:
            return reason.value, cell[len(words) + 2 :]
    return (Reason.OTHER.value, cell) if cell.strip() else ("", cell)
