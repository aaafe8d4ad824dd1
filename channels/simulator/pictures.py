"""What Telegram's app does to a photo before it travels: new sizes, no hidden data; the bot sees real uploads."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from PIL import Image, UnidentifiedImageError

SIDES = (90, 320, 800, 1280)
"""The longest side of the sizes that Telegram offers, in pixels (doc: PhotoSize)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One size of a photo, as JPEG bytes; width and height in pixels."""

    content: bytes = field(repr=False)
    width: int
    height: int


def sizes(photo: bytes) -> list[Picture]:
    """The photo as JPEGs from small to large, never larger than it is; empty when it is no picture."""
    try:
        with Image.open(io.BytesIO(photo)) as image:
            plain = image.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return []
    longest = max(plain.size)
    sides = [side for side in SIDES if side < longest]
    return [_scaled(plain, side) for side in [*sides, min(longest, SIDES[-1])][: len(SIDES)]]


def _scaled(image: Image.Image, side: int) -> Picture:
    smaller = image.copy()
    smaller.thumbnail((side, side))
    target = io.BytesIO()
    smaller.save(target, "JPEG", quality=85)
    return Picture(target.getvalue(), smaller.width, smaller.height)
