"""The figures as an office reads them: index, grade, nine elements, the stars apart, participation; no person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from bridge.characters import printable
from bridge.ikm import ELEMENTS, Ikm, Stars, rounded
from bridge.opinions.opinions import Figures, Wanted
from bridge.opinions.small_numbers import LEAST, publishable

_FEW = f"fewer than {LEAST}"
_HIDDEN = f"hidden ({_FEW}, or next to such a group)"
_NOT_ASKED = "not asked"


def page(figures: Figures, wanted: Wanted) -> list[str]:
    """All lines; of one office only where at least five people answered, so that it cannot tell who they were."""
    lines = [f"IKM (Permenpan RB 14/2017){_of(wanted)}", *_index(figures.index, small=bool(wanted.agency))]
    lines += ["", "Stars (one question after closing; no part of the index)"]
    lines += _stars(figures.stars, small=bool(wanted.agency))
    if wanted.agency:
        return [*lines, "", "Participation is counted without the office; leave --agency out to see it."]
    return [*lines, "", *_participation(figures.participation)]


def _of(wanted: Wanted) -> str:
    since = f" from {wanted.since:%Y-%m-%d}" if wanted.since else ""
    until = f" to {wanted.until:%Y-%m-%d}" if wanted.until else ""
    return f"{since}{until}{f', {printable(wanted.agency)}' if wanted.agency else ''}"


def _index(index: Ikm, *, small: bool) -> list[str]:
    if not index.respondents:
        return ["No answers."]
    if small and index.respondents < LEAST:
        return [f"Not shown: {_FEW} respondents."]
    lines = [_value(index), f"Respondents: {index.respondents}"]
    lines += [f"Not to be published: {_FEW} respondents."] if index.respondents < LEAST else []
    rows = zip(ELEMENTS, index.means, index.answered, strict=True)
    return lines + [
        f"  {at}. {name}: {_mean(mean)} ({_count(n, 'answer')})" for at, (name, mean, n) in enumerate(rows, 1)
    ]


def _value(index: Ikm) -> str:
    if index.shown is None:
        return "Index: none, because an element has no answer yet"
    return f"Index: {index.shown}, grade {index.grade}"


def _stars(stars: Stars, *, small: bool) -> list[str]:
    if not stars.total:
        return ["No stars."]
    if small and stars.total < LEAST:
        return [f"Not shown: {_FEW} stars."]
    counts = ", ".join(f"{star}: {count}" for star, count in stars.counts.items())
    return [f"Mean: {_mean(stars.mean)} of 5 ({_count(stars.total, 'star')})", f"  {counts}"]


def _participation(participation: Mapping[str, Mapping[str, int]]) -> list[str]:
    lines = [f"Participation (by people's own words, whole months; groups of {_FEW} are hidden)"]
    if not participation:
        return [*lines, "Nobody described themselves."]
    for question, counts in participation.items():
        lines.append(f"  {question}")
        shown = publishable(counts)
        lines += [f"    {printable(name) or _NOT_ASKED}: {_HIDDEN if n is None else n}" for name, n in shown.items()]
    return lines


def admins_page(given: Mapping[str, Sequence[int]], topics: Mapping[str, Mapping[str, str]], year: int) -> list[str]:
    """What the admins of a year said: the mean of each statement, 1 (not true) to 4 (completely true)."""
    lines = [f"Admins {year}: means from 1 (not true) to 4 (completely true)"]
    for topic, statements in topics.items():
        lines.append(f"  {topic}")
        lines += [f"    {words} {_statement(given.get(name, ()))}" for name, words in statements.items()]
    return lines


def _statement(answers: Sequence[int]) -> str:
    if len(answers) < LEAST:
        return f"{_FEW} answers" if answers else "no answers"
    return f"{_mean(Fraction(sum(answers), len(answers)))} ({len(answers)} answers)"


def _mean(mean: Fraction | None) -> str:
    return "-" if mean is None else str(rounded(mean))


def _count(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
