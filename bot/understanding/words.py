"""How any message is read, however it was typed: its words and where they stand, abbreviations written out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"
READ = 3_000  # characters of a text that are analysed; one report in two hundred or so is longer
MOST_WORDS = 450  # in 3,000 characters of prose
LONGEST_WORD = 40
KNOWN_STEMS = 16_384  # words whose stem is remembered: more than the tables have
KNOWN = 8_192  # short words of which something else is remembered
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
SHORT = {
    "yg": "yang", "sy": "saya", "sya": "saya", "aq": "aku", "utk": "untuk", "tdk": "tidak", "tak": "tidak",
    "gak": "tidak", "ga": "tidak", "nggak": "tidak", "ngga": "tidak", "gk": "tidak", "g": "tidak", "ndak": "tidak",
    "enggak": "tidak", "kagak": "tidak", "tdak": "tidak", "sdh": "sudah", "udh": "sudah", "udah": "sudah",
    "dah": "sudah", "sdah": "sudah", "blm": "belum", "blum": "belum", "belom": "belum", "krn": "karena",
    "krna": "karena", "karna": "karena", "dgn": "dengan", "dg": "dengan", "sm": "sama", "jln": "jalan",
    "jl": "jalan", "jlan": "jalan", "bs": "bisa", "bsa": "bisa", "tlg": "tolong", "tlong": "tolong", "mhn": "mohon",
    "jg": "juga", "jgn": "jangan", "bgt": "sekali", "banget": "sekali", "bnyk": "banyak", "byk": "banyak",
    "bnyak": "banyak", "dr": "dari", "dri": "dari", "kl": "kalau", "klo": "kalau", "kalo": "kalau", "klau": "kalau",
    "tp": "tapi", "tpi": "tapi", "lg": "lagi", "lgi": "lagi", "pd": "pada", "dlm": "dalam", "dpt": "dapat",
    "dpn": "depan", "dkt": "dekat", "blkg": "belakang", "org": "orang", "orng": "orang", "skrg": "sekarang",
    "skg": "sekarang", "hr": "hari", "hri": "hari", "bln": "bulan", "thn": "tahun", "th": "tahun", "mgg": "minggu",
    "jm": "jam", "rmh": "rumah", "skolah": "sekolah", "sklh": "sekolah", "skul": "sekolah", "lmpu": "lampu",
    "lmp": "lampu", "pju": "pju", "rsk": "rusak", "rusk": "rusak", "mt": "mati", "mtr": "motor", "mtor": "motor",
    "kcelakaan": "kecelakaan", "smpah": "sampah", "sampa": "sampah", "bjir": "banjir", "bnjir": "banjir",
    "kpn": "kapan", "knp": "kenapa", "knpa": "kenapa", "gmn": "bagaimana", "gimana": "bagaimana",
    "trus": "terus", "trs": "terus", "sring": "sering", "srg": "sering", "msh": "masih", "msih": "masih",
    "dmn": "dimana", "hny": "hanya", "bpk": "bapak", "pa": "pak", "bantuan2": "bantuan", "tgl": "tanggal",
    "pungli": "pungli", "ngurus": "urus", "bkin": "bikin", "bikin": "buat", "duit": "uang", "mhl": "mahal",
    "dtg": "datang", "dateng": "datang", "puskes": "puskesmas", "pkm": "puskesmas", "bbrp": "beberapa",
}  # fmt: skip
# Beginnings and endings of Indonesian, Javanese (dipun-, ng-, -e, -ne, -ipun, -ake) and Sundanese (ka-, -na, -keun).
PREFIX = re.compile(
    r"^(?:meng(?=[aeiougkh])|meny|mem|men(?=[tdcjz])|me(?=[lrwynm])|dipun|di|ber|ter|pe(?:ng(?=[aeiou])|m(?=[bp])"
    r"|n(?=[tdcjz]))?|ka(?=.{5})|ke(?=.{6})|se(?=.{6})|ng(?=[aeiouglr])|ny(?=[aeiou])|n(?=[dtgj])|m(?=b))"
)
SUFFIX = re.compile(r"(?:nya|kah|pun|lah|ipun|keun|ake|aken|na|ne|e|ku|mu)$")
ENDING = re.compile(r"(?:kan|an|i)$")


class Token(NamedTuple):
    """A word in normal form and where it stands in the text (from `start` up to `end`)."""

    word: str
    start: int
    end: int


def clean(text: str) -> str:
    """The part of a text that is analysed, without invisible characters (zero-width, direction marks, controls)."""
    said = text[:READ]
    return said if said.isprintable() else "".join(char for char in said if char.isprintable() or char.isspace())


def tokens(text: str) -> list[Token]:
    """The words of a text in normal form; numbers stand apart from letters ("rt03" is two)."""
    matches = islice(WORD.finditer(text), MOST_WORDS)
    return [Token(word, *match.span()) for match in matches if (word := normal(match[0]))]


def normal(word: str) -> str:
    """Lower case, no accents, no apostrophes, at most 40 characters."""
    return _normal(word) if len(word) <= LONGEST_WORD else _normal.__wrapped__(word)  # nothing long is remembered


@lru_cache(maxsize=KNOWN)
def _normal(word: str) -> str:
    if word.isascii():
        return word.lower().replace("'", "")[:LONGEST_WORD]
    plain = unicodedata.normalize("NFKD", word[: 2 * LONGEST_WORD].casefold())  # one sign may stand for eighteen
    return "".join(char for char in plain if char.isalnum())[:LONGEST_WORD]


def key(name: str) -> str:
    """A name as one run of letters, so that "Lubuk Linggau", "lubuk-linggau" and "Lubuklinggau" are the same."""
    return "".join(token.word for token in tokens(name))


def full(word: str) -> str:
    """An SMS abbreviation written out ("yg" -> "yang"); other words as they are."""
    return SHORT.get(word, word)


@lru_cache(maxsize=KNOWN_STEMS)
def stem(word: str) -> str:
    """A word without the usual beginnings and endings, never shorter than four letters."""
    word = full(word)
    for cut in (SUFFIX, PREFIX, ENDING):
        shorter = cut.sub("", word)
        word = shorter if len(shorter) >= 4 else word
    return word


def word_list(name: str) -> frozenset[str]:
    """The words of a data file: separated by white space, lines that begin with # are remarks."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
