"""What Telegram may answer to news, and what becomes of it: tried again or not, when, and what the citizen sees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from bot.handlers.outbox import WAIT_TO_BE_HEARD
from bot.message import (
    AddressRejected,
    BotBlocked,
    CarrierBusy,
    CarrierDown,
    OutcomeUnknown,
    Said,
    Say,
    Sender,
    SendError,
)
from bot.understanding.understand import Understanding
from channels.telegram import Telegram
from channels.telegram_api import TelegramApi
from tests.processes import free_port, until
from tests.telegram_served import PHONE, Served, served

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # RetryAfter warns of itself
CITIZEN = Sender("telegram", PHONE)
PATIENCE = 2.0  # seconds for one step of a call; far more than a busy machine needs


@pytest.fixture
def here(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[Served]:
    with served(tmp_path, redis, understanding) as opened:
        opened.carrier.start_chat(PHONE)
        channel(opened)._api._timeout = PATIENCE
        yield opened


def channel(here: Served) -> Telegram:
    found = here.test.house.channels["telegram"]
    assert isinstance(found, Telegram)
    return found


def unreachable(here: Served) -> None:
    """From now on nobody listens where Telegram was."""
    channel(here)._api = TelegramApi(here.carrier.token, f"http://127.0.0.1:{free_port()}", PATIENCE)


def moved(here: Served) -> None:
    here.carrier.moved[PHONE] = "-1001000000009"


def unknown(here: Served) -> None:
    here.carrier._started.clear()


# trouble, how it comes about, the error, seconds until the next try (None: never), messages the citizen sees meanwhile
TABLE: list[tuple[str, Any, type[SendError], int | None, int]] = [
    ("429 for less than our own pause", {"retry_after": 1}, CarrierBusy, 1, 0),
    ("429 for longer", {"retry_after": 7}, CarrierBusy, 7, 0),
    ("500", {"status": 500}, CarrierDown, 1, 0),
    ("502", {"status": 502}, CarrierDown, 1, 0),
    ("503", {"status": 503}, CarrierDown, 1, 0),
    ("slow before it is done", {"before": 3.0}, OutcomeUnknown, 1, 1),
    ("slow after it is done", {"after": 3.0}, OutcomeUnknown, 1, 1),
    ("nobody listens", unreachable, CarrierDown, 1, 0),
    ("blocked", lambda here: here.carrier.blocked.add(PHONE), BotBlocked, None, 0),
    ("chat not found", unknown, AddressRejected, None, 0),
    ("migrated", moved, AddressRejected, None, 0),
]


def arrange(here: Served, trouble: Any) -> None:
    here.misbehave(**trouble) if isinstance(trouble, dict) else trouble(here)


def due_in(here: Served, redis: Redis) -> float | None:
    """Seconds until the citizen's lane is looked at again; None where nothing waits there."""
    lane = here.test.house.store.tell_lane(CITIZEN)
    score = redis.zscore("k:due", lane)
    return None if score is None else float(score) / 1000 - here.test.time.now.timestamp()  # type: ignore[arg-type]


each = pytest.mark.parametrize(
    ("trouble", "error", "after", "shown"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE]
)


@each
def test_each_trouble_has_its_error(
    here: Served, trouble: Any, error: type[SendError], after: int | None, shown: int
) -> None:
    """The channel names what happened, and whether another try makes sense."""
    arrange(here, trouble)
    with pytest.raises(error) as caught:
        channel(here).send(CITIZEN, Say("kabar"))
    assert type(caught.value) is error
    assert caught.value.retry is (after is not None)


@each
def test_each_trouble_has_its_next_try(
    here: Served, redis: Redis, trouble: Any, error: type[SendError], after: int | None, shown: int
) -> None:
    """The row waits so long and up to a fifth longer, or is given up; afterwards the citizen gets what waited."""
    arrange(here, trouble)
    here.test.house.inbound.receive(Said(CITIZEN, "1", "halo"), later=True)
    lane = here.test.house.store.tell_lane(CITIZEN)
    here.test.house.outbox.drain(lane)
    waits = due_in(here, redis)
    if error is BotBlocked:  # what waits is told when the citizen is back, or tried again in a week
        assert waits is not None
        assert WAIT_TO_BE_HEARD.total_seconds() <= waits <= WAIT_TO_BE_HEARD.total_seconds() * 1.2
        assert here.said() == []
        return
    if after is None or waits is None:
        assert (after, waits, here.said()) == (None, None, [])
        return
    assert after - 0.01 <= waits <= after * 1.2 + 0.01
    here.test.time.pass_by(timedelta(seconds=after, milliseconds=-10))
    assert here.test.house.outbox.drain(lane) == 0
    here.misbehave()
    channel(here)._api = TelegramApi(here.carrier.token, here.test.house.settings.telegram_api_base, 5)
    here.test.time.pass_by(timedelta(seconds=after * 0.2, milliseconds=20))
    assert here.test.house.outbox.drain(lane) == 1
    until(lambda: len(here.said()) == shown + 1, "all that was taken is shown", 5)
    assert due_in(here, redis) is None


def test_a_busy_bot_is_patient_with_one_citizen_only(here: Served) -> None:
    """While one citizen's news waits, another's goes out."""
    here.carrier.start_chat("1200000002")
    here.misbehave(retry_after=30)
    inbound, outbox, store = here.test.house.inbound, here.test.house.outbox, here.test.house.store
    inbound.receive(Said(CITIZEN, "1", "halo"), later=True)
    outbox.drain(store.tell_lane(CITIZEN))
    here.misbehave()
    other = Sender("telegram", "1200000002")
    inbound.receive(Said(other, "2", "halo"), later=True)
    here.test.drain()
    assert (len(here.said()), len(here.said("1200000002"))) == (0, 1)


def test_the_simulated_trouble_has_telegrams_own_shape(here: Served) -> None:
    """429 carries retry_after where Telegram puts it, a moved group its new id, a 5xx its words."""
    import httpx

    url = f"{here.test.house.settings.telegram_api_base}/bot{here.carrier.token}/sendMessage"
    given = {"chat_id": PHONE, "text": "x"}
    here.misbehave(retry_after=7)
    busy = httpx.post(url, data=given)
    assert (busy.status_code, busy.json()["parameters"]) == (429, {"retry_after": 7})
    assert busy.json()["description"] == "Too Many Requests: retry after 7"
    here.misbehave(status=502)
    assert httpx.post(url, data=given).json() == {"ok": False, "error_code": 502, "description": "Bad Gateway"}
    here.misbehave()
    moved(here)
    assert httpx.post(url, data=given).json()["parameters"] == {"migrate_to_chat_id": -1001000000009}
