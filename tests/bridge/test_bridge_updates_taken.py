"""What a citizen says of a report at another front end is done here as they mean it, once, or refused with a reason."""

from __future__ import annotations

import threading

import pytest
from bridge_asking import SAID, SOLVED, UPDATES, say
from bridge_peers import KEY, filed
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from bot.progress import Act, Doing, Happened
from bot.report import Reference, Stage
from bridge.embedded.cases import Cases
from bridge.embedded.workflow import Action

CLOSED = {"status": "CLOSED"}


def said(cases: Cases) -> list[tuple[Happened, str]]:
    """What came into the first report's timeline after it was received."""
    return [(entry.what, entry.note) for entry in cases.timeline(Reference.of(1))][1:]


def stage(cases: Cases) -> Stage:
    case = cases.find(Reference.of(1))
    assert case is not None
    return case.status.stage


@pytest.mark.parametrize(
    ("before", "changes", "happened"),
    [
        ([], {}, Happened.ADDED),
        ([Action.VERIFY], {"status": "investigating"}, Happened.ADDED),
        ([Action.ASK], {}, Happened.COMPLETED),
        (SOLVED, {}, Happened.REPLIED),
        (SOLVED, {"status": "CLOSED"}, Happened.CLOSED),
        (SOLVED, {"status": "FIXED"}, Happened.CLOSED),
        (SOLVED, {"status": "REOPEN"}, Happened.REOPENED),
        ([*SOLVED, Action.CLOSE], {"status": "OPEN"}, Happened.REOPENED),
        ([Action.VERIFY], {"doing": "withdraw"}, Happened.WITHDRAWN),
        ([Action.VERIFY], {"doing": "support", "status": ""}, Happened.SUPPORTED),
        (SOLVED, {"doing": "reopen", "status": "OPEN"}, Happened.REOPENED),
    ],
)
def test_a_status_from_elsewhere_does_what_the_citizen_means(
    site: FlaskClient, cases: Cases, before: list[Action], changes: dict[str, str], happened: Happened
) -> None:
    """Open adds or answers, closed and fixed close, open on a closed one reopens; attribute[doing] says it outright."""
    filed(cases, 1, *before)
    answer = say(site, **changes)
    (row,) = answer.json or []
    entry = cases.timeline(Reference.of(1))[-1]
    assert (entry.what, entry.note) == (happened, SAID["description"])
    assert row == {"update_id": str(entry.number), "service_request_id": "1"}


