"""The word that a mistyped one was meant to be, so that "brlubang" and "smph" reach the office that "sampah" does."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.understanding.words import stem

SHORTEST, SHORTEST_THINNED = 5, 4  # letters: shorter words have too many neighbours
TWO_ERRORS = 9  # letters from which on two errors are forgiven
LONGEST = 24
CLOSE, NEAR = 0.25, 0.05  # what the slip to another topic, or to a usual word, may be worse by and leave a doubt
PLAINLY = 5  # times as often as all the others: then there is none
SEVERAL = 3  # words
OFTEN = 2  # phrases that have a word for which another well-formed one may stand
REMEMBERED = 4_096
NOTHING = ("", False)
FAR = 9.0
DRAWN = re.compile(r"(.)\1{2,}")
DOUBLED = re.compile(r"(.)\1")
VOWELS = str.maketrans("", "", "aeiou")

# How unlikely a slip is, from what people do on small keys: vowels left out, a letter twice, two swapped, ...
THINNED, THINNER, TWICE, SWAPPED, VOWEL, ANY, SECOND = 0.5, 0.1, 0.5, 0.6, 0.8, 1.0, 0.8


class Nearest:
    """A vocabulary by first letter, which typing errors spare, and length; and by consonants, which SMS spares."""

    def __init__(self, telling: Mapping[str, int], usual: Iterable[str], sense: Callable[[str], str] = stem) -> None:
        """`telling`: the words to be found and how often each is used; `usual`: words that may be meant as well.

        Nothing is mended into a usual word, nor where one is as near. `sense`: what a word stands for; between two
        of one sense ("ambles", "amblas") there is no doubt. Takes some milliseconds.
        """
        self._telling, self._sense = telling, sense
        self._usual = frozenset(usual) - telling.keys()
        self._common = _common(self._telling.keys() | self._usual)
        self._begins: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        self._bones: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted({*telling, *self._usual}):
            if len(word) >= SHORTEST:
                self._begins[word[0], len(word)].append(word)
                self._bones[bones(word)].append(word)
        self.meant = lru_cache(REMEMBERED)(self._meant)

    def _meant(self, said: str) -> tuple[str, bool]:
        """The telling word that a word of any kind was meant to be, and whether it is surely an error.

        ("", False) where it is usual, or none or several words fit. "brlubang" and "koruspi" are surely errors,
        "berlunang" may as well be a word that no table has.
        """
        if not _legible(said):
            return NOTHING
        plain = DRAWN.sub(r"\1", said)
        if plain in self._telling:
            return (plain, True) if plain != said else NOTHING
        if plain in self._usual or stem(plain) in self._usual:
            return NOTHING
        slip, word = self._clear(sorted((_slip(plain, word), word) for word in self.near(plain)))
        if not word:
            return NOTHING
        surely = self._strange(plain) or (slip < VOWEL and len(plain) > SHORTEST)
        possibly = slip <= ANY and len(plain) >= SHORTEST and self._telling[word] >= OFTEN
        return (word, surely) if surely or possibly else NOTHING

    def _strange(self, said: str) -> bool:
        """Whether letters stand side by side as in hardly any word."""
        return not self._common.issuperset(_threes(said))

    def near(self, said: str) -> set[str]:
        """Every known word, telling or usual, that is an error away, or two in a long word."""
        if not _legible(said):
            return set()
        thinned = {word for word in self._bones.get(bones(said), ()) if lacks_vowels(said, word)}
        if len(said) < SHORTEST:
            return thinned
        most = 2 if len(said) >= TWO_ERRORS else 1
        for length in range(len(said) - most, len(said) + most + 1):
            alike = self._begins.get((said[0], length), ())
            near = process.extract(said, alike, scorer=OSA.distance, score_cutoff=most, limit=None)
            thinned.update(word for word, _, _ in near)
        return thinned

    def _clear(self, found: list[tuple[float, str]]) -> tuple[float, str]:
        """The best of them, unless another that is as near is no form of it and not much rarer."""
        if not found:
            return FAR, ""
        telling = [(slip, word) for slip, word in found if slip <= found[0][0] + CLOSE and word in self._telling]
        slip, best = max(telling, key=lambda each: self._telling[each[1]], default=(FAR, ""))
        apart = [each for each in found if self._sense(each[1]) != self._sense(best)]
        usual = any(other <= slip + NEAR and word in self._usual for other, word in apart)
        others = sum(self._telling[word] for each in apart if each in telling for word in each[1:])
        return (slip, best) if best and not usual and self._telling[best] >= PLAINLY * others else (FAR, "")


def _legible(said: str) -> bool:
    return SHORTEST_THINNED <= len(said) <= LONGEST and said.isascii() and said.isalpha()


def _threes(word: str) -> list[str]:
    edged = f" {word} "
    return [edged[at : at + 3] for at in range(len(word))]


def _common(words: Iterable[str]) -> frozenset[str]:
    """Letters that stand side by side in several words."""
    count = Counter(_threes(" ".join(words)))
    return frozenset(three for three, times in count.items() if times >= SEVERAL)


def bones(word: str) -> str:
    """The first letter and the consonants behind it, each once: "sampah" and "smph" are "smph"."""
    return DOUBLED.sub(r"\1", word[0] + word[1:].translate(VOWELS))


def lacks_vowels(said: str, word: str) -> bool:
    """Whether nothing but vowels are left out."""
    letters = iter(word)
    return len(said) < len(word) and all(letter in letters for letter in said)


def _slip(said: str, word: str) -> float:
    if bones(said) == bones(word) and lacks_vowels(said, word):
        return THINNED + THINNER * (len(word) - len(said) - 1)
    if DOUBLED.sub(r"\1", said) == DOUBLED.sub(r"\1", word):
        return TWICE
    more = SECOND * (OSA.distance(said, word) - 1)
    if sorted(said) == sorted(word):
        return SWAPPED + more
    return more + (VOWEL if said.translate(VOWELS) == word.translate(VOWELS) else ANY)
