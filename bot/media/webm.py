"""A citizen's WebM video keeps picture and sound and loses its tags, titles, dates and attachments.

The file is built anew from listed elements; an element that is not listed stays behind. Source: RFC 8794 (EBML),
RFC 9559 (Matroska), the WebM guidelines.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.media.kinds import Refused

_EBML, _SEGMENT, _INFO, _TRACKS, _CLUSTER = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
_GROUP, _ENTRY, _CODEC, _PRIVATE, _VIDEO, _AUDIO, _DOC_TYPE = 0xA0, 0xAE, 0x86, 0x63A2, 0xE0, 0xE1, 0x4282
_SEEK, _CUES, _TAGS, _CHAPTERS, _ATTACHED = 0x114D9B74, 0x1C53BB6B, 0x1254C367, 0x1043A770, 0x1941A469
_TOP = frozenset((_INFO, _TRACKS, _CLUSTER, _SEEK, _CUES, _TAGS, _CHAPTERS, _ATTACHED))
_INSIDE = {
    _EBML: frozenset((0x4286, 0x42F7, 0x42F2, 0x42F3, _DOC_TYPE, 0x4287, 0x4285)),
    _SEGMENT: frozenset((_INFO, _TRACKS, _CLUSTER)),
    _INFO: frozenset((0x2AD7B1, 0x4489)),  # time scale, duration
    _TRACKS: frozenset((_ENTRY,)),
    # number, uid, type, lacing, default duration, codec, its configuration, delay, pre-roll, picture, sound
    _ENTRY: frozenset((0xD7, 0x73C5, 0x83, 0x9C, 0x23E383, _CODEC, _PRIVATE, 0x56AA, 0x56BB, _VIDEO, _AUDIO)),
    _VIDEO: frozenset((0x9A, 0xB0, 0xBA, 0x54B0, 0x54BA, 0x54B2)),  # interlacing, sizes
    _AUDIO: frozenset((0xB5, 0x78B5, 0x9F, 0x6264)),  # rates, channels, depth
    _CLUSTER: frozenset((0xE7, 0xA3, _GROUP)),  # time, block
    _GROUP: frozenset((0xA1, 0x9B, 0xFB, 0x75A2)),  # block, duration, reference, padding
}
_CODECS = frozenset((b"V_VP8", b"V_VP9", b"V_AV1", b"A_OPUS"))
_OURS = b"\x4d\x80\x89kentongan\x57\x41\x89kentongan"  # MuxingApp and WritingApp, which every file must have


def webm(content: bytes) -> bytes:
    """WebM with VP8, VP9, AV1 and Opus."""
    found = list(_elements(content, 0, len(content)))
    kinds = [kind for kind, *_ in found]
    if kinds[:2] != [_EBML, _SEGMENT]:
        raise Refused
    for kind, start, end in _elements(content, *found[0][1:]):
        if kind == _DOC_TYPE and content[start:end].rstrip(b"\0") != b"webm":
            raise Refused
    built = b"".join(_kept(content, *each) for each in found[:2])
    if not (_CLUSTER.to_bytes(4, "big") in built and _TRACKS.to_bytes(4, "big") in built):
        raise Refused
    return built


def _kept(content: bytes, kind: int, start: int, end: int) -> bytes:
    if kind not in _INSIDE:
        body = content[start:end]
        if kind == _CODEC and body.rstrip(b"\0") not in _CODECS:
            raise Refused
        return _element(kind, body)
    inside = [each for each in _elements(content, start, end) if each[0] in _INSIDE[kind]]
    return _element(kind, b"".join(_kept(content, *each) for each in inside) + (_OURS if kind == _INFO else b""))


def _element(kind: int, body: bytes) -> bytes:
    name = kind.to_bytes((kind.bit_length() + 7) // 8, "big")
    return name + (len(body) | 1 << 56).to_bytes(8, "big") + body


def _elements(content: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Kind of each element, begin and end of what it holds."""
    while at < end:
        kind, at = _number(content, at, end, keep=True)
        size, at = _number(content, at, end, keep=False)
        stop = at + size if size >= 0 else _end_of(content, kind, at, end)
        if stop > end:
            raise Refused
        yield kind, at, stop
        at = stop


def _end_of(content: bytes, kind: int, at: int, end: int) -> int:
    """Where an element of unknown size ends: a segment with the file, a cluster before the next top element."""
    if kind == _SEGMENT:
        return end
    if kind != _CLUSTER:
        raise Refused
    while at < end:
        inner, body = _number(content, at, end, keep=True)
        if inner in _TOP:
            return at
        size, body = _number(content, body, end, keep=False)
        at = body + size
        if size < 0 or at > end:
            raise Refused
    return end


def _number(content: bytes, at: int, end: int, *, keep: bool) -> tuple[int, int]:
    """A number of 1 to 8 bytes and where it ends; -1 for a size that is unknown. `keep` leaves the length mark in."""
    first = content[at] if at < end else 0
    length = 9 - first.bit_length()
    if not first or at + length > end or (keep and length > 4):
        raise Refused
    value = int.from_bytes(content[at : at + length], "big")
    bare = value & ((1 << 7 * length) - 1)
    if not keep and bare == (1 << 7 * length) - 1:
        return -1, at + length
    return (value if keep else bare), at + length
