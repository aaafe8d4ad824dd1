"""A citizen's photo becomes its pixels and nothing else: no place, no camera, no name, nothing appended."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageOps

from bot.media.kinds import Refused

MOST_PIXELS = 40_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_KEPT_PIXELS = 16_000_000  # a larger photo is made smaller: an officer needs no more, and memory is bounded
_SHARP = 8_000_000  # pixels up to which a screenshot stays PNG, so that small letters stay sharp


def image(content: bytes) -> bytes:
    """A photo or a GIF's first frame as JPEG or PNG, turned the way the camera meant. Raises Pillow's errors too."""
    Image.MAX_IMAGE_PIXELS = None  # our own cap is lower than where Pillow begins to warn, and it refuses
    with Image.open(BytesIO(content), formats=_FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused
        drawing = opened.format in ("PNG", "GIF") and opened.width * opened.height <= _SHARP
        _shrink(opened)
        opened.load()
        with suppress(Exception):  # a photo whose notes are broken is still a photo
            ImageOps.exif_transpose(opened, in_place=True)
        return _encoded(_bare(opened), drawing)


def _shrink(picture: Image.Image) -> None:
    """By area, not by side: a long screenshot stays legible. A JPEG is then decoded smaller in the first place."""
    factor = (_KEPT_PIXELS / (picture.width * picture.height)) ** 0.5
    if factor < 1:
        picture.thumbnail((max(1, int(picture.width * factor)), max(1, int(picture.height * factor))))


def _bare(picture: Image.Image) -> Image.Image:
    """Only colours, what is transparent on white: no palette, profile, text or tags come along."""
    pixels = _on_white(picture) if picture.has_transparency_data else picture.convert("RGB")
    pixels.info = {}
    return pixels


def _on_white(picture: Image.Image) -> Image.Image:
    seen = picture if picture.mode == "RGBA" else picture.convert("RGBA")  # a copy less: memory is bounded
    pixels = Image.new("RGB", seen.size, "white")
    pixels.paste(seen, mask=seen.getchannel("A"))
    return pixels


def _encoded(pixels: Image.Image, drawing: bool) -> bytes:
    out = BytesIO()
    if drawing:
        pixels.save(out, "PNG", compress_level=6)
    else:
        pixels.save(out, "JPEG", quality=85)
    return out.getvalue()
