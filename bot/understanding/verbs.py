"""All the forms of a verb of harm, so that "dipukul", "mukulin" and "ngantemi" are heard from one root each."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

ROOT = "~"  # "pukul~" in a table stands for every form of the verb but the bare one, which is often a noun
NASAL = {"p": "m", "t": "n", "k": "ng", "s": "ny", "b": "mb", "d": "nd", "c": "nc", "g": "ngg", "j": "nj"}
DROPPED = "ptks"  # sounds that the nasal replaces in Indonesian
SOFT = "lrwymn"
ENDINGS = ("", "i", "in", "an", "kan", "e", "ne", "ake", "ke", "no", "keun")


def forms(root: str) -> set[str]:
    """Passive and active forms of a root in Indonesian, Javanese and Sundanese, with the noun of the deed."""
    first, rest = root[0], root[1:]
    nasals = {NASAL.get(first, "" if first in SOFT else "ng") + (rest if first in NASAL else root)}
    if first == "c":
        nasals.add("ny" + rest)  # Javanese, Sundanese: nyekik
    if first in SOFT:
        nasals.add("nge" + root)
    stems = {"di" + root, "dipun" + root, *nasals, *("me" + _formal(root, one) for one in nasals)}
    stems |= {"per" + root, *("pe" + _formal(root, one) for one in nasals)}
    return {stem + ending for stem, ending in product(stems, ENDINGS)}


def _formal(root: str, nasal: str) -> str:
    """The Indonesian nasal behind "me-": "memukul", "membacok", "mencekik", "menggebuk"."""
    return "m" + root if root[0] == "f" else nasal


def expanded(phrases: Iterable[str]) -> list[str]:
    """Phrases in which at most one word may be a root with "~", written out in all its forms."""
    return [said for phrase in phrases for said in _said(phrase)]


def _said(phrase: str) -> list[str]:
    words = phrase.split()
    at = next((place for place, word in enumerate(words) if word.endswith(ROOT)), None)
    if at is None:
        return [phrase]
    return [" ".join((*words[:at], form, *words[at + 1 :])) for form in sorted(forms(words[at][:-1]))]


__all__ = ["expanded", "forms"]
