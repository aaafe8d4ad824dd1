"""What people say beside an answer: a correction, a question, thanks, a plea for secrecy, giving up, one more thing."""

from __future__ import annotations

import re

from bot.dialogs.hearing import plain

_FILLERS = frozenset(
    "aja saja dong ya iya deh ah lah sih pak bu bapak ibu kak min admin please sekarang now dulu".split()
)
_SENDING = frozenset("kirim kirimkan kirimin send".split())
_WITH_SENDING = _SENDING | _FILLERS | frozenset("laporan laporannya yes ok oke it the report".split())
_GIVING_UP = frozenset(
    "gak jadi|ga jadi|nggak jadi|ngga jadi|tidak jadi|tdk jadi|batalin|batalkan|btl|never mind".split("|")
)
_THANKS = frozenset(
    "terima kasih makasih makasi trims trimakasih trima tks thx thanks thank you suwun maturnuwun matur nuhun hatur "
    "banyak sangat atas bantuannya much so very".split()
)
_ASKING = frozenset(
    "apa apakah apaan berapa kapan kenapa mengapa bagaimana gimana gmn siapa what when how who why is are does do can "
    "will bolehkah bisakah".split()
)
_SECRECY = frozenset("rahasia rahasiakan dirahasiakan merahasiakan secret confidential ketahuan".split())
_DROPPING = frozenset("hapus hapuskan buang hilangkan remove delete drop".split())
_FILES = frozenset(
    "foto fotonya gambar gambarnya lampiran lampirannya file filenya photo photos files attachment".split()
)
_ADDING = frozenset("tambah tambahan tambahkan tambahin also addition".split())
_PLACING = frozenset(
    "jl jln jalan gg gang lorong depan dpn dekat deket dkt belakang blkg samping sebelah seberang pojok sudut rt rw "
    "desa ds kel kelurahan kec kecamatan kab kabupaten kota dusun dsn kampung kp blok blk komplek kompleks "
    "perumahan pasar sekolah masjid gereja jembatan simpang perempatan pertigaan km nomor street st road rd near "
    "behind front corner village district next opposite".split()
)
_NOT_BUT = re.compile(
    r"\b(?:bukan|bkn|not)\b.{0,80}?(?:\b(?:tapi|tp|tetapi|melainkan|but)\b|,)\s*(?:di\s+|in\s+)?(.+)", re.I | re.S
)
_CHARACTERS = 400  # a correction is short; nothing longer is searched


def confirms(text: str) -> bool:
    """Whether a message plainly says "send" ("kirim sekarang pak"), and nothing else."""
    words = set(plain(text).split())
    return bool(words & _SENDING) and words <= _WITH_SENDING


def gives_up(text: str) -> bool:
    """ "gak jadi", "batalin aja": the citizen does not want to go on."""
    said = plain(text)
    return any(said == phrase or said.startswith(f"{phrase} ") for phrase in _GIVING_UP) and len(said.split()) <= 4


def thanks(text: str) -> bool:
    """Whether a message says nothing but thank you."""
    words = set(plain(text).split())
    return bool(words & _THANKS) and words <= _THANKS | _FILLERS


def asks(text: str) -> bool:
    """Whether a message is a question."""
    first = plain(text).split(" ", 1)[0]
    return text.strip().endswith("?") or first in _ASKING


def wants_secrecy(text: str) -> bool:
    """Whether a message asks that something be kept secret."""
    return bool(set(plain(text).split()) & _SECRECY)


def drops_files(text: str) -> bool:
    """ "hapus foto": the files are to go."""
    words = set(plain(text).split())
    return bool(words & _DROPPING and words & _FILES) and len(words) <= 5


def adds(text: str) -> bool:
    """ "tambahan: ...": one more thing for the story."""
    return plain(text).split(" ", 1)[0] in _ADDING and len(text.split()) >= 3


def instead(text: str) -> str:
    """Of "bukan di Selong tapi di Masbagik" what stands behind "tapi"; any other text as it is."""
    found = _NOT_BUT.search(text) if len(text) <= _CHARACTERS else None
    return found[1].strip() if found else text


def corrects(text: str) -> bool:
    """Whether a message says "not this but that"."""
    return instead(text) != text


def places(text: str) -> bool:
    """Whether words speak of a spot: a street, "depan pasar", RT 3; or are too few to be a story."""
    words = plain(text).split()
    return len(words) <= 2 or bool(set(words) & _PLACING)
