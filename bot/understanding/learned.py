"""What officers' corrections have taught, so that the next such story reaches the right office at once."""

from __future__ import annotations

import json
import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from bot.understanding.words import clean, full, stem, tokens

FORMAT = 1
SHARPNESS = 2  # the power of a table's score: its scores are evidence, and twice the evidence is more than twice sure
MOST_GUESSES = 10
LEAST_CHANCE = 0.001
TRIAL = "Yth. Bpk, lampu2 di jln desa kami sdh 3 minggu tdk menyala, mohon diperbaiki; the street-lights are broken"


class Feature(NamedTuple):
    """How rare a feature is, and its weights for some categories; arrays, since tuples need four times the memory."""

    rarity: float
    at: bytes
    weights: array[float]

    @classmethod
    def read(cls, row: Any, categories: int) -> Feature:
        """The feature in [rarity, [category, ...], [weight, ...]]; raises ValueError or TypeError."""
        rarity, at, weights = row
        found = cls(float(rarity), bytes(at), array("f", weights))
        sound = 0 < found.rarity < math.inf and all(map(math.isfinite, found.weights))
        if not sound or len(found.at) != len(found.weights) or max(found.at, default=0) >= categories:
            raise ValueError("a weight that is none, or for no category")
        return found


class LearnedWrong(ValueError):
    """The file of what was learned cannot be used; the text names the file and says why."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How often the right category came first and among the first three, each from 0 to 1."""

    first: float
    among_three: float

    def beats(self, other: Figures) -> bool:
        """Better among three, or as good there and better at first."""
        return (self.among_three, self.first) > (other.among_three, other.first)


@dataclass(frozen=True, slots=True)
class Measured:
    """The model, the table and both mixed, measured by cross-validation on the same stories."""

    model: Figures
    table: Figures
    mix: Figures

    @property
    def helps(self) -> bool:
        """Whether the mix is better than the table alone."""
        return self.mix.beats(self.table)


@dataclass(frozen=True, slots=True, repr=False)
class Learned:
    """A linear model over stems and pairs of stems; `starts` and the weights are in the order of `categories`.

    `share` is the model's part of the mix with the table, from 0 to 1.
    """

    categories: tuple[str, ...]
    starts: tuple[float, ...]
    features: Mapping[str, Feature]
    measured: Measured
    share: float

    @classmethod
    def load(cls, path: Path) -> Learned:
        """Reads a file that `kentongan learn` wrote; raises LearnedWrong for any other."""
        try:
            return cls.read(json.loads(path.read_text(encoding="utf-8")))
        except OSError as wrong:
            raise LearnedWrong(f"{path} cannot be read: {wrong.strerror or type(wrong).__name__}") from None
        except LearnedWrong as wrong:
            raise LearnedWrong(f"{path}: {wrong}") from None
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise LearnedWrong(f"{path} is not a file that kentongan learn wrote") from None

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> Learned:
        """The model in a file's content; raises LearnedWrong, ValueError, KeyError or TypeError where it is none."""
        if table["kentongan_learned"] != FORMAT or table["trial"] != features(TRIAL):
            raise LearnedWrong("another release wrote it; run kentongan learn again")
        measured = Measured(*(_figures(table["measured"][name]) for name in ("model", "table", "mix")))
        categories = tuple(str(code) for code in table["categories"])
        starts = tuple(float(start) for start in table["starts"])
        known = {str(name): Feature.read(row, len(categories)) for name, row in table["features"].items()}
        share = float(table["share"])
        sound = len(starts) == len(categories) > 1 and all(map(math.isfinite, starts)) and 0 <= share <= 1
        if not sound:
            raise ValueError("categories and starts differ")
        return cls(categories, starts, known, measured, share)

    def chances(self, text: str) -> dict[str, float]:
        """The chance of each category that the model knows, together 1; {} where it knows no word of the text."""
        known = [row for name in features(text) if (row := self.features.get(name))]
        if not known:
            return {}
        length = math.sqrt(sum(row.rarity**2 for row in known))
        sums = list(self.starts)
        for row in known:
            share = row.rarity / length
            for at, weight in zip(row.at, row.weights, strict=True):
                sums[at] += share * weight
        highest = max(sums)
        forces = [math.exp(each - highest) for each in sums]
        whole = sum(forces)
        return {code: force / whole for code, force in zip(self.categories, forces, strict=True)}

    def explain(self, text: str, codes: Sequence[str]) -> dict[str, list[tuple[str, float]]]:
        """For each of the codes the (words, weight) pairs that speak for it, the strongest first."""
        known = [(name, row) for name in features(text) if (row := self.features.get(name))]
        weighed: dict[str, list[tuple[str, float]]] = {code: [] for code in codes if code in self.categories}
        for name, row in known:
            for at, weight in zip(row.at, row.weights, strict=True):
                if weight > 0 and (code := self.categories[at]) in weighed:
                    weighed[code].append((name, row.rarity * weight))
        return {code: sorted(pairs, key=_best_first) for code, pairs in weighed.items()}

    def mixed(self, text: str, table: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
        """The table's (code, score) pairs and the model's opinion as one ranking of (code, chance), best first."""
        return mixed(self.chances(text), table, self.share)


def mixed(chances: Mapping[str, float], table: Sequence[tuple[str, float]], share: float) -> list[tuple[str, float]]:
    """A model's chances and a table's (code, score) pairs as one ranking; `share` is the model's part, if it has any.

    A category that the model has never met can still come first: by the table's part.
    """
    parts = _shares(table)
    weight = share if chances else 0.0
    mix = {code: (1.0 - weight) * part for code, part in parts.items()}
    for code, chance in chances.items():
        mix[code] = mix.get(code, 0.0) + weight * chance
    return [each for each in sorted(mix.items(), key=_best_first)[:MOST_GUESSES] if each[1] >= LEAST_CHANCE]


def features(text: str) -> list[str]:
    """The stems of a text and the pairs of neighbours, each once; no digits, so that no number is ever learned."""
    words = [full(token.word) for token in tokens(clean(text))]
    stems = [stem(word) for word in words if word.isalpha()]
    return list(dict.fromkeys([*stems, *(f"{one} {two}" for one, two in pairwise(stems))]))


def _best_first(pair: tuple[str, float]) -> tuple[float, str]:
    return -pair[1], pair[0]


def _shares(table: Sequence[tuple[str, float]]) -> dict[str, float]:
    forces = {code: score**SHARPNESS for code, score in table if score > 0}
    whole = sum(forces.values())
    return {code: force / whole for code, force in forces.items()}


def _figures(row: Mapping[str, Any]) -> Figures:
    return Figures(float(row["first"]), float(row["among_three"]))
