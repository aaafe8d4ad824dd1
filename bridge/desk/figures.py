"""The figures of one period and reach, counted once for a page, its charts and its files, and again after a minute."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import Engine

from bridge.monev import Monev, Topic, Wanted, report

LASTS = timedelta(minutes=1)
MOST = 16  # reports in memory, some hundred kilobytes each


@dataclass
class Figures:
    """Counts what was asked for; the same question within a minute gets the same answer. `topics`: language, code."""

    engine: Engine
    clock: Callable[[], datetime]
    zone: tzinfo
    topics: Mapping[str, Mapping[str, Topic]]
    _kept: OrderedDict[tuple[Wanted, str], Monev] = field(default_factory=OrderedDict)
    _when: dict[tuple[Wanted, str], datetime] = field(default_factory=dict)
    _one: threading.Lock = field(default_factory=threading.Lock)

    def of(self, wanted: Wanted, language: str) -> Monev:
        """All figures. CoreDown where the database does not answer. One at a time: each costs a core."""
        key = (wanted, language)
        with self._one:
            now = self.clock()
            if key not in self._kept or now - self._when[key] > LASTS:
                self._kept[key] = report(self.engine, wanted, now, self.zone, language, self.topics[language])
                self._when[key] = now
            self._kept.move_to_end(key)
            while len(self._kept) > MOST:
                gone, _ = self._kept.popitem(last=False)
                del self._when[gone]
            return self._kept[key]
