"""A report whose office let the time pass goes to the Ombudsman, once, and what comes of it there is told."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.dialogs import elsewhere
from bot.dialogs.wording import Wording
from bot.handlers.appeal import Appeals, HandedOver, OnPaper
from bot.handlers.keeping import Newsstand, Store
from bot.handlers.ports import Done, Later, Outcome
from bot.handlers.wording_of import wording_of
from bot.message import Say, Sender
from bot.report import ENDED, CoreError, Stage, Status
from bot.saved import AppealedRow, AppealRow

LOOK_AGAIN = timedelta(hours=6)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Appealing:
    """Carries out what a citizen confirmed, and then asks the Ombudsman's system four times a day."""

    appeals: Appeals
    store: Store
    stand: Newsstand
    wordings: Mapping[str, Wording]

    def hand_over(self, row: AppealRow, attempt: int) -> Outcome:
        """Hand the dossier over; tried again until it is there, on paper, or nowhere to be had."""
        words, appealed = (
            self._words(row.sender),
            self.appeals.hand_over(row.reference, attempt),
        )
        if isinstance(appealed, Later):
            return appealed
        if isinstance(appealed, HandedOver):
            watched = AppealedRow(row.sender, row.reference, appealed.number, Stage.RECEIVED)
            said = elsewhere.handed(words, row.reference, appealed.number)
            return Done(tell=((row.sender, said),), then=watched, wait=LOOK_AGAIN)
        if isinstance(appealed, OnPaper):
            return Done(tell=((row.sender, elsewhere.paper(words, row.reference, appealed.link)),))
        return Done(tell=((row.sender, elsewhere.unable(words, row.reference)),))

    def look(self, row: AppealedRow) -> Outcome:
        """What came of it there is told once; watched until it has ended."""
        try:
            status = self.appeals.look(row.reference, row.number)
        except CoreError as trouble:
            log.warning("the Ombudsman's system told nothing: %s", type(trouble).__name__)
            return Later(LOOK_AGAIN)
        if status is None or status.stage == row.stage:
            return Later(LOOK_AGAIN)
        tell = ((row.sender, self._there(row, status)),)
        if status.stage in ENDED:
            return Done(tell=tell)
        watched = AppealedRow(row.sender, row.reference, row.number, status.stage)
        return Done(tell=tell, then=watched, wait=LOOK_AGAIN)

    def _there(self, row: AppealedRow, status: Status) -> Say:
        case = self.stand.case(row.reference)
        return elsewhere.there(self._words(row.sender), status, secret=case is None or case.secret)

    def _words(self, sender: Sender) -> Wording:
        return wording_of(self.store, self.wordings, sender)
