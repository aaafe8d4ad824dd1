"""What is counted of reports in few kinds, in two passes: their channel, language, stage, privacy and guesses."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from bridge.monev.counting import Counting

SUPPORTERS = (0, 1, 2, 5, 10)  # where a group of reports with so many supporters begins
_COLUMNS = ("channel", "language", "stage", "kind", "anonymous", "secret", "supporters")
_NAMES = (*_COLUMNS[:4], "privacy", "supporters")
_PRIVACY = ("open", "anonymous", "secret", "both")
_GUESSED = ("none", "first", "three", "wrong")


@dataclass(frozen=True, slots=True)
class Profile:
    """How many reports there are of each combination of the names; of those verified, how good the guesses were."""

    counts: Counter[tuple[str, ...]]
    guessed: Counter[str]

    def by(self, name: str) -> Counter[str]:
        """How many have each value."""
        at, found = _NAMES.index(name), Counter[str]()
        for key, count in self.counts.items():
            found[key[at]] += count
        return found


def profile(counting: Counting) -> Profile:
    """Two passes. `guessed`: the category is the bot's first, among its three, in neither; none: it had not any."""
    columns = ", ".join(_COLUMNS)
    found = counting.rows(f"SELECT {columns}, count(*) FROM cases WHERE {{where}} GROUP BY {columns}")  # noqa: S608
    counts = Counter[tuple[str, ...]]()
    for *parts, count in found:
        counts[_named(*parts)] += int(count)
    return Profile(counts, _guesses(counting))


def _named(*parts: object) -> tuple[str, ...]:
    *plain, anonymous, secret, supporters = parts
    group = SUPPORTERS[bisect_right(SUPPORTERS, int(str(supporters))) - 1]
    return (*map(str, plain), _PRIVACY[bool(anonymous) + 2 * bool(secret)], str(group))


def _guesses(counting: Counting) -> Counter[str]:
    at = counting.found_in("' ' || guesses || ' '", "' ' || category || ' '")
    first = counting.found_in("guesses || ' '", "category || ' '")
    place = f"CASE WHEN guesses = '' THEN 0 WHEN {first} = 1 THEN 1 WHEN {at} > 0 THEN 2 ELSE 3 END"
    found = counting.by(place, where="verified_at IS NOT NULL")
    return Counter({_GUESSED[int(key)]: count for key, _, count in found})
