"""What the bot believes to have filed is compared with what the core has, so that a lost report is found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.report import Reference
from bridge.answers import number_in, reference_of
from bridge.wire import Rows


@dataclass(frozen=True, slots=True)
class Ours:
    """One of our cases: its reference, the number the core gave ("" while it waits), since when."""

    reference: Reference
    number: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Differences:
    """What does not agree; all lists are empty where everything does.

    `missing`: we have a number for it and the core does not list it. `double`: the core has it under several numbers.
    `other`: under another number than ours. `waiting`: not arrived yet. `arrived`: it waits here and is there.
    `strange`: the core has it under a reference of which nothing is kept here.
    """

    missing: list[Ours] = field(default_factory=list)
    double: dict[Reference, list[str]] = field(default_factory=dict)
    other: list[tuple[Ours, str]] = field(default_factory=list)
    waiting: list[Ours] = field(default_factory=list)
    arrived: list[tuple[Ours, str]] = field(default_factory=list)
    strange: dict[Reference, list[str]] = field(default_factory=dict)

    @property
    def none(self) -> bool:
        return not (self.missing or self.double or self.other or self.arrived or self.strange)


def by_reference(pages: Iterable[Rows]) -> tuple[dict[Reference, list[str]], set[str]]:
    """From the core's list: our references with their numbers there, and all numbers."""
    found: dict[Reference, list[str]] = {}
    numbers: set[str] = set()
    for rows in pages:
        for row in rows:
            number = number_in(row)
            if number in numbers:
                continue  # spans and pages may overlap
            numbers.add(number)
            if reference := reference_of(row):
                found.setdefault(reference, []).append(number)
    return found, numbers


def compare(ours: Iterable[Ours], theirs: Mapping[Reference, list[str]], numbers: set[str]) -> Differences:
    """Both lists beside each other. A blackbox's cases, whose number is our reference, are compared by it alone."""
    told = Differences()
    known: set[Reference] = set()
    for each in ours:
        known.add(each.reference)
        _put(told, each, theirs.get(each.reference, []), numbers)
    told.strange.update({each: found for each, found in theirs.items() if each not in known})
    return told


def _put(told: Differences, each: Ours, found: list[str], numbers: set[str]) -> None:
    if len(found) > 1:
        told.double[each.reference] = found
    elif not each.number:
        told.arrived.append((each, found[0])) if found else told.waiting.append(each)
    elif not found and each.number not in numbers:
        told.missing.append(each)
    elif found and found[0] != each.number and each.number != each.reference:
        told.other.append((each, found[0]))
