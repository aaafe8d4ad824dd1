"""An invented citizen's report: what it is about, in which words, from where, and what the bot would have guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import TypeVar

from bot.report import Kind, Reference, Report
from bridge.embedded.seeding import words
from bridge.embedded.seeding.calendar import RAINS
from bridge.embedded.seeding.given import Topic
from bridge.embedded.seeding.marks import NAME, marked
from bridge.embedded.seeding.town import Town
from bridge.embedded.seeding.troubles import NAMED, TROUBLES, Trouble

_T = TypeVar("_T")
_WET = 1.5  # so much more of what rain brings, in the rains
_FIRST, _AMONG = 0.74, 0.94  # how often the bot's first guess, and one of its three, is right
_TAKES_FIRST = 0.25  # of wrong first guesses are filed all the same
_LANGUAGES = {"id": 0.88, "en": 0.03, "jv": 0.05, "su": 0.04}
_CHANNELS = {"whatsapp": 0.58, "telegram": 0.20, "sms": 0.22}
_KINDS = {Kind.COMPLAINT: 0.86, Kind.QUESTION: 0.08, Kind.WISH: 0.06}
# anonymous, secret: three in four hide something, as in one city's real reports
_HIDING = {(False, False): 0.25, (True, False): 0.33, (False, True): 0.20, (True, True): 0.22}


@dataclass(frozen=True, slots=True)
class Told:
    """A report as it was filed, what it is truly about, and the three guesses of the bot, best first."""

    report: Report
    truth: Topic
    guesses: tuple[str, ...]


def by_share(topics: Sequence[Topic]) -> tuple[list[Topic], list[float], list[float]]:
    """The categories, most frequent first, with their shares in dry and in rainy months."""
    rest = [topic for topic in topics if topic.code not in TROUBLES]
    least = (100 - NAMED) / max(1, len(rest))
    shares = {topic.code: TROUBLES[topic.code].share if topic.code in TROUBLES else least for topic in topics}
    ordered = sorted(topics, key=lambda topic: -shares[topic.code])
    dry = [shares[topic.code] for topic in ordered]
    wet = [share * (_WET if _is_wet(topic) else 1.0) for topic, share in zip(ordered, dry, strict=True)]
    return ordered, dry, wet


def _is_wet(topic: Topic) -> bool:
    return topic.code in TROUBLES and TROUBLES[topic.code].wet


class Citizens:
    """Everybody who writes, one report each."""

    def __init__(self, topics: Sequence[Topic], town: Town, rng: Random) -> None:
        """`topics` need at least three."""
        self._rng, self._town = rng, town
        self._topics, dry, wet = by_share(topics)
        self._dry, self._wet = list(accumulate(dry)), list(accumulate(wet))
        self._same = {topic.code: [one for one in topics if one.office == topic.office] for topic in topics}
        self._written = 0

    def tell(self, reference: Reference, at: datetime) -> Told:
        """The next report, told at that moment."""
        rng = self._rng
        self._written += 1
        truth = self._topic(at.month in RAINS)
        guesses = self._guesses(truth)
        wrong = truth is not guesses[0] and rng.random() < _TAKES_FIRST
        filed = guesses[0] if wrong else truth
        language = _drawn(_LANGUAGES, rng)
        anonymous, secret = _drawn(_HIDING, rng)
        place = self._town.place(rng)
        title, story = self._words(truth, language, ", ".join(filter(None, (place.words, place.official))))
        report = Report(
            reference=reference,
            kind=_drawn(_KINDS, rng),
            category=filed.code,
            category_name=filed.name("id"),
            title=title,
            story=story,
            place=place,
            anonymous=anonymous,
            secret=secret,
            received_at=at,
            channel=_drawn(_CHANNELS, rng),
            language=language,
            name="" if anonymous else f"{NAME} {self._written}",
            happened_on=(at - timedelta(days=rng.randint(0, 25))).date() if rng.random() < 0.7 else None,
        )
        return Told(report, truth, tuple(guess.code for guess in guesses))

    def _topic(self, rains: bool) -> Topic:
        return self._rng.choices(self._topics, cum_weights=self._wet if rains else self._dry)[0]

    def _guesses(self, truth: Topic) -> list[Topic]:
        """Three, mostly with the truth first; what is taken for it is likelier of the same office."""
        rng = self._rng
        found: list[Topic] = []
        while len(found) < 3:
            near = rng.choice(self._same[truth.code]) if rng.random() < 0.5 else self._topic(rains=False)
            if near is not truth and near not in found:
                found.append(near)
        luck = rng.random()
        if luck < _AMONG:
            found[0 if luck < _FIRST else rng.choice((1, 1, 2))] = truth
        return found

    def _words(self, topic: Topic, language: str, where: str) -> tuple[str, str]:
        rng, trouble = self._rng, TROUBLES.get(topic.code)
        said = trouble.said.get(language) if trouble else None
        parts = [
            rng.choice(words.OPENINGS[language]),
            rng.choice(said) if said else rng.choice(words.GENERAL[language]).format(name=topic.name(language)),
            words.WHERE[language].format(where),
            rng.choice(words.SINCE[language]).format(n=rng.randint(2, 9)),
            *_details(language, rng),
            rng.choice(words.WISHES[language]),
        ]
        return marked(_title(trouble, topic, language)), marked(" ".join(filter(None, parts)))


def _details(language: str, rng: Random) -> list[str]:
    """Some write little, some much: two sentences in the middle, more than twenty once in a hundred."""
    many = 24 if rng.random() < 0.012 else rng.choices((0, 1, 2, 3, 4, 6), (14, 20, 24, 20, 14, 8))[0]
    said = words.DETAILS[language]
    return rng.sample(said, many) if many <= len(said) else rng.choices(said, k=many)


def _title(trouble: Trouble | None, topic: Topic, language: str) -> str:
    return trouble.title if trouble and language == "id" else topic.name(language)


def _drawn(shares: dict[_T, float], rng: Random) -> _T:
    return rng.choices(list(shares), list(shares.values()))[0]
