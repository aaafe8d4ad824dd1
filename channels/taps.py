"""A pressed button says which question it belonged to, so that an old one is never taken for today's answer."""

from __future__ import annotations

import re

from bot.message import Tap

MOST_BYTES = 64  # Bot API, InlineKeyboardButton.callback_data: 1-64 bytes; Twilio's button ids allow more

_FORM = re.compile(r"([^|\x00-\x1f]{1,62})\|(0|[1-9][0-9]{0,15})\|([^\x00-\x1f]{1,62})")


def encode(tap: Tap) -> str:
    """ "step|revision|key", at most 64 bytes of UTF-8; raises ValueError where a tap does not fit that form."""
    data = f"{tap.step}|{tap.revision}|{tap.key}"
    if len(data.encode()) > MOST_BYTES or parse(data) != tap:
        raise ValueError(f"no button can carry this: step {tap.step!r}, key {tap.key!r}")
    return data


def parse(data: str) -> Tap | None:
    """The tap in a button's data, or None where the data is not of our form."""
    form = _FORM.fullmatch(data)
    return Tap(form[1], int(form[2]), form[3]) if form else None
