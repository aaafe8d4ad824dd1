"""What an officer reads of a report in a terminal: one line in a list, or a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from bridge.characters import printable, printable_lines
from bridge.embedded.rows import Case, Event
from bridge.embedded.workflow import possible
from bridge.stages import lapor_words

_WIB = timezone(timedelta(hours=7), "WIB")


def _when(moment: datetime) -> str:
    return moment.astimezone(_WIB).strftime("%Y-%m-%d %H:%M WIB")


def stage_words(case: Case) -> str:
    """The stage as LAPOR writes it, safe to print."""
    return printable(lapor_words(case.status.stage, case.status.agency))


def line(case: Case, now: datetime) -> str:
    """A report in the list: number, when it came, stage, what is due, what it is about."""
    report = case.report
    marks = " [RAHASIA]" if report.secret else ""
    about = f"{printable(report.category_name)}: {printable(report.title)}"
    due = f"  [{_due(case, now)}]" if case.due else ""
    return f"{report.reference.grouped}  {_when(report.received_at)}  {stage_words(case)}{marks}{due}  {about}"


def page(case: Case, events: tuple[Event, ...], now: datetime) -> list[str]:
    """A report whole, line by line, with its history and what can be done at this stage."""
    rows: list[tuple[str, Callable[[Case], str]]] = [
        ("Report", lambda case: case.report.reference.grouped),
        ("Number here", lambda case: str(case.id)),
        ("Stage", stage_words),
        ("Deadline", lambda case: _due(case, now)),
        ("Received", lambda case: f"{_when(case.report.received_at)} by {case.report.channel}"),
        ("Kind", lambda case: case.report.kind.value),
        ("Category", lambda case: f"{case.report.category_name} ({case.report.category})"),
        ("Happened on", lambda case: str(case.report.happened_on or "")),
        ("Name", lambda case: case.report.name or "(hidden)"),
        ("Secret", lambda case: "yes, not for the public" if case.report.secret else "no"),
        ("Place", lambda case: case.report.place.words),
        ("Official place", lambda case: case.report.place.official),
        ("Pin", _pin),
        ("Title", lambda case: case.report.title),
    ]
    head = [f"{name + ':':16}{printable(tell(case))}" for name, tell in rows]
    story = ["Story:", *(f"  | {line}" for line in printable_lines(case.report.story))]
    files = [f"File:           {printable(file.url)} ({printable(file.media_type)})" for file in case.report.files]
    acts = ", ".join(possible(case.standing)) or "nothing, it has ended"
    return [*head, *story, *files, "History:", *map(_entry, events), f"Possible now: {acts}"]


def _due(case: Case, now: datetime) -> str:
    """By which day the next step is owed; LATE where that has passed, because a colour would not be read aloud."""
    if case.due is None:
        return "none"
    return f"{'LATE, was due' if now > case.due else 'due'} {case.due.date()}"


def _pin(case: Case) -> str:
    pin = case.report.place.pin
    return f"{pin.latitude:.6f} {pin.longitude:.6f} {pin.label}" if pin else ""


def _entry(event: Event) -> str:
    told = f" - {printable(event.note)}" if event.note else ""
    told += f" - category {printable(event.before)} -> {printable(event.after)}" if event.after else ""
    by = f" ({printable(event.actor)})" if event.actor else ""
    return f"  {_when(event.at)}  {printable(lapor_words(event.stage, event.agency))}{by}{told}"
