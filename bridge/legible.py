"""Whatever a citizen wrote stands on paper: what none of our fonts can draw is shown by its code, nothing vanishes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import manimgx_fonts  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

Drawn = Callable[[str], bool]

FOLDER = Path(manimgx_fonts.__file__).parent
FIRST = "Noto Sans"
OTHERS = (
    *("Noto Sans Arabic", "Noto Sans Symbols", "Noto Emoji", "Noto Sans Hebrew", "Noto Sans Devanagari"),
    *("Noto Sans Tamil", "Noto Sans Thai", "Noto Sans Bengali", "Noto Sans Gujarati", "Noto Sans Gurmukhi"),
    *("Noto Sans Khmer", "Noto Sans Lao", "Noto Sans Myanmar", "Noto Sans Telugu"),
)
_LINES = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_EMPTY = re.compile(r"\n(?:[^\S\n]*\n){3,}")
_LONG = re.compile(r"\S{31,}")
_MARKS = 4  # more on one letter are ornament, and setting thousands of them takes hours
_PIECE = 30  # characters that surely fit in one line
_JOINING = frozenset("\u200b\u200c\u200d\u2060\ufe0e\ufe0f")  # without looks of their own: words and emoji need them
_CODED = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})  # controls, changes of direction, and what nobody has defined


def legible(text: str, drawn: Drawn) -> str:
    """The text with each run that cannot be drawn as its codes in brackets, [U+A9B2 U+A9A4].

    Lines end in \\n only, more than two empty lines in a row are counted instead, and very long words may be broken.
    """
    lines = _LINES.sub("\n", text).replace("\t", "    ")
    counted = _EMPTY.sub(lambda gap: f"\n[{gap[0].count(chr(10)) - 1} baris kosong]\n", lines)
    return _LONG.sub(_breakable, _coded(counted, drawn))


def in_any_font(char: str) -> bool:
    """Whether one of our fonts has this character."""
    return _visible(char) and (in_first_font(char) or any(ord(char) in _signs(name) for name in OTHERS))


def in_first_font(char: str) -> bool:
    """Whether the Latin, Greek and Cyrillic font has it."""
    return _visible(char) and (char in "\n " or char in _JOINING or ord(char) in _signs(FIRST))


def in_ascii(char: str) -> bool:
    """Whether it is one of the 95 characters that every font draws in any order."""
    return char == "\n" or " " <= char <= "~"


def _visible(char: str) -> bool:
    return char == "\n" or char in _JOINING or unicodedata.category(char) not in _CODED


def _coded(text: str, drawn: Drawn) -> str:
    chars = set(text)
    missing = _one_of(char for char in chars if not drawn(char))
    marks = _one_of(char for char in chars if unicodedata.category(char)[0] == "M" or char in _JOINING)
    found = [f"{missing}+"] if missing else []
    found += [f"(?<={marks}{{{_MARKS}}}){marks}+"] if marks else []
    return re.sub("|".join(found), _codes, text) if found else text


def _one_of(chars: Iterable[str]) -> str:
    """A pattern for one of these characters; "" for none."""
    listed = "".join(map(re.escape, chars))
    return f"[{listed}]" if listed else ""


def _codes(run: re.Match[str]) -> str:
    return f"[{' '.join(f'U+{ord(each):04X}' for each in run[0])}]"


def _breakable(word: re.Match[str]) -> str:
    pieces = [word[0][at : at + _PIECE] for at in range(0, len(word[0]), _PIECE)]
    return "\u200b".join(pieces)


@cache
def _signs(family: str) -> frozenset[int]:
    """The code points in a font's character map."""
    with TTFont(FOLDER / f"{family.replace(' ', '')}[wght].ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())
