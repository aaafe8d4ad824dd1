"""The dossier at a second GeoReport server over HTTP: once, whatever happens on the way, and with nothing too much."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from bridge_peers import DEADLINES, KEY, ROOT, Clock, Losing, free_url, served
from flask import Flask
from sqlalchemy import Engine
from werkzeug.serving import make_server

from bot.handlers.appeal import Appeals, HandedOver, OnPaper, Unknown
from bot.handlers.ports import Later
from bot.progress import Dossier
from bot.report import CoreDown, CoreRefused, Reference, Report, Stage
from bridge.embedded.cases import Cases, Search
from bridge.embedded.server import Service, open311_blueprint
from bridge.fields import DESCRIPTION, form_of
from bridge.ombudsman import OmbudsmanOffice, complaint, told
from bridge.open311 import Open311Core
from tests.dossiers import OFFICE, a_dossier

SERVICES = (Service("maladministrasi", "Maladministrasi"),)


@pytest.fixture
def there(engine: Engine, clock: Clock) -> Cases:
    """The Ombudsman's own cases."""
    cases = Cases(engine, clock, deadlines=DEADLINES)
    cases.create()
    return cases


def app_of(cases: Cases) -> Flask:
    app = Flask("ombudsman")
    app.register_blueprint(open311_blueprint(cases, SERVICES, frozenset({KEY}), "https://ombudsman.example.id"))
    return app


def office(url: str, client: httpx.Client, **settings: Any) -> OmbudsmanOffice:
    return OmbudsmanOffice(Open311Core(f"{url}{ROOT}", KEY, client), **settings)


def arrived(cases: Cases) -> list[Report]:
    return [case.report for case in cases.search(Search())]


def appeals(ombudsman: OmbudsmanOffice | None, dossier: Dossier | None = None) -> Appeals:
    known = dossier or a_dossier()
    return Appeals(
        lambda reference: known if reference == known.report.reference else None,
        ombudsman,
        lambda _: b"%PDF-1.7 a paper",
        lambda name, content: f"https://lapor.example.id/{name}?{len(content)}",
    )


class Mute:
    """A site that carries out a POST and then keeps silent, as it does to every question, until it is woken."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self._app = app
        self.awake = threading.Event()
        self.posts = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        post = environ["REQUEST_METHOD"] == "POST"
        self.posts += post
        answer = self._app(environ, start_response) if post or self.awake.is_set() else []
        self.awake.wait(5)
        return answer


@contextmanager
def opened(url: str, app: Flask) -> Iterator[None]:
    """The app at an address where nobody listened until now."""
    server = make_server("127.0.0.1", urlsplit(url).port or 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_dossier_arrives_with_everything_and_is_followed(there: Cases, client: httpx.Client) -> None:
    """Office, legal times, story, timeline and attachments are read there under the report's own reference."""
    dossier = a_dossier()
    with served(app_of(there)) as url:
        number = office(url, client).hand_over(dossier, again=False)
        status = office(url, client).follow(dossier.report.reference, number)
    (report,) = arrived(there)
    assert (report.reference, report.category, report.name) == (
        dossier.report.reference,
        "maladministrasi",
        "Budi Contoh",
    )
    assert report.title == "Batas waktu lewat: Jalan berlubang depan pasar Selong"
    assert report.files == dossier.report.files
    assert f'"{dossier.report.story}"' in report.story
    assert f"{OFFICE} belum menindaklanjuti laporan sampai batas waktunya, 10 November 2026." in report.story
    assert "- 21 November 2026, 08.05 WIB: Batas waktu jawaban akhir lewat" in report.story
    assert dossier.report.files[0].url in report.story
    assert status is not None
    assert status.stage is Stage.RECEIVED


def test_an_ombudsman_that_was_down_for_a_day_gets_it_once(there: Cases, client: httpx.Client) -> None:
    """Whoever tries again and again for 24 hours hands over one dossier when the door opens, within an hour."""
    url, waited, attempt = free_url(), timedelta(), 0
    appeal = appeals(office(url, client))
    while waited < timedelta(hours=24):
        attempt += 1
        outcome = appeal.hand_over(a_dossier().report.reference, attempt)
        assert isinstance(outcome, Later)
        assert outcome.wait <= timedelta(hours=1)
        waited += outcome.wait
    with opened(url, app_of(there)):
        found = appeal.hand_over(a_dossier().report.reference, attempt + 1)
    assert [each.reference for each in arrived(there)] == [a_dossier().report.reference]
    assert isinstance(found, HandedOver)
    assert attempt > 24


def test_an_answer_that_never_came_after_it_was_taken_is_found_and_nothing_is_sent_twice(there: Cases) -> None:
    """A time-out behind the commit, with a server that is silent afterwards too, ends with one POST and its number."""
    mute = Mute(app_of(there).wsgi_app)
    with httpx.Client(timeout=httpx.Timeout(0.3), trust_env=False) as hasty, served(mute) as url:
        appeal = appeals(office(url, hasty))
        first = appeal.hand_over(a_dossier().report.reference, 1)
        still = appeal.hand_over(a_dossier().report.reference, 2)
        mute.awake.set()
        found = appeal.hand_over(a_dossier().report.reference, 3)
    assert isinstance(first, Later)
    assert isinstance(still, Later)
    assert first.wait >= timedelta(seconds=60)
    assert isinstance(found, HandedOver)
    assert mute.posts == len(arrived(there)) == 1


