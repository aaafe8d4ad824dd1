"""Our GeoReport server: what it shows to whom, what it takes, and that no input brings it down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import httpx
import pytest
from bridge_peers import DEADLINES, FORM, KEY, NOON, ROOT, Clock, a_report, an_app, filed, listed, only_xml, served
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bot.report import Reference, Stage
from bridge.embedded.cases import Cases, Search
from bridge.embedded.deadlines import Deadlines, WorkingDays
from bridge.embedded.workflow import Action
from bridge.open311 import Open311Core


def test_the_public_sees_only_verified_reports_that_are_not_secret(site: FlaskClient, cases: Cases) -> None:
    """New, secret and erased reports are not listed without a key; with one all but the erased are."""
    new, shown = filed(cases, 1), filed(cases, 2, Action.VERIFY)
    secret, erased = filed(cases, 3, Action.VERIFY, secret=True), filed(cases, 4, Action.VERIFY)
    cases.erase(Reference.of(4))
    assert listed(site) == [shown]
    assert listed(site, f"service_request_id={new},{shown},{secret},{erased}") == [shown]
    assert sorted(listed(site, f"api_key={KEY}")) == [new, shown, secret]


def test_a_hidden_report_looks_exactly_like_an_unknown_one(site: FlaskClient, cases: Cases) -> None:
    """Status, body and headers of the 404 are the same for new, secret, erased and unknown."""
    filed(cases, 1)
    filed(cases, 2, Action.VERIFY, secret=True)
    filed(cases, 3, Action.VERIFY)
    cases.erase(Reference.of(3))
    answers = [site.get(f"{ROOT}/requests/{number}.json") for number in ("1", "2", "3", "999", "x", "9" * 40)]
    assert {(answer.status_code, answer.data, str(answer.headers)) for answer in answers} == {
        (404, answers[0].data, str(answers[0].headers))
    }


def test_the_sender_is_never_told_without_a_key(site: FlaskClient, cases: Cases) -> None:
    """Neither name nor reference nor voice stands in any public answer; with a key name and reference do."""
    filed(cases, 1, Action.VERIFY, name="Budi Kenari", files=(a_report().files[1],))
    paths = [f"{ROOT}/requests.{form}" for form in ("json", "xml")] + [
        f"{ROOT}/requests/1.{form}" for form in ("json", "xml")
    ]
    for path in paths:
        public, private = site.get(path).text, site.get(f"{path}?api_key={KEY}").text
        assert not [word for word in ("Kenari", Reference.of(1), ".ogg") if word in public]
        assert all(word in private for word in ("Kenari", Reference.of(1), ".ogg"))


def test_account_id_is_no_filter_for_the_public(site: FlaskClient, cases: Cases) -> None:
    """Nobody can test a tracking number against the public list."""
    shown = filed(cases, 1, Action.VERIFY)
    filed(cases, 2)
    assert listed(site, f"account_id={Reference.of(2)}") == [shown]
    assert listed(site, f"account_id={Reference.of(2)}&api_key={KEY}") == ["2"]
    assert listed(site, f"account_id=1&api_key={KEY}") == []


@pytest.mark.parametrize("form", ["json", "xml"])
def test_without_a_right_key_nothing_is_filed(site: FlaskClient, cases: Cases, form: str) -> None:
    """A missing or wrong key is 403 in the format asked for, and so is a wrong key on a list."""
    for key in ({}, {"api_key": "wrong"}, {"api_key": ""}, {"api_key": KEY + "é"}):
        answer = site.post(f"{ROOT}/requests.{form}", data={**FORM, "api_key": "", **key})
        assert answer.status_code == 403
        assert "api_key" in answer.text
    assert site.get(f"{ROOT}/requests.{form}?api_key=wrong").status_code == 403
    assert cases.search(Search()) == []


def test_with_no_keys_at_all_nobody_can_file(cases: Cases) -> None:
    """An empty setting opens nothing, not even to an empty key."""
    site = an_app(cases, frozenset({""})).test_client()
    assert site.post(f"{ROOT}/requests.json", data={**FORM, "api_key": ""}).status_code == 403


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"service_code": "unheard-of"}, 404),
        ({"service_code": ""}, 400),
        ({"description": ""}, 400),
        ({"address_string": ""}, 400),
        ({"lat": "200", "long": "0"}, 400),
        ({"description": "x" * 4001}, 400),
        ({"first_name": "x" * 9000}, 400),
        ({"attribute[story_rest]": "x" * 200_000}, 400),
        ({"attribute[story_rest]": "x" * 2_000_000}, 413),
    ],
)
def test_a_wrong_form_gets_a_reason_in_georeports_shape(
    site: FlaskClient, changes: dict[str, str], status: int
) -> None:
    """The status is the specification's and the error list says what is wrong."""
    answer = site.post(f"{ROOT}/requests.json", data=FORM | changes)
    assert answer.status_code == status
    assert {row["code"] for row in answer.json or []} == {status}
    assert all(row["description"] for row in answer.json or [])


