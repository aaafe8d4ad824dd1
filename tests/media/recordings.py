"""Real sound and video for tests, made by FFmpeg's encoders on the spot, with tags that must not survive."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from io import BytesIO
from typing import Any

import av

CANARY = "kenari-7d3f-rahasia"  # in every place where a file can tell more than its content
TAGS = {"title": CANARY, "artist": CANARY, "comment": CANARY, "location": "-6.2088+106.8456/" + CANARY}
_SIZE = (64, 48)


@cache
def recording(form: str, *codecs: str, rate: int = 48000, **options: str) -> bytes:
    """A file in one of FFmpeg's formats with one track for each codec, about a second long, tagged all over."""
    out = BytesIO()
    with av.open(out, "w", format=form, options=options) as file:
        file.metadata.update(TAGS)
        streams = [_track(file, codec, rate) for codec in codecs]
        for stream in streams:
            for frame in _pictures() if stream.type == "video" else _tones(rate):
                file.mux(stream.encode(frame))
            file.mux(stream.encode(None))
    return out.getvalue()


def _track(file: Any, codec: str, rate: int) -> Any:
    video = av.Codec(codec, "w").type == "video"
    stream = file.add_stream(codec, rate=10 if video else rate, options={"strict": "experimental"})
    stream.metadata.update({"title": CANARY, "handler_name": CANARY})
    if video:
        stream.width, stream.height, stream.pix_fmt = *_SIZE, "yuv420p"
    else:
        stream.layout = "stereo" if codec == "vorbis" else "mono"
    return stream


def _pictures() -> Iterator[Any]:
    for number in range(10):
        frame = av.VideoFrame(*_SIZE, "yuv420p")
        for plane in frame.planes:
            plane.update(bytes(16 + (7 * number + index // 3) % 200 for index in range(plane.buffer_size)))
        frame.pts, frame.time_base = number, Fraction(1, 10)
        yield frame


def _tones(rate: int) -> Iterator[Any]:
    for number in range(10):
        samples = rate // 10
        frame = av.AudioFrame("s16", "mono", samples)
        wave = (int(9000 * math.sin(2 * math.pi * 440 * (number * samples + n) / rate)) for n in range(samples))
        frame.planes[0].update(struct.pack(f"<{samples}h", *wave))
        frame.rate, frame.pts, frame.time_base = rate, number * samples, Fraction(1, rate)
        yield frame


def played(content: bytes) -> list[tuple[str, list[bytes]]]:
    """Each track's kind and its coded packets, after every frame was decoded without an error."""
    with _opened(content) as file:
        for packet in file.demux():
            list(packet.decode())
    with _opened(content) as file:
        tracks: dict[int, list[bytes]] = {stream.index: [] for stream in file.streams}
        for packet in file.demux():
            if packet.size:
                tracks[packet.stream.index].append(bytes(packet))
        return [(stream.type, tracks[stream.index]) for stream in file.streams]


def _opened(content: bytes) -> Any:
    return av.open(BytesIO(content), metadata_errors="ignore")