def test_a_lost_answer_is_looked_up_at_once(there: Cases, client: httpx.Client) -> None:
    """A connection that breaks behind the commit costs nothing: the number is found in the same try."""
    losing = Losing(app_of(there).wsgi_app)
    losing.lose = 1
    with served(losing) as url:
        outcome = appeals(office(url, client)).hand_over(a_dossier().report.reference, 1)
    assert isinstance(outcome, HandedOver)
    assert len(arrived(there)) == 1


def test_a_timeline_that_grew_between_two_tries_is_still_the_same_dossier(there: Cases, client: httpx.Client) -> None:
    """What happened meanwhile makes no second request."""
    dossier = a_dossier()
    before = replace(dossier, timeline=dossier.timeline[:4])
    with served(app_of(there)) as url:
        first = office(url, client).hand_over(before, again=False)
        second = office(url, client).hand_over(dossier, again=True)
    assert first == second
    assert complaint(before, "m").received_at == complaint(dossier, "m").received_at == dossier.timeline[3].at


@pytest.mark.parametrize("hidden", [{"anonymous": True}, {"secret": True}, {"anonymous": True, "secret": True}])
def test_what_the_office_was_not_told_the_ombudsman_is_not_told(hidden: dict[str, Any]) -> None:
    """No field of the request holds the name of somebody who was anonymous or secret."""
    report = complaint(a_dossier(**hidden), "maladministrasi")
    assert "Budi" not in str(form_of(report, "maladministrasi"))
    assert report.anonymous
    assert report.secret == bool(hidden.get("secret"))


@pytest.mark.parametrize("length", [10, 1_900, 3_000, 100_000])
def test_the_office_the_days_and_the_files_are_read_in_the_description_alone(length: int) -> None:
    """However long the story is, a server that keeps 4,000 characters shows what counts, and the story is whole."""
    dossier = a_dossier(story="x" * length)
    busy = replace(dossier.timeline[4], note="Mohon foto. " * 90)
    dossier = replace(dossier, timeline=(*dossier.timeline, *[busy] * (length // 2_000)))
    fields = dict(form_of(complaint(dossier, "maladministrasi"), "maladministrasi"))
    shown = fields["description"]
    assert len(shown) <= DESCRIPTION
    for needed in (OFFICE, "10 November 2026", "20 November 2026", "Lampiran 2: https", "Terverifikasi"):
        assert needed in shown
    assert "x" * length in told(dossier)


def test_a_refused_dossier_goes_to_the_citizen_on_paper(there: Cases, client: httpx.Client) -> None:
    """A service code that the Ombudsman does not have ends with a PDF and the refusal's own words for a person."""
    with served(app_of(there)) as url:
        outcome = appeals(office(url, client, service="none-such")).hand_over(a_dossier().report.reference, 1)
    assert isinstance(outcome, OnPaper)
    assert outcome.refused
    assert outcome.link.startswith("https://lapor.example.id/ombudsman-")
    assert arrived(there) == []


def test_without_an_endpoint_the_citizen_gets_the_paper() -> None:
    """No Ombudsman is set: a link, and nothing to follow."""
    outcome = appeals(None).hand_over(a_dossier().report.reference, 1)
    assert outcome == OnPaper(f"https://lapor.example.id/ombudsman-{a_dossier().report.reference}?16")
    assert appeals(None).look(a_dossier().report.reference, "1") is None


def failing(trouble: Exception) -> Callable[..., Any]:
    def fail(*_: object) -> Any:
        raise trouble

    return fail


@pytest.mark.parametrize("part", ["dossiers", "paper", "publish"])
def test_a_core_or_shelf_that_is_down_is_asked_again_later(part: str) -> None:
    """Nothing is lost where the report or the place for papers cannot be reached: it waits, longer each time."""
    trouble = CoreDown("away") if part == "dossiers" else OSError("full")
    changes: dict[str, Any] = {part: failing(trouble)}
    waiting = replace(appeals(None), **changes)
    waits = [waiting.hand_over(a_dossier().report.reference, attempt) for attempt in (1, 2, 9)]
    assert waits == [Later(timedelta(seconds=each)) for each in (1, 5, 3600)]


def test_a_report_that_the_core_does_not_know_or_give_is_a_persons_matter() -> None:
    """No dossier, nothing handed over, nothing tried for ever."""
    assert appeals(None).hand_over(Reference.of(99), 1) == Unknown()
    refusing = replace(appeals(None), dossiers=failing(CoreRefused(("not yours",))))
    assert refusing.hand_over(Reference.of(7), 1) == Unknown()


def test_the_ombudsmans_answer_is_seen(there: Cases, client: httpx.Client) -> None:
    """`look` tells how it stands there, and None for a number that is not theirs."""
    with served(app_of(there)) as url:
        appeal = appeals(office(url, client))
        outcome = appeal.hand_over(a_dossier().report.reference, 1)
        assert isinstance(outcome, HandedOver)
        status = appeal.look(a_dossier().report.reference, outcome.number)
        assert appeal.look(a_dossier().report.reference, "9999999") is None
    assert status is not None
    assert (status.reference, status.stage) == (a_dossier().report.reference, Stage.RECEIVED)