def test_a_form_that_is_not_utf8_is_refused(site: FlaskClient, cases: Cases) -> None:
    """Replaced letters would not be the citizen's words: 400."""
    body = f"api_key={KEY}&service_code=928&address_string=x&description=caf%E9"
    answer = site.post(f"{ROOT}/requests.json", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert cases.search(Search()) == []


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_stranger_can_file_and_gets_a_number(site: FlaskClient, cases: Cases, form: str) -> None:
    """Any Open311 client files with the standard fields; what identifies a device or address is not kept."""
    answer = site.post(f"{ROOT}/requests.{form}", data=FORM | {"email": "a@kenari.id", "phone": "+6281200000001"})
    case = cases.search(Search())[0]
    assert answer.status_code == 200
    assert Reference.read(case.report.reference) == case.report.reference
    assert case.report.story == "Lampu mati"
    assert "kenari" not in repr(case)
    assert "+6281200000001" not in repr(case)
    number = (
        answer.json[0]["service_request_id"]
        if form == "json" and answer.json
        else ElementTree.fromstring(answer.text).findtext("request/service_request_id")
    )
    assert number == str(case.id)


def test_a_reference_with_another_story_is_refused(site: FlaskClient) -> None:
    """A collision is 400 with a reason, and the first report stays as it was."""
    named = FORM | {"attribute[reference]": str(Reference.of(3))}
    assert site.post(f"{ROOT}/requests.json", data=named).status_code == 200
    assert site.post(f"{ROOT}/requests.json", data=named | {"description": "lain"}).status_code == 400


@pytest.mark.parametrize("size", [1, 4000, 9000])
def test_a_story_of_any_length_arrives_letter_for_letter(cases: Cases, client: httpx.Client, size: int) -> None:
    """What our client files, our server keeps: the whole report is equal, non-ASCII and long stories too."""
    story = ("Jalan “rusak” – aduh é 🙏\r\n" * size)[:size]
    report = a_report(story=story, secret=True)
    with served(an_app(cases)) as url:
        Open311Core(f"{url}{ROOT}", KEY, client).file(report, again=False)
        kept = cases.find(report.reference)
        told = client.get(f"{url}{ROOT}/requests/1.json?api_key={KEY}").json()[0]
    assert kept is not None
    assert kept.report == report
    assert told["description"] + told["extended_attributes"].get("story_rest", "") == story


@pytest.mark.parametrize("form", ["json", "xml"])
def test_our_client_reads_every_stage_from_our_server(
    site: FlaskClient, cases: Cases, client: httpx.Client, clock: Clock, form: str
) -> None:
    """Stage, office, note and time come over the wire as the office left them; GeoReport has no more than that."""
    report = a_report()
    steps = [Action.VERIFY, Action.SEND_ON, Action.ANSWER, Action.ASK, Action.ANSWER, Action.CLOSE]
    with served(an_app(cases)) as url:
        core = Open311Core(f"{url}{ROOT}", KEY, client)
        number = core.file(report, again=False)
        for action in steps:
            clock.now += timedelta(hours=1)
            case = cases.act(report.reference, action, agency="Dinas PU", note="Baris satu\nBaris dua")
            assert core.follow(report.reference, number) == replace(case.status, ends=None, may=())
        assert case.status.stage is Stage.CLOSED


def test_lists_can_be_narrowed(site: FlaskClient, cases: Cases) -> None:
    """Service, status, dates and pages narrow the list as the specification says."""
    day = timedelta(days=1)
    old = filed(cases, 1, Action.VERIFY, received_at=NOON - 120 * day)
    road = filed(cases, 2, Action.VERIFY, received_at=NOON - 2 * day)
    other = filed(cases, 3, Action.VERIFY, Action.CLOSE, category="110", received_at=NOON - day)
    start = (NOON - 121 * day).isoformat()
    assert listed(site) == [other, road]
    assert listed(site, "service_code=928") == [road]
    assert listed(site, "service_code=928,110&status=closed") == [other]
    assert listed(site, "status=open,closed") == [other, road]
    assert listed(site, f"start_date={start}") == [old]
    assert listed(site, f"end_date={(NOON - 1.5 * day).isoformat()}") == [road]
    assert listed(site, f"service_request_id={old}") == [old]
    assert [listed(site, f"page_size=1&page={page}") for page in (1, 2, 3)] == [[other], [road], []]


@pytest.mark.parametrize(
    "query",
    [
        "start_date=2026-01-01&end_date=2026-06-01",
        "status=opened",
        "page=0",
        "page_size=1001",
        "start_date=kemarin",
        "page=٣",
    ],
)
def test_an_unclear_filter_is_told_and_not_ignored(site: FlaskClient, query: str) -> None:
    """A filter that cannot be kept is 400, so that nobody takes the whole list for a part."""
    assert site.get(f"{ROOT}/requests.json?{query}").status_code == 400


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize(
    ("zone", "sent_on_by"), [("Asia/Jakarta", 30), ("Asia/Jayapura", 30), ("America/Los_Angeles", 27)]
)
def test_the_deadline_comes_over_the_wire_as_the_offices_own_day(
    engine: Engine, client: httpx.Client, clock: Clock, form: str, zone: str, sent_on_by: int
) -> None:
    """expected_datetime is the day's last second where the office stands; any reader finds the same day in it."""
    cases = Cases(engine, clock, deadlines=Deadlines(DEADLINES.scheme, WorkingDays(ZoneInfo(zone))))
    cases.create()
    report = a_report()
    site = an_app(cases)
    with served(only_xml(site) if form == "xml" else site) as url:
        core = Open311Core(f"{url}{ROOT}", KEY, client)
        number = core.file(report, again=False)
        told = client.get(f"{url}{ROOT}/requests/{number}.xml?api_key={KEY}").text
        found = [core.follow(report.reference, number)]
        for action in (Action.VERIFY, Action.SEND_ON, Action.ANSWER, Action.CLOSE):
            clock.now += timedelta(days=1)
            cases.act(report.reference, action, agency="Dinas PU", note="Ya")
            found.append(core.follow(report.reference, number))
    offset = datetime(2026, 11, 25, tzinfo=ZoneInfo(zone)).isoformat()[-6:]
    assert f"<expected_datetime>2026-11-25T23:59:59{offset}</expected_datetime>" in told
    deadlines = [status.deadline for status in found if status]
    assert deadlines == [date(2026, 11, 25), date(2026, 11, 25), date(2026, 11, sent_on_by), None, None]
