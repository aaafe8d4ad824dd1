"""What a citizen does with a filed report reaches the core once; what the core does not take is told, and why."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.dialogs.news import files_missing
from bot.dialogs.refused import refused
from bot.dialogs.session import Case
from bot.dialogs.wording import Wording
from bot.handlers.file import CORE_BACK_OFF
from bot.handlers.keeping import Newsstand, Store
from bot.handlers.ports import Core, Done, Files, Outcome, back_off
from bot.handlers.wording_of import wording_of
from bot.progress import Act
from bot.report import CoreError, CoreRefused, Status
from bot.saved import ActRow

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Acting:
    """Carries out what citizens do with their reports, each behind the report itself."""

    core: Core
    files: Files
    store: Store
    stand: Newsstand
    wordings: Mapping[str, Wording]

    def act(self, row: ActRow, attempt: int) -> Outcome:
        """Tell the core; tried again until it answers, and the same row twice is one act."""
        kept = [self.files.kept(each) for each in row.attachments]
        missing = ((row.sender, files_missing(self._words(row), kept.count(None))),) if None in kept else ()
        act = Act(row.id, row.reference, row.doing, row.words, tuple(each for each in kept if each))
        if missing and not (act.words or act.files):
            return Done(tell=missing)
        case = self.stand.case(row.reference)
        try:
            status = self.core.do(act, case.core_id if case else "")
        except CoreRefused as no:
            log.warning("the core did not take what a citizen did: %s", row.doing)
            return Done(tell=((row.sender, refused(self._words(row), row.reference, no.reasons)),))
        except CoreError as trouble:
            log.warning("the core did not take what a citizen did: %s", type(trouble).__name__)
            return back_off(attempt, trouble.settles, CORE_BACK_OFF)
        if case:
            self.stand.acted(case.core_id)  # a look a day would be too seldom now
        return Done(_as_told(case, status) if case else None, missing)

    def _words(self, row: ActRow) -> Wording:
        return wording_of(self.store, self.wordings, row.sender)


def _as_told(case: Case, status: Status) -> Case:
    return replace(case, stage=status.stage, since=status.since)
