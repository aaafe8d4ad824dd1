"""What invented citizens thought of it: one star, nine answers, and who they are, in shares one would expect."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random

from bot.report import Stage
from bridge.embedded.course import Course
from bridge.embedded.seeding.as_rows import Row
from bridge.embedded.seeding.stories import Told
from bridge.opinions.opinions import WIB, About

_STARS, _NINE, _PERSON = 0.32, 0.38, 0.6  # of those closed; of those with a star; of those with nine answers
_GENDERS = {"female": 38, "male": 55, "other": 1, "unsaid": 6}
_DISABLED = {"no": 90, "yes": 4, "unsaid": 6}
_AGES = {"to_30": 34, "31_45": 40, "46_59": 18, "from_60": 4, "unsaid": 4}
_PLEASED = (6, 9, 20, 38, 27)  # stars from 1 to 5, where all was in time
_ANGRY = (28, 24, 24, 16, 8)  # where somebody was late, or nobody answered
_SKIPPED = 0.03

_Person = tuple[str, str, str, str, str, str]


@dataclass(slots=True)
class Said:
    """What was said in one batch, as rows of three tables.

    `people` is counted by month, channel, province, gender, disability, age.
    """

    stars: list[Row] = field(default_factory=list)
    nines: list[Row] = field(default_factory=list)
    counted: list[Row] = field(default_factory=list)
    people: Counter[_Person] = field(default_factory=Counter)

    def participation(self) -> list[Row]:
        """The people as rows of the table."""
        names = ("month", "channel", "province", "gender", "disability", "age")
        return [dict(zip(names, key, strict=True)) | {"people": n} for key, n in self.people.items()]


class Surveys:
    """One survey after each closing, mostly unanswered."""

    def __init__(self, rng: Random, until: datetime) -> None:
        self._rng, self._until = rng, until

    def ask(self, told: Told, course: Course, category: str, said: Said) -> None:
        """Ask who may be asked: the citizen of a report that stands closed."""
        rng = self._rng
        if course.stage is not Stage.CLOSED or rng.random() > _STARS:
            return
        at = course.since + timedelta(seconds=60 + int(rng.expovariate(1 / 18_000)))
        if at > self._until:
            return
        about = About.of(told.report, course.agency)
        bad = course.late_at or course.final_late_at or not course.answered_at
        star = rng.choices((1, 2, 3, 4, 5), _ANGRY if bad else _PLEASED)[0]
        kept = {"agency": about.agency, "category": category, "channel": about.channel, "language": about.language}
        said.stars.append(
            kept | {"id": _mixed("star", about), "reference": str(about.reference), "star": star, "at": at}
        )
        if rng.random() < _NINE:
            self._nine(about, at, star, kept, said)

    def _nine(self, about: About, at: datetime, star: int, kept: dict[str, str], said: Said) -> None:
        rng, day = self._rng, at.astimezone(WIB).date()
        nine = {f"u{n}": self._element(star) for n in range(1, 10)}
        said.nines.append(kept | nine | {"id": _mixed("answers", about), "region": about.region, "day": day})
        if rng.random() < _PERSON:
            who = (_one(_GENDERS, rng), _one(_DISABLED, rng), _one(_AGES, rng))
            said.people[(f"{day:%Y-%m}", about.channel, about.province, *who)] += 1
            said.counted.append({"id": _mixed("person", about)})

    def _element(self, star: int) -> int:
        if self._rng.random() < _SKIPPED:
            return 0
        return min(4, max(1, round(1.1 + 0.55 * star + self._rng.gauss(0, 0.55))))


def _one(shares: dict[str, int], rng: Random) -> str:
    return rng.choices(list(shares), list(shares.values()))[0]


def _mixed(kind: str, about: About) -> str:
    """A name that tells nothing, as the real survey's."""
    return sha256(f"seed {kind}\0{about.reference}".encode()).hexdigest()
