"""Our GeoReport server before its judges: the schemas, an independent client, hostile input, a broken database."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import httpx
import jsonschema
import pytest
from bridge_asking import ASKED, LAMP, asking
from bridge_peers import FORM, KEY, ROOT, SERVICES, Clock, a_report, an_app, filed, listed, only_xml, served
from flask.testing import FlaskClient
from georeport import GeoReport
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import Engine

from bot.progress import Act, Doing
from bot.report import Place, Reference, Stage
from bridge.embedded.cases import Cases
from bridge.embedded.workflow import Action
from bridge.open311 import Open311Core

SCHEMAS = Path(__file__).parents[3] / "shared" / "data" / "open311"


def accept(schema: str, value: object) -> None:
    """Fail unless the JSON Schema of the Open311 project accepts the value."""
    if not SCHEMAS.is_dir():
        pytest.skip("the Open311 schemas are not beside the repository (../shared/data/open311)")
    rules = json.loads((SCHEMAS / f"{schema}.json").read_text())
    jsonschema.validate(value, rules, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize(
    "path", ["nothing.json", "services/928.json", "services/x.xml", "requests/1.yaml", "requests", ""]
)
def test_what_is_not_there_is_404_in_georeports_shape(site: FlaskClient, path: str) -> None:
    """Unknown resources and services without a definition answer an error list."""
    answer = site.get(f"{ROOT}/{path}")
    assert answer.status_code == 404
    assert path == "" or b"404" in answer.data


def test_the_schemas_accept_what_we_answer(site: FlaskClient, cases: Cases) -> None:
    """Services and requests, with and without pin and file, long and short, satisfy the Open311 schemas."""
    filed(cases, 1, Action.VERIFY, Action.SEND_ON)
    filed(cases, 2, Action.VERIFY, place=Place(), files=(), story="é" * 9000, name="", anonymous=True)
    services = site.get(f"{ROOT}/services.json").json
    rows = site.get(f"{ROOT}/requests.json").json
    assert isinstance(services, list)
    assert isinstance(rows, list)
    assert (len(services), len(rows)) == (2, 2)
    for service in services:
        accept("service", service)
    for row in rows + (site.get(f"{ROOT}/requests.json?api_key={KEY}").json or []):
        accept("request", row)


def test_the_schemas_accept_services_that_ask_and_their_definitions(cases: Cases) -> None:
    """Realtime and batch, with questions of every datatype; and what was filed by answering them."""
    for batch in (None, timedelta()):
        site = asking(cases, batch=batch).test_client()
        for service in site.get(f"{ROOT}/services.json").json or []:
            accept("service", service)
        accept("service-definition", site.get(f"{ROOT}/services/{LAMP.code}.json").json)
        site.post(f"{ROOT}/requests.json", data=ASKED)
    rows = site.get(f"{ROOT}/requests.json?api_key={KEY}").json or []
    assert len(rows) == 2
    accept("requests", [])
    for row in rows:
        accept("request", row)


def test_an_absent_pin_is_null_in_json_and_empty_in_xml(site: FlaskClient, cases: Cases) -> None:
    """No report is put at 0, 0."""
    filed(cases, 1, Action.VERIFY, place=Place(words="Selong"))
    row = (site.get(f"{ROOT}/requests/1.json").json or [{}])[0]
    request = ElementTree.fromstring(site.get(f"{ROOT}/requests/1.xml").text).find("request")
    assert (row["lat"], row["long"]) == (None, None)
    assert request is not None
    assert [request.find(name).text for name in ("lat", "long")] == [None, None]  # type: ignore[union-attr]
    assert request.findtext("address") == "Selong"


@pytest.mark.parametrize("form", ["json", "xml"])
def test_the_public_client_georeport_reads_us(cases: Cases, form: str) -> None:
    """An independent client reads services, lists and single requests in both formats."""
    number = filed(cases, 1, Action.VERIFY, Action.SEND_ON)
    filed(cases, 2, Action.VERIFY)
    with served(an_app(cases)) as url:
        reader = GeoReport(f"{url}{ROOT}", output_format=form)
        services, rows = reader.get_service_list(), reader.get_service_requests()
        one = reader.get_service_request(number)
    assert [service["service_code"] for service in services] == [service.code for service in SERVICES]
    assert {row["service_request_id"] for row in rows} == {"1", "2"}
    assert one["status_notes"].splitlines() == ["Terdisposisi ke Dinas PU", "Catatan kantor"]
    assert one["description"] == a_report().story


@pytest.mark.parametrize("form", ["json", "xml"])
def test_the_public_client_georeport_reads_our_definitions(cases: Cases, form: str) -> None:
    """The questions, their types and the values to choose from are the ones that the office asks."""
    with served(asking(cases)) as url:
        found = GeoReport(f"{url}{ROOT}", output_format=form).get_service_definition(LAMP.code)
    rows = found["attributes"] if form == "json" else found["attributes"]["attribute"]
    assert found["service_code"] == LAMP.code
    assert [(row["code"], row["datatype"]) for row in rows] == [(each.code, each.datatype) for each in LAMP.attributes]
    values = rows[4]["values"] if form == "json" else rows[4]["values"]["value"]
    assert [(value["key"], value["name"]) for value in values] == [("L", "kiri"), ("R", "kanan")]


def test_discovery_names_our_endpoint(site: FlaskClient) -> None:
    """JSON and XML both point at the public address of this interface."""
    found = site.get(f"{ROOT}/discovery.json").json or {}
    tree = ElementTree.fromstring(site.get(f"{ROOT}/discovery.xml").text)
    assert found["endpoints"][0]["url"] == "https://lapor.example.id/open311/v2"
    assert tree.findtext("endpoints/endpoint/url") == "https://lapor.example.id/open311/v2"
    assert [node.text for node in tree.findall("endpoints/endpoint/formats/format")] == ["application/json", "text/xml"]


def test_a_broken_database_is_503_and_not_500(engine: Engine, site: FlaskClient) -> None:
    """The caller is told to try later, and nothing of the database's own words."""
    with engine.begin() as connection:
        for table in ("case_files", "case_events", "cases"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
    answer = site.get(f"{ROOT}/requests.json")
    assert answer.status_code == 503
    assert "cases" not in answer.text


def test_no_byte_in_a_filter_upsets_postgresql(postgresql_engine: Engine, clock: Clock) -> None:
    """NUL and numbers beyond its integers find nothing there, and are no failure."""
    cases = Cases(postgresql_engine, clock)
    cases.create()
    site = an_app(cases).test_client()
    for query in ("service_code=%00", "account_id=%00", "service_request_id=9999999999", "page=1000000"):
        assert listed(site, f"{query}&api_key={KEY}") == []


def test_control_characters_do_not_break_the_xml(site: FlaskClient, cases: Cases) -> None:
    """Whatever a citizen typed, the XML can be parsed."""
    filed(cases, 1, Action.VERIFY, story="a\x00\x0b\x1b[31m]]>\ud800\uffff", title="\x07")
    assert ElementTree.fromstring(site.get(f"{ROOT}/requests.xml").data).findtext("request/description")


anything = some.text(max_size=30) | some.sampled_from(
    [
        "1",
        "-1",
        "0",
        "1e999",
        "9" * 30,
        "2026-01-01",
        "9000-12-31T23:59:59-23:59",
        "1970-01-01T00:00:00+23:59",
        "\x00",
        ",,,",
    ]
)
fuzz = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
FILTERS = ["service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size", "account_id"]
PARTS = ["lat", "long", "address_string", "media_url", "first_name", "description", "service_code", "attribute[kind]"]
PARTS += ["attribute[received_at]", "attribute[happened_on]", "attribute[files][]", "attribute[province]"]


@fuzz
@given(some.dictionaries(some.sampled_from(FILTERS), anything), some.booleans(), some.sampled_from(["json", "xml"]))
def test_no_query_brings_the_server_down(site: FlaskClient, query: dict[str, str], keyed: bool, form: str) -> None:
    """Any query string gets 200 or 400, never a 500."""
    asked = query | ({"api_key": KEY} if keyed else {})
    assert site.get(f"{ROOT}/requests.{form}", query_string=asked).status_code in (200, 400)


@fuzz
@given(some.dictionaries(some.sampled_from(PARTS), anything))
def test_no_form_brings_the_server_down(site: FlaskClient, changes: dict[str, str]) -> None:
    """Any form gets 200, 400 or 404, and what was taken can be listed again."""
    assert site.post(f"{ROOT}/requests.json", data=FORM | changes).status_code in (200, 400, 404)
    assert site.get(f"{ROOT}/requests.xml?api_key={KEY}").status_code == 200


@fuzz
@given(
    some.binary(max_size=200),
    some.sampled_from(["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", ""]),
)
def test_no_body_brings_the_server_down(site: FlaskClient, body: bytes, kind: str) -> None:
    """Any bytes of any declared type get a 4xx: they cannot hold a key."""
    assert 400 <= site.post(f"{ROOT}/requests.json", data=body, content_type=kind).status_code < 500


@pytest.mark.parametrize("form", ["json", "xml"])
def test_our_client_reads_who_ended_a_report_and_that_its_citizen_replied(
    cases: Cases, client: httpx.Client, form: str
) -> None:
    """LAPOR's words carry the stage REPLIED and By over the wire: citizen, system or admin, nobody while it is open."""
    ends = {1: Doing.REOPEN, 2: Doing.DONE, 3: Doing.WITHDRAW}
    filed(cases, 1, Action.VERIFY, Action.SEND_ON, Action.ANSWER)
    filed(cases, 2, Action.VERIFY)
    filed(cases, 3)
    filed(cases, 4, Action.ARCHIVE)
    for draw, doing in ends.items():
        cases.do(Act(f"a{draw}", Reference.of(draw), doing, "Belum"), "")
    site = an_app(cases)
    with served(only_xml(site) if form == "xml" else site) as url:
        core = Open311Core(f"{url}{ROOT}", KEY, client)
        found = [core.follow(Reference.of(draw), str(draw)) for draw in (1, 2, 3, 4)]
    assert [(status.stage, status.by) for status in found if status] == [
        (Stage.REPLIED, ""),
        (Stage.CLOSED, "citizen"),
        (Stage.ARCHIVED, "citizen"),
        (Stage.ARCHIVED, "admin"),
    ]
