"""Citizens' photos, voice notes and documents: fetched once, photos stripped of hidden data, shown by signed links."""

from __future__ import annotations

import hmac
import warnings
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from bot.message import Attachment
from bot.report import StoredFile
from bot.vault import Vault

MOST_PIXELS = 40_000_000
LINK_LASTS = timedelta(days=30)
# What a file is, by its first bytes: offset, bytes, type, ending. Images are not here: they are decoded and re-encoded.
MAGIC = (
    (0, b"%PDF-", "application/pdf", "pdf"),
    (0, b"OggS", "audio/ogg", "ogg"),
    (0, b"ID3", "audio/mpeg", "mp3"),
    (0, b"\xff\xfb", "audio/mpeg", "mp3"),
    (0, b"#!AMR", "audio/amr", "amr"),
    (8, b"WAVE", "audio/wav", "wav"),
    (4, b"ftypM4A", "audio/mp4", "m4a"),
    *((4, b"ftyp" + brand, "video/mp4", "mp4") for brand in (b"isom", b"iso2", b"mp4", b"avc1", b"M4V", b"3gp", b"qt")),
    (0, b"\x1aE\xdf\xa3", "video/webm", "webm"),
)
TYPES = {"jpg": "image/jpeg", "png": "image/png"} | {ending: kind for _, _, kind, ending in MAGIC}


class Shelf:
    """Keeps files in a folder under names that tell nothing."""

    def __init__(
        self,
        folder: Path,
        fetch: Callable[[str, Attachment], bytes],
        vault: Vault,
        clock: Callable[[], datetime],
        url: str,
    ) -> None:
        self._folder, self._fetch, self._vault, self._clock, self._url = folder, fetch, vault, clock, url

    def keep(self, channel: str, attachment: Attachment) -> StoredFile | None:
        """Fetch a file and keep it; None where it is of no type that we keep; raises OSError to be tried again."""
        found = self.kept(attachment)
        if found:
            return found
        cleaned = clean(self._fetch(channel, attachment))
        if cleaned is None:
            return None
        content, ending = cleaned
        self._write(f"{self._name(attachment)}.{ending}", content)
        return self.kept(attachment)

    def kept(self, attachment: Attachment) -> StoredFile | None:
        """The file with a link for the core, if it is here."""
        found = next(self._folder.glob(f"{self._name(attachment)}.*"), None) if self._folder.is_dir() else None
        return StoredFile(self._link(found.name), TYPES[found.suffix[1:]]) if found else None

    def open(self, name: str, until: str, signature: str) -> tuple[bytes, str] | None:
        """A file by its signed link: content and type; None where the link is wrong or over."""
        fits = hmac.compare_digest(self._vault.hash("media", f"{name}?{until}").encode(), signature.encode())
        if not fits or int(until) < self._clock().timestamp():
            return None
        path = self._folder / name
        return (path.read_bytes(), TYPES[path.suffix[1:]]) if path.is_file() else None

    def _link(self, name: str) -> str:
        until = int((self._clock() + LINK_LASTS).timestamp())
        return f"{self._url}/media/{name}?until={until}&signature={self._vault.hash('media', f'{name}?{until}')}"

    def _name(self, attachment: Attachment) -> str:
        return self._vault.hash("file", attachment.locator)

    def _write(self, name: str, content: bytes) -> None:
        """Whole or not at all: a reader never meets half a file."""
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f".{name}.part"
        part.write_bytes(content)
        part.rename(self._folder / name)


def clean(content: bytes) -> tuple[bytes, str] | None:
    """The file as it may be kept and its ending: images re-encoded without metadata, others by their first bytes."""
    for offset, magic, _, ending in MAGIC:
        if content[offset : offset + len(magic)] == magic:
            return content, ending
    return _image(content)


def _image(content: bytes) -> tuple[bytes, str] | None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP", "GIF", "BMP")) as image:
                return _encoded(image) if image.width * image.height <= MOST_PIXELS else None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombWarning):
            return None


def _encoded(image: Image.Image) -> tuple[bytes, str]:
    """Only the pixels, turned the way the camera meant; nothing else of the file survives."""
    turn = image.getexif().get(0x0112)
    pixels = image.convert("RGB")
    rotation = {3: 180, 6: 270, 8: 90}.get(turn or 1)
    if rotation:
        pixels = pixels.rotate(rotation, expand=True)
    bare = Image.frombytes("RGB", pixels.size, pixels.tobytes())
    out = BytesIO()
    bare.save(out, "JPEG", quality=85)
    return out.getvalue(), "jpg"
