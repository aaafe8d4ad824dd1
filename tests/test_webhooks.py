"""At the door: only the carriers come in, and whatever they bring is answered helpfully or refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from redis import Redis

from bot.understanding.understand import Understanding
from bot.web import create_app
from tests.houses import TestHouse, open_house
from tests.wires import Request, Spoken, TelegramLine, TwilioLine, line

CHANNELS = ["sms", "whatsapp", "telegram"]
STORY = "jalan berlubang depan pasar Selong Lombok Timur"


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[TestHouse]:
    """A house of its own."""
    with open_house(tmp_path, redis, understanding) as opened:
        yield opened


@pytest.fixture
def client(test: TestHouse) -> FlaskClient:
    """The door of that house."""
    return create_app(test.house).test_client()


def changed(redis: Redis) -> list[bytes]:
    """All keys there are."""
    return sorted(redis.scan_iter())


@pytest.mark.parametrize("channel", CHANNELS)
def test_unsigned_wrongly_signed_and_altered_webhooks_change_nothing(
    channel: str, test: TestHouse, client: FlaskClient, redis: Redis
) -> None:
    """Without the carrier's own proof the answer is 403 and no key is written."""
    request = line(channel, test.house.settings).request(Spoken(STORY))
    proof = next(name for name in request.headers if name.startswith("X-"))
    bare = {name: value for name, value in request.headers.items() if name != proof}
    tries = [
        replace(request, headers=bare),
        replace(request, headers={**request.headers, proof: "A" * len(request.headers[proof])}),
    ]
    if channel != "telegram":  # Telegram's secret proves who calls, not what is said: its wire is TLS
        tries.append(replace(request, body=request.body.replace(b"Selong", b"Sekong")))
    statuses = [each.deliver(client).status_code for each in tries]
    assert set(statuses) == {403}
    assert changed(redis) == []


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_redelivery_gets_the_same_answer_and_no_second_effect(
    channel: str, test: TestHouse, client: FlaskClient
) -> None:
    """The last message of a report, delivered three times, is answered three times the same and filed once."""
    phone = line(channel, test.house.settings)
    phone.request(Spoken(STORY)).deliver(client)
    send = phone.request(Spoken("1"))
    answers = [send.deliver(client).get_data() for _ in range(3)]
    test.drain()
    assert len(set(answers)) == 1
    assert len(test.core.filed) == 1


INVISIBLE, BROKEN = "\u200b\u200e\u202e", "\ufffd" * 50
GARBAGE = ["", " ", INVISIBLE, "a" * 100_000, "💥" * 3000, "\x00\x01\x02", "'; DROP TABLE cases; --", BROKEN]


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("text", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_gets_a_helpful_answer_and_the_draft_is_still_there(
    channel: str, text: str, test: TestHouse, client: FlaskClient
) -> None:
    """Empty, endless, invisible and strange texts are answered in words, and the report can be sent afterwards."""
    phone = line(channel, test.house.settings)
    phone.request(Spoken(STORY)).deliver(client)
    told, _ = phone.answer(phone.request(Spoken(text)).deliver(client))
    assert "Balas" in told
    told, _ = phone.answer(phone.request(Spoken("1")).deliver(client))
    assert "tersimpan" in told


def test_bytes_that_are_no_text_are_refused_or_read_but_never_break_anything(
    test: TestHouse, client: FlaskClient
) -> None:
    """Invalid UTF-8, broken JSON, lists, numbers and unknown updates end in 2xx or 4xx."""
    telegram = TelegramLine(test.house.settings)
    headers = telegram.signed({"update_id": 1}).headers
    bodies = [b"", b"{", b"\xff\xfe{}", b"[]", b"7", b'{"update_id": "x"}', b'{"update_id": 9, "message": 5}', b"{}"]
    statuses = [Request("/webhooks/telegram", body, headers).deliver(client).status_code for body in bodies]
    assert all(200 <= status < 500 for status in statuses)
    twilio = TwilioLine("sms", test.house.settings)
    raw = twilio.signed({"MessageSid": "SM1", "From": "+6281200000001"})
    assert replace(raw, body=b"Body=%ff%fe&MessageSid=SM1").deliver(client).status_code == 403
    no_id = twilio.signed({"Body": "halo", "AccountSid": test.house.settings.twilio_account_sid})
    assert no_id.deliver(client).status_code == 400


def test_an_unknown_button_leads_back_to_the_question(test: TestHouse, client: FlaskClient) -> None:
    """A press that belongs to nothing is answered with the question that is open."""
    phone = TelegramLine(test.house.settings)
    phone.request(Spoken(STORY)).deliver(client)
    for token in ("nonsense", "lodge.review|99|send", "lodge.gone|1|send", "lodge.review|1|nothing"):
        told, _ = phone.answer(phone.request(Spoken(token=token)).deliver(client))
        assert "Kirim laporan ini?" in told
    test.drain()
    assert test.core.filed == []


def test_coordinates_off_the_earth_are_explained(test: TestHouse, client: FlaskClient) -> None:
    """A pin at -95, 400 is answered in words and does not become the place."""
    for phone in (TwilioLine("whatsapp", test.house.settings), TelegramLine(test.house.settings)):
        phone.request(Spoken("lampu jalan mati")).deliver(client)
        told, _ = phone.answer(phone.request(Spoken(pin=(-95.0, 400.0))).deliver(client))
        assert "tidak ada di peta" in told


def test_a_body_larger_than_any_message_is_refused_unread(test: TestHouse, client: FlaskClient) -> None:
    """Three megabytes are answered with 413."""
    request = TwilioLine("sms", test.house.settings).request(Spoken("a" * 3_000_000))
    assert request.deliver(client).status_code == 413


def test_both_secrets_open_the_door_during_rotation(tmp_path: Path, redis: Redis, understanding: Understanding) -> None:
    """With two Telegram secrets and two Twilio tokens set, requests proved by either come in."""
    both = {"TELEGRAM_SECRET_TOKEN": "new,old", "TWILIO_AUTH_TOKEN": "newtoken,oldtoken"}
    with open_house(tmp_path, redis, understanding, **both) as test:
        client = create_app(test.house).test_client()
        for which in ({"telegram_secret_token": "old", "twilio_auth_token": "oldtoken"}, {}):
            settings = replace(test.house.settings, **which)
            for channel in CHANNELS:
                phone = line(channel, settings)
                object.__setattr__(phone, "ids", iter([1000 + len(which)]))
                assert phone.request(Spoken("halo")).deliver(client).status_code == 200


def test_healthz_tells_the_truth_about_redis(test: TestHouse, client: FlaskClient) -> None:
    """200 while Redis answers; 503 when it does not."""
    from redis import Redis as Client

    assert client.get("/healthz").status_code == 200
    test.house.store._redis = Client(unix_socket_path="/nonexistent.sock")
    assert client.get("/healthz").status_code == 503


def test_when_redis_is_down_the_carrier_is_asked_to_come_again(test: TestHouse, client: FlaskClient) -> None:
    """A message that cannot be kept is not accepted: 503, so that the carrier brings it again."""
    from redis import ConnectionError as Lost

    def down(**_: object) -> None:
        raise Lost

    test.house.store._scripts = dict.fromkeys(test.house.store._scripts, down)
    request = TelegramLine(test.house.settings).request(Spoken(STORY))
    assert request.deliver(client).status_code == 503
