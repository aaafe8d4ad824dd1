"""What a citizen writes stays out of the logs: the carriers' libraries would write numbers, texts and tokens there."""

from __future__ import annotations

import logging

TALKATIVE = ("httpcore", "httpx", "telegram", "twilio")  # whole URLs (Telegram's hold the token), whole texts
_NOTHING = logging.CRITICAL + 1  # even their errors quote what the carrier answered


def hush() -> None:
    """Keep those libraries from logging at all. What we need to know of them we raise and count ourselves."""
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(_NOTHING)
