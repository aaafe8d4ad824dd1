"""No hostile file gets through, none ends the worker, and what is kept tells nothing that was not meant to be sent."""

from __future__ import annotations

import base64
from io import BytesIO

import pytest
from PIL import Image

from bot.media.cleaning import cleaned
from tests.media import papers, photos
from tests.media.corpus import CLEANED, REFUSED, Case
from tests.media.recordings import CANARY, played


def named(case: Case) -> str:
    return case.name


def canaries(content: bytes) -> int:
    """How often the canary is in there, as it is, in wide letters or in base64."""
    forms = (CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode("utf-16-be"), CANARY.encode().hex().encode())
    plain = content + (papers.unpacked(content) if content.startswith(b"%PDF") else b"")
    return sum(plain.count(form) for form in (*forms, base64.b64encode(CANARY.encode())[:-4]))


@pytest.mark.parametrize("case", REFUSED, ids=named)
def test_a_hostile_file_does_not_get_through(case: Case) -> None:
    """It is refused, quietly and in time, whatever its first bytes say."""
    assert cleaned(case.make()) is None


@pytest.mark.parametrize("case", CLEANED, ids=named)
def test_a_good_file_gets_through_without_its_secrets(case: Case) -> None:
    """It is kept as what it is, and no canary, script, place or appended file is left in it."""
    content = case.make()
    kept = cleaned(content)
    assert kept is not None
    assert kept[1] == case.ending
    assert canaries(kept[0]) == 0
    assert not any(mark in kept[0] for mark in (b"<script", b"<?php", b"PK\x03\x04", b"JavaScript", b"Exif", b"/URI"))


def test_the_corpus_is_large_and_full_of_canaries() -> None:
    """At least 60 files may not get through, and nearly all that are cleaned do hold something to be found."""
    assert len(REFUSED) >= 60
    silent = {case.name for case in CLEANED if canaries(case.make()) == 0}
    assert silent == {"a BMP with a ZIP behind it", "an AMR voice note"}
    assert len({case.name for case in REFUSED + CLEANED}) == len(REFUSED + CLEANED)


@pytest.mark.parametrize("case", [case for case in CLEANED if case.ending in ("ogg", "mp3", "amr", "wav", "m4a")])
def test_sound_stays_sound(case: Case) -> None:
    """Every coded packet is there, in order and unchanged, and every frame can be decoded."""
    content = case.make()
    kept = cleaned(content)
    assert kept is not None
    assert played(kept[0]) == played(content)


@pytest.mark.parametrize("case", [case for case in CLEANED if case.ending in ("mp4", "webm")], ids=named)
def test_video_stays_video(case: Case) -> None:
    """Picture and sound are there, packet by packet."""
    content = case.make()
    kept = cleaned(content)
    assert kept is not None
    assert played(kept[0]) == played(content)


@pytest.mark.parametrize(("turn", "left"), [(1, "red"), (2, "blue"), (3, "blue"), (4, "red")])
def test_a_photo_is_turned_the_way_the_camera_meant(turn: int, left: str) -> None:
    """The pixels are turned or mirrored, since the note that said so is gone."""
    kept = cleaned(photos.jpeg(turn))
    assert kept is not None
    with Image.open(BytesIO(kept[0])) as picture:
        red, _, blue = picture.convert("RGB").getpixel((8, 20))  # type: ignore[misc]
        assert picture.size == (64, 40)
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert ("red" if red > blue else "blue") == left


@pytest.mark.parametrize("turn", [5, 6, 7, 8])
def test_a_photo_taken_sideways_stands_up(turn: int) -> None:
    """Width and height change places."""
    kept = cleaned(photos.jpeg(turn))
    assert kept is not None
    with Image.open(BytesIO(kept[0])) as picture:
        assert picture.size == (40, 64)


def test_a_large_photo_is_kept_smaller() -> None:
    """Of 39 megapixels 16 are kept, in the same shape."""
    kept = cleaned(photos.saved(photos.drawn((7200, 5400)), "JPEG"))
    assert kept is not None
    with Image.open(BytesIO(kept[0])) as picture:
        assert 15_000_000 < picture.width * picture.height <= 16_000_000
        assert abs(picture.width / picture.height - 7200 / 5400) < 0.01


def test_a_pdf_keeps_what_its_page_shows() -> None:
    """Text, photo and the look of a filled form are still drawn; the photo is the same picture."""
    kept = cleaned(papers.paper())
    assert kept is not None
    assert all(drawn in papers.unpacked(kept[0]) for drawn in (b"(Jalan rusak) Tj", b"/Photo Do", b"/Form Do"))
    form = cleaned(papers.form())
    assert form is not None
    assert b"1 0 0 rg" in papers.unpacked(form[0])
