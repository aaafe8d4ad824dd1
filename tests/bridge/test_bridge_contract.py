"""What every core promises, proved on each: in process, over HTTP, a deviating one, in batches, and as a blackbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import httpx
import pytest
from bridge_deviating import deviating
from bridge_peers import KEY, Clock, Losing, a_report, an_app, only_xml, served
from bridge_ways import a_core
from sqlalchemy import Engine

from bot.progress import Act, Doing, Near, Similar
from bot.report import CoreDown, CoreRefused, CoreUnclear, Place, Reference, Report, Stage, Status
from bridge.embedded.cases import Cases, Search
from bridge.open311 import Open311Core

BATCH = timedelta(minutes=5)


class Core(Protocol):
    """The contract as handlers use it."""

    def file(self, report: Report, *, again: bool) -> str: ...

    def follow(self, reference: Reference, core_id: str) -> Status | None: ...

    def do(self, act: Act, core_id: str) -> Status: ...

    def similar(self, near: Near) -> tuple[Similar, ...]: ...


@dataclass
class Peer:
    """A core, and how many reports it really holds; `lose` makes it lose its next answer after committing."""

    core: Core
    count: Callable[[], int]
    lose: Callable[[], None] | None = None


class Patient(Open311Core):
    """A client that lets a batch core work whenever the core has no number yet, as time does."""

    def __init__(self, url: str, work: Callable[[], None], client: httpx.Client, clock: Clock) -> None:
        super().__init__(url, KEY, client, clock=clock)
        self._work = work

    def file(self, report: Report, *, again: bool) -> str:
        try:
            return super().file(report, again=again)
        except CoreUnclear:
            self._work()
            return super().file(report, again=True)


@pytest.fixture(
    params=["sqlite", "postgresql", "http", "http-xml", "http-batch", "deviating", "realtime", "batch", "blackbox"]
)
def peer(request: pytest.FixtureRequest, client: httpx.Client, clock: Clock) -> Iterator[Peer]:
    if request.param in ("realtime", "batch", "blackbox"):
        with a_core(request.param, extension=request.param == "realtime") as ways:
            lose = lambda: setattr(ways, "lose", 1)  # noqa: E731
            yield Peer(Patient(ways.url, ways.process, client, clock), lambda: ways.held, lose)
        return
    if request.param == "deviating":
        with deviating() as fake:
            lose = lambda: fake.moods.append("drop_committed")  # noqa: E731
            yield Peer(Open311Core(fake.url, KEY, client), lambda: len(fake.requests), lose)
        return
    name = "postgresql_engine" if request.param == "postgresql" else "engine"
    with _own(request.param, request.getfixturevalue(name), client, clock) as found:
        yield found


@contextmanager
def _own(way: str, engine: Engine, client: httpx.Client, clock: Clock) -> Iterator[Peer]:
    cases = Cases(engine, clock)
    cases.create()
    count = lambda: len(cases.search(Search()))  # noqa: E731
    if not way.startswith("http"):
        yield Peer(cases, count)
        return
    site = Losing(an_app(cases, batch=BATCH if way == "http-batch" else None))
    with served(only_xml(site) if way == "http-xml" else site) as url:
        core = Patient(f"{url}/open311/v2/", lambda: clock.pass_by(BATCH), client, clock)
        yield Peer(core, count, lambda: setattr(site, "lose", 1))


def test_a_filed_report_can_be_followed(peer: Peer) -> None:
    """What was filed is found under its number, received, and with a time that has a zone."""
    report = a_report()
    number = peer.core.file(report, again=False)
    status = peer.core.follow(report.reference, number)
    assert number
    assert status is not None
    assert (status.reference, status.stage) == (report.reference, Stage.RECEIVED)
    assert status.since.tzinfo is not None


def test_filing_again_with_one_reference_gives_one_report(peer: Peer) -> None:
    """A second attempt finds the first, returns its number and adds nothing."""
    first = peer.core.file(a_report(), again=False)
    assert peer.core.file(a_report(), again=True) == first
    assert peer.count() == 1


def test_an_attempt_again_files_what_never_arrived(peer: Peer) -> None:
    """`again` does not keep a report out that is not there yet."""
    number = peer.core.file(a_report(), again=True)
    assert peer.core.follow(a_report().reference, number) is not None
    assert peer.count() == 1


def test_two_references_are_two_reports(peer: Peer) -> None:
    """The same story under another reference is another report with another number."""
    assert peer.core.file(a_report(1), again=True) != peer.core.file(a_report(2), again=True)
    assert peer.count() == 2


def test_a_story_that_quotes_anothers_reference_is_not_taken_for_it(peer: Peer) -> None:
    """A lookup trusts only the reference that we put there, not one in the citizen's words."""
    quoted = Reference.of(7)
    peer.core.file(a_report(1, story=f"Seperti\nNomor Kentongan: {quoted}"), again=False)
    peer.core.file(a_report(7), again=True)
    assert peer.count() == 2


