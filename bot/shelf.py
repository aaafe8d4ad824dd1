"""Citizens' photos, voice notes and documents: fetched once, cleaned of hidden data, kept, shown by signed links."""

from __future__ import annotations

import logging
from collections.abc import Callable

from bot.media.cleaning import Clean, cleaned
from bot.media.kinds import TYPES, ending
from bot.media.links import Links
from bot.media.place import Place
from bot.message import Attachment
from bot.report import StoredFile
from bot.vault import Vault

Forget = Callable[[str, Attachment], None]
log = logging.getLogger(__name__)


def leave(channel: str, attachment: Attachment) -> None:
    """Forget nothing at the carrier."""


class Shelf:
    """Keeps files in a place under names that tell nothing: a keyed hash of the carrier's name for the file.

    `fetch` brings a file's bytes, b"" where it can never be had, and raises OSError to be tried again. `forget` has the
    carrier delete its copy as well as it can. What a kept file is stands in its first bytes, nowhere else.
    """

    def __init__(
        self,
        place: Place,
        fetch: Callable[[str, Attachment], bytes],
        vault: Vault,
        links: Links,
        forget: Forget = leave,
        clean: Clean = cleaned,
    ) -> None:
        self._place, self._fetch, self._vault, self._links = place, fetch, vault, links
        self._forget, self._clean = forget, clean

    def keep(self, channel: str, attachment: Attachment) -> StoredFile | None:
        """Fetch a file and keep it; None where it is of no type that we keep; raises OSError to be tried again.

        Once it is kept, or known to be of no use, the carrier is asked to delete it.
        """
        found = self.kept(attachment) or self._taken(channel, attachment)
        self._forget(channel, attachment)
        return found

    def kept(self, attachment: Attachment) -> StoredFile | None:
        """The file with a link for the core, if it is here; raises OSError where that cannot be known just now."""
        name = self._name(attachment)
        kind = ending(self._place.start(name) or b"")
        return StoredFile(self._links.to(f"{name}.{kind}"), TYPES[kind]) if kind else None

    def open(self, name: str, until: str, signature: str) -> tuple[bytes, str] | None:
        """A file by its signed link: content and type; None where the link is wrong or over, or the file is gone."""
        if not self._links.proves(name, until, signature):
            return None
        bare, _, kind = name.partition(".")
        content = self._place.read(bare) or b""
        return (content, TYPES[kind]) if content and ending(content) == kind else None

    def publish(self, name: str, content: bytes) -> str:
        """A link to a file that we made ourselves; one of the same name is replaced. Raises OSError."""
        kept, kind = self._vault.hash("file", name), ending(content)
        if kind is None:
            raise ValueError("a file of no type that we show")
        self._place.write(kept, content)
        return self._links.to(f"{kept}.{kind}")

    def _taken(self, channel: str, attachment: Attachment) -> StoredFile | None:
        content = self._fetch(channel, attachment)
        found = self._clean(content) if content else None
        if found is None:
            log.info("a file was of no type that we take")
            return None
        self._place.write(self._name(attachment), found[0])
        return self.kept(attachment)

    def _name(self, attachment: Attachment) -> str:
        return self._vault.hash("file", attachment.locator)
