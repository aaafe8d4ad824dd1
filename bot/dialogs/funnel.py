"""The agency sees at which question people leave: what one turn does to the count of each, as a pure function."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.dialogs.lodge import LODGE
from bot.dialogs.session import Do, Effect, File, Session

What = Literal["asked", "passed", "dropped"]
FIRST = LODGE.questions[0].name
FILED, JOINED = "filed", "joined"  # how a report ends that was not given up; they are only ever come to
_HERE = f"{LODGE.name}."
_JOINING = "lodge.similar"


@dataclass(frozen=True, slots=True)
class Count:
    """One more of something: a question (or an end) was come to, left, or the last one of a report given up there."""

    language: str
    step: str
    what: What


def steps(before: Session, after: Session, do: Sequence[Effect]) -> tuple[Count, ...]:
    """What a turn adds to the funnel, see docs/adr/0021-funnel.md.

    For each language and question, over all turns of a conversation: asked = passed + dropped + (1 where it is open).
    """
    was, now = standing(before), standing(after)
    end = _end(before, after, do)
    over = bool(end) or before.thrown != after.thrown
    if was == now and not over:
        return ()
    given_up = not end and (over or now is None)
    left = [Count(*was, "dropped" if given_up else "passed")] if was else []
    ended = [Count(after.language, end, "asked")] if end else []
    return (*left, *ended, *_come(now, begins=over or was is None))


def standing(session: Session) -> tuple[str, str] | None:
    """(language, question) at which a report waits, also behind a side question; None where none is being written."""
    for at in (session.at, session.under):
        if at.startswith(_HERE):
            return session.language, at.removeprefix(_HERE)
    return None if session.draft.empty else (session.language, LODGE.open(session.draft).name)


def _come(now: tuple[str, str] | None, *, begins: bool) -> Iterator[Count]:
    """A report that begins with its story has answered the first question before it was put."""
    if now is None:
        return
    language, step = now
    if begins and step != FIRST:
        yield Count(language, FIRST, "asked")
        yield Count(language, FIRST, "passed")
    yield Count(language, step, "asked")


def _end(before: Session, after: Session, do: Sequence[Effect]) -> str:
    if any(isinstance(each, File) for each in do):
        return FILED
    joined = before.at == _JOINING and not before.draft.empty and after.draft.empty
    return JOINED if joined and any(isinstance(each, Do) for each in do) else ""
