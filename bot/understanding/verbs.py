"""All the forms of a verb of harm, so that "dipukul", "mukulin" and "ngantemi" are heard from one root each."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from bot.understanding.lexicon import OWN

ROOT = "~"  # "pukul~" in a table stands for every form of the verb but the bare one, which is often a noun
NASAL = {"p": "m", "t": "n", "k": "ng", "s": "ny", "b": "mb", "d": "nd", "c": "nc", "g": "ngg", "j": "nj"}
SOFT = "lrwymn"
ENDINGS = ("", "i", "in", "an", "kan", "e", "ne", "ake", "ke", "no", "keun", "2")


def forms(root: str) -> set[str]:
    """Passive and active forms of a root in Indonesian, Javanese and Sundanese, with the noun of the deed."""
    first, rest = root[0], root[1:]
    nasals = {NASAL.get(first, "" if first in SOFT else "ng") + (rest if first in NASAL else root)}
    if first == "c":
        nasals.add("ny" + rest)  # Javanese, Sundanese: nyekik
    if first in SOFT:
        nasals.add("nge" + root)
    nasals |= {"nga" + root}  # Sundanese: ngabacok
    stems = {"di" + root, "dipun" + root, "per" + root, *nasals}
    stems |= {before + nasal for before, nasal in product(("me", "pe"), nasals)}
    return {root + "i", root + "in"} | {stem + ending for stem, ending in product(stems, ENDINGS)}


def expanded(phrases: Iterable[str]) -> list[str]:
    """Phrases in which at most one word may be a root with "~", written out in all its forms, "-nya" left off."""
    return [said for phrase in phrases for said in _said(phrase)]


def _said(phrase: str) -> list[str]:
    words = [OWN.sub("", word) for word in phrase.split()] if "nya" in phrase else phrase.split()
    at = next((place for place, word in enumerate(words) if word.endswith(ROOT)), None)
    if at is None:
        return [" ".join(words)]
    return [" ".join((*words[:at], form, *words[at + 1 :])) for form in sorted(forms(words[at][:-1]))]


__all__ = ["expanded", "forms"]
