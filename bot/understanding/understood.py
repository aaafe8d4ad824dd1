"""What a citizen's sentence says, as values: language, kind, category, place, date, urgency, title."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.report import Area, Kind, Place


@dataclass(frozen=True, slots=True)
class CategoryGuess:
    """One category the words speak for, best first; `score` compares guesses within one sentence only."""

    code: str
    lapor_topic: str
    name: str
    office: str
    score: float


@dataclass(frozen=True, slots=True)
class PlaceGuess:
    """A place recognised in words. `sure` means: no question needed; `alternatives` are at most two other readings."""

    place: Place
    sure: bool
    alternatives: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """Everything a text says; what it does not say is None, empty or False. `category_sure`: no question needed."""

    language: str | None
    kind: Kind
    categories: tuple[CategoryGuess, ...]
    category_sure: bool
    place: PlaceGuess | None
    date: date | None
    urgent: bool
    sensitive: bool
    title: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What understanding needs from outside: today's date where the citizen is, and the language so far."""

    today: date
    language: str = "id"


__all__ = ["Area", "CategoryGuess", "Facts", "PlaceGuess", "Understood"]
