"""A citizen's category becomes a service of the agency's own core, by one file that the agency can read and change."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import fuzz, utils

from bridge.services import CoreService
from bridge.translated import BadTranslation, told_in
from bridge.wanted import Told

SURE = 80.0  # of 100: from here on a proposal is written as one, below it stands as a comment
_WORTH = 50.0  # below it nothing is said
_HEAD = """# From our categories to the service codes of {core}.
# Written by kentongan core map; check every line. A category that is missing here goes to `fallback`; without a
# fallback a start is refused as long as one category leads nowhere.
"""


class BadMapping(ValueError):
    """A mapping file cannot be read; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One of our categories as it is compared: its code, its names in all languages, words that tell of it."""

    code: str
    names: tuple[str, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Which service a category is likely to be, how likely (0 to 100), and what it rests on. None: nothing fits."""

    topic: Topic
    service: CoreService | None = None
    score: float = 0.0
    because: str = ""

    @property
    def sure(self) -> bool:
        return self.service is not None and self.score >= SURE


@dataclass(frozen=True, slots=True)
class CoreMapping:
    """Category code -> service code, where all others go ("" = nowhere), and the core's questions in our languages."""

    services: Mapping[str, str] = field(default_factory=dict)
    fallback: str = ""
    told: Mapping[str, Told] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> CoreMapping:
        """The mapping in a TOML file; raises BadMapping."""
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as wrong:
            reason = getattr(wrong, "strerror", None) or "it is not UTF-8"
            raise BadMapping(f"{path} cannot be read ({reason})") from None
        except tomllib.TOMLDecodeError as wrong:
            raise BadMapping(f"{path} is not TOML: {wrong}") from None
        services, fallback = table.get("services", {}), table.get("fallback", "")
        strange = set(table) - {"services", "fallback", "attributes"}
        if not isinstance(services, dict) or not isinstance(fallback, str) or strange:
            raise BadMapping(f'{path} must hold a table [services] and, if you like, fallback = "CODE" above it')
        try:
            told = told_in(table.get("attributes", {}))
        except BadTranslation as wrong:
            raise BadMapping(f"{path}: {wrong}") from None
        wrong_lines = [code for code, each in services.items() if not isinstance(each, str) or not each.strip()]
        if wrong_lines:
            raise BadMapping(f"{path}: the service of {', '.join(wrong_lines)} must be a code in quotes")
        return cls({code: each.strip() for code, each in services.items()}, fallback.strip(), told)

    def nowhere(self, categories: Iterable[str]) -> list[str]:
        """The categories that lead nowhere."""
        return [] if self.fallback else [each for each in categories if each not in self.services]

    def strange(self, categories: Iterable[str]) -> list[str]:
        """The codes in the file that are no category of ours: mistyped, or of another release."""
        return sorted(set(self.services) - set(categories))

    def gone(self, services: Sequence[CoreService]) -> list[str]:
        """The service codes in the file that the core does not list."""
        listed = {each.code for each in services}
        return sorted({*self.services.values(), *filter(None, [self.fallback])} - listed)


def propose(topics: Sequence[Topic], services: Sequence[CoreService]) -> list[Proposal]:
    """For each category the service that fits best, by code, name, keywords and description."""
    return [_best(topic, services) for topic in topics]


def written(proposals: Sequence[Proposal], core: str, fallback: str = "") -> str:
    """The file: sure proposals as lines, likely ones as comments to look at, the rest as comments without a code."""
    lines = [_HEAD.format(core=core)]
    lines += [f"fallback = {json.dumps(fallback)}\n" if fallback else '# fallback = "CODE"\n', "[services]"]
    return "\n".join([*lines, *(_line(each) for each in proposals)]) + "\n"


def _line(proposal: Proposal) -> str:
    name = proposal.topic.names[0]
    if proposal.service is None:
        return f"# {proposal.topic.code} =    # {_one_line(name)}: no service fits"
    sign = "" if proposal.sure else "# "
    told = f"{name} -> {proposal.service.name} ({proposal.score:.0f}, {proposal.because})"
    return f"{sign}{proposal.topic.code} = {json.dumps(proposal.service.code)}  # {_one_line(told)}"


def _one_line(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def _best(topic: Topic, services: Sequence[CoreService]) -> Proposal:
    found = [Proposal(topic, service, *_likeness(topic, service)) for service in services]
    best = max(found, key=lambda each: each.score, default=None)
    return best if best and best.score >= _WORTH else Proposal(topic)


def _likeness(topic: Topic, service: CoreService) -> tuple[float, str]:
    if topic.code.casefold() == service.code.casefold():
        return 100.0, "the same code"
    name = max(_alike(one, service.name) for one in topic.names)
    said = [_plain(each) for each in (*service.keywords, service.name)]
    ours = {_plain(each) for each in (*topic.words, *topic.names)}
    shared = [each for each in said if each and each in ours]
    keywords = min(95.0, 60.0 + 12.0 * len(shared)) if shared else 0.0
    described = 0.75 * max(fuzz.token_set_ratio(_plain(one), _plain(service.description)) for one in topic.names)
    ways = [(name, "its name"), (keywords, f"keywords: {', '.join(shared[:3])}"), (described, "its description")]
    return max(ways if service.description else ways[:2])


def _alike(one: str, other: str) -> float:
    return fuzz.token_sort_ratio(_plain(one), _plain(other))


def _plain(text: str) -> str:
    return utils.default_process(text)
