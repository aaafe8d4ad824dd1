"""Names that are words of speech as well, "Batu", "Serang" or "Taman", told apart by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.understanding.beside import after_larger, in_larger
from bot.understanding.places_table import DISTRICT, REGENCY
from bot.understanding.segments import alone, said_to_be, shown

if TYPE_CHECKING:
    from bot.understanding.reader import Reader

BREAK = re.compile(r"[,.\n]")


def admitted(reader: Reader, first: int, end: int, size: int, codes: Sequence[str]) -> bool:
    """Whether ordinary words may be a place after all."""
    if size <= REGENCY or end - first > 1 or reader.answer or _between_commas(reader, first, end):
        return True
    if size != DISTRICT or _small_word(reader, first):
        return False
    named = reader.capital(first) and reader.word(first - 1) in reader.lexicon.relations
    return named or after_larger(reader, first, codes) or in_larger(reader, end, codes)


def _small_word(reader: Reader, first: int) -> bool:
    word, around = reader.word(first), reader.lexicon
    road = word in around.streets or word in around.fine or word in around.relations or word in around.markers
    return road or len(word) < 3 or (word in around.landmarks and not (reader.directly(first) or reader.capital(first)))


def speaks(reader: Reader, first: int, end: int, size: int, plain: bool) -> bool:
    """Whether a name of a size (the length of its code) may speak for itself; `plain`: nothing but words of speech."""
    if plain:
        whole = reader.answer and end - first == len(reader.words)
        named = reader.capital(first) and reader.word(first - 1) in reader.lexicon.relations
        if size == DISTRICT and named and end - first == 1:
            return True
        name = size <= REGENCY or (size == DISTRICT and end - first > 1)
        long = size == DISTRICT and end - first > 1 and shown(reader, first, end)
        said = name and (reader.answer or said_to_be(reader, first))
        return whole or long or said or _proper(reader, first, end, size)
    if reader.word(first) in reader.lexicon.streets:
        return reader.answer
    clear = end - first > 1 or alone(reader, first, end) or reader.word(first - 1) in reader.lexicon.travel
    return reader.answer or size <= REGENCY or reader.placed(first) or (size == DISTRICT and clear)


def _proper(reader: Reader, first: int, end: int, size: int) -> bool:
    """Whether ordinary words are a regency's name: "Musi Rawas"; "Serang" with a capital inside a sentence."""
    if size > REGENCY:
        return False
    if reader.marker(first) in {"kota", "kabupaten"} or (reader.english and reader.capital(first)):
        return True  # "di kota Pati", though Pati is a kabupaten; "the Batu Bara hospital"
    phrase = "".join(reader.said[first:end]) in reader.lexicon.phrases
    return not phrase and (end - first > 1 or reader.capital(first))


def _between_commas(reader: Reader, first: int, end: int) -> bool:
    begins = first == 0 or bool(BREAK.search(reader.between(first))) or reader.placed(first)
    return begins and "," in reader.between(end)


__all__ = ["admitted", "speaks"]
