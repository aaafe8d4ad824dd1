"""Names that stand apart as people sign or head a complaint, "(Palu)" or "Siti, Serang", words though they be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from bot.understanding.place_words import PlaceWords
from bot.understanding.words import Token

OPENS = re.compile(r"[,(\[\n]|[.!?]\s|\s[-–—]\s?|[-–—]\s")
SHUTS = re.compile(r"[.,;:!?)\]\n]|\s[-–—]")
HEADED = re.compile(r"\s*[:.\n]|\s[-–—]\s")  # no comma: "Batu, pasir dan sampah di jalan"
BRACKET = re.compile(r"[(\[]\s*")

DIRECT = frozenset({"di", "d", "daerah", "wilayah", "area", "kawasan", "lokasi", "neng", "ing", "ning", "nang", "in"})
LONG = 8  # letters of a name with errors that nothing announces


class Spaced(Protocol):
    """What is needed of a reader: the text, its words and what stands between them."""

    @property
    def text(self) -> str: ...

    @property
    def words(self) -> Sequence[Token]: ...

    @property
    def glued(self) -> Sequence[bool]: ...

    @property
    def lexicon(self) -> PlaceWords: ...

    def word(self, at: int) -> str: ...
    def between(self, at: int) -> str: ...


def apart(reader: Spaced, first: int, end: int | None = None) -> bool:
    """Whether words are a phrase of their own, between commas, brackets, stops or the text's ends; or begin one."""
    opens = first == 0 or bool(OPENS.search(reader.between(first)))
    shuts = end is None or end == len(reader.words) or bool(SHUTS.match(reader.between(end)))
    return opens and shuts


def said_to_be(reader: Spaced, first: int) -> bool:
    """Whether "di", "bupati", "warga" or "#" stands right before a name; a word after "warga" may be a verb."""
    before, table = reader.word(first - 1), reader.lexicon
    people = before in table.people and titled(reader, first, first + 1)
    return before in DIRECT or before in table.officials or people or tagged(reader, first)


def alone(reader: Spaced, first: int, end: int) -> bool:
    """Whether the name is a phrase of its own: "Motor hilang. Cipondoh. RT sebelah juga"."""
    return not reader.glued[first] and (end == len(reader.words) or not reader.glued[end])


def stands_out(reader: Spaced, first: int, end: int) -> bool:
    """Whether words may be a large area with nothing before that says so: apart, or the last word if long."""
    letters = sum(len(reader.word(at)) for at in range(first, end))
    last = end == first + 1 and end == len(reader.words) and letters >= LONG
    return last or (letters >= LONG - 1 and apart(reader, first, end))


def signed(reader: Spaced, first: int, end: int) -> bool:
    """Whether words with capitals head a text ("Batang: ..."), end it ("Siti, Serang") or stand in brackets."""
    if not apart(reader, first, end) or not titled(reader, first, end):
        return False
    before, last = reader.between(first), end == len(reader.words)
    headed = first == 0 and not last and bool(HEADED.match(reader.between(end)))
    closing = first > 0 and last and not re.search(r"[.!?]", before)
    return headed or closing or bool(BRACKET.search(before))


def tagged(reader: Spaced, first: int) -> bool:
    """Whether "#" stands right before."""
    return reader.between(first).endswith("#") or (first == 0 and reader.text.startswith("#"))


def titled(reader: Spaced, first: int, end: int) -> bool:
    """Whether each word begins with a capital, in a text that is not shouted."""
    capitals = all(reader.text[one.start].isupper() for one in reader.words[first:end])
    return capitals and not reader.text.isupper()


__all__ = ["DIRECT", "alone", "apart", "said_to_be", "signed", "stands_out", "tagged", "titled"]
