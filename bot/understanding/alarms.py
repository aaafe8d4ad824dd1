"""Words of danger and of shame: the first bring the emergency numbers, the second the offer of protection."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.understanding.words import DATA, full, tokens


@dataclass(frozen=True, slots=True, repr=False)
class Alarm:
    """Phrases that raise it, and phrases in which the same words mean no harm ("rawan kecelakaan")."""

    words: tuple[str, ...]
    unless: tuple[str, ...]

    def heard(self, text: str) -> bool:
        """Whether a cleaned text raises the alarm."""
        said = f" {' '.join(full(token.word) for token in tokens(text))} "
        for harmless in self.unless:
            said = said.replace(f" {harmless} ", " ")
        return any(f" {phrase} " in said for phrase in self.words)


@dataclass(frozen=True, slots=True, repr=False)
class Alarms:
    """The two alarms."""

    urgent: Alarm
    sensitive: Alarm

    @classmethod
    def load(cls) -> Alarms:
        """Reads data/alarms.toml, once, at start."""
        table = tomllib.loads((DATA / "alarms.toml").read_text(encoding="utf-8"))
        return cls(*(_alarm(table[name]) for name in ("urgent", "sensitive")))


def _alarm(row: dict[str, Sequence[str]]) -> Alarm:
    return Alarm(tuple(row["words"]), tuple(row["unless"]))
