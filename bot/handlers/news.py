"""What happens to a report reaches the conversations that follow it: each thing once, in order, in waking hours."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.dialogs.news import tells
from bot.dialogs.reminder import waking
from bot.dialogs.session import Case
from bot.handlers.keeping import Newsstand, Queued
from bot.handlers.ports import Feed, World
from bot.progress import Happening
from bot.report import CoreError
from bot.saved import InformRow

AT_ONCE = 100  # happenings of which the news are queued in one step
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Newsroom:
    """Reads what happened in the core and queues the news of it. Any number may run: only one of them queues each."""

    feed: Feed | None
    stand: Newsstand
    world: World
    ring: Callable[[Sequence[str]], None]

    def publish(self) -> int:
        """Queue all news; returns how many happenings were read."""
        return self._asked(self._read)

    def keep_time(self) -> int:
        """Let time do its part in the core; returns how many things happened by it."""
        return self._asked(lambda feed: feed.keep_time())

    def _asked(self, what: Callable[[Feed], int]) -> int:
        try:
            return what(self.feed) if self.feed else 0
        except CoreError as trouble:
            log.warning("the core told no news: %s", type(trouble).__name__)
            return 0

    def _read(self, feed: Feed) -> int:
        read = 0
        while found := feed.feed(after := self.stand.told(), AT_ONCE):
            rows = [row for happening in found for row in self.rows(happening)]
            if not self.stand.publish(after, found[-1].number, rows):
                break  # another sweeper was first and goes on
            self.ring(tuple(dict.fromkeys(row.lane for row in rows if row.due <= self.world.clock())))
            read += len(found)
        return read

    def rows(self, happening: Happening) -> list[Queued]:
        """The news of one happening, for everybody who is told of it."""
        followers = [each for each in self.stand.followers(happening.reference)]
        told = [each for each in followers if tells(happening, supporter=each.supporter)]
        if not told:
            return []
        due = self._due(self.stand.case(happening.reference))
        return [
            Queued(self.stand.news_lane(each.sender), InformRow(each.sender, happening, each.supporter), due)
            for each in told
        ]

    def _due(self, case: Case | None) -> datetime:
        """Now, if somebody was in danger; else in waking hours where the problem is."""
        now = self.world.clock()
        if case is None or case.urgent:
            return now
        return waking(now, case.zone)
