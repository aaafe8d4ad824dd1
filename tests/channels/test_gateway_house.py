"""The gateway's two doors in the whole house: a citizen's turn, and delivery reports, which only rise."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from bot.checking import findings
from bot.deliveries import RANKS, Deliveries
from bot.message import Sender
from bot.settings import Settings
from bot.understanding.understand import Understanding
from bot.vault import Vault
from bot.web import create_app
from channels.gateway import Gateway
from tests.houses import TestHouse, open_house

SECRET = "a0secret0of0this0test"
DOOR, ROW = f"/webhooks/gateway/{SECRET}", "opaque-delivery-id"
REPORTED = ("sent", "at_carrier", "delivered", "delivered", "failed")
CITIZEN = Sender("gateway", "6281200000001")
ASKED = {"from": CITIZEN.address, "to": "1708", "text": "menu", "id": "1"}


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[TestHouse]:
    with open_house(tmp_path, redis, understanding, KENTONGAN_GATEWAY_PREFIXES="TANGKAB") as opened:
        yield opened


@pytest.fixture
def client(test: TestHouse) -> FlaskClient:
    return create_app(test.house).test_client()


def turns(test: TestHouse) -> int:
    return test.house.store.load(CITIZEN, "nobody asks", "", ()).revision


def test_get_and_post_are_the_same_message(test: TestHouse, client: FlaskClient) -> None:
    """The same id by GET and again by POST is one turn with one answer."""
    first = client.get(DOOR, query_string=ASKED)
    again = client.post(DOOR, data=ASKED)
    assert first.text == again.text != ""
    assert first.status_code == again.status_code == 200
    assert turns(test) == 1


def test_what_is_missing_is_said(test: TestHouse, client: FlaskClient) -> None:
    """A wrong configuration reads what is wrong with it, in plain text, and changes nothing."""
    answer = client.get(DOOR, query_string={**ASKED, "id": ""})
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert answer.text == "not a message of this protocol: the parameter id is no message id\n"
    assert client.head(DOOR, query_string=ASKED).status_code == 400
    assert turns(test) == 0


def test_strangers_change_nothing(test: TestHouse, client: FlaskClient) -> None:
    """Another secret, another address, and neither message nor report is taken."""
    elsewhere: Any = {"REMOTE_ADDR": "10.0.0.1"}
    for path in (DOOR, f"{DOOR}/report"):
        asked = {**ASKED, "row": ROW, "status": "1"}
        assert client.get(path.replace(SECRET, "another0secret0here"), query_string=asked).status_code == 403
        assert client.get(path, query_string=asked, environ_base=elsewhere).status_code == 403
    assert turns(test) == 0
    assert test.house.deliveries.state("gateway", ROW) is None


def test_silence_is_an_empty_success(test: TestHouse, client: FlaskClient) -> None:
    """An operator's advertisement gets an empty 200, so that Kannel sends nothing and does not come back."""
    answer = client.get(DOOR, query_string={**ASKED, "from": "PROMO"})
    assert (answer.status_code, answer.text) == (200, "")


def test_a_citizens_own_script_is_marked(test: TestHouse, client: FlaskClient) -> None:
    """An answer that repeats Javanese words carries Kannel's header; an answer in plain letters does not."""
    marked = client.get(DOOR, query_string={**ASKED, "text": "ꦢꦭꦤ꧀ jalan berlubang depan pasar Selong Lombok Timur"})
    assert marked.headers["X-Kannel-Coding"] == "2"
    assert "X-Kannel-Coding" not in client.get(DOOR, query_string={**ASKED, "id": "2"}).headers


def test_a_regions_prefix_is_no_part_of_the_story(test: TestHouse, client: FlaskClient) -> None:
    """The word that brought the SMS to this agency does not stand in the report."""
    answer = client.get(DOOR, query_string={**ASKED, "text": "TANGKAB jalan berlubang depan pasar Selong Lombok Timur"})
    assert "Pengaduan: jalan berlubang depan pasar Selong" in answer.text


def test_a_report_makes_its_record(test: TestHouse, client: FlaskClient) -> None:
    """A report that overtakes our own note is not lost: "sent" comes later and does not lower it."""
    assert client.get(f"{DOOR}/report", query_string={"row": ROW, "status": "8"}).text == ""
    test.house.deliveries.sent("gateway", ROW)
    assert test.house.deliveries.state("gateway", ROW) == "at_carrier"
    assert client.post(f"{DOOR}/report", data={"row": ROW, "status": "2"}).text == ""
    assert test.house.deliveries.state("gateway", ROW) == "failed"
    client.get(f"{DOOR}/report", query_string={"row": ROW, "status": "16"})
    assert test.house.deliveries.state("gateway", ROW) == "failed"


@pytest.mark.parametrize("order", sorted(set(permutations(REPORTED))))
def test_a_record_only_rises(redis: Redis, order: tuple[str, ...]) -> None:
    """In any order and twice: the state never falls, and what arrived once is never said to have failed."""
    settings = Settings(secret_keys="k:" + "A" * 43 + "=")
    deliveries = Deliveries(redis, Vault(settings.keys, bytes))
    ranks = [0]
    for state in order:
        rose = deliveries.heard("gateway", ROW, state)
        found = RANKS[deliveries.state("gateway", ROW) or ""]
        assert rose is (found > ranks[-1])
        ranks.append(found)
    assert ranks == sorted(ranks)
    assert deliveries.state("gateway", ROW) == "delivered"
    assert deliveries.state("sms", ROW) is None


def test_a_message_is_not_sent_twice_for_a_record(caplog: pytest.LogCaptureFixture) -> None:
    """Where Redis is away after a message went out, the note is lost and not the outcome."""
    away = Redis(unix_socket_path="/nonexistent/redis.sock", retry=Retry(NoBackoff(), 0))
    Deliveries(away, Vault(Settings(secret_keys="k:" + "A" * 43 + "=").keys, bytes)).sent("gateway", ROW)
    assert "could not be made" in caplog.text


def test_the_check_tells_of_the_gateway(tmp_path: Path) -> None:
    """`kentongan check` names the gateway, and says where it can only answer."""
    given = {"KENTONGAN_GATEWAY_SECRET": SECRET, "KENTONGAN_DATA": str(tmp_path)}
    told = [each.text for each in findings(Settings.read(given))]
    assert "ok    SMS (gateway)" in told
    assert any("only answers" in each for each in told)
    full = [each.text for each in findings(Settings.read({**given, "KENTONGAN_GATEWAY_SENDSMS_URL": "http://g/s"}))]
    assert not any("only answers" in each for each in full)
    assert "off   SMS (gateway)" in [each.text for each in findings(Settings.read({"KENTONGAN_DATA": str(tmp_path)}))]


def test_ids_cannot_be_guessed(test: TestHouse) -> None:
    """Each message's id in the house is new, long, and fit for a URL."""
    gateway = test.house.channels["gateway"]
    assert isinstance(gateway, Gateway)
    ids = {gateway._ids() for _ in range(100)}
    assert len(ids) == 100
    assert all(len(each) == 24 and each.replace("-", "").replace("_", "").isalnum() for each in ids)
