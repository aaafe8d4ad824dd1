"""What stands right beside a name and tells which area it is: "Malang (kota)", "Sragen, Gondang", "Palu Timur"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from bot.understanding.forms import Text, exact
from bot.understanding.mention import of_kind
from bot.understanding.place_words import SIZES
from bot.understanding.places_table import DISTRICT, PROVINCE, REGENCY

LONGEST_NAME = 4  # words: "Ogan Komering Ulu Timur"
RARE, RARER = 6, 8  # letters of the only kecamatan of a name, which is no word of speech
ENGLISH = frozenset({"district", "subdistrict"})  # behind the name: "Selong district"
KIND_BEHIND = re.compile(r" ?[(/] ?")  # "Malang (kota)"


class Beside(Text, Protocol):
    """What is needed of a reader: its words by position, what stands between them, and the areas they name."""

    def word(self, at: int) -> str: ...
    def between(self, at: int) -> str: ...
    def joined(self, first: int, end: int) -> bool: ...
    def flows(self, at: int) -> bool: ...
    def codes(self, first: int, end: int) -> tuple[str, ...]: ...


def kind_after(reader: Beside, end: int) -> str:
    """What the word after says: "Mojokerto kota", "Malang kab", unless that begins the next name."""
    kind = reader.lexicon.markers.get(reader.word(end), "")
    close = reader.joined(end - 1, end + 1) or KIND_BEHIND.fullmatch(reader.between(end))
    after = bool(close) and (SIZES.get(kind) == REGENCY or reader.word(end) in ENGLISH)
    return kind if after and not (reader.flows(end + 1) and _regency_from(reader, end + 1, kind)) else ""


def _regency_from(reader: Beside, first: int, kind: str) -> bool:
    names = ("".join(each.word for each in reader.words[first:end]) for end in (first + 1, first + 2, first + 3))
    return any(of_kind(exact(reader, name), kind, reader.table) for name in names)


def after_larger(reader: Beside, first: int, codes: Sequence[str]) -> bool:
    """Whether the regency of one of the codes stands right before, with a comma: "Sragen, Gondang"."""
    if reader.between(first).strip() != ",":
        return False
    heads = {code[:REGENCY] for code in codes}
    starts = range(max(first - LONGEST_NAME, 0), first)
    return any(reader.joined(at, first) and heads.intersection(reader.codes(at, first)) for at in starts)


def in_larger(reader: Beside, end: int, codes: Sequence[str]) -> bool:
    """Whether the name right after is the regency or province of one of the codes."""
    heads = {head for code in codes if len(code) == DISTRICT for head in (code[:PROVINCE], code[:REGENCY])}
    if SIZES.get(reader.lexicon.markers.get(reader.word(end), "")) == REGENCY and reader.flows(end):
        end += 1
    stop = end
    while stop < min(end + LONGEST_NAME, len(reader.words)) and (reader.flows(stop) or _bracketed(reader, stop, end)):
        stop += 1
        if heads.intersection(reader.codes(end, stop)):
            return True
    return False


def _bracketed(reader: Beside, at: int, end: int) -> bool:
    return at == end and bool(KIND_BEHIND.fullmatch(reader.between(at)))


def of_its_city(reader: Beside, first: int, codes: Sequence[str]) -> bool:
    """Whether a kecamatan's name begins with that of its regency, however short: "Palu Timur", "smd ulu"."""
    heads = {code[:REGENCY] for code in codes if len(code) == DISTRICT}
    return bool(heads) and not heads.isdisjoint(exact(reader, reader.word(first)))


def rare(reader: Beside, first: int, end: int, codes: Sequence[str]) -> bool:
    """Whether a name is that of one kecamatan alone; where villages elsewhere share it, a long one or an end's."""
    districts = sum(len(code) == DISTRICT for code in codes)
    near = all(code.startswith(codes[0][:REGENCY]) for code in codes)
    least = RARE if near or first == 0 or end == len(reader.words) else RARER
    lone = len(codes[0]) == DISTRICT and districts == 1 and reader.word(first) not in reader.lexicon.streets
    return lone and sum(len(reader.word(at)) for at in range(first, end)) >= least


def end_of_way(reader: Beside, first: int) -> bool:
    """Whether it is the other end of a way: "jurusan Jogja - Wonosari"."""
    pair = reader.between(first).strip() in {"-", "–"}
    return pair and any(reader.word(at) in reader.lexicon.travel for at in (first - 2, first - 3))


__all__ = ["LONGEST_NAME", "Beside", "after_larger", "end_of_way", "in_larger", "kind_after", "of_its_city", "rare"]
