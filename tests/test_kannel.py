"""A citizen's SMS through a real Kannel: reports, status, long and Javanese texts, bad days, and delivery reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from redis import Redis

from bot.message import AddressRejected, CarrierDown, OptedOut, Say, Sender
from bot.understanding.understand import Understanding
from bot.web import create_app
from channels.gateway_sending import SendSms
from tests.houses import TestHouse, open_house
from tests.kannel import BLACK, SECRET, Door, Kannel, Phone, missing
from tests.processes import free_port, until

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"Kannel is not installed here: {', '.join(missing())}")
STORY = "jalan berlubang depan pasar Selong Lombok Timur, bahaya malam hari"


@dataclass
class Operator:
    """Kannel between a phone and a whole house."""

    test: TestHouse
    kannel: Kannel
    phone: Phone
    door: Door

    @property
    def sender(self) -> Sender:
        return Sender("gateway", self.phone.number)

    def turns(self) -> int:
        """How many turns this citizen had: each raises the session's revision by one."""
        return self.test.house.store.load(self.sender, "nobody asks", "", ()).revision

    def filed(self) -> list[str]:
        return [report.reference for report in self.test.core.filed]


@pytest.fixture
def operator(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[Operator]:
    port = free_port()
    kannel = Kannel(tmp_path, port)
    environ = {
        "PORT": str(port),
        "KENTONGAN_GATEWAY_SECRET": SECRET,
        "KENTONGAN_GATEWAY_SENDSMS_URL": kannel.sendsms_url,
    }
    with open_house(tmp_path, redis, understanding, **environ) as test:
        door, phone = Door(create_app(test.house), port), Phone(tmp_path, kannel.operator)
        try:
            door.open()
            kannel.start()
            yield Operator(test, kannel, phone, door)
        finally:
            phone.hang_up()
            kannel.stop()
            door.mode = ""
            door.shut()


def test_a_report_and_its_status_by_sms(operator: Operator) -> None:
    """Two SMS file a report; its number opens the status; news goes out by itself, and its delivery comes back."""
    phone, house = operator.phone, operator.test.house
    recap = phone.ask(STORY)
    assert "1. Kirim" in recap
    assert "Selong, Kabupaten Lombok Timur" in recap
    number = re.search(r"\d{4} \d{4} \d{2}$", phone.ask("1"))
    assert number
    assert not operator.filed()
    operator.test.drain()
    assert operator.filed() == [number[0].replace(" ", "")]
    news = phone.hear(2)
    assert f"Laporan Anda {number[0]} sudah masuk" in news
    until(lambda: len(operator.door.reports()) == 2, "Kannel reports the delivery")
    assert {each["status"] for each in operator.door.reports()} == {"8", "1"}  # in either order, as threads go
    rows = {each["row"] for each in operator.door.reports()}
    assert [house.deliveries.state("gateway", row) for row in rows] == ["delivered"]
    assert f'Laporan {number[0]} "jalan berlubang depan..."' in phone.ask(f"CEK {number[0]}")


def test_a_delivery_never_goes_backwards(operator: Operator, redis: Redis) -> None:
    """Late and repeated reports leave a delivered message delivered; its record holds no number, and ends."""
    house, url = operator.test.house, f"http://127.0.0.1:{operator.door.port}/webhooks/gateway/{SECRET}/report"
    operator.phone.ask("menu")
    delivery = house.channels["gateway"].send(operator.sender, Say("Kabar baik"))
    assert operator.phone.hear(2) == "Kabar baik"
    until(lambda: house.deliveries.state("gateway", delivery) == "delivered", "the delivery is reported")
    for status in ("8", "1", "2", "16", "8", "64"):
        assert httpx.get(url, params={"row": delivery, "status": status}).text == ""
        assert house.deliveries.state("gateway", delivery) == "delivered"
    (key,) = redis.keys("k:delivery:*")
    assert operator.phone.number.encode() not in key + b"".join(redis.hgetall(key).values())
    assert 6 * 86400 < redis.ttl(key) <= 7 * 86400


def test_parts_in_the_wrong_order_are_one_message(operator: Operator) -> None:
    """The second half of a long SMS may arrive first: the story is whole, and is answered once."""
    phone = operator.phone
    phone.send("%05%00%03%07%02%02 pasar Selong Lombok Timur", "udh-text")
    recap = phone.ask("%05%00%03%07%02%01 jalan berlubang depan ", "udh-text")
    assert "Pengaduan: jalan berlubang depan pasar Selong Lombok Timur" in recap
    assert operator.turns() == len(operator.door.messages()) == 1


def test_a_citizens_own_script(operator: Operator) -> None:
    """Javanese script comes in as UCS-2, is read, and goes home as UCS-2 in parts that the phone joins."""
    words = "ꦢꦭꦤ꧀ jalan berlubang 😡 depan pasar Selong Lombok Timur"
    recap = operator.phone.ask("".join(f"%{each:02x}" for each in words.encode("utf-16-be")), "ucs2")
    assert operator.door.messages()[0]["text"] == words
    assert "ꦢꦭꦤ꧀ jalan berlubang" in recap
    assert "1. Kirim" in recap


def test_a_busy_app_is_asked_again(operator: Operator) -> None:
    """Kannel brings an SMS again that we answered with 503, under the same id: one turn and one answer."""
    operator.door.mode = "busy"
    operator.phone.send(STORY)
    until(lambda: len(operator.door.messages()) >= 2, "Kannel tries again")
    assert operator.turns() == 0
    operator.door.mode = ""
    assert "1. Kirim" in operator.phone.hear()
    assert len({each["id"] for each in operator.door.messages()}) == 1
    assert operator.turns() == len(operator.phone.heard()) == 1


def test_a_lost_answer_is_given_again(operator: Operator) -> None:
    """An SMS that was taken and whose answer was lost comes again: the same turn's answer, and nothing twice."""
    operator.phone.ask(STORY)
    operator.door.mode = "lost"
    operator.phone.send("1")
    until(lambda: len(operator.door.messages()) >= 3, "Kannel tries again")
    operator.door.mode = ""
    assert "Nomor laporan" in operator.phone.hear()
    operator.test.drain()
    assert len(operator.filed()) == 1
    assert operator.turns() == 2


def test_an_app_that_is_away_loses_nothing(operator: Operator) -> None:
    """While nobody listens on our port Kannel keeps the SMS, and brings it when we are back."""
    operator.door.shut()
    operator.phone.send(STORY)
    log = operator.kannel.folder / "smsbox.log"
    until(lambda: log.read_bytes().count(b"Couldn't connect") + log.read_bytes().count(b"ueue") >= 1, "Kannel failed")
    operator.door.open()
    assert "1. Kirim" in operator.phone.hear()
    assert operator.turns() == len(operator.phone.heard()) == 1


def test_an_sms_outlives_kannels_processes(operator: Operator) -> None:
    """smsbox is dead when the SMS comes, then bearerbox dies too: it is in the spool, is brought, and answered once."""
    kannel, phone = operator.kannel, operator.phone
    kannel.kill("smsbox")
    phone.send(STORY)
    until(lambda: kannel.spooled() == 1, "bearerbox keeps the SMS")
    kannel.kill("bearerbox")
    kannel.start_one("bearerbox", kannel.boxes)
    kannel.start_one("smsbox", kannel.sendsms)
    phone.turn_on()
    assert "1. Kirim" in phone.hear()
    assert operator.turns() == len(operator.door.messages()) == 1
    until(lambda: kannel.spooled() == 0, "nothing is left in the spool")


def test_news_waits_for_an_smsbox_that_is_away(operator: Operator) -> None:
    """While nobody takes our news its row stays in the outbox; once smsbox is back it goes out, one time."""
    phone, kannel = operator.phone, operator.kannel
    phone.ask(STORY)
    phone.ask("1")
    kannel.kill("smsbox")
    operator.test.drain()
    assert len(operator.filed()) == 1
    kannel.start_one("smsbox", kannel.sendsms)
    operator.test.drain()
    assert len(phone.heard()) == 1
    operator.test.time.pass_by(timedelta(minutes=1))
    operator.test.drain()
    assert "sudah masuk ke sistem" in phone.hear(2)
    until(lambda: len(operator.door.reports()) == 2, "Kannel reports the delivery")
    assert len({each["row"] for each in operator.door.reports()}) == 1
    assert len(phone.heard()) == 2


def test_kannels_refusals_have_their_names(operator: Operator) -> None:
    """A number on Kannel's own black list wants no messages, none at all is wrong, a wrong password is ours to mend."""
    url, client = operator.kannel.sendsms_url, httpx.Client()
    refused = [(url, BLACK, OptedOut), (url, "", AddressRejected), (f"{url}x", operator.phone.number, CarrierDown)]
    for where, number, expected in refused:
        with pytest.raises(expected):
            SendSms(where, client).send(number, "halo", "http://127.0.0.1/")
