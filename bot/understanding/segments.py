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

DIRECT = frozenset("di d daerah wilayah area kawasan lokasi neng ing ning nang ndek ndik wonten in at".split())
ROADS = frozenset({"road", "street"})  # "ring road Bantul"
LAMPS = frozenset({"lampu", "lampune", "lampuna", "lampunya", "lmpu", "penerangan"})
LONG = 6  # letters of a name with errors that stands apart
ANYWHERE = 8  # of one that nothing announces


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
    def letters(self, first: int, end: int) -> int: ...
    def between(self, at: int) -> str: ...


def apart(reader: Spaced, first: int, end: int | None = None) -> bool:
    """Whether words are a phrase of their own, between commas, brackets, stops or the text's ends; or begin one."""
    opens = first == 0 or bool(OPENS.search(reader.between(first)))
    shuts = end is None or end == len(reader.words) or bool(SHUTS.match(reader.between(end)))
    return opens and shuts


def said_to_be(reader: Spaced, first: int) -> bool:
    """Whether "di", "bupati", "warga" or "#" stands right before a name; a word after "warga" may be a verb."""
    before, table = reader.word(first - 1), reader.lexicon
    people = (before in table.people or before in table.offices) and titled(reader, first, first + 1)
    return before in DIRECT or before in table.officials or people or tagged(reader, first)


def alone(reader: Spaced, first: int, end: int) -> bool:
    """Whether the name is a phrase of its own: "Motor hilang. Cipondoh. RT sebelah juga"."""
    return not reader.glued[first] and (end == len(reader.words) or not reader.glued[end])


def shown(reader: Spaced, first: int, end: int) -> bool:
    """Whether a name of several ordinary words stands apart, or behind "warga" or "puskesmas"."""
    before = reader.word(first - 1)
    return before in reader.lexicon.people or before in reader.lexicon.landmarks or apart(reader, first, end)


def lit(reader: Spaced, first: int) -> bool:
    """Whether a lamp stands before: "lampu jalan Sragen" are the street lamps there, or those of a street."""
    return reader.word(first - 2) in LAMPS


def stands_out(reader: Spaced, first: int, end: int) -> bool:
    """Whether words may be a large area with nothing before that says so: one long word, or apart from the rest."""
    letters = reader.letters(first, end)
    alone = end == first + 1 and letters >= ANYWHERE
    return alone or (letters >= LONG and apart(reader, first, end))


def signed(reader: Spaced, first: int, end: int) -> bool:
    """Whether words with capitals head a text ("Batang: ..."), end it ("Siti, Serang") or stand in brackets."""
    if not apart(reader, first, end) or not titled(reader, first, end):
        return False
    before, last = reader.between(first), end == len(reader.words)
    headed = first == 0 and not last and bool(HEADED.match(reader.between(end)))
    closing = first > 0 and last
    return headed or closing or bool(BRACKET.search(before))


def tagged(reader: Spaced, first: int) -> bool:
    """Whether "#" stands right before."""
    return reader.between(first).endswith("#") or (first == 0 and reader.text.startswith("#"))


def titled(reader: Spaced, first: int, end: int) -> bool:
    """Whether each word begins with a capital, in a text that is not shouted."""
    capitals = all(reader.text[one.start].isupper() for one in reader.words[first:end])
    return capitals and not reader.text.isupper()


def named_by_street(reader: Spaced, at: int, before: Sequence[bool]) -> bool:
    """Whether a street before the word is named by it; `before`: whether that is so of each earlier word."""
    if at > 0 and reader.between(at).strip() in {"-", "–"}:
        return before[at - 1] or (reader.glued[at - 1] and before[at - 2])
    back = at - 1 if reader.word(at - 1) not in {"raya", "tol", "lintas"} else at - 2
    return reader.word(back) in reader.lexicon.streets and reader.word(back) not in ROADS


__all__ = [
    "ANYWHERE",
    "DIRECT",
    "alone",
    "apart",
    "lit",
    "named_by_street",
    "said_to_be",
    "shown",
    "signed",
    "stands_out",
    "tagged",
    "titled",
]
