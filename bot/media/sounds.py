"""A citizen's voice note keeps its sound and loses its tags: no name, no place, no picture, nothing appended."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from bot.media.kinds import Refused

_NAME = b"kentongan"
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def mp3(content: bytes) -> bytes:
    """Frames of MPEG layer III and nothing between, before or after (ID3, APE, lyrics, encoder's notes).

    Source: ISO/IEC 11172-3 and 13818-3, frame headers; id3.org, ID3v2.4.0 section 3.1 for the length of a tag.
    """
    at, first = _after_id3(content), content[:0]
    frames = []
    while frame := content[at : at + _mp3_length(content, at)]:
        if first and not _alike(first, frame):
            break
        first = first or frame
        frames.append(frame)
        at += len(frame)
    sound = [frame for frame in frames if not any(mark in frame[:40] for mark in (b"Xing", b"Info", b"VBRI"))]
    if len(sound) < 2:
        raise Refused
    return b"".join(sound)


def _after_id3(content: bytes) -> int:
    at = 0
    while content[at : at + 3] == b"ID3" and len(content) >= at + 10:
        size = sum((byte & 127) << shift for byte, shift in zip(content[at + 6 : at + 10], (21, 14, 7, 0), strict=True))
        at += 10 + size + (10 if content[at + 5] & 16 else 0)
    return at


def _alike(one: bytes, other: bytes) -> bool:
    """Version, layer and sampling rate stay the same through a file."""
    return one[1] & 0xFE == other[1] & 0xFE and one[2] & 0x0C == other[2] & 0x0C


_RATES = (44100, 48000, 32000)
_KBIT_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBIT_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)


def _mp3_length(content: bytes, at: int) -> int:
    """Bytes of the whole frame that begins here; 0 where there is none (free format is not taken)."""
    head = content[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2 or head[1] & 0x18 == 0x08:
        return 0
    version, kbit, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if kbit in (0, 15) or rate == 3:
        return 0
    first = version == 3
    hertz = _RATES[rate] >> (0 if first else 1 if version == 2 else 2)
    length = (144 if first else 72) * 1000 * (_KBIT_1 if first else _KBIT_2)[kbit] // hertz + (head[2] >> 1 & 1)
    return length if at + length <= len(content) else 0


_AMR = (13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1)  # bytes of a frame by its type, RFC 4867
_AMR_WB = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1)


def amr(content: bytes) -> bytes:
    """A voice note of an older phone, whole frames only; anything else after them is refused. Source: RFC 4867, 5."""
    head = b"#!AMR-WB\n" if content.startswith(b"#!AMR-WB\n") else b"#!AMR\n"
    sizes = _AMR if head == b"#!AMR\n" else _AMR_WB
    if not content.startswith(head):
        raise Refused
    at = len(head)
    while at < len(content):
        length = 0 if content[at] & 0x83 else sizes[content[at] >> 3 & 15]
        if not length:
            raise Refused
        if at + length > len(content):
            break
        at += length
    if at == len(head):
        raise Refused
    return content[:at]


_WAV_CODECS = frozenset((1, 3, 6, 7, 0x11, 0x31))  # PCM, float, A-law, mu-law, IMA ADPCM, GSM 6.10


def wav(content: bytes) -> bytes:
    """Only how it sounds ("fmt ") and the sound ("data"). Source: Microsoft and IBM, Multimedia Programming, RIFF."""
    chunks = dict(_chunks(content))
    form, data = chunks.get(b"fmt ", b""), chunks.get(b"data", b"")
    if len(form) < 16 or int.from_bytes(form[:2], "little") not in _WAV_CODECS or not data:
        raise Refused
    extra = int.from_bytes(form[16:18], "little")
    form = form[: 18 + extra] if extra in (2, 4) else form[:16]
    body = b"WAVE" + _chunk(b"fmt ", form) + _chunk(b"data", data)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(content):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        if at + 8 + size > len(content):
            raise Refused
        yield content[at : at + 4], content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)


def ogg(content: bytes) -> bytes:
    """A voice note in Opus or Vorbis with an empty comment header. Source: RFC 3533 (pages), RFC 7845, Vorbis I."""
    pages = list(_pages(content))
    first, head = pages[0], b"".join(_segments(pages[0]))
    opus = head.startswith(b"OpusHead") and len(head) >= 19 and len(head) == (21 + head[9] if head[18] else 19) < 255
    if len({page[14:18] for page in pages}) != 1 or not (opus or (head[:7] == b"\x01vorbis" and len(head) == 30)):
        raise Refused
    wanted = 2 if opus else 3
    used, packets = _headers(pages, wanted)
    packets[1] = _tags(opus)
    rest = [page for page in pages[used:] if page[5] & 2 == 0]
    if not rest or len(packets) != wanted:
        raise Refused
    fresh = [_page(first, [head]), *(_header_pages(first, packets[1:])), *rest]
    return b"".join(_numbered(page, number) for number, page in enumerate(fresh))


def _tags(opus: bool) -> bytes:
    vendor = len(_NAME).to_bytes(4, "little") + _NAME + bytes(4)
    return b"OpusTags" + vendor if opus else b"\x03vorbis" + vendor + b"\x01"


def _pages(content: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(content):
        count = content[at + 26] if content[at : at + 5] == b"OggS\0" and at + 27 <= len(content) else 0
        end = at + 27 + count + sum(content[at + 27 : at + 27 + count])
        if not count or end > len(content):
            raise Refused
        yield content[at:end]
        at = end


def _segments(page: bytes) -> Iterator[bytes]:
    at = 27 + page[26]
    for size in page[27 : 27 + page[26]]:
        yield page[at : at + size]
        at += size


def _headers(pages: list[bytes], wanted: int) -> tuple[int, list[bytes]]:
    """How many pages the header packets fill, and those packets: audio begins on a page of its own."""
    packets, open_packet = list[bytes](), b""
    for number, page in enumerate(pages, 1):
        for segment in _segments(page):
            open_packet += segment
            if len(segment) < 255:
                packets, open_packet = [*packets, open_packet], b""
        if len(packets) >= wanted and not open_packet:
            return number, packets
    raise Refused


def _header_pages(like: bytes, packets: list[bytes]) -> Iterator[bytes]:
    """Packets on pages of their own; a setup header of Vorbis that would fill more than one page is laid over them."""
    for packet in packets:
        pieces = [packet[at : at + 255] for at in range(0, len(packet) + 1, 255)]
        for at in range(0, len(pieces), 255):
            some = pieces[at : at + 255]
            flags = bytes((0 if at == 0 else 1,))
            yield b"OggS\0" + flags + _position(at + 255 >= len(pieces)) + like[14:18] + bytes(8) + _laid(some)


def _position(ends_a_packet: bool) -> bytes:
    return bytes(8) if ends_a_packet else b"\xff" * 8


def _laid(pieces: list[bytes]) -> bytes:
    return bytes((len(pieces),)) + bytes(len(piece) for piece in pieces) + b"".join(pieces)


def _page(like: bytes, packets: list[bytes]) -> bytes:
    return b"OggS\0\x02" + bytes(8) + like[14:18] + bytes(8) + _laid(packets)


def _numbered(page: bytes, number: int) -> bytes:
    """The page with its place in the file and a fresh checksum.

    Ogg's CRC-32 runs over mirrored bits with the polynomial of zlib's, so zlib counts it (in C) over mirrored bytes.
    """
    bare = page[:18] + number.to_bytes(4, "little") + bytes(4) + page[26:]
    mirrored = zlib.crc32(bare.translate(_REVERSED), 0xFFFF_FFFF) ^ 0xFFFF_FFFF
    return bare[:22] + int(f"{mirrored:032b}"[::-1], 2).to_bytes(4, "little") + bare[26:]
