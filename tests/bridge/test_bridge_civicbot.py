"""civicbot, an Open311 client that others wrote, files and reads at our server over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from bridge_asking import LAMP, asking
from bridge_peers import KEY, ROOT, SERVICES, Clock, a_report, filed, served
from civicbot.http import HttpError, HttpTransport, RateLimiter
from civicbot.open311 import Open311Client, ValidationError
from civicbot.registry import Endpoint

from bot.report import Reference
from bridge.embedded.cases import Cases, Search
from bridge.embedded.workflow import Action

ANSWERS = {"POLE": "PJU 0042", "RISK": ["dark", "cable"], "SIDE": "L"}


@contextmanager
def reader(cases: Cases, *, batch: timedelta | None = None) -> Iterator[Open311Client]:
    """civicbot at our server, without its pause between two questions."""
    with served(asking(cases, batch=batch)) as url:
        endpoint = Endpoint("ours", "Kentongan", f"{url}{ROOT}", write=True)
        yield Open311Client(endpoint, HttpTransport(rate_limiter=RateLimiter(0.0)))


def send(client: Open311Client, key: str = KEY, **changes: object) -> list[dict[str, str]]:
    """File a lamp through civicbot, checked by it against our services and definition; our answer."""
    parts = {"lat": -8.65, "lng": 116.53, "description": "Lampu mati “tiga malam”", "attributes": ANSWERS}
    sent = client.create_request(
        "311", dry_run=False, confirm="SEND", api_key=key, validate_remote=True, **(parts | changes)
    )
    assert isinstance(sent.response, list)
    return sent.response


def test_it_files_with_our_definition_and_reads_what_it_filed(cases: Cases) -> None:
    """Services, definition, POST, and the report by its number once it is verified, letter for letter."""
    with reader(cases) as client:
        services, definition = client.list_services(), client.get_service_definition("311")
        (given,) = send(client, first_name="Budi", last_name="Contoh", media_url="https://files.example.id/1.jpg")
        assert client.list_requests() == []
        case = cases.search(Search())[0]
        cases.act(case.report.reference, Action.VERIFY)
        told = client.get_request(given["service_request_id"])
    assert [service["service_code"] for service in services] == [*(each.code for each in SERVICES), "311"]
    assert [each["code"] for each in definition["attributes"]] == [each.code for each in LAMP.attributes]
    assert (case.report.story, case.report.name, case.report.category) == (
        "Lampu mati “tiga malam”",
        "Budi Contoh",
        "311",
    )
    answers = cases.timeline(case.report.reference)[1].note
    assert answers == "Nomor tiang: PJU 0042\nSisi jalan: kiri\nApa bahayanya?: gelap, kabel terbuka"
    assert told is not None
    assert (told["description"], told["status"], told["lat"]) == ("Lampu mati “tiga malam”", "open", -8.65)


def test_it_finds_the_questions_that_our_server_demands(cases: Cases) -> None:
    """What civicbot misses in a form is what our server refuses it for: both read the same definition."""
    with reader(cases) as client:
        with pytest.raises(ValidationError) as by_it:
            send(client, attributes={"SIDE": "X"})
        with pytest.raises(HttpError) as by_us:
            client.create_request(
                "311", dry_run=False, confirm="SEND", api_key=KEY, address_string="Selong", description="x"
            )
    assert [words for words in ("'POLE'", "'RISK'", "'SIDE'") if words not in str(by_it.value)] == []
    assert by_us.value.status == 400
    assert "attribute[POLE] is missing" in by_us.value.body
    assert cases.search(Search()) == []


def test_it_narrows_lists_as_the_specification_says(cases: Cases) -> None:
    """Service, status, dates, numbers and pages in civicbot's own words."""
    road = filed(cases, 1, Action.VERIFY)
    other = filed(cases, 2, Action.VERIFY, Action.CLOSE, category="110")
    with reader(cases) as client:
        found = [
            client.list_requests(service_code="928"),
            client.list_requests(status="closed"),
            client.list_requests(start_date="2026-11-01T00:00:00+07:00", end_date="2026-11-30T00:00:00+07:00"),
            client.list_requests(service_request_ids=[road]),
            client.list_requests(page_size=1),
        ]
    numbers = [[row["service_request_id"] for row in rows] for rows in found]
    assert numbers == [[road], [other], [other, road], [road], [other]]
    assert found[0][0]["description"] == a_report().story


def test_it_gets_a_number_for_its_token(cases: Cases, clock: Clock) -> None:
    """A batch server's token becomes a number through civicbot's get_token."""
    with reader(cases, batch=timedelta(minutes=5)) as client:
        (given,) = send(client)
        before = client.get_token(given["token"])
        clock.now += timedelta(minutes=5)
        after = client.get_token(given["token"])
    assert (before[0]["service_request_id"], after[0]["service_request_id"]) == (None, "1")
    assert cases.find(Reference(given["account_id"])) is not None


def test_without_a_right_key_it_is_refused(cases: Cases) -> None:
    """A wrong key is 403, and nothing is filed."""
    with reader(cases) as client, pytest.raises(HttpError) as wrong:
        send(client, key="wrong")
    assert wrong.value.status == 403
    assert cases.search(Search()) == []
