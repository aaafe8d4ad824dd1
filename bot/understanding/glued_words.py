"""Words that people write as one, "kabsleman", "bandungkota", "#JogjaBanjir", so that the name in them is found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.understanding.mention import of_kind
from bot.understanding.place_words import PlaceWords
from bot.understanding.places_table import REGENCY, PlacesTable
from bot.understanding.words import Token, normal

KINDS = {"kab": "kabupaten", "kabupaten": "kabupaten", "kota": "kota", "kec": "district", "kecamatan": "district"}
KIND = re.compile(r"(?:kabupaten|kab|kota|kecamatan|kec)(?=[a-z]{4})|(?<=[a-z]{4})(?:kab|kota)$")
PREPOSITION = re.compile(r"(?:di|ke)(?=[a-z]{4})")
HUMPS = re.compile(r"[a-z][A-Z][a-z]")
PIECE = re.compile(r"[A-Z]?[^A-Z\W_]+|[A-Z]+(?![a-z])")


def unglued(text: str, words: Sequence[Token], table: PlacesTable, lexicon: PlaceWords) -> Sequence[Token]:
    """The words, those written as one taken apart where the whole is no name of its own."""
    humps = bool(HUMPS.search(text))
    found: list[Token] = []
    for token in words:
        pieces = _kind(token, table, lexicon) or _preposition(token, table, lexicon)
        pieces = pieces or (_humps(text, token, table, lexicon) if humps else ())
        found += pieces or (token,)
    return found


def _kind(token: Token, table: PlacesTable, lexicon: PlaceWords) -> Sequence[Token]:
    """ "kab" and "sleman" of "kabsleman"."""
    match = KIND.search(token.word)
    if not match or token.end - token.start != len(token.word) or _name(token.word, table, lexicon):
        return ()
    rest = token.word[: match.start()] + token.word[match.end() :]
    codes = (*lexicon.aliases.get(rest, ()), *table.codes(rest))
    if not of_kind(codes, KINDS[match[0]], table):
        return ()
    cut = match.end() if match.start() == 0 else match.start()
    return list(_cut(token, [cut]))


def _preposition(token: Token, table: PlacesTable, lexicon: PlaceWords) -> Sequence[Token]:
    """ "di" and "bantul" of "dibantul", where the rest is a regency's name and the whole is no word."""
    word = token.word
    match = PREPOSITION.match(word)
    if not match or token.end - token.start != len(word) or lexicon.plain(word) or _name(word, table, lexicon):
        return ()
    rest = word[match.end() :]
    large = any(len(code) == REGENCY for code in (*lexicon.aliases.get(rest, ()), *table.codes(rest)))
    return list(_cut(token, [match.end()])) if large and not lexicon.plain(rest) else ()


def _humps(text: str, token: Token, table: PlacesTable, lexicon: PlaceWords) -> Sequence[Token]:
    """ "Jogja" and "Banjir" of "JogjaBanjir"."""
    said = text[token.start : token.end]
    if not HUMPS.search(said) or _name(token.word, table, lexicon):
        return ()
    pieces = (
        Token(normal(piece[0]), token.start + piece.start(), token.start + piece.end())
        for piece in PIECE.finditer(said)
    )
    return [piece for piece in pieces if piece.word]


def _cut(token: Token, cuts: Sequence[int]) -> Iterator[Token]:
    for first, end in zip([0, *cuts], [*cuts, len(token.word)], strict=True):
        yield Token(token.word[first:end], token.start + first, token.start + end)


def _name(word: str, table: PlacesTable, lexicon: PlaceWords) -> bool:
    return word in lexicon.aliases or bool(table.codes(word))


__all__ = ["unglued"]
