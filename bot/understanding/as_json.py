"""What was understood as one JSON object, so that an agency's own programs can use it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.report import Area, Place
from bot.understanding.catalogue import Catalogue
from bot.understanding.understood import CategoryGuess, PlaceGuess, Understood

MOST = 10  # categories
OFFERED = 3  # categories that a consumer can always show; those that no word spoke for have the score 0


def as_json(understood: Understood, catalogue: Catalogue, so_far: str) -> dict[str, Any]:
    """Everything a text says, as what JSON can carry; `so_far` is the language where the text does not tell.

    Category names are in the text's language; the date is ISO 8601.
    """
    language = understood.language or so_far
    return {
        "language": language,
        "kind": understood.kind.value,
        "categories": [_category(one, catalogue, language) for one in offered(understood.categories, catalogue)],
        "place": _guess(understood.place) if understood.place else None,
        "date": understood.date.isoformat() if understood.date else None,
        "urgent": understood.urgent,
        "sensitive": understood.sensitive,
        "title": understood.title,
    }


def offered(guesses: Sequence[CategoryGuess], catalogue: Catalogue) -> list[CategoryGuess]:
    """Three to ten guesses: what is missing are the catalogue's first, which are the most frequent ones."""
    known = {one.code for one in guesses}
    fill = [one.guess("id") for one in catalogue.all if one.code not in known]
    return [*guesses[:MOST], *fill[: max(0, OFFERED - len(guesses))]]


def _category(guess: CategoryGuess, catalogue: Catalogue, language: str) -> dict[str, Any]:
    name = catalogue.get(guess.code).name(language)
    return {
        "code": guess.code,
        "lapor_topic": guess.lapor_topic,
        "name": name,
        "office": guess.office,
        "score": guess.score,
    }


def _guess(guess: PlaceGuess) -> dict[str, Any]:
    alternatives = [_areas(place) for place in guess.alternatives]
    return _areas(guess.place) | {"text": guess.place.words, "sure": guess.sure, "alternatives": alternatives}


def _areas(place: Place) -> dict[str, Any]:
    return {name: _area(getattr(place, name)) for name in ("province", "regency", "district", "village")}


def _area(area: Area | None) -> dict[str, str] | None:
    return {"code": area.code, "name": area.name} if area else None
