"""Realtime, batch and blackbox: each way a report is in the core once, and nobody is told more than is known."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from bridge_peers import KEY, Clock, a_report
from bridge_ways import Ways, a_core

from bot.progress import Act, Doing, Happened
from bot.report import CoreDown, CoreRefused, CoreUnclear, Reference, Stage, Status
from bridge.journal import Journal, Memory
from bridge.open311 import Open311Core


def at(core: Ways, client: httpx.Client, clock: Clock, journal: Journal | None = None, url: str = "") -> Open311Core:
    """A client of this core: with the same journal, the same client after a crash."""
    return Open311Core(url or core.url, KEY, client, clock=clock, journal=journal)


def test_a_token_becomes_the_cores_number(client: httpx.Client, clock: Clock) -> None:
    """Until the batch ran the answer is "not yet", some minutes later it is the number; one POST in all."""
    with a_core("batch") as core:
        ours = at(core, client, clock)
        for again in (False, True, True):
            with pytest.raises(CoreUnclear) as unclear:
                ours.file(a_report(), again=again)
            assert unclear.value.settles >= 60
        core.process()
        assert ours.file(a_report(), again=True) == "500"
        assert ours.file(a_report(), again=True) == "500"
        assert (core.posts, core.held) == (1, 1)
        followed = ours.follow(a_report().reference, "500")
        assert followed is not None
        assert followed.stage is Stage.RECEIVED


def test_a_token_outlives_the_worker_that_got_it(client: httpx.Client, clock: Clock) -> None:
    """Another process with the same journal asks for the token; without it a batch core would get a second report."""
    journal = Memory()
    with a_core("batch") as core:
        with pytest.raises(CoreUnclear):
            at(core, client, clock, journal).file(a_report(), again=False)
        with pytest.raises(CoreUnclear):
            at(core, client, clock, journal).file(a_report(), again=True)
        core.process()
        assert at(core, client, clock, journal).file(a_report(), again=True) == "500"
        assert core.posts == 1


def test_a_lost_answer_of_a_batch_core_is_waited_for(client: httpx.Client, clock: Clock) -> None:
    """Nothing is listed before the batch ran, so not finding it proves nothing: no second POST, and then the number."""
    with a_core("batch") as core:
        core.lose = 1
        ours = at(core, client, clock)
        with pytest.raises(CoreDown):
            ours.file(a_report(), again=False)
        with pytest.raises(CoreUnclear) as unclear:
            ours.file(a_report(), again=True)
        assert unclear.value.settles == 3600
        core.process()
        assert ours.file(a_report(), again=True) == "500"
        assert core.posts == 1


def test_after_a_day_without_a_trace_a_batch_core_gets_it_again(client: httpx.Client, clock: Clock) -> None:
    """What a batch core shows in none of 24 looks an hour apart never arrived."""
    with a_core("batch") as core:
        core.lose = 1
        ours = at(core, client, clock)
        with pytest.raises(CoreDown):
            ours.file(a_report(), again=False)
        core.waiting.clear()  # it was lost before it was kept
        for _ in range(24):
            with pytest.raises(CoreUnclear):
                ours.file(a_report(), again=True)
        assert (core.posts, core.held) == (2, 1)


def test_in_a_blackbox_our_reference_is_the_number(client: httpx.Client, clock: Clock) -> None:
    """The report is taken once; its status stays received since then, with a word on what this core cannot tell."""
    with a_core("blackbox") as core:
        ours = at(core, client, clock)
        number = ours.file(a_report(), again=False)
        assert number == a_report().reference
        assert ours.file(a_report(), again=True) == number
        clock.now += timedelta(days=3)
        status = ours.follow(a_report().reference, number)
        assert status is not None
        assert (status.stage, status.since) == (Stage.RECEIVED, clock.now - timedelta(days=3))
        assert "tidak menyampaikan kabar" in status.note
        assert (core.posts, core.held) == (1, 1)
        with pytest.raises(CoreRefused, match="updates"):
            ours.do(Act("a1", a_report().reference, Doing.ADD, "Masih rusak"), number)


def test_a_blackbox_whose_answer_was_lost_is_a_persons_matter(client: httpx.Client, clock: Clock) -> None:
    """Nobody can know whether it arrived: it is not sent again."""
    with a_core("blackbox") as core:
        core.lose = 1
        ours = at(core, client, clock)
        with pytest.raises(CoreDown):
            ours.file(a_report(), again=False)
        for _ in range(2):
            with pytest.raises(CoreRefused, match="not sent a second time"):
                ours.file(a_report(), again=True)
        assert (core.posts, core.held) == (1, 1)


def test_a_crash_between_post_and_answer_is_an_unknown_outcome(client: httpx.Client, clock: Clock) -> None:
    """A journal that says "sent" makes even a first try look before it sends."""
    journal = Memory()
    with a_core() as core:
        at(core, client, clock).file(a_report(), again=False)
        journal.write(a_report().reference, f"sent 0 {clock().isoformat()}")
        assert at(core, client, clock, journal).file(a_report(), again=False) == "500"
        assert core.posts == 1


def test_discovery_leads_to_the_production_endpoint(client: httpx.Client, clock: Clock) -> None:
    """The address of the discovery document is enough; the test endpoint beside it is not used."""
    with a_core() as core:
        assert at(core, client, clock, url=f"{core.url}/discovery.json").file(a_report(), again=False) == "500"


def test_discovery_without_https_leads_no_key_to_another_host(client: httpx.Client, clock: Clock) -> None:
    """A document that anybody on the way could write does not decide who gets our key."""
    with a_core() as core:
        core.elsewhere = "https://collector.invalid/"
        with pytest.raises(CoreUnclear, match="not safe"):
            at(core, client, clock, url=f"{core.url}/discovery.json").file(a_report(), again=False)


def test_services_and_their_questions_are_read(client: httpx.Client, clock: Clock) -> None:
    """Codes that are numbers, a list of keywords as one text, attributes in their order, texts that are no question."""
    with a_core("batch") as core:
        ours = at(core, client, clock)
        road, other = ours.services()
        assert (road.code, road.kind, road.keywords, road.metadata) == ("928", "batch", ("jalan", "aspal"), True)
        assert (other.keywords, other.metadata) == ((), False)
        note, depth = ours.definition("928")
        assert (note.variable, note.required) == (False, False)
        assert (depth.required, depth.datatype) == (True, "singlevaluelist")
        assert depth.values == (("deep", "Dalam"), ("flat", "Dangkal"))


def test_an_act_reaches_a_core_with_updates_once(client: httpx.Client, clock: Clock) -> None:
    """DONE closes it there, by the citizen; an answer that was lost and a second try add nothing."""
    with a_core(extension=True) as core:
        ours = at(core, client, clock)
        number = ours.file(a_report(), again=False)
        core.lose = 1
        done = Act("a1", a_report().reference, Doing.DONE)
        with pytest.raises(CoreDown):
            ours.do(done, number)
        status = ours.do(done, number)
        assert (status.stage, status.by) == (Stage.CLOSED, "citizen")
        assert ours.do(done, number) == status
        assert [(each["update_id"], each["status"]) for each in core.updates] == [("a1", "CLOSED")]
        again = ours.do(Act("a2", a_report().reference, Doing.REOPEN, "Masih bolong"), number)
        assert again.stage is Stage.RECEIVED
        assert "Masih bolong" in core.updates[1]["description"]


def test_the_offices_updates_come_back_as_news(client: httpx.Client, clock: Clock) -> None:
    """Words of the office are an answer, CLOSED is an end, and what the citizen did through us is no news."""
    reference = a_report().reference
    with a_core(extension=True) as core:
        ours = at(core, client, clock)
        number = ours.file(a_report(), again=False)
        ours.do(Act("a1", reference, Doing.ADD, "Tambah dalam"), number)
        told = {"service_request_id": number, "updated_datetime": "2026-11-22T08:00:00", "description": "Dijadwalkan"}
        core.updates.append(told | {"update_id": "77", "status": "OPEN"})
        core.updates.append(told | {"update_id": "78", "status": "FIXED", "description": "Sudah ditambal"})
        core.updates.append(told | {"update_id": "79", "service_request_id": "999", "status": "OPEN"})
        news = ours.news(reference, number, clock(), Status(reference, Stage.RECEIVED, clock()))
        assert [(each.what, each.note) for each in news] == [
            (Happened.ANSWERED, "Dijadwalkan"),
            (Happened.CLOSED, "Sudah ditambal"),
        ]
        assert news[0].at.isoformat() == "2026-11-22T08:00:00+07:00"
        assert len({each.number for each in news}) == 2
        assert news == ours.news(reference, number, clock(), Status(reference, Stage.RECEIVED, clock()))


def test_a_core_without_updates_has_no_news_and_takes_no_acts(client: httpx.Client, clock: Clock) -> None:
    """404 on the extension is an answer: () and CoreRefused(("updates",))."""
    reference = Reference(a_report().reference)
    with a_core() as core:
        ours = at(core, client, clock)
        number = ours.file(a_report(), again=False)
        assert ours.news(reference, number, clock(), Status(reference, Stage.RECEIVED, clock())) == ()
        with pytest.raises(CoreRefused) as refused:
            ours.do(Act("a1", reference, Doing.DONE), number)
        assert refused.value.reasons == ("updates",)
