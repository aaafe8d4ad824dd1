"""A citizen whose report was left lying gets it to the Ombudsman: handed over once, or on paper to bring there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.handlers.ports import Later, Ombudsman, back_off
from bot.progress import Dossier
from bot.report import CoreError, CoreRefused, Reference, Status

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The Ombudsman has it, under this number."""

    number: str


@dataclass(frozen=True, slots=True)
class OnPaper:
    """The citizen can bring it: a link to the PDF. `refused` are the Ombudsman's own words where it would not have it.

    They are for a person to read, not for the citizen's chat.
    """

    link: str
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """The core knows no such report, or will not tell: there is nothing to hand over. A person must look."""


Appealed = HandedOver | OnPaper | Unknown | Later


@dataclass(frozen=True)
class Appeals:
    """Takes a report to the Ombudsman when its citizen said yes.

    `dossiers` raises CoreError kinds and gives None where the core has no such report; its files' links must be fresh.
    `paper` makes the PDF and `publish(name, pdf)` keeps it under a name, replacing what has that name, and returns a
    signed link; both raise OSError to be tried again.
    """

    dossiers: Callable[[Reference], Dossier | None]
    ombudsman: Ombudsman | None
    paper: Callable[[Dossier], bytes]
    publish: Callable[[str, bytes], str]

    def hand_over(self, reference: Reference, attempt: int) -> Appealed:
        """Hand the dossier over, or put it on paper; Later where the core, the Ombudsman or the shelf is down.

        `attempt` counts from 1; from the second on the Ombudsman is asked first whether it has it already.
        """
        try:
            dossier = self.dossiers(reference)
            return self._delivered(dossier, attempt) if dossier else Unknown()
        except CoreRefused as refused:
            log.error("the core refuses a dossier: %s", type(refused).__name__)
            return Unknown()
        except CoreError as trouble:
            log.warning("a dossier waits: %s", type(trouble).__name__)
            return back_off(attempt, trouble.settles)
        except OSError as trouble:
            log.warning("a dossier could not be put on paper: %s", type(trouble).__name__)
            return back_off(attempt)

    def look(self, reference: Reference, number: str) -> Status | None:
        """How it stands at the Ombudsman; None where nobody there knows it. Raises CoreError kinds."""
        return self.ombudsman.follow(reference, number) if self.ombudsman else None

    def _delivered(self, dossier: Dossier, attempt: int) -> Appealed:
        if self.ombudsman is None:
            return OnPaper(self._printed(dossier))
        try:
            return HandedOver(self.ombudsman.hand_over(dossier, again=attempt > 1))
        except CoreRefused as refused:
            log.error("the Ombudsman's endpoint refused a dossier; the citizen gets it on paper")
            return OnPaper(self._printed(dossier), refused.reasons or ("refused",))

    def _printed(self, dossier: Dossier) -> str:
        return self.publish(f"ombudsman-{dossier.report.reference}", self.paper(dossier))
