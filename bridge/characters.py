"""Citizens' words stay as they wrote them, less the characters that a database, XML or a terminal cannot bear."""

from __future__ import annotations

import re
import unicodedata

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def storable(text: str) -> str:
    """The text with NUL and lone surrogates, which PostgreSQL and UTF-8 refuse, as U+FFFD; all else verbatim."""
    return _UNSTORABLE.sub("\ufffd", text)


def xml_text(text: str) -> str:
    """The text with what XML 1.0 (section 2.2, Char) forbids as U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)


def printable(text: str) -> str:
    """One line fit for a terminal: no escape sequence, no change of direction, no line break survives."""
    spaced = re.sub(r"\s+", " ", text)
    return "".join(char for char in spaced if unicodedata.category(char) not in _HIDDEN).strip()


def printable_lines(text: str) -> list[str]:
    """The text's lines, each fit for a terminal."""
    return [printable(line) for line in text.splitlines()]
