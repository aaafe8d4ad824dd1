"""What a citizen writes stays out of the logs: the carriers' libraries would write numbers, texts and tokens there."""

from __future__ import annotations

import logging

TALKATIVE = ("httpcore", "httpx", "telegram", "twilio")  # whole URLs (Telegram's hold the token), whole texts


def hush() -> None:
    """Keep those libraries' records from every handler. What we need of them we raise and count ourselves."""
    for name in TALKATIVE:
        logger = logging.getLogger(name)
        logger.propagate = False
        if not logger.handlers:  # without one, Python prints warnings to stderr by itself
            logger.addHandler(logging.NullHandler())
