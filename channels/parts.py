"""A citizen gets a long answer whole: cut between lines or words, in as many messages as the carrier needs."""

from __future__ import annotations

import re


def width(text: str) -> int:
    """The length carriers count: UTF-16 units, so most emoji are two."""
    return len(text) + sum(character > "\uffff" for character in text)


def split(text: str, limit: int) -> list[str]:
    """The text in messages of at most `limit` units each (`limit` >= 2); nothing but white space at the cuts is lost.

    A word is cut only where it is itself longer than a message. An empty text gives an empty list.
    """
    parts, rest = [], text.strip()
    while width(rest) > limit:
        end = _end(rest, limit)
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*parts, rest] if rest else parts


def shorten(text: str, limit: int, mark: str = "…") -> str:
    """The text if it fits, else its beginning up to a word's end and a visible mark.

    `limit` units in all, the mark among them; at least two more than the mark has.
    """
    if width(text) <= limit:
        return text
    return text[: _end(text, limit - width(mark))].rstrip() + mark


def _end(text: str, limit: int) -> int:
    """Where the first message ends: after a line in its second half, else after a word, else where it is full."""
    full = _fitting(text, limit)
    if text[full : full + 1].isspace():
        return full
    line = text.rfind("\n", full // 2, full)
    if line > 0:
        return line
    spaces = [match.start() for match in re.finditer(r"\s", text[:full])]
    return spaces[-1] if spaces and spaces[-1] > 0 else full


def _fitting(text: str, limit: int) -> int:
    """How many characters of the text fit into `limit` units; at least one, so that a cut always moves on."""
    count = min(len(text), limit)
    while count > 1 and (excess := width(text[:count]) - limit) > 0:
        count -= (excess + 1) // 2
    return max(count, 1)
