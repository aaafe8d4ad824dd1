"""The desk speaks Indonesian and English: each text stands in English where it is used, and in texts/id.po."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("id", "en")
_TEXTS = Path(__file__).with_name("texts")


def N_(message: str) -> str:
    """Marks a text that is translated where it is shown."""
    return message


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """English source -> text, read once; empty for English."""
    if language == "en":
        return {}
    with (_TEXTS / f"{language}.po").open("rb") as file:
        found = read_po(file, locale=language, abort_invalid=True)
    return {str(each.id): str(each.string) for each in found if each.id and each.string}


def said(language: str, message: str, **values: object) -> str:
    """The text in that language, with its %(name)s filled in."""
    text = catalogue(language).get(message, message)
    return text % values if values else text
