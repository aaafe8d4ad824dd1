"""A confirmed report reaches the core exactly once, and the citizen is told when it has arrived."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.dialogs.news import arrived
from bot.dialogs.session import Case
from bot.dialogs.wording import Wording
from bot.handlers.keeping import Queued
from bot.handlers.ports import Core, Done, Files, Later, Outcome, World, back_off, where
from bot.message import Say
from bot.report import CoreError, Stage
from bot.saved import FileRow, KeepRow

CORE_BACK_OFF = (1, 5, 15, 30, 60)  # seconds: when the core is back, all reports are there within a minute
GIVE_UP_FETCHING = 8
WAIT_FOR_A_PERSON = timedelta(hours=6)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Filing:
    """Carries out the rows of a report's own lane: first its files, then the report."""

    core: Core
    files: Files
    wordings: Mapping[str, Wording]
    world: World
    watch: Callable[[Case], tuple[Queued, ...]] = (
        lambda _: ()
    )  # what begins when a report is in a core that has no feed

    def keep(self, row: KeepRow, attempt: int) -> Outcome:
        """Fetch one attachment; trouble is tried again a few times and then never stops the report."""
        try:
            self.files.keep(row.sender.channel, row.attachment)
        except Exception as trouble:  # whatever it is: the report must not wait for ever behind one of its files
            log.warning("a file could not be kept: %s", where(trouble))
            if attempt < GIVE_UP_FETCHING:
                return back_off(attempt)
        return Done()

    def file(self, row: FileRow, attempt: int) -> Outcome:
        """Hand the report over; on a second try the core is asked first whether it has it."""
        kept = [self.files.kept(each) for each in row.attachments]
        report = replace(row.report, files=tuple(each for each in kept if each))
        try:
            core_id = self.core.file(report, again=attempt > 1)
        except CoreError as trouble:
            return self._later(trouble, attempt)
        case = self._arrived(row, core_id)
        return Done(case, ((row.sender, self._say(row, kept.count(None), core_id)),), rows=self.watch(case))

    def _later(self, trouble: CoreError, attempt: int) -> Later:
        log.warning("the core did not take a report: %s", type(trouble).__name__)
        if not trouble.retry:
            return Later(WAIT_FOR_A_PERSON)
        return back_off(attempt, trouble.settles, CORE_BACK_OFF)

    def _arrived(self, row: FileRow, core_id: str) -> Case:
        report, now = row.report, self.world.clock()
        return Case(report.reference, report.title, report.secret, Stage.RECEIVED, now, core_id, row.zone, row.urgent)

    def _say(self, row: FileRow, missing: int, core_id: str) -> Say:
        words, reference = self.wordings.get(row.language) or self.wordings["id"], row.report.reference
        return arrived(words, reference, missing, silent=core_id == reference)
