"""How strongly the words of a story speak for each category: BM25 over a table of words and phrases."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from bot.understanding.words import full, stem, tokens

# The numbers were chosen on tests/corpus/open (`make eval`); none of them matters by more than two points.
SATURATION = 1.2  # BM25's k1: the third "sampah" adds little
LENGTH = 0.3  # BM25's b: how much a label with many words has to prove itself
SHORTEST_NUMBER = 3  # digits: 112 and 1708 mean something, the 2 of "anak2" does not
LONGEST = 3  # words of a phrase that are compared as one
PART = 0.35  # what a single word of a phrase counts by itself
OFTEN = 0.4  # how much more it counts for each e-fold of the phrases that hold it
PHRASE = 0.3  # what every further word of a whole phrase adds
EARLY = 1.6  # the first words of a story say most about it
OPENING = 12  # words
SILENT = frozenset(
    "yang di ke dari dan itu ini nya sudah saya kami kita ada untuk dengan pada dalam juga sangat sekali masih lagi "
    "sih dong ya pak bu mohon tolong banyak terus sering telah akan bisa jadi karena agar atas oleh para se min admin "
    "hari minggu bulan tahun depan dekat samping sejak kemarin tadi sekarang lalu besok setiap tiap "
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
        scores: defaultdict[str, float] = defaultdict(float)
        for _, label, weight in self._said(text):
            scores[label] += weight
        return dict(scores)

    def reasons(self, text: str) -> dict[str, list[tuple[str, float]]]:
        """For each label the terms that spoke for it with their weights, strongest first."""
        found: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        for term, label, weight in self._said(text):
            found[label].append((" ".join(term), round(weight, 3)))
        return {label: sorted(words, key=lambda word: -word[1]) for label, words in found.items()}

    def _said(self, text: str) -> Iterator[tuple[Term, str, float]]:
        for term, (count, first) in _counted(terms(text)).items():
            force = count * (SATURATION + 1) / (count + SATURATION) * (EARLY if first < OPENING else 1.0)
            for label, weight in self._weights.get(term, {}).items():
                yield term, label, weight * force


def terms(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order."""
    words = (full(token.word) for token in tokens(text))
    return [stem(word) for word in words if word not in SILENT and not (word.isdigit() and len(word) < SHORTEST_NUMBER)]


def _table(phrases: Iterable[str]) -> dict[Term, float]:
    """The terms of a label with what each counts: whole phrases fully, their single words by how often they come."""
    wholes = [whole for phrase in phrases if (whole := tuple(terms(phrase))[:LONGEST])]
    parts = Counter(part for whole in wholes for part in set(whole))
    table: dict[Term, float] = {
        (part,): min(1.0, PART * (1 + OFTEN * math.log(count))) for part, count in parts.items()
    }
    for whole in wholes:
        table[whole] = 1.0 + PHRASE * (len(whole) - 1)
    return table


def _weights(tables: Mapping[str, Mapping[Term, float]]) -> dict[Term, dict[str, float]]:
    share: defaultdict[Term, float] = defaultdict(float)
    for table in tables.values():
        for term, counts in table.items():
            share[term] += min(1.0, counts)
    usual = sum(map(_length, tables.values())) / max(1, len(tables))
    weights: dict[Term, dict[str, float]] = {}
    for label, table in tables.items():
        size = 1 - LENGTH + LENGTH * _length(table) / usual if usual else 1.0
        for term, counts in table.items():
            rarity = math.log(1 + (len(tables) - share[term] + 0.5) / (share[term] + 0.5))
            weights.setdefault(term, {})[label] = counts * rarity / size
    return weights


def _length(table: Mapping[Term, float]) -> float:
    return sum(min(1.0, counts) for counts in table.values())


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
