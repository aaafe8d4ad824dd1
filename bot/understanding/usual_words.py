"""Words of everyday talk and names of places, which are no topic with a typing error: "kmarin", "surabya"."""

from __future__ import annotations

import lzma
import re
import tomllib
from functools import lru_cache

from bot.understanding.words import DATA, SHORT, stem, word_list

LARGE = 200_000  # bytes of the table of places, in which all provinces, regencies and kecamatan stand before the desa
SMALLER = re.compile(r"^\d\d\.\d\d\.\d\d,", re.MULTILINE)  # where the kecamatan begin
NAME = re.compile(r"[a-z]{4,}")
# What is written nearly like a topic and is none: posisi (polisi), puasa (pulsa), tahap (tahan).
REAL = frozenset(
    """
    anter betik bitter brought butik contrast couch digit disko evaluasi galau gelar grafis hafal halus hapal
    hidung hujat iritasi kabin kalimat kantoran kartun kelar lampau latter logam lower manusiawi mesem model
    muslim muslimah naskah nebeng ngider nights nitip overflows owner panjar papuan parker pawai pengganti
    penghasilan pinus plants polite politisi posisi posted puasa puisi pulas refuse sabelas sakilo sampit sekip
    sektor semula sesuka setahu seusai sewelas shake shell shoes simple skill spell start stress strike sumpah
    sumpit tahap tahapan taraf tentu tetep tikel tonton touch trans turns waiter wrist write writing
    """.split()
)


@lru_cache(maxsize=1)
def usual_words() -> frozenset[str]:
    """Words of talk with their stems and abbreviations, and the words of regencies' names; read when first asked."""
    table = tomllib.loads((DATA / "function_words.toml").read_text(encoding="utf-8"))
    small = {word for words in table.values() for kind in words.values() for word in kind}
    said = small | word_list("ordinary.txt") | set(SHORT.values())
    large = SMALLER.split(_places(), maxsplit=1)[0]
    return frozenset({*said, *map(stem, said), *NAME.findall(large.lower())})


@lru_cache(maxsize=1)
def own_words() -> frozenset[str]:
    """Words that stand for themselves: those of all provinces', regencies' and kecamatan's names, and `REAL` ones.

    Nobody who writes "sumpah" means sampah, but "smph" is sampah all the same. Read when first asked.
    """
    return REAL.union(NAME.findall(_places().lower()))


def _places() -> str:
    packed = (DATA / "places.csv.xz").read_bytes()
    return lzma.LZMADecompressor().decompress(packed, LARGE).decode(errors="ignore")
