"""Whoever is killed, and at whatever moment between confirmation, filing and receipt: exactly one report."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from redis import Redis

from tests.processes import Outside, Processes, outside, processes, until
from tests.wires import Request, Spoken, TwilioLine

STORY = "jalan berlubang depan pasar Selong Lombok Timur, bahaya malam hari"


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Outside]:
    """The core and the carrier."""
    with outside(tmp_path) as opened:
        yield opened


@pytest.fixture
def house(tmp_path: Path, redis: Redis, valkey: str, there: Outside) -> Iterator[Processes]:
    """Web, worker and sweeper as real processes."""
    with processes(tmp_path, valkey, there) as running:
        yield running


def deliver(house: Processes, request: Request) -> str:
    """Post a webhook over real HTTP; returns the text of the answer."""
    answer = httpx.post(f"{house.url}{request.path}", content=request.body, headers=request.headers, timeout=20)
    assert answer.status_code == 200, answer.text
    return "\n".join(message.findtext("Body") or message.text or "" for message in ElementTree.fromstring(answer.text))


def number_in(text: str) -> str:
    """The tracking number that was told, without spaces."""
    found = re.search(r"\b(\d{4}) (\d{4}) (\d{2})\b", text)
    assert found, text
    return "".join(found.groups())


def told(there: Outside, number: str) -> list[str]:
    """The receipts that went out for a report."""
    return [text for text in there.sent if number[:4] in text and number[4:8] in text]


def test_a_worker_killed_before_while_and_after_filing_files_once(house: Processes, there: Outside) -> None:
    """Killed before the core has it, after the core has it, and while the receipt goes out: one report each time."""
    phone = TwilioLine("sms", house.settings)
    for at, moment in enumerate(("before", "after", "receipt"), 1):
        gate = there.sending if moment == "receipt" else there.filing
        gate.close(before=moment != "after", after=moment == "after")
        deliver(house, phone.request(Spoken(STORY)))
        number = number_in(deliver(house, phone.request(Spoken("1"))))
        assert gate.arrived.wait(30), moment
        house.kill("worker")
        gate.open()
        house.start("worker")
        until(lambda number=number: bool(told(there, number)), f"the receipt after a kill {moment}")  # type: ignore[misc]
        assert there.reports().count(number) == 1, moment
        assert len(there.reports()) == at, moment


def test_a_web_process_killed_at_confirmation_files_once(house: Processes, there: Outside, redis: Redis) -> None:
    """Killed as soon as the turn is durable, the redelivered message gets the same number, and one report exists."""
    phone = TwilioLine("sms", house.settings)
    deliver(house, phone.request(Spoken(STORY)))
    send = phone.request(Spoken("1"))
    answers: list[str] = []

    def post() -> None:
        try:
            answers.append(deliver(house, send))
        except httpx.HTTPError:
            answers.append("")

    thread = threading.Thread(target=post)
    thread.start()
    until(lambda: bool(list(redis.scan_iter("k:case:*"))), "the turn is durable")
    house.kill("web")
    thread.join(30)
    house.start("web")
    number = number_in(deliver(house, send))
    assert answers[0] == "" or number_in(answers[0]) == number
    until(lambda: bool(told(there, number)), "the receipt")
    assert there.reports() == [number]
