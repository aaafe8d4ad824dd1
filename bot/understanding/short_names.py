"""Regencies as people shorten or inflect them: "Grut", "Slman", "Slemane", "Klaten's", "Amboon"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

SHORTEST, LONGEST = 4, 9  # letters of names whose vowels are dropped
MOST_DROPPED = 2
LEAST_LEFT = 3
VOWELS = frozenset("aeiou")
OWN = (re.compile(r"(?<=[^aeiou])(?:e|na|s)$"), re.compile(r"(?<=[aeiou])(?:ne|na)$"), re.compile(r"(?:nya|ku)$"))
TWICE = re.compile(r"(.)\1+")


def without_vowels(names: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """From pairs of code and name: the codes by every form that lacks one or two vowels behind the first letter.

    Forms of two names are left out; a kabupaten and its kota have one.
    """
    found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for code, name in names:
        word = name.lower()
        if SHORTEST <= len(word) <= LONGEST and word.isalpha():
            for short in set(_shortened(word)):
                found[short][word].append(code)
    return {short: tuple(*meant.values()) for short, meant in found.items() if len(meant) == 1}


def _shortened(word: str) -> Iterable[str]:
    vowels = [at for at in range(1, len(word)) if word[at] in VOWELS]
    for count in range(1, MOST_DROPPED + 1):
        for gone in combinations(vowels, count):
            short = "".join(letter for at, letter in enumerate(word) if at not in gone)
            if len(short) >= max(LEAST_LEFT, len(word) - MOST_DROPPED):
                yield short


def uninflected(word: str) -> list[str]:
    """The names that may be in "Slemane", "Boyolaline", "Garutna" or "Klaten's" (normal form "klatens")."""
    short = (ending.sub("", word) for ending in OWN)
    return [one for one in short if len(one) >= SHORTEST and one != word]


def undoubled(word: str) -> str:
    """The word with each doubled letter once: "Amboon"; "" where there is none."""
    once = TWICE.sub(r"\1", word)
    return once if once != word else ""


__all__ = ["undoubled", "uninflected", "without_vowels"]
