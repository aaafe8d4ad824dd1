"""How a choice is understood whatever way people type it: number, number word, label; and tracking numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogs.grammar import SMALL, Heard, heard
from bot.dialogs.grammar import plain as plain  # asked for here by the other dialogs too
from bot.message import Choice
from bot.report import Reference

MORE = "more"
_NUMBER = "digits ~ number choose the yes good self to report reported make want please need"
_EXACT_NUMBER = ("digits ~ number choose article yes", "digits choose ~ number article yes self")
_MORE = (
    "other|more ~ category something the want show what see choose first which no exist again please tag",
    "see again ~ other want",
    "no|not_yet exist|fit|more ~ here choose which the other wrong all tag",
    "go_on ~ page",
    "none ~ here the other fit all choose",
    "which again ~ other",
    "show again ~ other the",
    "isnt ~ the all here fit",
)


def number(said: Heard, *, exact: bool = False) -> int | None:
    """The number in "1", "1.", "no 1", "satu pak"; None where more is said than a number ("1 lagi").

    `exact`, where the number sends or deletes: no question, and no "1 min", which is a minute in English.
    """
    firm = said.says(*_EXACT_NUMBER) and said.firm and not said.has("admin") and said.once
    clear = firm if exact else said.says(_NUMBER)
    return said.number if clear else None


def more(text: str) -> bool:
    """Whether words ask for other choices than those shown ("yang lain", "ga ada di situ")."""
    return heard(text).says(*_MORE)


def choice(text: str, offered: Sequence[Choice], *, exact: bool = False) -> str | None:
    """The key of the choice meant: by number, number word, whole label, key, or a first word that only one has.

    `exact`: a question, or the first word alone ("Ya" of "Ya, hapus"), chooses nothing.
    """
    said = heard(text)
    wanted = number(said, exact=exact)
    if wanted is not None:
        return next((each.key for each in offered if each.number == wanted), None)
    if len(text) > SMALL or (exact and said.asked):
        return None
    keys = [each.key for each in offered if plain(text) == plain(each.key)]
    return label(text, offered, whole=exact) or (keys[0] if len(keys) == 1 else None)  # the seen before the kept


def label(text: str, offered: Sequence[Choice], *, whole: bool = False) -> str | None:
    """The key of the choice whose whole label, or (unless `whole`) first word that only it has, these words are."""
    words = plain(text) if len(text) <= SMALL else ""
    same = [each.key for each in offered if words and words == plain(each.label)]
    begins = [each.key for each in offered if words and not whole and words == plain(each.label.split()[0])]
    found = same or begins
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A tracking number in a text: the reference, or None where the digits cannot be right; a PIN if one follows."""

    reference: Reference | None
    digits: str
    pin: str = ""


_DIGITS = re.compile(r"\d(?:[\s.\-]{0,2}\d)*")


def mentioned(text: str) -> Mentioned | None:
    """The tracking number (any spacing, dashes, "#") and PIN in a text; None where there are no such digits.

    Digits that run together with a PIN ("2611004279 123456") are taken apart at ten.
    """
    digits = "".join("".join(ch for ch in run if ch.isdecimal()) for run in _DIGITS.findall(_ascii_digits(text[:200])))
    if len(digits) < 7:
        return None
    number_part, pin = digits[:10], digits[10:]
    if len(digits) == 16 or len(digits) == 10:
        return Mentioned(Reference.read(number_part), number_part, pin)
    return Mentioned(None, digits)


def _ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(ch)) if ch.isdecimal() else ch for ch in text)
