"""What people say beside an answer: a correction, a question, thanks, a plea for secrecy, giving up, one more thing."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.dialogs.grammar import AUXILIARIES, Heard, heard, mentions, plain

_SENDING = (
    "send ~ yes good all now it please one thanks go_on processed",
    "send report|reported ~ yes good all now it please one self",
)
_ALREADY = "send ~ yes good all now report reported it please done"
_PLACING = frozenset(
    "jl jln jalan gg gang lorong depan dpn dekat deket dkt belakang blkg samping sebelah seberang pojok sudut rt rw "
    "desa ds kel kelurahan kec kecamatan kab kabupaten kota dusun dsn kampung kp blok blk komplek kompleks "
    "perumahan pasar sekolah masjid gereja jembatan simpang perempatan pertigaan km nomor street st road rd near "
    "behind front corner village district next opposite ngarep mburi cedhak cedak cerak prapatan pertelon dalan "
    "hareup hareupeun payuneun tukangeun gigireun deukeut parapatan lembur caket utara "
    "selatan timur barat lor kidul wetan kulon kaler alun pinggir tepi sisi sungai kali terminal stasiun puskesmas "
    "kantor warung toko lapangan alun2".split()
)
_NOT_BUT = re.compile(
    r"\b(?:bukan|bkn|not|dudu|udu|sanes|lain)\b.{0,80}?(?:\b(?:tapi|tp|tetapi|melainkan|but|nanging|ning|tapina)\b|,)"
    r"\s*(?:(?:di|in|ing|ning|nang|neng)\s+)?(.+)",
    re.I | re.S,
)
_NEW = "report want ~ self first please make other the one greeting can good"
_UP = ("cancel", "no become", "wrong", "isnt")
_GIVEN_UP = tuple(f"{up} {_NEW} previous excuse become wrong no need" for up in _UP)
_JUST = frozenset("aja saja wae bae ae mawon we weh".split())
_BEGINNING = 10  # words before those of the new report
_CHARACTERS = 400  # a correction is short; nothing longer is searched


def confirms(text: str) -> bool:
    """Whether a message plainly says "send" ("kirim sekarang pak"), and nothing else.

    "sudah dikirim" tells of the past, "sudah benar, kirim" and "udah kirim aja" do not.
    """
    said = heard(text)
    if not said.firm or not ordered(said):
        return False
    return said.says(*_SENDING) or (said.says(_ALREADY) and not _past(said))


def ordered(said: Heard) -> bool:
    """Whether an order to send or delete stands as orders do: "1 hapus", "kirim laporan saya".

    "hapus 1" may mean one file, and "saya kirim laporan" tells what somebody is about to do.
    """
    order = next((at for at, word in enumerate(said.words) if word.means & {"send", "delete"}), 0)
    told = any("self" in word.means for word in said.words[:order])
    return not told and not any("one" in word.means for word in said.words[1:])


def _past(said: Heard) -> bool:
    """ "sudah dikirim"; not "sudah benar, kirim" nor "udah kirim aja"."""
    before = next(had for had, word in pairwise(said.words) if "send" in word.means) if said.words[1:] else None
    if said.words[-1].text in _JUST:
        return any("send" in word.means and word.text.startswith("di") for word in said.words)
    return before is None or "done" in before.means or not said.has("good")


def thanks(text: str) -> bool:
    """Whether a message says nothing but thank you."""
    return heard(text).says("thanks ~ much yes good greeting self please done the")


def asks(text: str) -> bool:
    """Whether a message is a question: by its mark, its first word, the "ga" at its end, or its few small words."""
    said = heard(text)
    first = any("asking" in word.means or word.text in AUXILIARIES for word in said.words[:1])
    return text.strip().endswith("?") or first or said.has("tag") or (said.known and said.asked)


def wants_secrecy(text: str) -> bool:
    """Whether a message asks that something be kept secret."""
    return mentions(text, "secret")


def drops_files(text: str) -> bool:
    """ "hapus foto": the files are to go."""
    said = heard(text)
    return said.says("delete files ~ all the self want please") and not said.asked


def adds(text: str) -> bool:
    """ "tambahan: ...": one more thing for the story."""
    return mentions(plain(text).split(" ", 1)[0], "add") and len(text.split()) >= 3


def instead(text: str) -> str:
    """Of "bukan di Selong tapi di Masbagik" what stands behind "tapi"; any other text as it is."""
    found = _NOT_BUT.search(text) if len(text) <= _CHARACTERS else None
    return found[1].strip() if found else text


def corrects(text: str) -> bool:
    """Whether a message says "not this but that"."""
    return instead(text) != text


def anew(text: str, *, firm: bool = True) -> str:
    """Of "eh ga jadi, saya mau lapor lampu mati" what is to be reported instead; "" where nothing is.

    Unless `firm`, "saya mau lapor lampu mati" is enough, as at a recap, where a story has been told to its end.
    """
    words = text.split()
    for at in range(2, min(len(words) - 1, _BEGINNING)):
        said = heard(" ".join(words[:at]))
        more = heard(" ".join(words[: at + 1])).has("of")  # "mau lapor juga ..." goes on with the old one
        if said.says(*_GIVEN_UP) or (said.says(_NEW) and not firm and not more):
            return " ".join(words[at:])
    return ""


def places(text: str) -> bool:
    """Whether words speak of a spot: a street, "depan pasar", RT 3; or are too few to be a story."""
    words = plain(text).split()
    return len(words) <= 2 or bool(set(words) & _PLACING)
