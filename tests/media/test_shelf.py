"""A file is fetched once, kept under a name that tells nothing, shown by a link that ends, deleted at the carrier."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fsspec.implementations.memory import MemoryFileSystem  # type: ignore[import-untyped]

from bot.media.links import Links
from bot.media.place import Place
from bot.message import Attachment
from bot.report import StoredFile
from bot.shelf import Shelf
from bot.vault import SecretKey, Vault
from tests.houses import FakeTime
from tests.media import photos
from tests.media.recordings import CANARY

PHOTO = Attachment("photo", f"https://api.example/Media/{CANARY}", "application/x-msdownload")


@dataclass
class World:
    """A shelf over one place, and what it asked of the carrier."""

    url: str
    content: bytes = field(default_factory=photos.jpeg)
    fetched: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    time: FakeTime = field(default_factory=FakeTime)

    def __post_init__(self) -> None:
        vault = Vault([SecretKey("k1", bytes(32))], lambda size: bytes(size))
        self.links = Links(vault, self.time, "https://bot.example")
        self.shelf = Shelf(Place(self.url), self.fetch, vault, self.links, self.forget)

    def fetch(self, channel: str, attachment: Attachment) -> bytes:
        self.fetched.append(channel)
        return self.content

    def forget(self, channel: str, attachment: Attachment) -> None:
        self.forgotten.append(attachment.locator)


@pytest.fixture(params=["folder", "file://", "memory://"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    """A local folder, the same as a URL, and a place that is no folder at all."""
    places = {"folder": str(tmp_path / "media"), "file://": f"file://{tmp_path}/media"}
    return World(places.get(request.param, f"memory://{uuid.uuid4().hex}/media"))


def opened(world: World, stored: StoredFile) -> tuple[bytes, str] | None:
    """What the web process answers to the link."""
    parts = urlsplit(stored.url)
    query = parse_qs(parts.query)
    return world.shelf.open(parts.path.removeprefix("/media/"), query["until"][0], query["signature"][0])


def test_a_file_is_fetched_once_and_shown_by_its_link(world: World) -> None:
    """Asked for again it is there; type and content are what it is, not what was claimed."""
    stored = world.shelf.keep("sms", PHOTO)
    assert stored is not None
    assert (stored.media_type, world.fetched) == ("image/jpeg", ["sms"])
    assert world.shelf.keep("sms", PHOTO) == world.shelf.kept(PHOTO) == stored
    assert world.fetched == ["sms"]
    content, kind = opened(world, stored) or (b"", "")
    assert (content[:3], kind) == (b"\xff\xd8\xff", "image/jpeg")
    assert CANARY.encode() not in content
    assert CANARY not in stored.url


def test_a_link_ends_and_cannot_be_changed(world: World) -> None:
    """Another name, another end, another signature or a later day: no file."""
    stored = world.shelf.keep("sms", PHOTO)
    assert stored is not None
    parts = urlsplit(stored.url)
    name, query = parts.path.removeprefix("/media/"), parse_qs(parts.query)
    until, signature = query["until"][0], query["signature"][0]
    for wrong in (("x" + name, until, signature), (name, until + "0", signature), (name, until, signature[::-1]),
                  (name, until, ""), (name, until, "é"), ("../" + name, until, signature)):  # fmt: skip
        assert world.shelf.open(*wrong) is None
    world.time.pass_by(timedelta(days=30, seconds=1))
    assert world.shelf.open(name, until, signature) is None


def test_a_file_that_is_gone_or_swapped_is_not_shown(world: World) -> None:
    """The link says what it leads to: other content behind it does not come out."""
    stored = world.shelf.keep("sms", PHOTO)
    assert stored is not None
    name = urlsplit(stored.url).path.removeprefix("/media/").partition(".")[0]
    Place(world.url).write(name, b"<script>")
    assert opened(world, stored) is None
    assert world.shelf.kept(PHOTO) is None


def test_a_bad_file_is_kept_nowhere(world: World) -> None:
    """None for a script, for a file that cannot be had; and the carrier is asked to delete it all the same."""
    for content in (b"<script>", b"", photos.png_of(100_000, 100_000)):
        world.content = content
        assert world.shelf.keep("sms", PHOTO) is None
        assert world.shelf.kept(PHOTO) is None
    assert world.forgotten == [PHOTO.locator] * 3


def test_the_carrier_deletes_only_what_is_ours(world: World) -> None:
    """A file that could not be fetched or written stays at the carrier, for the next try."""

    def down(channel: str, attachment: Attachment) -> bytes:
        raise OSError("down")

    good, world.shelf._fetch = world.shelf._fetch, down
    with pytest.raises(OSError, match="down"):
        world.shelf.keep("sms", PHOTO)
    assert world.forgotten == []
    world.shelf._fetch = good
    world.shelf.keep("sms", PHOTO)
    world.shelf.keep("sms", PHOTO)  # as after a worker's death between keeping and settling
    assert world.forgotten == [PHOTO.locator] * 2


def test_a_folder_holds_whole_files_with_names_that_tell_nothing(tmp_path: Path) -> None:
    """One file of 32 hex digits, without ending, without parts beside it."""
    world = World(str(tmp_path / "media"))
    world.shelf.keep("sms", PHOTO)
    (name,) = [path.name for path in (tmp_path / "media").iterdir()]
    assert len(name) == 32
    assert int(name, 16)


@pytest.mark.parametrize("trouble", [RuntimeError(CANARY), KeyError(CANARY), OSError("down")])
def test_a_place_in_trouble_is_tried_again(monkeypatch: pytest.MonkeyPatch, trouble: Exception) -> None:
    """Whatever a storage library raises, the shelf raises OSError, and the error quotes nothing."""
    world = World(f"memory://{uuid.uuid4().hex}")

    def fail(*_: object, **__: object) -> bytes:
        raise trouble

    for method in ("cat_file", "pipe_file"):
        with monkeypatch.context() as patched:
            patched.setattr(MemoryFileSystem, method, fail)
            with pytest.raises(OSError, match=r"down|cannot be reached") as caught:
                world.shelf.keep("sms", PHOTO)
        assert CANARY not in f"{caught.value!r} {caught.value.__context__!r}"
    assert world.forgotten == []


def test_a_place_that_nobody_can_reach_stops_the_start() -> None:
    """An unknown kind of URL is said at once, not with the first photo."""
    with pytest.raises(ValueError, match="tape"):
        Place("tape://archive/media")
