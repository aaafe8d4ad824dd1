"""A whole house for a test: real Valkey, real embedded core, real channels; clock, chance and bell are the test's."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from redis import Redis

from bot.asked import Attribute
from bot.generated import local_environment
from bot.progress import Act, Happening, Near, Similar
from bot.report import CoreDown, Reference, Report, Status
from bot.settings import Settings
from bot.understanding.understand import Understanding
from bot.wiring import House, Instead, build
from bridge.embedded.cases import Cases
from bridge.embedded.schema import connect

BEGIN = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # a Friday, ten in the morning in Jakarta


@dataclass
class FakeTime:
    """A clock that stands still until it is moved."""

    now: datetime = BEGIN

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, span: timedelta) -> None:
        self.now += span


@dataclass
class Draws:
    """Chance that is the same each time: 161100427 first, so that receipts can be read in transcripts."""

    count: int = 0

    def __call__(self, below: int) -> int:
        self.count += 1
        return (161_100_427 + 7919 * (self.count // 2)) % below


@dataclass
class WatchedCore:
    """The embedded core, counting what is handed to it, down and with questions of its own when the test says so."""

    cases: Cases
    down: bool = False
    filed: list[Report] = field(default_factory=list)
    demands: tuple[Attribute, ...] = ()

    def wanted(self, category: str) -> tuple[Attribute, ...]:
        if self.down:
            raise CoreDown
        return self.demands

    def file(self, report: Report, *, again: bool) -> str:
        if self.down:
            raise CoreDown
        number = self.cases.file(report, again=again)
        self.filed.append(report)
        return number

    def follow(self, reference: Reference, core_id: str) -> Status | None:
        if self.down:
            raise CoreDown
        return self.cases.follow(reference, core_id)

    def do(self, act: Act, core_id: str) -> Status:
        if self.down:
            raise CoreDown
        return self.cases.do(act, core_id)

    def similar(self, near: Near) -> tuple[Similar, ...]:
        if self.down:
            raise CoreDown
        return self.cases.similar(near)

    def feed(self, after: int, most: int) -> tuple[Happening, ...]:
        if self.down:
            raise CoreDown
        return self.cases.feed(after, most)

    def keep_time(self) -> int:
        if self.down:
            raise CoreDown
        return self.cases.keep_time()


@dataclass
class TestHouse:
    """A house and what the test holds in its hands."""

    __test__ = False
    house: House
    time: FakeTime
    core: WatchedCore
    rung: deque[str]

    def drain(self) -> None:
        """Let a worker and a sweeper do all that is due now."""
        for _ in range(100):
            self.house.newsroom.keep_time()
            self.house.newsroom.publish()
            self.house.outbox.sweep()
            if not self.rung:
                return
            while self.rung:
                self.house.outbox.drain(self.rung.popleft())
        raise AssertionError("the outbox never becomes empty")


@contextmanager
def open_house(folder: Path, redis: Redis, understanding: Understanding, **environ: str) -> Iterator[TestHouse]:
    """A house on this Redis with its own embedded core in a folder."""
    time, rung = FakeTime(), deque[str]()
    engine = connect(f"sqlite:///{folder / 'core.sqlite3'}")
    given = {"KENTONGAN_DATA": str(folder), "KENTONGAN_GATEWAY_SECRET": "a0secret0of0this0test", **environ}
    settings = Settings.read(local_environment(given, folder, "unix:///unused"))
    cases = Cases(engine, time, deadlines=settings.deadlines)
    cases.create()
    core = WatchedCore(cases)

    def ring(lanes: Sequence[str]) -> None:
        rung.extend(lanes)

    instead = Instead(
        clock=time, draw=Draws(), redis=redis, core=core, feed=core, cases=cases, ring=ring, understanding=understanding
    )
    yield TestHouse(build(settings, instead), time, core, rung)
    engine.dispose()
