"""A core that fails in every way its fake knows: of 1,000 reports exactly 1,000 arrive, and all are told the truth."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import httpx
from redis import Redis

from bot.dialogs.session import File, Session, Turn
from bot.handlers.file import WAIT_FOR_A_PERSON
from bot.message import Say, Sender
from bot.report import Reference
from bot.understanding.understand import Understanding
from bridge.fields import reference_in
from tests.foreign_house import foreign_house
from tests.houses import TestHouse
from tests.told import PAPUA, carrier

sys.path.append(str(Path(__file__).parent / "bridge"))  # the core that the bridge is proved on

from bridge_deviating import Deviating, _Handler, deviating
from bridge_peers import a_report

REPORTS = 1000
LIES = {"post_blackbox"}  # says that it took what it did not keep: no client can help that
POSTS = sorted({name for name in dir(_Handler) if name.startswith("post_")} - LIES)
GETS = sorted(name for name in dir(_Handler) if name.startswith("get_") and name != "get_one")
SLOW = "slow_committed"


def moods(chance: random.Random) -> tuple[list[str], list[str]]:
    """Half of all POSTs and a tenth of all GETs go wrong, each way often; the slow way costs real time: 12 times."""
    bad = [name.removeprefix("post_") for name in POSTS if name not in ("post_good", f"post_{SLOW}")]
    posts = [chance.choice(bad) if chance.random() < 0.5 else "good" for _ in range(3 * REPORTS)]
    for at in chance.sample(range(REPORTS), 12):
        posts[at] = SLOW
    gets = [name.removeprefix("get_") for name in GETS]
    return posts, [chance.choice(gets) if chance.random() < 0.1 else "good" for _ in range(20 * REPORTS)]


def confirmed(test: TestHouse, draw: int) -> Reference:
    """A citizen of their own confirms a report; nothing is handed over yet."""
    sender = Sender("sms", f"+62812{draw:08}")
    report = a_report(draw, received_at=test.time.now, place=PAPUA, files=())
    loaded = test.house.store.load(sender, "file", "", ())
    session = Session(told_privacy="1", cases=(report.reference,))
    turn = Turn(session, None, do=(File(report, (), "123456", "Asia/Jayapura", urgent=False),))
    commit = test.house.inbound._commit(sender, "file", "", turn, Say(""))
    assert test.house.inbound._committed(loaded, commit)
    return report.reference


def wait_for(core: Deviating) -> None:
    """What is under way in the core arrives: our clock stands for a minute, the core's pause is real."""
    while core.asleep:
        time.sleep(0.01)


def test_of_a_thousand_reports_exactly_a_thousand_arrive(
    tmp_path: Path, redis: Redis, understanding: Understanding
) -> None:
    """Each is there once with its reference, known here by its real number, and its citizen was told so once."""
    chance = random.Random(6)
    with deviating() as core, foreign_house(tmp_path, redis, understanding, core.url) as test:
        core.page, core.pause = 100, 0.4
        posts, gets = moods(chance)
        core.moods.extend(posts)
        core.get_moods.extend(gets)
        handing = test.house.core._core._handing  # type: ignore[attr-defined]
        handing._endpoint._client.timeout = httpx.Timeout(0.3)
        object.__setattr__(test.house.outbox, "polling", None)
        test.house.sending._speeds["sms"] = 1_000_000  # our clock stands still while they are sent
        filed = [confirmed(test, draw) for draw in range(1, 1 + REPORTS)]
        for step in range(60):
            test.drain()
            wait_for(core)
            test.time.pass_by(WAIT_FOR_A_PERSON if step % 4 == 3 else timedelta(minutes=2))
            if all((case := test.house.store.case(each)) and case.core_id for each in filed):
                break
        test.drain()
        there = {reference_in(kept["description"]): str(kept["service_request_id"]) for kept in core.requests}
        assert len(core.requests) == REPORTS
        assert sorted(there) == sorted(filed)
        assert {each: test.house.store.case(each).core_id for each in filed} == there  # type: ignore[union-attr]
        told = Counter(each for words in carrier(test).sent for each in filed if each.grouped in words)
        assert set(told.values()) == {1}
        assert len(told) == REPORTS
        used = Counter(posts[: core.posts])
        assert min(used[name.removeprefix("post_")] for name in POSTS) >= 10, used
