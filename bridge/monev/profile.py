"""What is counted of reports in few kinds, all in one pass: their channel, language, stage, privacy and guesses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from bridge.monev.counting import Counting, yes

SUPPORTERS = (0, 1, 2, 5, 10)  # where a group of reports with so many supporters begins
_NAMES = ("channel", "language", "stage", "kind", "privacy", "supporters", "guessed")
_PRIVACY = ("open", "anonymous", "secret", "both")
_GUESSED = ("", "none", "first", "three", "wrong")
_PLACE = 10  # each of the last three is one digit of a number


@dataclass(frozen=True, slots=True)
class Profile:
    """How many reports there are of each combination of the names."""

    counts: Counter[tuple[str, ...]]

    def by(self, name: str) -> Counter[str]:
        """How many have each value. `guessed`: first, three, wrong; none where the bot had not; "" not verified yet."""
        at, found = _NAMES.index(name), Counter[str]()
        for key, count in self.counts.items():
            found[key[at]] += count
        return found


def profile(counting: Counting) -> Profile:
    """One pass. The key is one short text, which a database sorts faster than seven; no value has a space in it."""
    number = f"{_privacy()} + {_PLACE} * ({_supporters()}) + {_PLACE**2} * ({_guessed(counting.found_in)})"
    parts = ("channel", "language", "stage", "kind", f"CAST({number} AS text)")
    found = counting.by(" || ' ' || ".join(parts))
    return Profile(Counter({_named(key.split(" ")): count for key, _, count in found}))


def _named(parts: list[str]) -> tuple[str, ...]:
    rest, privacy = divmod(int(parts.pop()), _PLACE)
    guessed, supporters = divmod(rest, _PLACE)
    return (*parts, _PRIVACY[privacy], str(SUPPORTERS[supporters]), _GUESSED[guessed])


def _privacy() -> str:
    return f"{yes('anonymous')} + 2 * {yes('secret')}"


def _supporters() -> str:
    """Which group it is, from 0; most reports are in that one."""
    steps = " ".join(f"WHEN supporters < {least} THEN {at}" for at, least in enumerate(SUPPORTERS[1:]))
    return f"CASE {steps} ELSE {len(SUPPORTERS) - 1} END"


def _guessed(found_in: Callable[[str, str], str]) -> str:
    """Its place in _GUESSED."""
    at = found_in("' ' || guesses || ' '", "' ' || category || ' '")
    first = found_in("guesses || ' '", "category || ' '")
    return f"""CASE WHEN verified_at IS NULL THEN 0 WHEN guesses = '' THEN 1
        WHEN {first} = 1 THEN 2 WHEN {at} > 0 THEN 3 ELSE 4 END"""
