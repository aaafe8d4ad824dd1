"""Photos for tests, good and bad, drawn on the spot."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import IFDRational

from tests.media.recordings import CANARY

WORDS = CANARY.encode()
XMP = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + WORDS + b"</x:xmpmeta>"
IPTC = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", 5 + len(WORDS)) + b"\x1c\x02\x78\0\x13" + WORDS
ICC = b"\0\0\x02\0lcms\x04\0\0\0mntrRGB XYZ " + bytes(16) + b"acsp" + WORDS + bytes(400)


def drawn(size: tuple[int, int] = (64, 40)) -> Image.Image:
    """Red at the left, blue at the right: one sees how it was turned."""
    picture = Image.new("RGB", size, "red")
    ImageDraw.Draw(picture).rectangle((size[0] // 2, 0, *size), fill="blue")
    return picture


def exif(turn: int = 1) -> bytes:
    """A camera's notes: who, what and where (6.2088 S, 106.8456 E)."""
    notes = Image.Exif()
    notes[0x0112], notes[0x010F], notes[0x013B], notes[0x9286] = turn, CANARY, CANARY, CANARY
    degrees = [(IFDRational(6), IFDRational(12), IFDRational(31)), (IFDRational(106), IFDRational(50), IFDRational(44))]
    notes.get_ifd(0x8825).update({1: "S", 2: degrees[0], 3: "E", 4: degrees[1], 29: CANARY})
    return notes.tobytes()


def saved(picture: Image.Image, form: str, **more: object) -> bytes:
    out = BytesIO()
    picture.save(out, form, **more)
    return out.getvalue()


def segment(mark: int, body: bytes) -> bytes:
    return bytes((0xFF, mark)) + struct.pack(">H", 2 + len(body)) + body


def jpeg(turn: int = 1) -> bytes:
    """A photo with everything that a camera and an editor write into one."""
    plain = saved(drawn(), "JPEG", exif=exif(turn), quality=95)
    extra = segment(0xE1, XMP) + segment(0xED, IPTC) + segment(0xE2, b"ICC_PROFILE\0\1\1" + ICC) + segment(0xFE, WORDS)
    return plain[:2] + extra + plain[2:]


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png() -> bytes:
    """A screenshot with texts plain, packed and international, Exif, and a chunk of nobody's."""
    notes = PngInfo()
    notes.add_text("Comment", CANARY)
    notes.add_text("Packed", CANARY, zip=True)
    notes.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY}</x>")
    plain = saved(drawn(), "PNG", pnginfo=notes, exif=exif())
    return plain[:33] + png_chunk(b"prVt", WORDS) + plain[33:] + WORDS


def png_of(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that claims this size, whatever its data is."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (png_chunk(b"IHDR", head), png_chunk(b"IDAT", data), png_chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def gif() -> bytes:
    """Two frames and a comment; the second frame is not the citizen's photo any more."""
    return saved(drawn(), "GIF", save_all=True, append_images=[Image.new("RGB", (64, 40))], comment=WORDS)


def webp() -> bytes:
    return saved(drawn(), "WEBP", exif=exif(6), xmp=XMP, icc_profile=ICC, lossless=True)


def webp_of(width: int, height: int) -> bytes:
    """A WebP container that claims a canvas of this size."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + size + webp()[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body
