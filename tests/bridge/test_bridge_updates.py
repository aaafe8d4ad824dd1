"""mySociety's extension: what happens to a report is told in order, to everybody only what an office wrote."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bridge_asking import SOLVED, UPDATES, say, told
from bridge_peers import KEY, NOON, Clock, filed
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bot.progress import Act, Doing
from bot.report import Reference
from bridge.embedded.cases import Cases
from bridge.embedded.workflow import Action


def test_each_step_is_told_in_order_with_the_offices_note(site: FlaskClient, cases: Cases) -> None:
    """Number, status after it, stage, time with zone, and LAPOR's words with the office's note beneath."""
    filed(cases, 1, *SOLVED, Action.CLOSE)
    rows = told(site)
    assert [row["description"].splitlines() for row in rows] == [
        ["Terverifikasi", "Catatan kantor"],
        ["Terdisposisi ke Dinas PU", "Catatan kantor"],
        ["Ditindaklanjuti oleh Instansi", "Catatan kantor"],
        ["Ditutup oleh Admin", "Catatan kantor"],
    ]
    assert [row["status"] for row in rows] == ["open", "open", "open", "closed"]
    assert [row["external_status_code"] for row in rows] == ["verified", "sent_on", "followed_up", "closed"]
    assert {(row["service_request_id"], row["updated_datetime"], row["media_url"]) for row in rows} == {
        ("1", "2026-11-21T05:00:00+00:00", None)
    }
    numbers = [int(row["update_id"]) for row in rows]
    assert numbers == sorted(set(numbers))


def test_the_public_reads_updates_of_public_reports_only(site: FlaskClient, cases: Cases) -> None:
    """New, secret and erased reports have none without a key; with one only the erased have none."""
    filed(cases, 1, Action.ASK)
    filed(cases, 2, Action.VERIFY)
    filed(cases, 3, Action.VERIFY, secret=True)
    filed(cases, 4, Action.VERIFY)
    cases.erase(Reference.of(4))
    assert [row["service_request_id"] for row in told(site)] == ["2"]
    assert told(site, "service_request_id=1,3,4") == []
    assert [row["service_request_id"] for row in told(site, f"api_key={KEY}")] == ["1", "2", "3"]
    assert site.get(f"{UPDATES}.json?api_key=wrong").status_code == 403


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_citizens_words_and_photos_are_never_public(site: FlaskClient, cases: Cases, form: str) -> None:
    """That the citizen replied, reopened or closed is told; what they wrote and showed only to a holder of a key."""
    filed(cases, 1, *SOLVED)
    photo = "https://files.example.id/kartu.jpg"
    for number, status in enumerate(["OPEN", "FIXED", "REOPEN"]):
        assert (
            say(site, update_id=str(number), status=status, description="Rahasiaku", media_url=photo).status_code == 200
        )
    assert [row["external_status_code"] for row in told(site)][3:] == ["replied", "closed", "replied"]
    private, everything = f"{UPDATES}.{form}?api_key={KEY}", f"{UPDATES}.{form}?api_key={KEY}&extensions=true"
    for word in ("Rahasiaku", "kartu.jpg"):
        assert word not in site.get(f"{UPDATES}.{form}?extensions=true").text
        assert word in site.get(private).text
    assert str(Reference.of(1)) in site.get(everything).text
    assert str(Reference.of(1)) not in site.get(private).text + site.get(f"{UPDATES}.{form}?extensions=true").text


def test_what_moves_nothing_is_told_only_to_whom_asks_for_everything(site: FlaskClient, cases: Cases) -> None:
    """A front end would show an addition or a supporter as the office's answer; extensions=true brings the feed."""
    filed(cases, 1, Action.VERIFY)
    say(site)
    cases.do(Act("s1", Reference.of(1), Doing.SUPPORT, "Saya juga"), "")
    assert [row["external_status_code"] for row in told(site, f"api_key={KEY}")] == ["verified"]
    rows = told(site, f"api_key={KEY}&extensions=true")
    assert [row["extras"]["what"] for row in rows] == ["received", "verified", "added", "supported"]
    assert [row["extras"]["by"] for row in rows] == ["citizen", "admin", "citizen", "citizen"]
    assert [row["description"] for row in rows][2:] == ["Lubangnya makin lebar", "Terverifikasi"]
    feed = [(str(each.number), each.what, str(each.reference)) for each in cases.feed(0, 100)]
    assert [(row["update_id"], row["extras"]["what"], row["extras"]["reference"]) for row in rows] == feed


def test_dates_reports_and_pages_narrow_the_list(site: FlaskClient, cases: Cases, clock: Clock) -> None:
    """start_date and end_date bound when it happened; without them the last 90 days are told."""
    first = filed(cases, 1)
    for action in SOLVED:
        clock.now += timedelta(days=50)
        cases.act(Reference.of(1), action, agency="Dinas PU", note="Ya")
    second = filed(cases, 2, Action.VERIFY)
    every = [row["update_id"] for row in told(site, f"start_date={NOON.date()}")]
    assert len(every) == 4
    assert [row["update_id"] for row in told(site)] == every[1:]
    assert [row["update_id"] for row in told(site, f"end_date={(NOON + timedelta(days=51)).date()}")] == every[:1]
    assert [row["update_id"] for row in told(site, f"service_request_id={first}")] == every[:3]
    assert [row["update_id"] for row in told(site, f"service_request_id={second},{first}")] == every
    pages = [told(site, f"start_date={NOON.date()}&page_size=3&page={page}") for page in (1, 2, 3)]
    assert [[row["update_id"] for row in page] for page in pages] == [every[:3], every[3:], []]
    for wrong in ("start_date=kemarin", "page_size=1001", "page=0"):
        assert site.get(f"{UPDATES}.json?{wrong}").status_code == 400


def test_an_entry_of_the_first_release_is_told_too(site: FlaskClient, cases: Cases, engine: Engine) -> None:
    """Where `what` was not kept yet, the stage says what happened."""
    filed(cases, 1, *SOLVED)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE case_events SET what = '', \"by\" = ''")
    assert [row["external_status_code"] for row in told(site)] == ["verified", "sent_on", "followed_up"]
