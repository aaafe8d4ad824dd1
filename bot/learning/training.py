"""Learns from officers' decisions which category a story belongs to, and measures whether that helps.

Needs scikit-learn (the extra `learn`); what it makes does not.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot.learning.stories import Story, TooFew
from bot.understanding.learned import FORMAT, TRIAL, Feature, Figures, Learned, Measured, features, mixed

FEWEST = 50  # examples
FEWEST_EACH = 3  # of a category
MOST_FOLDS = 5
MOST_FEATURES = 10_000  # the most frequent
KEPT = 10  # weights a feature: the rest are near zero and would only cost memory
STRENGTH = 30.0  # the inverse of the regularisation; on 450 invented stories 10 to 100 are within a point
SHARES = (0.2, 0.4, 0.6, 0.8, 0.95)  # of the model in the mix, to choose from
UNMEASURED = Figures(0.0, 0.0)

Table = Callable[[str], Sequence[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Split:
    """Stories of categories with enough of them, and the others, which only serve to measure."""

    common: list[Story]
    rare: list[Story]

    @classmethod
    def of(cls, stories: Sequence[Story]) -> Split:
        """Each story once; raises TooFew."""
        once = list({story.text: story for story in stories}.values())
        count = Counter(story.category for story in once)
        common = [story for story in once if count[story.category] >= FEWEST_EACH]
        kinds = len({story.category for story in common})
        if len(common) < FEWEST or kinds < 2:
            raise TooFew(
                f"{len(once)} different stories, {len(common)} of them in the {kinds} categories with at least "
                f"{FEWEST_EACH}. Needed are {FEWEST} in at least 2 such categories"
            )
        return cls(common, [story for story in once if count[story.category] < FEWEST_EACH])

    @property
    def folds(self) -> int:
        """How many parts to measure in: 5, or as many as the rarest category has stories."""
        return min(MOST_FOLDS, *Counter(story.category for story in self.common).values())


@dataclass(frozen=True, slots=True)
class Unseen:
    """One story, the part it is measured in, the table's (code, score) pairs and the model's chances for it."""

    part: int
    category: str
    table: Sequence[tuple[str, float]]
    chances: Mapping[str, float]


def learn(stories: Sequence[Story], table: Table, made: str, tell: Callable[[str], None]) -> dict[str, Any]:
    """The content of a file for Learned.load, with its own figures; `made` is today, `table` ranks a text.

    `tell` is told how far it is. Raises TooFew. The same stories give the same file.
    """
    split = Split.of(stories)
    unseen = list(_unseen(split, table, tell))
    tell("Training on all stories")
    model = trained(split.common)
    return {
        "kentongan_learned": FORMAT,
        "made": made,
        "examples": dict(sorted(Counter(story.category for story in split.common).items())),
        "folds": split.folds,
        "measured": asdict(_measured(unseen)),
        "share": _best_share(unseen),
        "trial": features(TRIAL),
        "categories": model.categories,
        "starts": model.starts,
        "features": {name: _row(feature) for name, feature in model.features.items()},
    }


def trained(stories: Sequence[Story]) -> Learned:
    """A model of these stories, unmeasured: logistic regression over TF-IDF, each feature's strongest weights.

    A feature stands in at least two stories, so that nobody's own words are kept.
    """
    reader = TfidfVectorizer(analyzer=features, binary=True, min_df=2, max_features=MOST_FEATURES)
    try:
        matrix = reader.fit_transform([story.text for story in stories])
    except ValueError:
        raise TooFew("no word stands in two of the stories") from None
    regression = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3)
    regression.fit(matrix, [story.category for story in stories])
    weights, starts = regression.coef_, regression.intercept_
    if len(regression.classes_) == 2:  # scikit-learn keeps one row for two classes
        weights, starts = np.vstack([-weights / 2, weights / 2]), np.array([-starts[0] / 2, starts[0] / 2])
    names = reader.get_feature_names_out()
    known = {str(name): _feature(reader.idf_[at], weights[:, at]) for at, name in enumerate(names)}
    unmeasured = Measured(UNMEASURED, UNMEASURED, UNMEASURED)
    categories = tuple(str(code) for code in regression.classes_)
    return Learned(categories, tuple(round(float(each), 4) for each in starts), known, unmeasured, 0.0)


def _feature(rarity: float, weights: Any) -> Feature:
    strongest = sorted(range(len(weights)), key=lambda at: -abs(weights[at]))[:KEPT]
    return Feature(float(rarity), bytes(strongest), array("f", weights[strongest]))


def _row(feature: Feature) -> tuple[float, list[int], list[float]]:
    """The feature as Feature.read reads it."""
    return round(feature.rarity, 4), list(feature.at), [round(weight, 3) for weight in feature.weights]


def _measured(unseen: Sequence[Unseen]) -> Measured:
    """The share of the mix is chosen anew for each part, by the other parts, so that no figure flatters itself."""
    shares = {part: _best_share([one for one in unseen if one.part != part]) for part in {one.part for one in unseen}}
    return Measured(
        model=_figures((one, sorted(one.chances.items(), key=lambda pair: -pair[1])) for one in unseen),
        table=_figures((one, one.table) for one in unseen),
        mix=_figures((one, mixed(one.chances, one.table, shares[one.part])) for one in unseen),
    )


def _best_share(unseen: Sequence[Unseen]) -> float:
    def good(share: float) -> tuple[float, float]:
        figures = _figures((one, mixed(one.chances, one.table, share)) for one in unseen)
        return figures.among_three, figures.first

    return max(SHARES, key=good)


def _figures(ranked: Iterable[tuple[Unseen, Sequence[tuple[str, float]]]]) -> Figures:
    guessed = [(one.category, [code for code, _ in ranking[:3]]) for one, ranking in ranked]
    first = sum(right in codes[:1] for right, codes in guessed)
    three = sum(right in codes for right, codes in guessed)
    return Figures(round(first / len(guessed), 4), round(three / len(guessed), 4))


def _unseen(split: Split, table: Table, tell: Callable[[str], None]) -> Iterator[Unseen]:
    """Each story as the table and a model that has not seen it judge it.

    The stories of rare categories go with the first part: a model that has never met them must not hide them.
    """
    folds = StratifiedKFold(split.folds, shuffle=True, random_state=0)
    parts = folds.split(np.zeros(len(split.common)), [story.category for story in split.common])
    for part, (seen, rest) in enumerate(parts):
        tell(f"Measuring, part {part + 1} of {split.folds}")
        model = trained([split.common[at] for at in seen])
        for story in [*(split.common[at] for at in rest), *(split.rare if part == 0 else [])]:
            yield Unseen(part, story.category, table(story.text), model.chances(story.text))
