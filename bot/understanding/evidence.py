"""How strongly the words of a story speak for each category: BM25 over a table of words and phrases."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from bot.understanding.words import full, stem, tokens

SATURATION = 1.2  # BM25's k1: the third "sampah" adds little
LONGEST = 3  # words of a phrase that are compared as one
PART = 0.25  # what a single word of a phrase counts by itself
PHRASE = 0.7  # what every further word of a whole phrase adds
EARLY = 1.25  # the first words of a story say most about it
OPENING = 12  # words
SILENT = frozenset(
    "yang di ke dari dan itu ini nya sudah saya kami kita ada untuk dengan pada dalam juga sangat sekali masih lagi "
    "sih dong ya pak bu mohon tolong banyak terus sering telah akan bisa jadi karena agar atas oleh para se min admin "
    "the a an of in on at is are was and to my our for with this that there it has been have very".split()
)

Term = tuple[str, ...]


class Evidence:
    """Which words and phrases speak for which label, rarer ones more."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        """`words`: label -> its words and phrases in ordinary spelling."""
        self._weights = _weights({label: _table(phrases) for label, phrases in words.items()})

    def scores(self, text: str) -> dict[str, float]:
        """The labels with any evidence and their scores; only scores of one text compare."""
        said = terms(text)
        scores: defaultdict[str, float] = defaultdict(float)
        for term, (count, first) in _counted(said).items():
            force = count * (SATURATION + 1) / (count + SATURATION) * (EARLY if first < OPENING else 1.0)
            for label, weight in self._weights.get(term, {}).items():
                scores[label] += weight * force
        return dict(scores)


def terms(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order."""
    words = (full(token.word) for token in tokens(text))
    return [stem(word) for word in words if word not in SILENT]


def _table(phrases: Iterable[str]) -> dict[Term, float]:
    """The terms of a label with what each counts: whole phrases fully, their single words a little."""
    table: dict[Term, float] = {}
    for phrase in phrases:
        whole = tuple(terms(phrase))[:LONGEST]
        for part in whole:
            table.setdefault((part,), PART)
        if whole:
            table[whole] = 1.0 + PHRASE * (len(whole) - 1)
    return table


def _weights(tables: Mapping[str, Mapping[Term, float]]) -> dict[Term, dict[str, float]]:
    share: Counter[Term] = Counter(term for table in tables.values() for term in table)
    weights: dict[Term, dict[str, float]] = {}
    for label, table in tables.items():
        for term, counts in table.items():
            rarity = math.log(1 + (len(tables) - share[term] + 0.5) / (share[term] + 0.5))
            weights.setdefault(term, {})[label] = counts * rarity
    return weights


def _counted(said: list[str]) -> dict[Term, tuple[int, int]]:
    """Every run of up to three stems, how often it occurs and where first."""
    found: dict[Term, tuple[int, int]] = {}
    for at, term in _runs(said):
        count, first = found.get(term, (0, at))
        found[term] = (count + 1, first)
    return found


def _runs(said: list[str]) -> Iterator[tuple[int, Term]]:
    for at in range(len(said)):
        for size in range(1, LONGEST + 1):
            if at + size <= len(said):
                yield at, tuple(said[at : at + size])
