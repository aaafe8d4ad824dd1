"""The areas that one name means: as the table has it, as everyone says it, as Javanese spells it, or inflected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.understanding.place_words import PlaceWords
from bot.understanding.places_table import REGENCY, PlacesTable, bare, one_vowel
from bot.understanding.short_names import undoubled, uninflected
from bot.understanding.spelling import other_forms
from bot.understanding.words import Token

SHORTEST_FORMED = 6  # letters of a name with an ending or a doubled letter


class Text(Protocol):
    """What is needed of a reader: the text, its words and the tables."""

    @property
    def text(self) -> str: ...

    @property
    def words(self) -> Sequence[Token]: ...

    @property
    def table(self) -> PlacesTable: ...

    @property
    def lexicon(self) -> PlaceWords: ...


def exact(reader: Text, name: str) -> tuple[str, ...]:
    """The codes of a compact name ("lomboktimur"), the everyday meanings first; none for a place abroad."""
    if not named(reader, name):
        return ()
    codes, aliases = reader.table.codes(name), reader.lexicon.aliases.get(name)
    if codes and name in reader.lexicon.foreign:
        return ()
    return tuple(dict.fromkeys((*aliases, *codes))) if aliases else codes


def named(reader: Text, name: str) -> bool:
    """Whether anything has a compact name, which few runs of words are: the quick question before `exact`."""
    return name in reader.table.large or name in reader.table.villages or name in reader.lexicon.aliases


def javanese(reader: Text, name: str) -> tuple[str, ...]:
    """The codes of a Javanese regency or kecamatan whose "a" is written "o"."""
    codes = reader.table.javanese.get(one_vowel(name))
    return codes if codes and not reader.lexicon.usual(name) else ()


def shortened(reader: Text, words: Sequence[str]) -> tuple[str, ...]:
    """The kecamatan behind "bjm barat" and "smg tgh", whose regency's name is said short."""
    for code in reader.lexicon.aliases.get(words[0], ()):
        if len(code) == REGENCY:
            whole = [*bare(reader.table.names[code]).lower().split(), *words[1:]]
            for name in ("".join(whole), *other_forms(whole)):
                if inner := tuple(one for one in reader.table.codes(name) if one.startswith(f"{code}.")):
                    return inner
    return ()


def formed(reader: Text, at: int) -> tuple[str, ...]:
    """The regencies behind "Slemane", "Klaten's" and "Amboon"."""
    token = reader.words[at]
    if len(token.word) < SHORTEST_FORMED or reader.lexicon.usual(token.word):
        return ()
    plural = token.word[-1] == "s" and reader.text[token.end - 2] not in "'’"
    forms = [*([] if plural else uninflected(token.word)), undoubled(token.word)]
    named = (exact(reader, form) for form in forms if form and not reader.lexicon.plain(form))
    return next(filter(None, (tuple(code for code in codes if len(code) <= REGENCY) for codes in named)), ())


__all__ = ["exact", "formed", "javanese", "named", "shortened"]
