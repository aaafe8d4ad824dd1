"""Makes bot/understanding/data/places.csv.xz, by which the bot knows every province, regency, kecamatan and desa.

Run from the root of the repository, after fetching the npm package (it is not kept here):

    npm pack idn-area-data@4.0.1 && tar xzf idn-area-data-4.0.1.tgz
    python tools/make_places.py package/data bot/understanding/data/places.csv.xz
"""

from __future__ import annotations

import csv
import lzma
import re
import sys
from collections.abc import Iterator
from pathlib import Path

LEVELS = ("provinces", "regencies", "districts", "villages")
ROMAN = re.compile(r"(?=[IVXL])(XL|L?X{0,3})(IX|IV|V?I{0,3})")
KEPT_UPPER = {"DKI"}
RENAMED = {"31": "DKI Jakarta", "34": "DI Yogyakarta"}  # as people and letterheads write them
ADMINISTRATIVE = re.compile(r"^(KOTA|KABUPATEN) ADM(?:\.|INISTRASI) ")


def readable(code: str, official: str) -> str:
    """The name as written in a sentence: "KABUPATEN LOMBOK TIMUR" -> "Kabupaten Lombok Timur".

    Names that are not all capitals are kept (the source has them right, Roman numerals included).
    """
    name = " ".join(official.split()).rstrip("*")
    if code in RENAMED:
        return RENAMED[code]
    if not name.isupper() or len(code) > len("52.03"):
        return name
    return " ".join(map(_cased, ADMINISTRATIVE.sub(r"\1 ADMINISTRASI ", name).split()))


def _cased(word: str) -> str:
    if word in KEPT_UPPER or ROMAN.fullmatch(word):
        return word
    return "-".join(part.capitalize() for part in word.split("-"))


def rows(source: Path) -> Iterator[tuple[str, str]]:
    """Code and readable name of every area in the package's CSV folder, large areas first."""
    for level in LEVELS:
        with (source / f"{level}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield row["code"], readable(row["code"], row["name"])


def main(source: str, target: str) -> None:
    """Writes the table: a line an area, "code,name", sorted within its level."""
    text = "".join(f"{code},{name}\n" for code, name in rows(Path(source)))
    Path(target).write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main(*sys.argv[1:])
