"""What was right and what was wrong, counted: the figures by which the agency can judge the bot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from bot.evaluation.corpus import Complaint, Utterance
from bot.understanding.catalogue import Catalogue
from bot.understanding.understand import Understanding
from bot.understanding.understood import Facts, PlaceGuess, Understood

OPENING = 6  # words
DEFAULT = "id"  # in which the bot answers where it is not sure

Mark = bool | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One complaint, what was understood, and a mark for each question; None where it was not asked."""

    complaint: Complaint
    understood: Understood
    opening: str | None

    marks: dict[str, Mark]


MARKS = (
    "category first",
    "exactly first",
    "among three",
    "office",
    "regency",
    "kecamatan",
    "wrong, sure",
    "date",
    "language",
    "six words",
    "urgent found",
    "urgent right",
    "sensitive found",
    "sensitive right",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A group of complaints: how many, and the share (0 to 1) of each mark, None where it was never asked."""

    name: str
    size: int
    shares: dict[str, float | None]
    counts: dict[str, tuple[int, int]]
    title_length: float


def examine(complaint: Complaint, understanding: Understanding) -> Outcome:
    """One complaint understood as the bot would, with no language known before."""
    understood = understanding.understand(complaint.text, Facts(complaint.today))
    words = complaint.text.split()
    opening = understanding.languages.detect(" ".join(words[:OPENING])) or DEFAULT if len(words) >= OPENING else None
    marks = _marks(complaint, understood, opening, understanding.catalogue)
    return Outcome(complaint, understood, opening, marks)


def summed(name: str, outcomes: Sequence[Outcome]) -> Row:
    """The figures of a group; it must not be empty."""
    counts = {mark: _count(outcome.marks[mark] for outcome in outcomes) for mark in MARKS}
    shares = {mark: right / asked if asked else None for mark, (right, asked) in counts.items()}
    lengths = median(len(outcome.understood.title) for outcome in outcomes)
    return Row(name, len(outcomes), shares, counts, lengths)


def grouped(outcomes: Sequence[Outcome]) -> list[Row]:
    """Rows for everything, each part, each language and each style."""
    keys: list[Callable[[Complaint], str]] = [lambda _: "all", lambda it: it.part, lambda it: it.language]
    keys.append(lambda it: it.style)
    rows = []
    for key in keys:
        names = dict.fromkeys(key(outcome.complaint) for outcome in outcomes)
        rows += [summed(name, [each for each in outcomes if key(each.complaint) == name]) for name in names]
    return rows


def answered_otherwise(short: Iterable[Utterance], understanding: Understanding) -> list[Utterance]:
    """The Indonesian short answers that would turn the conversation into another language: there must be none."""
    detect = understanding.languages.detect
    return [one for one in short if one.language == DEFAULT and detect(one.text) not in (None, DEFAULT)]


def _count(marks: Iterable[Mark]) -> tuple[int, int]:
    asked = [mark for mark in marks if mark is not None]
    return sum(asked), len(asked)


def _marks(right: Complaint, said: Understood, opening: str | None, catalogue: Catalogue) -> dict[str, Mark]:
    codes = [guess.code for guess in said.categories[:3]]
    offices = {one.office for one in catalogue.all if one.code in right.categories}
    return {
        "category first": bool(set(codes[:1]) & set(right.categories)),
        "exactly first": codes[:1] == [right.categories[0]],
        "among three": bool(set(codes) & set(right.categories)),
        "office": bool({guess.office for guess in said.categories[:3]} & offices),
        "regency": _code(said.place, "regency") in right.regencies if right.regencies else None,
        "kecamatan": _code(said.place, "district") == right.district if right.district else None,
        "wrong, sure": _wrong_and_sure(right, said.place),
        "date": said.date == right.date,
        "language": (said.language or DEFAULT) == right.language,
        "six words": opening == right.language if opening else None,
        "urgent found": said.urgent if right.urgent else None,
        "urgent right": right.urgent if said.urgent else None,
        "sensitive found": said.sensitive if right.sensitive else None,
        "sensitive right": right.sensitive if said.sensitive else None,
    }


def _code(guess: PlaceGuess | None, name: str) -> str:
    area = getattr(guess.place, name) if guess else None
    return area.code if area else ""


def _wrong_and_sure(right: Complaint, guess: PlaceGuess | None) -> bool:
    """Taken without a question although the text names another regency, another kecamatan, or no place at all."""
    if guess is None or not guess.sure:
        return False
    district = _code(guess, "district")
    return _code(guess, "regency") not in right.regencies or bool(district and district != right.district)
