"""How an answer is understood whatever way people type it: number, number word, label, yes, no, tracking number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.message import Choice
from bot.report import Reference

MORE = "more"
NUMBER_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "nol kosong zero",
            "satu siji hiji one pertama kesatu first",
            "dua loro two kedua second",
            "tiga telu tilu three ketiga third",
            "empat papat opat four keempat fourth",
            "lima five kelima fifth",
            "enam enem genep six keenam sixth",
            "tujuh pitu seven ketujuh seventh",
            "delapan wolu dalapan eight kedelapan eighth",
            "sembilan sanga salapan nine kesembilan ninth",
        )
    )
    for word in words.split()
}
_NO = "n t no nope tidak tdk gak ga g nggak ngga enggak engga bukan jangan ora mboten henteu teu"
NO = frozenset(_NO.split())
_NUMBER = re.compile(r"(?:(?:no|nomor|nomer|number|pilihan|pilih|angka|opsi|option)\s*)?(\d{1,3})")


def plain(text: str) -> str:
    """The words for comparing: lower case, no accents, no punctuation around, single spaces."""
    folded = unicodedata.normalize("NFKD", text[:400]).casefold()
    kept = "".join(ch if ch.isalnum() else " " for ch in folded if not unicodedata.combining(ch))
    return " ".join(kept.split())


def number(text: str) -> int | None:
    """The number in "1", "1.", "no 1", "satu", "nomer siji"; None where the text says more than a number."""
    words = plain(text)
    match = _NUMBER.fullmatch(words)
    if match:
        return int(match[1])
    last = words.rsplit(" ", 1)[-1]
    rest = words[: -len(last)].strip()
    return NUMBER_WORDS.get(last) if rest in ("", "no", "nomor", "nomer", "number", "pilih", "yang") else None


def choice(text: str, offered: Sequence[Choice]) -> str | None:
    """The key of the choice meant: by number, number word, whole label, key, or a first word that only one has."""
    wanted = number(text)
    if wanted is not None:
        return next((each.key for each in offered if each.number == wanted), None)
    keys = [each.key for each in offered if plain(text) == plain(each.key)]
    return label(text, offered) or (keys[0] if len(keys) == 1 else None)  # what is seen comes before what is kept


def label(text: str, offered: Sequence[Choice]) -> str | None:
    """The key of the choice whose whole label, or first word that only it has, these words are."""
    words = plain(text)
    whole = [each.key for each in offered if words == plain(each.label)]
    begins = [each.key for each in offered if words and plain(each.label).split(" ", 1)[0] == words]
    found = whole or begins
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
