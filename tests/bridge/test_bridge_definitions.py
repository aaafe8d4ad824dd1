"""What an office must know is told in the service's definition, demanded with the report, and shown to nobody else."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from bridge_asking import ASKED, LAMP, asking
from bridge_peers import FORM, KEY, ROOT
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from bot.progress import By, Happened
from bot.report import Reference
from bridge.embedded.cases import Cases, Search
from bridge.embedded.server import Attribute, Datatype, Service
from bridge.embedded.workflow import Action


@pytest.fixture
def site(cases: Cases) -> FlaskClient:
    return asking(cases).test_client()


def reasons(site: FlaskClient, changes: dict[str, Any]) -> list[str]:
    """Why the form with these attributes is refused; [] where it is taken."""
    form = ASKED | {f"attribute{name}": value for name, value in changes.items()}
    answer = site.post(f"{ROOT}/requests.json", data=form)
    assert answer.status_code == (200 if answer.json and "service_request_id" in answer.json[0] else 400)
    return [row["description"] for row in answer.json or [] if "code" in row]


def test_only_a_service_that_asks_has_metadata_and_a_definition(site: FlaskClient) -> None:
    """metadata tells which services have questions; the definition of any other is 404, as of one nobody knows."""
    rows = site.get(f"{ROOT}/services.json").json or []
    assert {row["service_code"]: row["metadata"] for row in rows} == {"928": False, "110": False, "311": True}
    statuses = [site.get(f"{ROOT}/services/{code}.json").status_code for code in ("311", "928", "110", "999", "31")]
    assert statuses == [200, 404, 404, 404, 404]


def test_the_definition_is_a_bare_object_with_the_questions_in_their_order(site: FlaskClient) -> None:
    """Each attribute has the nine fields of the specification; what is only shown is never required."""
    found = site.get(f"{ROOT}/services/311.json").json or {}
    rows = found["attributes"]
    assert found["service_code"] == "311"
    assert [row["code"] for row in rows] == ["NOTE", "POLE", "COUNT", "SINCE", "SIDE", "RISK", "MORE"]
    assert [row["order"] for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert [row["code"] for row in rows if row["required"]] == ["POLE", "RISK"]
    assert rows[0] | {"variable": False, "datatype": "string", "values": []} == rows[0]
    assert rows[1]["datatype_description"] == "tiga huruf, empat angka"
    assert rows[5]["values"] == [{"key": "dark", "name": "gelap"}, {"key": "cable", "name": "kabel terbuka"}]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"[POLE]": ""}, ["attribute[POLE] is missing: Nomor tiang"]),
        ({"[POLE]": " \n"}, ["attribute[POLE] is missing: Nomor tiang"]),
        ({"[POLE]": ["a", "b"]}, ["attribute[POLE] takes one value"]),
        ({"[COUNT]": "dua"}, ["attribute[COUNT] must be a number"]),
        ({"[COUNT]": "nan"}, ["attribute[COUNT] must be a number"]),
        ({"[COUNT]": "٣"}, ["attribute[COUNT] must be a number"]),
        ({"[SINCE]": "kemarin"}, ["attribute[SINCE] must be a datetime"]),
        ({"[SIDE]": "kiri"}, ["attribute[SIDE] must be of L, R"]),
        ({"[RISK][]": "fire"}, ["attribute[RISK] must be of dark, cable"]),
        ({"[RISK][]": ["dark", "fire"]}, ["attribute[RISK] must be of dark, cable"]),
        (
            {"[POLE]": "", "[RISK][]": ""},
            ["attribute[POLE] is missing: Nomor tiang", "attribute[RISK] is missing: Apa bahayanya?"],
        ),
    ],
)
def test_what_is_missing_or_no_answer_is_told_and_nothing_is_filed(
    site: FlaskClient, cases: Cases, changes: dict[str, Any], told: list[str]
) -> None:
    """400 with one reason for each attribute that is wrong."""
    assert reasons(site, changes) == told
    assert cases.search(Search()) == []


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"[COUNT]": "2,5"},
        {"[COUNT]": "-3"},
        {"[SINCE]": "2026-11-19"},
        {"[SINCE]": "2026-11-19T18:00:00+07:00"},
        {"[SIDE]": "L", "[COUNT]": ""},
        {"[RISK][]": ["dark", "cable"]},
        {"[RISK][]": "", "[RISK]": "cable"},
        {"[NOTE]": "anything", "[NOBODY]": "asked"},
    ],
)
def test_what_answers_the_questions_is_taken(site: FlaskClient, changes: dict[str, Any]) -> None:
    """Optional ones may be absent or empty, a list may have one value without [], what nobody asked is let be."""
    assert reasons(site, changes) == []


def test_a_service_without_questions_demands_none(site: FlaskClient) -> None:
    """The other services take the plain form."""
    assert site.post(f"{ROOT}/requests.json", data=FORM).status_code == 200


def test_the_office_reads_the_answers_and_the_public_does_not(site: FlaskClient, cases: Cases) -> None:
    """They stand in the timeline as the citizen's own addition, with the names of the values; the story is as told."""
    reference = str(Reference.of(7))
    more = {"attribute[MORE]": "satu\ndua", "attribute[RISK][]": ["dark", "cable"], "attribute[POLE]": "PJU\n0042"}
    form = ASKED | more | {"attribute[reference]": reference}
    for _ in range(2):  # once more, as a client does whose answer was lost
        assert site.post(f"{ROOT}/requests.json", data=form).status_code == 200
    entries = [(entry.what, entry.by, entry.note) for entry in cases.timeline(reference)]
    told = "Nomor tiang: PJU 0042\nApa bahayanya?: gelap, kabel terbuka\nKeterangan lain: satu\ndua"
    assert entries == [(Happened.RECEIVED, By.CITIZEN, ""), (Happened.ADDED, By.CITIZEN, told)]
    cases.act(reference, Action.VERIFY)
    for path in ("requests.json", "requests/1.xml", "servicerequestupdates.json", "servicerequestupdates.xml"):
        assert "PJU" not in site.get(f"{ROOT}/{path}").text
    assert "PJU" in site.get(f"{ROOT}/servicerequestupdates.json?extensions=true&api_key={KEY}").text
    case = cases.find(reference)
    assert case is not None
    assert case.report.story == FORM["description"]


