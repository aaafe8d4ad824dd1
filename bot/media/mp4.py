"""A citizen's video keeps picture and sound and loses where, when, with what and by whom it was made.

The file is built anew from the parts that a player needs: everything that is not listed here stays behind, and so does
every byte of the old file that no kept track points to. Sources: ISO/IEC 14496-12 (boxes), 14496-14 and -15, Apple's
QuickTime File Format (sound descriptions, versions 1 and 2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from struct import pack, unpack_from

from bot.media.kinds import Refused

Box = tuple[bytes, bytes]
_BRANDS = frozenset((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"M4A ", b"MSNV",
                     b"3gp4", b"3gp5", b"3gp6", b"3gp7", b"3g2a", b"qt  "))  # fmt: skip
_INSIDE: Mapping[bytes, frozenset[bytes]] = {
    b"trak": frozenset((b"tkhd", b"edts", b"mdia")),
    b"edts": frozenset((b"elst",)),
    b"mdia": frozenset((b"mdhd", b"hdlr", b"minf")),
    b"minf": frozenset((b"vmhd", b"smhd", b"dinf", b"stbl")),
    b"dinf": frozenset((b"dref",)),
    b"stbl": frozenset((b"stsd", b"stts", b"ctts", b"stss", b"stsc", b"stsz", b"stco", b"co64")),
}
_PICTURES = frozenset((b"avc1", b"avc3", b"hvc1", b"hev1", b"mp4v", b"vp09", b"av01", b"s263", b"H263"))
_SOUNDS = frozenset((b"mp4a", b"samr", b"sawb", b"Opus", b"alac", b".mp3"))
_CONFIG = frozenset((b"avcC", b"hvcC", b"esds", b"vpcC", b"av1C", b"dOps", b"damr", b"d263", b"alac", b"pasp", b"colr",
                     b"btrt", b"chan"))  # fmt: skip
_MOST_CHUNKS = 1_000_000


def mp4(content: bytes) -> bytes:
    """MP4, M4A, 3GP or QuickTime with its picture and sound tracks only. Fragmented files are not taken."""
    boxes = dict(_boxes(content))
    brand = boxes.get(b"ftyp", b"")[:4]
    if brand not in _BRANDS or b"moov" not in boxes or b"moof" in boxes:
        raise Refused
    tracks = [track for name, track in _boxes(boxes[b"moov"]) if name == b"trak" and _handler(track) in _HANDLED]
    pictures = any(_handler(track) == b"vide" for track in tracks)
    if not tracks:
        raise Refused
    return _built(content, boxes[b"moov"], tracks, _brand(brand, pictures))


def _brand(brand: bytes, pictures: bool) -> bytes:
    if not pictures:
        return b"M4A "
    return b"mp42" if brand == b"M4A " else brand


def _built(content: bytes, moov: bytes, tracks: list[bytes], brand: bytes) -> bytes:
    """The index first, then the chunks in the order of the tracks. Built twice: offsets change no lengths."""
    spans = [list(_spans(_table(track), len(content))) for track in tracks]
    media = b"".join(content[start:end] for span in spans for start, end in span)
    top = _box(b"ftyp", brand + bytes(4) + brand)
    header = _kept(b"mvhd", dict(_boxes(moov))[b"mvhd"], b"")
    nowhere = _box(b"moov", header + b"".join(_track(track, spans[n], 0) for n, track in enumerate(tracks)))
    at = len(top) + len(nowhere) + 8
    parts = []
    for track, span in zip(tracks, spans, strict=True):
        parts.append(_track(track, span, at))
        at += sum(end - start for start, end in span)
    return top + _box(b"moov", header + b"".join(parts)) + _box(b"mdat", media)


def _boxes(content: bytes) -> Iterator[Box]:
    at = 0
    while at + 8 <= len(content):
        size, name = unpack_from(">I4s", content, at)
        head = 8
        if size == 1 and at + 16 <= len(content):
            size, head = unpack_from(">Q", content, at + 8)[0], 16
        end = len(content) if size == 0 else at + size
        if end > len(content) or end < at + head:
            raise Refused
        yield name, content[at + head : end]
        at = end


def _box(name: bytes, body: bytes) -> bytes:
    return pack(">I4s", 8 + len(body), name) + body


def _within(track: bytes, *names: bytes) -> bytes:
    for name in names:
        track = dict(_boxes(track)).get(name, b"")
    return track


def _table(track: bytes) -> dict[bytes, bytes]:
    return dict(_boxes(_within(track, b"mdia", b"minf", b"stbl")))


def _handler(track: bytes) -> bytes:
    return _within(track, b"mdia", b"hdlr")[8:12]


def _spans(table: Mapping[bytes, bytes], length: int) -> Iterator[tuple[int, int]]:
    """Where in the old file each chunk of the track begins and ends."""
    size, count = unpack_from(">II", table[b"stsz"], 4)
    sizes = () if size else unpack_from(f">{count}I", table[b"stsz"], 12)
    done = 0
    for start, samples in zip(_offsets(table), _per_chunk(table[b"stsc"], count), strict=False):
        taken = min(samples, count - done)
        end = start + (taken * size if size else sum(sizes[done : done + taken]))
        if end > length:
            raise Refused
        done += taken
        yield start, end
    if done < count:
        raise Refused


def _offsets(table: Mapping[bytes, bytes]) -> tuple[int, ...]:
    name, letter = (b"stco", "I") if b"stco" in table else (b"co64", "Q")
    (count,) = unpack_from(">I", table[name], 4)
    return unpack_from(f">{count}{letter}", table[name], 8) if count <= _MOST_CHUNKS else ()


def _per_chunk(stsc: bytes, samples: int) -> Iterator[int]:
    """Samples in the first chunk, the second, and so on; the last rule goes on for ever."""
    (count,) = unpack_from(">I", stsc, 4)
    rules = [unpack_from(">II", stsc, 8 + 12 * n) for n in range(min(count, _MOST_CHUNKS))]
    for (first, each), (following, _) in zip(rules, [*rules[1:], (2 + samples, 0)], strict=True):
        for _ in range(first, max(first, following)):
            yield each


def _track(track: bytes, spans: list[tuple[int, int]], at: int) -> bytes:
    offsets = []
    for start, end in spans:
        offsets.append(at)
        at += end - start
    return _kept(b"trak", track, _box(b"stco", pack(f">II{len(offsets)}I", 0, len(offsets), *offsets)))


def _kept(name: bytes, body: bytes, chunks: bytes) -> bytes:
    """A box with the listed boxes inside it, each cleaned in its own way."""
    if name in _INSIDE:
        inside = [(each, what) for each, what in _boxes(body) if each in _INSIDE[name]]
        return _box(name, b"".join(_kept(each, what, chunks) for each, what in inside))
    if name in (b"stco", b"co64"):
        return chunks
    cleaned = _undated(body) if name in _DATED else _CLEANED[name](body) if name in _CLEANED else body
    return _box(name, cleaned[: _length(name, cleaned)])


def _length(name: bytes, body: bytes) -> int:
    """How long a box is by its own version and count: what stands behind that is nobody's."""
    newer = body[:1] == b"\x01"
    if name in _FIXED:
        return _FIXED[name][newer]
    if name == b"stsz":
        return 12 if any(body[4:8]) else 12 + 4 * int.from_bytes(body[8:12], "big")
    row = (20 if newer else 12) if name == b"elst" else _ROWS.get(name)
    return len(body) if row is None else 8 + row * int.from_bytes(body[4:8], "big")