def test_the_same_update_again_changes_nothing_and_gives_the_same_number(site: FlaskClient, cases: Cases) -> None:
    """Also after the report has gone on, and where many come at once."""
    filed(cases, 1, *SOLVED)
    first = say(site, **CLOSED)
    cases.do(Act("again", Reference.of(1), Doing.REOPEN, "Belum"), "")
    threads = [threading.Thread(target=say, args=(site.application.test_client(),), kwargs=CLOSED) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert say(site, **CLOSED).json == first.json
    assert [what for what, _ in said(cases)][3:] == [Happened.CLOSED, Happened.REOPENED]


def test_the_same_update_id_with_other_words_is_refused(site: FlaskClient, cases: Cases) -> None:
    """Two front ends that count from 1 must not swallow each other's words; on another report the id is another's."""
    filed(cases, 1)
    filed(cases, 2)
    assert say(site).status_code == 200
    answer = say(site, description="Lain sama sekali")
    assert answer.status_code == 400
    assert "taken" in answer.text
    assert say(site, service_request_id="2", description="Lain sama sekali").status_code == 200
    assert said(cases) == [(Happened.ADDED, SAID["description"])]


def test_photos_arrive_with_the_update(site: FlaskClient, cases: Cases) -> None:
    """Every media_url is a file of the addition, by its type; without words they are enough."""
    filed(cases, 1, files=())
    urls = ["https://files.example.id/a.jpg", "https://files.example.id/b.ogg"]
    assert say(site, description="", media_url=urls).status_code == 200
    files = cases.timeline(Reference.of(1))[-1].files
    assert [(file.url, file.media_type) for file in files] == [(urls[0], "image/jpeg"), (urls[1], "audio/ogg")]


@pytest.mark.parametrize(
    ("changes", "status", "why"),
    [
        ({"api_key": ""}, 403, "api_key is missing"),
        ({"api_key": "wrong"}, 403, "api_key is not known here"),
        ({"service_request_id": ""}, 400, "service_request_id is missing"),
        ({"service_request_id": "999"}, 404, "no request with this service_request_id"),
        ({"service_request_id": "x"}, 404, "no request with this service_request_id"),
        ({"service_request_id": "2"}, 404, "no request with this service_request_id"),
        ({"update_id": ""}, 400, "update_id is missing"),
        ({"update_id": "x" * 201}, 400, "update_id must be"),
        ({"status": ""}, 400, "status is missing"),
        ({"status": "DUPLICATE"}, 400, "status must be"),
        ({"doing": "destroy"}, 400, "attribute[doing] must be"),
        ({"description": ""}, 400, "description is missing"),
        ({"description": "x" * 4001}, 400, "description is too long"),
        ({"media_url": "javascript:alert(1)"}, 400, "media_url must hold"),
        ({"status": "REOPEN"}, 400, "not_answered"),
    ],
)
def test_a_wrong_update_gets_a_reason_and_changes_nothing(
    site: FlaskClient, cases: Cases, changes: dict[str, str], status: int, why: str
) -> None:
    """The specification's status and words for what is wrong; an erased report is as unknown as any."""
    filed(cases, 1, Action.VERIFY)
    filed(cases, 2, Action.VERIFY)
    cases.erase(Reference.of(2))
    answer = say(site, **changes)
    (row,) = answer.json or []
    assert (answer.status_code, row["code"]) == (status, status)
    assert row["description"].startswith(why)
    assert said(cases) == [(Happened.VERIFIED, "Catatan kantor")]


@pytest.mark.parametrize(
    ("before", "changes", "code"),
    [
        ([Action.ARCHIVE], {"status": "OPEN"}, "archived"),
        ([Action.VERIFY, Action.CLOSE], {"status": "CLOSED"}, "closed"),
        (SOLVED, {"status": "REOPEN", "description": "", "media_url": "https://a.id/b.jpg"}, "words"),
        (SOLVED, {"doing": "withdraw"}, "answered"),
    ],
)
def test_what_the_rules_do_not_allow_is_told_by_code_and_in_words(
    site: FlaskClient, cases: Cases, before: list[Action], changes: dict[str, str], code: str
) -> None:
    """The reason begins with the code that our own client knows, and the stage stays."""
    filed(cases, 1, *before)
    stood = stage(cases)
    answer = say(site, **changes)
    (row,) = answer.json or []
    assert answer.status_code == 400
    assert row["description"].partition(": ")[0] == code
    assert stage(cases) is stood


PARTS = ["service_request_id", "update_id", "status", "description", "media_url", "attribute[doing]", "account_id"]
QUERIES = ["service_request_id", "start_date", "end_date", "page", "page_size", "extensions"]
anything = some.text(max_size=20) | some.sampled_from(
    ["1", "0", "-1", "9" * 30, "open", "closed", "done", "\x00", ",,", "\ud800"]
)
fuzz = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])


@fuzz
@given(some.dictionaries(some.sampled_from(PARTS), anything), some.dictionaries(some.sampled_from(QUERIES), anything))
def test_no_update_brings_the_server_down(
    site: FlaskClient, cases: Cases, form: dict[str, str], query: dict[str, str]
) -> None:
    """Any form gets 200, 400 or 404 and any query 200 or 400, and whatever was taken can be told in XML."""
    filed(cases, 1)
    form = {name: value.encode("utf-8", "replace").decode() for name, value in form.items()}
    assert site.post(f"{UPDATES}.json", data=SAID | form).status_code in (200, 400, 404)
    asked = {name: value.encode("utf-8", "replace").decode() for name, value in query.items()}
    assert site.get(f"{UPDATES}.xml", query_string=asked | {"api_key": KEY}).status_code in (200, 400)
