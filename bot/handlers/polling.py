"""What happens to a report in a core that tells nothing by itself is asked for, and told to its followers once."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from bot.dialogs.session import Case
from bot.handlers.keeping import Newsstand, Queued
from bot.handlers.ports import Done, Later, Outcome, Watched, World
from bot.progress import COMES_BY, By, Happened, Happening, numbered
from bot.report import ENDED, CoreError, Reference, Stage, Status
from bot.saved import PollRow

WAITS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
WATCHED_AFTER_END = 17  # quiet looks, about two weeks: so long an office may take up again what it closed
AT_RECEIPT = timedelta(minutes=5)  # a note of this age says that the report was received, and is no news
HEARD = 200  # updates remembered by number
OFFICES_TURN = (Stage.RECEIVED, Stage.VERIFIED, Stage.SENT_ON, Stage.REPLIED)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Polling:
    """Asks about each report by a row of its own, seldom where nothing changes. `zone` is the office's."""

    core: Watched
    stand: Newsstand
    world: World
    zone: tzinfo
    news: Callable[[Happening], Sequence[Queued]]

    def begin(self, case: Case) -> tuple[Queued, ...]:
        """The first look at a report that has just arrived; none where the core gave no number to ask by."""
        if case.core_id == case.reference:
            return ()
        row = PollRow(case.reference, case.core_id, case.stage, case.since, case.since)
        return (self._queued(row, WAITS[0]),)

    def look(self, row: PollRow, attempt: int) -> Outcome:
        """Ask the core; what is new, the mark how far it is told and the next look are one step."""
        if self.stand.case(row.reference) is None:
            return Done()  # nothing is kept of it any more
        try:
            status = self.core.follow(row.reference, row.core_id)
            found = self._heard(row) if status else ()
        except CoreError as trouble:
            log.warning("the core told nothing of a report: %s", type(trouble).__name__)
            return Later(_wait(attempt - 1))
        if status is None:
            log.warning("the core does not know a report that it took; kentongan reconcile tells which")
            return Later(WAITS[-1])
        return self._told(row, status, found)

    def _heard(self, row: PollRow) -> tuple[Happening, ...]:
        standing = Status(row.reference, row.stage, row.since, row.agency)
        return self.core.news(row.reference, row.core_id, row.asked, standing)

    def _told(self, row: PollRow, status: Status, found: Sequence[Happening]) -> Done:
        now = self.world.clock()
        exact = row.exact or any(each.what is Happened.RECEIVED for each in found)
        fresh = [each for each in found if each.number not in row.heard]
        late = None if exact else _late(row, status, now, self.zone)
        happened = [*fresh, *_changes(row, status, fresh), *([late] if late else [])]
        after = PollRow(
            reference=row.reference,
            core_id=row.core_id,
            stage=status.stage,
            since=status.since,
            asked=now,
            agency=status.agency,
            note=_mark(status.note),
            heard=(*row.heard, *(each.number for each in fresh))[-HEARD:],
            late=late.day if late else row.late,
            exact=exact,
            quiet=0 if happened else row.quiet + 1,
        )
        news = [queued for each in happened for queued in self.news(each)]
        return Done(rows=(*news, *self._next(after, status)))

    def _next(self, row: PollRow, status: Status) -> Iterator[Queued]:
        if row.stage in ENDED and row.quiet >= WATCHED_AFTER_END:
            return
        wait = _wait(row.quiet)
        if self.stand.acted_lately(row.core_id):
            wait = min(wait, WAITS[1])
        if status.deadline and not row.exact:
            passes = datetime.combine(status.deadline + timedelta(days=1), time(), self.zone)
            wait = min(wait, max(passes - self.world.clock(), WAITS[0]))
        yield self._queued(row, wait * (1 + self.world.draw(1000) / 10000))

    def _queued(self, row: PollRow, wait: timedelta) -> Queued:
        lane = self.stand.poll_lane(row.core_id)
        return Queued(lane, row, self.world.clock() + wait, f"poll:{lane}")  # a fixed name: one look a report


def _wait(quiet: int) -> timedelta:
    return WAITS[min(max(quiet, 0), len(WAITS) - 1)]


def _mark(note: str) -> str:
    """Enough of a note to see that it is another one; the note itself is not kept."""
    return hashlib.sha256(note.encode()).hexdigest()[:16] if note else ""


def _changes(row: PollRow, status: Status, fresh: Sequence[Happening]) -> Iterator[Happening]:
    """What the status says beyond the updates: at most one thing. Words that an update told are not told again."""
    stage = fresh[-1].stage if fresh else row.stage
    said = status.note if _mark(status.note) != row.note and not _in(status.note, fresh) else ""
    what = _moved(stage, status)
    if what is None and stage is Stage.SENT_ON and row.agency and status.agency not in ("", row.agency) and not fresh:
        what = Happened.HANDED_ON
    if what is None and said and not _of_receipt(row, status):
        what = Happened.ASKED if stage is Stage.INCOMPLETE else Happened.ANSWERED
    if what:
        yield _happening(row.reference, what, status, said)


def _moved(stage: Stage, status: Status) -> Happened | None:
    if status.stage is stage:
        return None
    if stage in ENDED and status.stage not in ENDED:
        return Happened.REOPENED
    return COMES_BY.get(status.stage)


def _of_receipt(row: PollRow, status: Status) -> bool:
    return row.note is None and status.stage is row.stage and status.since <= row.since + AT_RECEIPT


def _in(note: str, fresh: Sequence[Happening]) -> bool:
    return any(note.strip() == each.note.strip() for each in fresh)


def _happening(reference: Reference, what: Happened, status: Status, note: str) -> Happening:
    at_door = what in (Happened.VERIFIED, Happened.SENT_ON)
    by = By(status.by) if status.by else By.ADMIN if at_door else By.OFFICE
    number = numbered(reference, f"{what} {status.since.isoformat()} {_mark(note)}")
    day = status.ends if what in (Happened.ANSWERED, Happened.ASKED) else status.deadline
    happening = Happening(number, reference, what, by, status.since, status.stage, status.agency, note, day=day)
    return replace(happening, day=status.deadline) if what is Happened.ASKED and day is None else happening


def _late(row: PollRow, status: Status, now: datetime, zone: tzinfo) -> Happening | None:
    """That the day passed which the core itself had named for the next step: once for each such day."""
    day: date | None = status.deadline
    if day is None or day == row.late or status.stage not in OFFICES_TURN or now.astimezone(zone).date() <= day:
        return None
    number = numbered(row.reference, f"late {day}")
    return Happening(number, row.reference, Happened.LATE, By.SYSTEM, now, status.stage, status.agency, day=day)
