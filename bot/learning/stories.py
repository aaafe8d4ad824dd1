"""What officers decided, as stories to learn from: each correction makes the next guess of an office better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

SHOWN = 20  # categories that could not be mapped


@dataclass(frozen=True, slots=True)
class Story:
    """A citizen's story and the code of the category that an officer stands by."""

    text: str
    category: str


@dataclass
class Gathered:
    """Stories, how many came about which way, and what could not be used and why."""

    stories: list[Story] = field(default_factory=list)
    ways: Counter[str] = field(default_factory=Counter)
    unused: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[str] = field(default_factory=Counter)

    def take(self, text: str, category: str, way: str) -> None:
        """Keep one story; an empty one (a report by voice or photo) teaches nothing."""
        if not text.strip():
            self.unused["without words"] += 1
            return
        self.stories.append(Story(text, category))
        self.ways[way] += 1

    def told(self) -> Iterator[str]:
        """What was found, in lines."""
        yield f"Stories: {len(self.stories)}" + _counts(self.ways)
        if self.unused:
            yield f"Not used: {self.unused.total()}" + _counts(self.unused)
        if self.unmapped:
            yield f"Rows whose category is none of ours: {self.unmapped.total()}"
            yield from (f"  {count:6} {name}" for name, count in self.unmapped.most_common(SHOWN))


class TooFew(Exception):
    """There is not enough to learn from; the text says what there is and what is needed."""


def _counts(counts: Counter[str]) -> str:
    return f" ({', '.join(f'{name} {count}' for name, count in counts.most_common())})" if counts else ""
