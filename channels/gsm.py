"""A citizen's SMS stays cheap and readable on any phone: the GSM 7-bit alphabet, what turns into it, what it costs.

Source: 3GPP TS 23.038, section 6.2.1 (default alphabet and its extension table); 3GPP TS 23.040, section 9.2.3.24.1
(parts of a long message: 153 septets or 67 UCS-2 units each).
"""

from __future__ import annotations

import re
import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")  # an escape and a character: these count double

_WRITTEN_OUT = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´ʼʻ", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−⁃", "-"),
        **dict.fromkeys("•·●▪◦‣", "*"),
        **dict.fromkeys("→➜➔⇒", "->"),
        **dict.fromkeys("←⇐", "<-"),
        **dict.fromkeys("ıİ", "i"),
        **dict.fromkeys("đð", "d"),
        "\t": " ",
        "‹": "<",
        "›": ">",
        "⁄": "/",
        "×": "x",
        "÷": "/",
        "≤": "<=",
        "≥": ">=",
        "°": " deg",
        "©": "(C)",
        "®": "(R)",
        "œ": "oe",
        "Œ": "OE",
        "ł": "l",
        "Ł": "L",
        "Đ": "D",
        "þ": "th",
        "Þ": "Th",
    }
)
_INVISIBLE = re.compile(
    "[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u20d0-\u20ff\ufe00-\ufe0f\ufeff]"
)
_PICTURES = frozenset(("So", "Sk", "Co", "Cn", "Cs"))  # emoji, their skin colours, private and unassigned characters


def fits(text: str) -> bool:
    """Whether the text can go out in the 7-bit alphabet."""
    return all(character in BASIC or character in EXTENDED for character in text)


def to_gsm(text: str) -> str:
    """The same words with curly quotes, dashes, strange spaces, accents and fractions in plain GSM characters.

    Emoji and invisible characters go. What has no plain form (Javanese or Arabic script) stays as it is, so the
    result may still need UCS-2; nothing is replaced by a question mark.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(_plain(character) for character in composed if not _INVISIBLE.match(character))


def _plain(character: str) -> str:
    if fits(character):
        return character
    known = character.translate(_WRITTEN_OUT)
    if known != character:
        return known
    if unicodedata.category(character) in ("Zs", "Zl", "Zp"):
        return "\n" if character in "\u2028\u2029" else " "
    taken_apart = _INVISIBLE.sub("", unicodedata.normalize("NFKD", character)).translate(_WRITTEN_OUT)
    if taken_apart != character and fits(taken_apart):
        return taken_apart
    return "" if unicodedata.category(character) in _PICTURES else character


def segments(text: str) -> int:
    """How many SMS the text costs: one of 160 septets (70 UCS-2 units), or parts of 153 (67); 0 for nothing.

    A character that takes two places (an extension character, an emoji) is never torn between two parts.
    """
    if fits(text):
        return _packed([2 if character in EXTENDED else 1 for character in text], 160, 153)
    return _packed([2 if character > "\uffff" else 1 for character in text], 70, 67)


def _packed(sizes: list[int], alone: int, joined: int) -> int:
    total = sum(sizes)
    if total <= alone:
        return 1 if total else 0
    parts, used = 1, 0
    for size in sizes:
        parts, used = (parts, used + size) if used + size <= joined else (parts + 1, size)
    return parts