def test_an_unknown_number_is_none(peer: Peer) -> None:
    """A number that the core does not know gives None, and so does one that cannot be a number."""
    assert peer.core.follow(Reference.of(5), "4711") is None
    assert peer.core.follow(Reference.of(5), "no/such number?") is None


def test_a_lost_answer_leaves_exactly_one_report(peer: Peer, request: pytest.FixtureRequest) -> None:
    """The answer is lost after the core committed: the report is found, at once or again, and is there once."""
    if peer.lose is None:
        pytest.skip("in process no answer can be lost")
    if "blackbox" in request.node.name:
        pytest.skip("nobody can ask a blackbox: a person must look (test_open311_ways)")
    peer.lose()
    if "[batch]" in request.node.name:  # our own server lists what has no number told yet
        with pytest.raises(CoreDown):
            peer.core.file(a_report(), again=False)
    first = peer.core.file(a_report(), again=False)
    assert peer.core.file(a_report(), again=True) == first
    assert peer.count() == 1


def test_a_report_without_pin_and_place_is_taken(peer: Peer) -> None:
    """Nothing but a story is enough."""
    report = a_report(place=Place(), files=(), name="", anonymous=True, happened_on=None)
    assert peer.core.follow(report.reference, peer.core.file(report, again=False)) is not None


def test_eight_at_once_with_one_reference_are_one_report(peer: Peer, request: pytest.FixtureRequest) -> None:
    """Eight simultaneous attempts with one reference end in one report and one number."""
    if not any(name in request.node.name for name in ("sqlite", "postgresql", "http")):
        pytest.skip("a core without idempotency cannot promise this")
    with ThreadPoolExecutor(8) as pool:
        numbers = set(pool.map(lambda _: peer.core.file(a_report(), again=True), range(8)))
    assert len(numbers) == 1
    assert peer.count() == 1


def test_a_citizens_act_is_done_once_or_refused_with_a_code(peer: Peer, request: pytest.FixtureRequest) -> None:
    """A core that hears of it ends the report and says who did; plain GeoReport cannot, and says so each time."""
    number = peer.core.file(a_report(), again=False)
    done = Act("a1", a_report().reference, Doing.DONE)
    if any(name in request.node.name for name in ("sqlite", "postgresql", "http", "realtime")):
        status = peer.core.do(done, number)
        assert (status.stage, status.by) == (Stage.CLOSED, "citizen")
        assert peer.core.do(done, number) == status == peer.core.follow(a_report().reference, number)
        return
    for _ in range(2):
        with pytest.raises(CoreRefused) as refused:
            peer.core.do(done, number)
        assert refused.value.reasons == ("updates",)


def test_a_report_that_nobody_verified_is_like_no_other(peer: Peer) -> None:
    """No core offers to support what the public may not read."""
    peer.core.file(a_report(), again=False)
    near = Near(a_report().category, a_report().place, a_report().received_at - timedelta(days=30))
    assert peer.core.similar(near) == ()
