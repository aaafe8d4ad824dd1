"""A report arrives whatever came with it, and the citizen hears which files work."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from redis import Redis

from bot.message import Attachment, Said, Sender
from bot.understanding.understand import Understanding
from bot.wiring import House
from tests.carriers import Taking
from tests.houses import TestHouse, open_house
from tests.media import papers, photos
from tests.media.corpus import HTML, SVG, zipped
from tests.media.recordings import CANARY
from tests.media.servers import Server, ok, redirect, serving

CITIZEN = Sender("sms", "+6281200000001")
HOSTILE = {
    "ME1": ok(SVG, "Content-Type: image/jpeg"),
    "ME2": ok(zipped("x", size=50_000_000), "Content-Type: image/png"),
    "ME3": ok(photos.png_of(100_000, 100_000), "Content-Type: image/png"),
    "ME4": redirect("http://169.254.169.254/latest/meta-data/"),
    "ME5": ok(b"%PDF-1.7\n" + HTML, "Content-Type: application/pdf"),
}
GOOD = {"ME6": ok(photos.jpeg(), "Content-Type: text/html"), "ME7": ok(papers.paper(), "Content-Type: image/png")}


@pytest.fixture
def carrier() -> Iterator[Server]:
    """Twilio's media, with a file for each name; whatever is deleted is gone."""
    files = HOSTILE | GOOD

    def speak(there: socket.socket) -> None:
        method, path = server.heads[-1].decode().split()[:2]
        name = path.rpartition("/")[2]
        found = files.pop(name, None) if method == "DELETE" else files.get(name)
        gone = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        there.sendall(b"HTTP/1.1 204 No Content\r\n\r\n" if found and method == "DELETE" else found or gone)

    with serving(speak) as server:
        yield server


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding, carrier: Server) -> Iterator[TestHouse]:
    """A house whose Twilio is that carrier."""
    with open_house(tmp_path, redis, understanding, TWILIO_API_BASE=carrier.base) as opened:
        yield opened


def file_with(test: TestHouse, carrier: Server, names: tuple[str, ...]) -> str:
    """File a report with these files; returns what the citizen is told when it has arrived."""
    listening = Taking()
    object.__setattr__(test.house, "outbox", replace(test.house.outbox, carriers={"sms": listening}))
    at = f"{carrier.base}/2010-04-01/Accounts/{test.house.settings.twilio_account_sid}/Messages/MM1/Media"
    attachments = tuple(Attachment("photo", f"{at}/{name}", "image/jpeg") for name in names)
    test.house.inbound.receive(Said(CITIZEN, "1", "jalan berlubang depan pasar Selong Lombok Timur"))
    test.house.inbound.receive(Said(CITIZEN, "2", attachments=attachments))
    test.house.inbound.receive(Said(CITIZEN, "3", "1"))
    for _ in range(12):  # longer than all tries of a file together
        test.time.pass_by(timedelta(minutes=5))
        test.drain()
    (told,) = [text for text in listening.sent if "SP4N" in text]
    return told


def test_five_hostile_files_do_not_stop_a_report(test: TestHouse, carrier: Server) -> None:
    """It is filed once, without them; the citizen is told how many could not be used, and what works."""
    told = file_with(test, carrier, tuple(HOSTILE))
    (report,) = test.core.filed
    assert report.files == ()
    assert "5" in told
    assert all(kind in told for kind in ("JPEG", "PNG", "PDF"))
    assert list((test.house.settings.folder / "media").glob("*")) == []


def test_good_files_arrive_beside_hostile_ones(test: TestHouse, carrier: Server) -> None:
    """Two of seven are handed over, without metadata; all seven are deleted at the carrier."""
    told = file_with(test, carrier, (*HOSTILE, *GOOD))
    (report,) = test.core.filed
    assert [file.media_type for file in report.files] == ["image/jpeg", "application/pdf"]
    assert "5" in told
    for content in (shown(test.house, file.url) for file in report.files):
        assert CANARY.encode() not in content
    deleted = [head.split()[1].rpartition(b"/")[2].decode() for head in carrier.heads if head.startswith(b"DELETE")]
    assert sorted(deleted) == sorted((*HOSTILE, *GOOD))


def shown(house: House, url: str) -> bytes:
    """What the office sees behind a report's link."""
    query = parse_qs(urlsplit(url).query)
    found = house.shelf.open(urlsplit(url).path.removeprefix("/media/"), query["until"][0], query["signature"][0])
    assert found is not None
    return found[0]
