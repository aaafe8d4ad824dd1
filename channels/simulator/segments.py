"""How many SMS a text costs, so that the feature phone shows what a citizen would pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# 3GPP TS 23.038, 6.2.1: the default alphabet, and the extension table whose characters take two places.
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")


@dataclass(frozen=True, slots=True)
class Segments:
    """The cost of a text: `alphabet` GSM-7 or UCS-2, `units` used (7-bit or 16-bit), `count` of SMS."""

    alphabet: str
    units: int
    count: int


def segments(text: str) -> Segments:
    """Count as a network does: 160 or 153 units a part in GSM-7, 70 or 67 in UCS-2; no character is cut in two."""
    if all(letter in BASIC or letter in EXTENDED for letter in text):
        widths = [2 if letter in EXTENDED else 1 for letter in text]
        return Segments("GSM-7", sum(widths), _parts(widths, 160, 153))
    widths = [2 if ord(letter) > 0xFFFF else 1 for letter in text]
    return Segments("UCS-2", sum(widths), _parts(widths, 70, 67))


def _parts(widths: Sequence[int], alone: int, together: int) -> int:
    if sum(widths) <= alone:
        return 1
    count, used = 1, 0
    for width in widths:
        if used + width > together:
            count, used = count + 1, 0
        used += width
    return count
