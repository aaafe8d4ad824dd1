"""Who keeps a copy of our reports asks only for what changed since, and misses nothing of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bridge_asking import told
from bridge_peers import KEY, NOON, ROOT, Clock, an_app, filed, listed
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bot.report import Reference
from bridge.embedded.cases import Cases
from bridge.embedded.workflow import Action

DAY = timedelta(days=1)


def test_what_changed_lately_is_listed_however_old_the_report(site: FlaskClient, cases: Cases, clock: Clock) -> None:
    """updated_after and updated_before bound updated_datetime, and the 90 days of start_date do not hide anything."""
    old = filed(cases, 1, Action.VERIFY)
    clock.now += 200 * DAY
    new = filed(cases, 2, Action.VERIFY, received_at=clock.now)
    assert listed(site) == [new]
    cases.act(Reference.of(1), Action.SEND_ON, agency="Dinas PU")
    since = f"updated_after={(clock.now - DAY).isoformat()}"
    assert listed(site, since) == [new, old]
    assert listed(site, f"updated_before={(NOON + DAY).isoformat()}") == []
    assert listed(site, f"updated_after={(clock.now + DAY).isoformat()}") == []
    assert listed(site, f"{since}&service_code=928&status=closed") == []
    assert listed(site, f"{since}&start_date={(clock.now - DAY).isoformat()}") == [new]
    assert [listed(site, f"{since}&page_size=1&page={page}") for page in (1, 2, 3)] == [[new], [old], []]


def test_a_moment_that_both_bounds_name_is_within(site: FlaskClient, cases: Cases, clock: Clock) -> None:
    """Who asks from where it stopped gets the last one twice rather than never."""
    number = filed(cases, 1, Action.VERIFY)
    moment = clock.now.isoformat()
    assert listed(site, f"updated_after={moment}&updated_before={moment}") == [number]


def test_the_updated_filters_hide_what_is_hidden(site: FlaskClient, cases: Cases) -> None:
    """Without a key they list no new and no secret report."""
    new, secret = filed(cases, 1), filed(cases, 2, Action.VERIFY, secret=True)
    since = f"updated_after={(NOON - DAY).isoformat()}"
    assert listed(site, since) == []
    assert listed(site, f"{since}&api_key={KEY}") == [secret, new]


@pytest.mark.parametrize("query", ["updated_after=kemarin", "updated_before=2026-13-01", "updated_after=0001-01-01"])
def test_an_unclear_moment_is_told(site: FlaskClient, query: str) -> None:
    """400, as for the specification's own dates."""
    assert site.get(f"{ROOT}/requests.json?{query}").status_code == 400


def test_updates_and_filters_are_the_same_on_postgresql(postgresql_engine: Engine, clock: Clock) -> None:
    """What SQLite lists, PostgreSQL lists; and no byte in a query or form upsets it."""
    cases = Cases(postgresql_engine, clock)
    cases.create()
    site = an_app(cases).test_client()
    number = filed(cases, 1, Action.VERIFY, Action.SEND_ON, Action.ANSWER)
    form = {"api_key": KEY, "service_request_id": number, "update_id": "1", "status": "CLOSED", "description": "a\x00b"}
    answers = [site.post(f"{ROOT}/servicerequestupdates.json", data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json == answers[1].json
    stages = [row["external_status_code"] for row in told(site, f"end_date={(NOON + DAY).isoformat()}")]
    assert stages == ["verified", "sent_on", "followed_up", "closed"]
    assert listed(site, f"updated_after={NOON.isoformat()}") == [number]
    for query in ("service_request_id=%00", "service_request_id=9999999999", "page=1000000", "extensions=%00"):
        assert site.get(f"{ROOT}/servicerequestupdates.json?{query}&api_key={KEY}").status_code == 200
