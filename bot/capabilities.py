"""What each channel can carry, as a table for people: made from what the channels declare, so that it is true."""

from __future__ import annotations

from collections.abc import Sequence

from channels.base import Channel
from channels.gateway import Gateway
from channels.telegram import Telegram
from channels.twilio import Sms, WhatsApp

CHANNELS: Sequence[type[Channel]] = (Sms, WhatsApp, Telegram, Gateway)


def table() -> str:
    """The table in Markdown."""
    rows = [("", [each.name for each in CHANNELS]), ("---", ["---"] * len(CHANNELS)), *_rows()]
    return "\n".join(f"| {name} | {' | '.join(cells)} |" for name, cells in rows)


def _rows() -> list[tuple[str, list[str]]]:
    return [
        ("webhook", [f"`{each.route}`" for each in CHANNELS]),
        ("delivery reports", [f"`{each.reports}`" if each.reports else "no" for each in CHANNELS]),
        ("characters in one message", [str(each.limits.text) for each in CHANNELS]),
        ("alphabet", ["GSM-7 where a plain form exists" if each.limits.gsm7 else "any" for each in CHANNELS]),
        ("buttons in a reply", [_buttons(each) for each in CHANNELS]),
        ("photos, voice, documents", [_yes(each.limits.media) for each in CHANNELS]),
        ("location", [_yes(each.limits.pins) for each in CHANNELS]),
        ("messages a second, at most", [f"{each.limits.per_second:g}" for each in CHANNELS]),
        ("comes again after a 5xx", [_yes(each.comes_again) for each in CHANNELS]),
        ("can be asked after a time-out", [_yes(each.find_sent is not Channel.find_sent) for each in CHANNELS]),
    ]


def _buttons(channel: type[Channel]) -> str:
    limits = channel.limits
    return f"up to {limits.buttons} of {limits.button_label} characters" if limits.buttons else "numbered text"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
