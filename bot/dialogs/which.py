"""Which of the places offered a citizen means in words: "yang lombok timur", "desa selong", "kecamatan"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogs.grammar import Heard, plain
from bot.dialogs.vocabulary import vocabulary
from bot.report import Place
from bot.understanding.gazetteer import Gazetteer


def chosen(readings: Sequence[Place], said: Heard, gazetteer: Gazetteer) -> int | None:
    """The index of the one place that the words fit; None where they fit none or several, or say "not"."""
    if not said.words or said.asked or said.has("no"):
        return None
    level = next((name for word in said.words for name in vocabulary().levels if name in word.means), "")
    named = " ".join(word.text.replace("_", " ") for word in said.content if not word.means & set(vocabulary().levels))
    fits = list(range(len(readings)))
    if said.number is not None:
        fits = [at for at in fits if at == said.number - 1]
    if named:
        fits = [at for at in fits if _named(readings[at], named, gazetteer)]
    if level and len(fits) > 1:
        fits = [at for at in fits if _finest(readings[at])[0] == level]
    return fits[0] if len(fits) == 1 and (level or named or said.number is not None) else None


def _finest(place: Place) -> tuple[str, str]:
    areas = {
        "village": place.village,
        "district": place.district,
        "regency": place.regency,
        "province": place.province,
    }
    return next(((level, area.code) for level, area in areas.items() if area), ("", ""))


def _named(place: Place, words: str, gazetteer: Gazetteer) -> bool:
    """Whether all words stand in the place's names, or name an area that it lies in ("lotim", "lombok tmur")."""
    province = place.province.name if place.province else ""
    if set(words.split()) <= set(plain(f"{place.official} {province}").split()):
        return True
    guess = gazetteer.find_answer(words)
    areas = [_finest(each)[1] for each in (guess.place, *guess.alternatives)] if guess else []
    return any(area and _finest(place)[1].startswith(area) for area in areas)
