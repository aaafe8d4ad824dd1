"""What is printed for citizens and offices is a tagged PDF/UA: read aloud, searched and copied as well as printed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from bridge.legible import FIRST, OTHERS, Drawn, in_any_font, in_ascii, in_first_font, legible

Data = Mapping[str, object]
_CAUTION: tuple[Drawn, ...] = (in_any_font, in_first_font, in_ascii)
_PATIENCE = 40.0  # seconds; a story of 100,000 characters takes two


class Unset(OSError):
    """The paper could not be made just now: a later try may succeed."""


def typeset(template: Path, data: Data, now: datetime) -> bytes:
    """A PDF/UA-1 from a Typst template and its data, JSON objects whose strings may hold anything.

    The template reads `json(bytes(sys.inputs.data))`, where all strings are legible, "fonts" the fonts to set and
    "coded" whether some characters had to be shown by their codes. Strings are never read as markup. A text that the
    fonts have the signs for and still cannot draw (marks in impossible places) is set again with more codes.
    It happens in a process of its own with an end, since nobody knows what every text does to a typesetter.
    Raises Unset.
    """
    for drawn in _CAUTION:
        if (pdf := _set(template, _prepared(data, drawn), now)) is not None:
            return pdf
    raise Unset("the paper could not be set")


def _set(template: Path, data: Data, now: datetime) -> bytes | None:
    """The PDF, or None where this text cannot be set so."""
    order = json.dumps({"template": str(template), "data": json.dumps(data), "now": now.isoformat()})
    command = [sys.executable, "-I", "-B", "-m", "bridge.press"]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=order.encode(), capture_output=True, timeout=_PATIENCE, check=False, env={}
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"%PDF-") else None


def _prepared(data: Data, drawn: Drawn) -> Data:
    coded = any(not drawn(char) for char in _letters(data))
    return {name: _legible(value, drawn) for name, value in data.items()} | {"fonts": [FIRST, *OTHERS], "coded": coded}


def _legible(value: object, drawn: Drawn) -> object:
    if isinstance(value, str):
        return legible(value, drawn)
    if isinstance(value, Mapping):
        return {name: _legible(part, drawn) for name, part in value.items()}
    return [_legible(part, drawn) for part in value] if isinstance(value, list | tuple) else value


def _letters(value: object) -> set[str]:
    """All characters in the data, less those that are turned into line ends and spaces."""
    if isinstance(value, str):
        return set(legible(value, lambda _: True)) - {"\u200b"}
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return {char for part in parts for char in _letters(part)}
