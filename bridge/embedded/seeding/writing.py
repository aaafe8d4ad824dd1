"""The invented town is written into the database, a batch a transaction, so that trials have something to show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random

from sqlalchemy import func, select

from bot.report import Place, Reference
from bridge.embedded.ledger import Ledger, down_when_broken
from bridge.embedded.schema import CaseRow
from bridge.embedded.seeding.as_rows import Kept, kept
from bridge.embedded.seeding.beside import furnish
from bridge.embedded.seeding.calendar import DAYS, Hours, arrivals
from bridge.embedded.seeding.careers import Careers
from bridge.embedded.seeding.dialogue import Talks
from bridge.embedded.seeding.given import Topic
from bridge.embedded.seeding.inserting import put_cases, put_opinions, put_talks
from bridge.embedded.seeding.plans import Plans
from bridge.embedded.seeding.satisfied import Said, Surveys
from bridge.embedded.seeding.stories import Citizens, by_share
from bridge.embedded.seeding.town import Town
from bridge.opinions import tables
from bridge.opinions.opinions import WIB

BATCH = 1000  # reports in one transaction: between two of them citizens' reports get in
_ALL = 900_000_000  # references that there are
_STRIDE = 618_033_989  # no factor in common with that, so that it meets each of them once


class Occupied(Exception):
    """The database holds reports already; `count` of them. Nothing was changed."""

    def __init__(self, count: int) -> None:
        super().__init__(f"the database holds {count} reports already")
        self.count = count


@dataclass(slots=True)
class Counts:
    """How much was written."""

    reports: int = 0
    events: int = 0


class Seeding:
    """One town, one seed: the same arguments give the same rows in every empty database.

    `topics`: all categories; `places`: desa of the province town.PROVINCE; `until`: the last day of which anything is
    told. `told` hears how many reports are in. Needs the ledger's deadlines.
    """

    def __init__(
        self,
        ledger: Ledger,
        topics: Sequence[Topic],
        places: Sequence[Place],
        *,
        seed: int,
        until: date,
        told: Callable[[int], None] = lambda _: None,
    ) -> None:
        if ledger.deadlines is None:
            raise ValueError("an invented report needs deadlines")
        self._ledger, self._told, self._deadlines, self._until = ledger, told, ledger.deadlines, until
        self._rng = rng = Random(seed)  # noqa: S311 - invented, and to be invented again
        self._town = Town(by_share(topics)[0], places, rng)
        days = self._deadlines.days
        end = datetime.combine(until, time(23, 59, 59), days.zone)
        self._citizens = Citizens(topics, self._town, rng)
        self._careers = Careers(Plans(self._town, Hours(days, rng), rng), self._deadlines, end)
        self._surveys, self._talks = Surveys(rng, end), Talks(rng)
        self._draw = rng.randrange(_ALL)

    def run(self, count: int, *, beside: bool = False) -> Counts:
        """Write so many reports and everything beside them. Raises Occupied, unless `beside`; CoreDown."""
        with down_when_broken():
            tables.create(self._ledger.engine)
            with self._ledger.writing() as session:
                here = session.scalar(select(func.count()).select_from(CaseRow)) or 0
                if here and not beside:
                    raise Occupied(here)
                first = self._until - timedelta(days=DAYS - 1)
                furnish(session, self._town.offices, range(first.year, self._until.year + 1), self._rng)
            counts = self._reports(count)
        self._ledger.settle()
        return counts

    def _reports(self, count: int) -> Counts:
        counts = Counts()
        moments = arrivals(count, self._until, self._deadlines.days, self._rng)
        while batch := list(islice(moments, BATCH)):
            said = Said()
            rows = [self._one(*each, said) for each in zip(self._free(len(batch)), batch, strict=True)]
            over = None if counts.reports + len(batch) == count else batch[-1].astimezone(WIB).date()
            with self._ledger.writing() as session:
                tables.one_at_a_time(session.connection())
                put_cases(session, rows)
                put_opinions(session, said)
                put_talks(session, list(self._talks.over(over)))
            counts.reports += len(rows)
            counts.events += sum(len(row.events) for row in rows)
            self._told(counts.reports)
        return counts

    def _one(self, reference: Reference, at: datetime, said: Said) -> Kept:
        told = self._citizens.tell(reference, at)
        found = kept(told, self._careers.entries(told), told.truth.name("id"), self._deadlines)
        self._talks.filed(at.astimezone(WIB).date(), told.report.channel, told.report.language)
        if found.course:
            self._surveys.ask(told, found.course, found.case["category"], said)
        return found

    def _free(self, count: int) -> list[Reference]:
        """The next references of this seed that nobody has."""
        found: list[Reference] = []
        while len(found) < count:
            wanted = list(islice(self._references(), count - len(found)))
            with self._ledger.reading() as session:
                taken = set(session.scalars(select(CaseRow.reference).where(CaseRow.reference.in_(wanted))))
            found += [reference for reference in wanted if reference not in taken]
        return found

    def _references(self) -> Iterator[Reference]:
        while True:
            self._draw = (self._draw + _STRIDE) % _ALL
            yield Reference.of(self._draw)
