"""How often reports find the right category and the right office at once: the first of the three old complaints."""

from __future__ import annotations

from collections.abc import Iterator

from bridge.monev import hiding
from bridge.monev.frame import Frame, bars
from bridge.monev.model import Figure, Row
from bridge.monev.offices import Offices
from bridge.monev.profile import Profile
from bridge.monev.words import mark


def dispositions(known: Profile, offices: Offices, frame: Frame) -> Iterator[Figure]:
    """Right at first and among three, corrected, handed on; the last by office."""
    say = frame.say
    guessed = known.guessed
    checked = guessed.total()
    tried, three = checked - guessed["none"], guessed["first"] + guessed["three"]
    sent, handed = (sum(offices.numbers(name).values()) for name in ("sent_on", "handed_on"))
    measured = (
        ("first", say(mark("Category right at the first guess")), guessed["first"], tried),
        ("three", say(mark("Category among the first three")), three, tried),
        ("corrected", say(mark("Category corrected by an officer")), offices.corrected, checked),
        ("office", say(mark("Office right at once")), sent - handed, sent),
        ("handed_on", say(mark("Handed on to another office")), handed, sent),
    )
    rows = [(key, _measure(frame, title, part, whole)) for key, title, part, whole in measured]
    columns = frame.heads(say(mark("Measure")), say(mark("Reports")), say(mark("Of")), say(mark("Share")))
    title = say(mark("Right category, right office"))
    yield bars(frame.figure("accuracy", title, say(_ABOUT), columns, rows), say, 0, 3)
    yield _handed_on(offices, frame)


_ABOUT = mark(
    "Category: of the verified reports for which the bot had guessed, how many carry its first guess now, or one of "
    "its first three; and how many verified reports an officer gave another category. Office: of the reports sent on "
    "to an office, how many stayed there, and how many were handed on at least once."
)


def _measure(frame: Frame, title: str, part: int, whole: int) -> Row:
    say = frame.say
    if not whole:
        return say.text(title), say.nothing(), say.count(0), say.nothing()
    hidden = any(map(hiding.small, (part, whole - part)))
    share = hiding.shares({"": (part, whole)}).whole
    total = say.count(None if hiding.small(whole) else whole)
    return say.text(title), say.count(None if hidden else part), total, say.percent(share)


def _handed_on(offices: Offices, frame: Frame) -> Figure:
    say = frame.say
    parts = {name: (one.handed_on, one.sent_on) for name, one in offices.each.items() if name}
    reports = hiding.partition(offices.numbers("reports"))
    known = hiding.shares(parts)
    rows = []
    for name in sorted(parts, key=lambda name: (-parts[name][1], name)):
        share = None if reports[name] is None else known.each[name]
        cells = (say.count(reports[name]), say.percent(share))
        rows.append((name, (say.text(name), *cells)))
    columns = frame.heads(say(mark("Office")), say(mark("Reports")), say(mark("Handed on")))
    about = say(
        mark(
            "Of the reports that an office has now, or had last: the share that had been with another office before. "
            "Whole per cent."
        )
    )
    return bars(frame.figure("handed_on", say(mark("Handed on, by office")), about, columns, rows), say, 0, 2)
