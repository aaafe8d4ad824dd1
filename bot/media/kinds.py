"""What a citizen's file is, by its own first bytes: never by its name and never by what anybody claims."""

from __future__ import annotations

from collections.abc import Mapping

LARGEST = 24 * 1024 * 1024  # bytes of a cleaned file; a photo of 20 MB may grow a little when it is encoded again
REFUSED = 3  # the cleaning process's exit code for a file that we do not take
# A file as it is kept: ending and type.
TYPES: Mapping[str, str] = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "ogg": "audio/ogg",
    "mp3": "audio/mpeg",
    "amr": "audio/amr",
    "wav": "audio/wav",
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
    "webm": "video/webm",
}
# As it comes: offset, bytes, what to clean it as. Whatever is not here is no file that we take.
_MAGIC = (
    (0, b"\xff\xd8\xff", "image"),
    (0, b"\x89PNG\r\n\x1a\n", "image"),
    (0, b"GIF87a", "image"),
    (0, b"GIF89a", "image"),
    (0, b"BM", "image"),
    (8, b"WEBP", "image"),
    (8, b"WAVE", "wav"),
    (0, b"%PDF-", "pdf"),
    (0, b"OggS", "ogg"),
    (0, b"#!AMR", "amr"),
    (4, b"ftyp", "mp4"),
    (0, b"\x1aE\xdf\xa3", "webm"),
    (0, b"ID3", "mp3"),
    *((0, bytes((0xFF, second)), "mp3") for second in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2)),  # layer III
)
_KEPT_MAGIC = {"jpg": (0, b"\xff\xd8\xff"), "png": (0, b"\x89PNG\r\n\x1a\n"), "m4a": (4, b"ftypM4A ")}


class Refused(Exception):
    """The file is not what its first bytes say, is broken, or holds what we do not take."""


def family(content: bytes) -> str | None:
    """How a file is to be cleaned: image, pdf, ogg, mp3, amr, wav, mp4 or webm; None for anything else."""
    for offset, magic, kind in _MAGIC:
        if content[offset : offset + len(magic)] == magic and (offset != 8 or content[:4] == b"RIFF"):
            return kind
    return None


def ending(start: bytes) -> str | None:
    """The ending of a cleaned file, by its first bytes (12 are enough); None for what no cleaning makes."""
    for name, (offset, magic) in _KEPT_MAGIC.items():
        if start[offset : offset + len(magic)] == magic:
            return name
    kind = family(start)
    return kind if kind in TYPES else None