def test_a_report_that_is_filed_again_gets_its_number_whatever_became_of_it(site: FlaskClient, cases: Cases) -> None:
    """Also where it has ended or was erased since, and its answers have no place any more."""
    forms = [ASKED | {"attribute[reference]": str(Reference.of(draw))} for draw in (1, 2, 3)]
    first = [site.post(f"{ROOT}/requests.json", data=form).json for form in forms]
    cases.act(Reference.of(1), Action.ARCHIVE, note="Bukan laporan")
    cases.erase(Reference.of(2))
    assert [site.post(f"{ROOT}/requests.json", data=form).json for form in forms] == first
    assert [entry.what for entry in cases.timeline(Reference.of(3))] == [Happened.RECEIVED, Happened.ADDED]


anything = some.text(max_size=20) | some.sampled_from(
    ["1", "1e9", "NaN", "2026-01-01", "9999-12-31T24:00", "L", "dark"]
)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.dictionaries(some.sampled_from([each.code for each in LAMP.attributes]), some.lists(anything, max_size=3)))
def test_no_answer_brings_the_server_down(site: FlaskClient, answers: dict[str, list[str]]) -> None:
    """Any answers get 200 or 400, and what was kept of them can be told in XML."""
    said = {f"attribute[{code}]": [one.encode("utf-8", "replace") for one in many] for code, many in answers.items()}
    assert site.post(f"{ROOT}/requests.json", data=ASKED | said).status_code in (200, 400)
    everything = site.get(f"{ROOT}/servicerequestupdates.xml?extensions=true&api_key={KEY}")
    assert ElementTree.fromstring(everything.data).tag == "service_request_updates"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Attribute("kind", "our own code"),
        lambda: Attribute("doing", "our own code"),
        lambda: Attribute("a]b", "a bracket"),
        lambda: Attribute("", "nothing"),
        lambda: Attribute("A", "a list of nothing", Datatype.SINGLEVALUELIST),
        lambda: Attribute("A", "no list", Datatype.STRING, values=(("a", "b"),)),
        lambda: Service("1", "twice", attributes=(Attribute("A", "a"), Attribute("A", "b"))),
    ],
)
def test_a_question_that_no_form_can_answer_stops_the_start(wrong: Any) -> None:
    """A code that means something else here, or none; a list without values; one code twice: ValueError."""
    with pytest.raises(ValueError, match=r"attribute"):
        wrong()
    assert LAMP.attributes
