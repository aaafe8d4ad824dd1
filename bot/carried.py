"""A citizen's file comes from the channel it was sent by, and is deleted there once it is ours."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from bot.message import Attachment
from channels.base import Channel, MediaError

log = logging.getLogger(__name__)


def fetcher(channels: Mapping[str, Channel]) -> Callable[[str, Attachment], bytes]:
    """Fetches a file of any of these channels."""

    def fetch(channel: str, attachment: Attachment) -> bytes:
        """The bytes of a file; b"" where it can never be had; raises OSError where a later try may succeed."""
        if channel not in channels:
            raise OSError(f"no channel named {channel} is set up")
        try:
            return channels[channel].fetch(attachment).content
        except MediaError as trouble:
            if trouble.retry:
                raise OSError("the carrier did not hand over a file") from trouble
            log.info("a file cannot be had: %s", trouble)
            return b""

    return fetch


def forgetter(channels: Mapping[str, Channel]) -> Callable[[str, Attachment], None]:
    """Has a file deleted at its carrier."""

    def forget(channel: str, attachment: Attachment) -> None:
        """Best effort: a carrier that does not delete a file now is not asked again, and no report waits for it."""
        if channel not in channels:
            return
        try:
            channels[channel].forget(attachment)
        except MediaError as trouble:
            log.warning("a carrier keeps a file: %s", trouble)

    return forget