def _undated(body: bytes) -> bytes:
    """mvhd, tkhd, mdhd without the times of making and changing (4 bytes each, 8 in version 1)."""
    width = 16 if body[:1] == b"\x01" else 8
    return body[:4] + bytes(width) + body[4 + width :]


def _unnamed(body: bytes) -> bytes:
    return bytes(8) + body[8:12] + bytes(13)


def _here(_: bytes) -> bytes:
    """One reference that says "in this file": an old one could lead a player to any address."""
    return pack(">II", 0, 1) + _box(b"url ", b"\0\0\0\x01")


def _described(body: bytes) -> bytes:
    """Sample descriptions of the listed codecs with their configuration only."""
    entries = [_entry(name, entry) for name, entry in _boxes(body[8:])]
    return pack(">II", 0, len(entries)) + b"".join(entries)


def _entry(name: bytes, entry: bytes) -> bytes:
    if name in _PICTURES:
        fixed = entry[:8] + bytes(16) + entry[24:42] + bytes(32) + entry[74:78]  # without vendor and compressor's name
    elif name in _SOUNDS:
        version = int.from_bytes(entry[8:10], "big")
        fixed = entry[: {0: 28, 1: 44, 2: 64}[version]]
        fixed = fixed[:12] + bytes(4) + fixed[16:]
    else:
        raise Refused
    return _box(name, fixed + b"".join(_config(each, body) for each, body in _boxes(entry[len(fixed) :])))


def _config(name: bytes, body: bytes) -> bytes:
    """QuickTime wraps AAC's configuration in "wave"; whatever else is there is left out."""
    if name == b"wave":
        inner = [(each, what) for each, what in _boxes(body) if each in (b"frma", b"esds", b"mp4a")]
        return _box(name, b"".join(_box(each, what) for each, what in inner) + pack(">I4s", 8, b"\0\0\0\0"))
    profile = name == b"colr" and body[:4] not in (b"nclx", b"nclc")  # an ICC profile has room for words
    return _box(name, body) if name in _CONFIG and not profile else b""


_HANDLED = frozenset((b"vide", b"soun"))
_CLEANED = {b"hdlr": _unnamed, b"dref": _here, b"stsd": _described}
_DATED = frozenset((b"mvhd", b"tkhd", b"mdhd"))
_FIXED = {b"mvhd": (100, 112), b"tkhd": (84, 96), b"mdhd": (24, 36), b"vmhd": (12, 12), b"smhd": (8, 8)}
_ROWS = {b"stts": 8, b"ctts": 8, b"stss": 4, b"stsc": 12}  # bytes a row
