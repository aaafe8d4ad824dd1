"""What the turns counted comes to the agency's figures: once a minute, as whole numbers, so that nothing adds twice."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.dialogs.wording import WIB
from bot.report import CoreError

Tally = Mapping[tuple[str, str, str], tuple[int, int, int]]  # (channel, language, step) -> asked, passed, dropped
DAYS = 40  # as long as the counts of a day are kept where turns count
_DAY = timedelta(days=1)
log = logging.getLogger(__name__)


class Funnel(Protocol):
    """Where turns count; `bot.funnel_store` is the one on Redis."""

    def tallies(self, days: Sequence[date]) -> Mapping[date, Tally]:
        """The counts of those days that have any."""
        ...


@dataclass
class Counting:
    """Brings the counts to where the figures are made. Any number may run at once, and each may begin anew.

    `keep` takes a day's counts so far and never lowers what it has; it raises CoreError kinds.
    """

    funnel: Funnel
    keep: Callable[[date, Tally], None]
    clock: Callable[[], datetime]
    _since: date = field(default=date.min, init=False)  # the days before it are told and can grow no more
    _told: Mapping[date, Tally] = field(default_factory=dict, init=False)

    def tell(self) -> int:
        """Tell all days that have grown since the last time; returns how many. What failed is told the next time."""
        today = self.clock().astimezone(WIB).date()
        first = max(self._since, today - (DAYS - 1) * _DAY)
        found = self.funnel.tallies([first + at * _DAY for at in range((today - first).days + 1)])
        grown = {day: tally for day, tally in found.items() if tally != self._told.get(day)}
        try:
            for day, tally in grown.items():
                self.keep(day, tally)
        except CoreError as trouble:
            log.warning("the funnel was not told: %s", type(trouble).__name__)
            return 0
        self._since, self._told = today - _DAY, found  # a turn that began before midnight may still be counted after it
        return len(grown)
