"""What an officer reads of a report in a terminal: one line in a list, or a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
    return printable(lapor_words(case.status.stage, case.status.agency, case.status.by))


def line(case: Case, now: datetime) -> str:
    """A report in the list: number, when it came, stage, what is due, what it is about."""
    report = case.report
    marks = " [RAHASIA]" if report.secret else ""
    about = f"{printable(report.category_name)}: {printable(report.title)}"
    due = f"  [{_day(case.due, now)}]" if case.due else ""
    return f"{report.reference.grouped}  {_when(report.received_at)}  {stage_words(case)}{marks}{due}  {about}"


def page(case: Case, events: tuple[Event, ...], now: datetime) -> list[str]:
    """A report whole, line by line, with its history and what can be done at this stage."""
    rows: list[tuple[str, str]] = [*_standing(case, now), *((name, tell(case)) for name, tell in _ABOUT)]
    head = [f"{name + ':':16}{printable(told)}" for name, told in rows]
    story = ["Story:", *(f"  | {line}" for line in printable_lines(case.report.story))]
    files = [_file(file.url, file.media_type) for file in case.report.files[: case.came_with]]
    history = [line for event in events for line in _entry(event)]
    acts = ", ".join(possible(case.course)) or "nothing, it has ended"
    return [*head, *story, *files, "History:", *history, f"Possible now: {acts}"]


def _standing(case: Case, now: datetime) -> Iterator[tuple[str, str]]:
    yield "Report", case.report.reference.grouped
    yield "Number here", str(case.id)
    yield "Stage", stage_words(case)
    yield "Deadline", _day(case.due, now)
    if case.final_due:
        yield "First answer", _day(case.final_due, now)
    if case.status.ends:
        yield "Ends by itself", f"on {case.status.ends}, if the citizen does not answer"
    if case.course.supervisory:
        yield "Weight", "supervisory (berkadar pengawasan)"
    if case.supporters:
        yield "Supporters", str(case.supporters)
    if case.status.may:
        yield "Citizen may", ", ".join(case.status.may)


def _day(due: datetime | None, now: datetime) -> str:
    """By which day something is owed; LATE where that has passed, because a colour would not be read aloud."""
    if due is None:
        return "none"
    return f"{'LATE, was due' if now > due else 'due'} {due.date()}"


def _pin(case: Case) -> str:
    pin = case.report.place.pin
    return f"{pin.latitude:.6f} {pin.longitude:.6f} {pin.label}" if pin else ""


_ABOUT: tuple[tuple[str, Callable[[Case], str]], ...] = (
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
)


def _file(url: str, media_type: str) -> str:
    return f"File:           {printable(url)} ({printable(media_type)})"


def _entry(event: Event) -> Iterator[str]:
    """What happened, who did it, and beneath it every line of what they wrote and every file that came with it."""
    told = f"{event.what.replace('_', ' ')} by {event.by}" + (f" ({printable(event.actor)})" if event.actor else "")
    told += f" - {lapor_words(event.stage, event.agency, event.by)}" if event.agency else ""
    told += f" - reason {printable(event.reason)}" if event.reason else ""
    told += f" - {event.day}" if event.day else ""
    told += f" - category {printable(event.before)} -> {printable(event.after)}" if event.after else ""
    yield f"  {_when(event.at)}  {printable(told)}"
    yield from (f"    | {line}" for line in printable_lines(event.note))
    yield from (f"    {_file(file.url, file.media_type)}" for file in event.files)
