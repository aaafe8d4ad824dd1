"""A missed deadline under the simulated clock: told once, the Ombudsman offered once, the dossier arrives once."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from redis import Redis
from werkzeug.serving import make_server

from bot.understanding.understand import Understanding
from bridge.embedded.cases import Cases, Search
from bridge.embedded.schema import connect
from bridge.embedded.server import Service, open311_blueprint
from bridge.embedded.workflow import Action
from tests.houses import TestHouse
from tests.told import OFFICE, carrier, filed, officer, says, told_house

KEY = "the-ombudsmans-own-key"
HOUR = timedelta(hours=1)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def ombudsman(cases: Cases, port: int) -> Iterator[None]:
    """The Ombudsman's GeoReport server, real and reachable, on that port."""
    app = Flask("ombudsman")
    services = (Service("maladministrasi", "Maladministrasi"),)
    app.register_blueprint(open311_blueprint(cases, services, frozenset({KEY}), "https://ombudsman.example.id"))
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def pass_hours(test: TestHouse, hours: int) -> None:
    """Time passes hour by hour, and all that is due is done."""
    for _ in range(hours):
        test.time.pass_by(HOUR)
        test.drain()


def late(test: TestHouse) -> None:
    """A report is sent on, the office lets five working days pass, and the citizen has been told."""
    reference = filed(test)
    officer(test, reference, "verify")
    officer(test, reference, "send-on", agency=OFFICE)
    carrier(test).sent.clear()
    pass_hours(test, 9 * 24)


@pytest.fixture
def port() -> int:
    """Where the Ombudsman will be."""
    return free_port()


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding, port: int) -> Iterator[TestHouse]:
    """A house that knows where the Ombudsman is."""
    url = f"http://127.0.0.1:{port}/open311/v2"
    known = {"KENTONGAN_OMBUDSMAN_URL": url, "KENTONGAN_OMBUDSMAN_API_KEY": KEY}
    with told_house(tmp_path, redis, understanding, **known) as opened:
        yield opened


@pytest.fixture
def there(tmp_path: Path, test: TestHouse) -> Cases:
    """The Ombudsman's own cases, in a database of its own."""
    cases = Cases(connect(f"sqlite:///{tmp_path / 'ombudsman.sqlite3'}"), test.time)
    cases.create()
    return cases


def test_a_missed_deadline_leads_to_the_ombudsman_once(test: TestHouse, there: Cases, port: int) -> None:
    """Told once, offered once, confirmed by the citizen, handed over once although the Ombudsman was down for a day."""
    late(test)
    assert [("137" in each, "Kirim ke Ombudsman" in each) for each in carrier(test).sent] == [(True, True)]
    assert "Ombudsman" in says(test, "1")
    carrier(test).sent.clear()
    pass_hours(test, 26)
    assert carrier(test).sent == []
    with ombudsman(there, port):
        pass_hours(test, 3)
        (kept,) = there.search(Search())
        assert "Jalan berlubang di depan pasar" in kept.report.story
        assert [("sudah diterima" in each or "Ombudsman" in each) for each in carrier(test).sent] == [True]
        there.act(kept.report.reference, Action.VERIFY)
        pass_hours(test, 13)
        assert "Ombudsman" in carrier(test).sent[-1]
        assert len(carrier(test).sent) == 2
        pass_hours(test, 30)
        assert len(carrier(test).sent) == 2
    assert len(there.search(Search())) == 1


def test_nothing_goes_to_the_ombudsman_without_a_plain_yes(test: TestHouse, there: Cases, port: int) -> None:
    """A bare "ya" sends nothing; a no is kept; the word OMBUDSMAN asks again later."""
    late(test)
    with ombudsman(there, port):
        assert "1" in says(test, "ya")
        says(test, "tidak")
        pass_hours(test, 2)
        assert there.search(Search()) == []
        assert "Ombudsman" in says(test, "ombudsman")
        says(test, "1")
        pass_hours(test, 1)
        assert len(there.search(Search())) == 1
        assert "2." not in says(test, "ombudsman")  # it is there already: nothing is asked again


def test_the_ombudsman_is_not_offered_before_the_time_is_over(test: TestHouse) -> None:
    """While the office still has time the citizen is told so, and the phone number all the same."""
    reference = filed(test)
    officer(test, reference, "verify")
    told = says(test, "ombudsman")
    assert "137" in told
    assert "1." not in told


def test_without_an_endpoint_the_citizen_gets_the_paper(
    tmp_path: Path, redis: Redis, understanding: Understanding
) -> None:
    """A link to a PDF that opens, and how to bring it."""
    with told_house(tmp_path, redis, understanding) as test:
        late(test)
        says(test, "1")
        pass_hours(test, 1)
        said = carrier(test).sent[-1]
        link = next(word for word in said.split() if "/media/" in word)
        name, _, rest = link.partition("/media/")[2].partition("?until=")
        until, _, signature = rest.partition("&signature=")
        opened = test.house.shelf.open(name, until, signature)
        assert opened
        assert opened[0].startswith(b"%PDF-")
        assert opened[1] == "application/pdf"
        assert "137" in said
