"""A citizen's files as an officer meets them on the page: a picture to look at, anything else by its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.report import StoredFile
from bridge.characters import printable
from bridge.desk.words import N_

_SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
_KINDS = {"image": N_("Picture"), "audio": N_("Sound"), "video": N_("Video"), "application": N_("Document")}
_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class Shown:
    """One file. `number` is its place in the report's files, `kind` the English source of a word.

    `picture`: it can stand in the page. `elsewhere`: the host of another site that keeps it, "" where we do.
    """

    number: int
    kind: str
    media_type: str
    picture: bool
    elsewhere: str


def shown(files: Sequence[StoredFile], places: range, own_host: str) -> list[Shown]:
    """The files at these places of a report's; `own_host`: where this page stands."""
    return [_one(files[place], place, own_host) for place in places if place < len(files)]


def opens(link: str) -> bool:
    """Whether a browser is sent there: an address of the web and nothing else."""
    parts = urlsplit(link)
    return parts.scheme in _SCHEMES and bool(parts.netloc)


def _one(file: StoredFile, number: int, own_host: str) -> Shown:
    host = urlsplit(file.url).netloc
    elsewhere = "" if host == own_host else printable(host)
    media_type = printable(file.media_type).casefold()
    kind = _KINDS.get(media_type.partition("/")[0], N_("File"))
    return Shown(number, kind, media_type, media_type in _SHOWN and not elsewhere, elsewhere)
