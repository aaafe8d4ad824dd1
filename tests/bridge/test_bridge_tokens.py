"""A site that gives numbers later gives tokens first, and each token leads to its own report's number."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from bridge_asking import asking
from bridge_peers import FORM, KEY, ROOT, Clock, an_app
from flask.testing import FlaskClient

from bot.report import Reference
from bridge.embedded.cases import Cases, Search

HOUR = timedelta(hours=1)


def tokens(site: FlaskClient, *references: int, key: str = KEY) -> list[str]:
    """The tokens that reports with these draws get."""
    found = []
    for draw in references:
        form = FORM | {"attribute[reference]": str(Reference.of(draw)), "api_key": key}
        rows = site.post(f"{ROOT}/requests.json", data=form).json or []
        assert rows[0].keys() == {"token", "service_notice", "account_id"}
        found.append(rows[0]["token"])
    return found


def told(site: FlaskClient, token: str) -> object:
    """The number that a token tells: "" none yet, None no such token."""
    answer = site.get(f"{ROOT}/tokens/{token}.json")
    assert answer.status_code in (200, 404)
    if answer.status_code == 404:
        return None
    (row,) = answer.json or []
    assert row["token"] == token
    return row["service_request_id"] or ""


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_token_leads_to_the_number_in_both_formats(cases: Cases, form: str) -> None:
    """POST answers a token and no number; the token answers itself and the number under which the report is filed."""
    site = asking(cases, batch=timedelta()).test_client()
    text = site.post(f"{ROOT}/requests.xml", data=FORM).text
    token = ElementTree.fromstring(text).findtext("request/token")
    assert "service_request_id" not in text
    answer = site.get(f"{ROOT}/tokens/{token}.{form}")
    if form == "json":
        assert answer.json == [{"service_request_id": "1", "token": token}]
    else:
        request = ElementTree.fromstring(answer.text).find("request")
        assert request is not None
        assert [(part.tag, part.text) for part in request] == [("service_request_id", "1"), ("token", token)]
    assert [str(case.id) for case in cases.search(Search())] == ["1"]


def test_before_its_time_a_token_tells_no_number(cases: Cases, clock: Clock) -> None:
    """The answer is 200 with an empty number until the delay is over, and the number from then on."""
    site = asking(cases, batch=HOUR).test_client()
    (token,) = tokens(site, 5)
    assert told(site, token) == ""
    clock.now += HOUR - timedelta(seconds=1)
    assert told(site, token) == ""
    clock.now += timedelta(seconds=1)
    assert told(site, token) == "1"


def test_each_report_has_its_token_and_the_same_report_its_number(cases: Cases, clock: Clock) -> None:
    """Two reports never share a token; a report filed twice leads to one number by both."""
    site = asking(cases, batch=timedelta()).test_client()
    first, second = tokens(site, 1, 2)
    clock.now += HOUR
    (again,) = tokens(site, 1)
    assert [told(site, token) for token in (first, second, again)] == ["1", "2", "1"]


def test_an_invented_or_altered_token_is_unknown(cases: Cases) -> None:
    """Nobody counts through reports by tokens: whatever we did not give is 404, without a word of what is filed."""
    site = asking(cases, batch=timedelta()).test_client()
    (token,) = tokens(site, 1)
    number, moment, seal = token.split("-")
    for wrong in (f"2-{moment}-{seal}", f"1-{int(moment) + 1}-{seal}", f"{token}0", "1", "1--", "--", "é-1-1", seal):
        assert told(site, wrong) is None
    assert told(site, token) == number


def test_an_erased_report_has_no_number_any_more(cases: Cases) -> None:
    """Its token is as unknown as any other."""
    site = asking(cases, batch=timedelta()).test_client()
    (token,) = tokens(site, 1)
    cases.erase(Reference.of(1))
    assert told(site, token) is None


def test_a_token_lives_as_long_as_the_key_that_filed_it(cases: Cases) -> None:
    """While keys change both keys' tokens are good; without the old key its tokens are gone, the new key's stay."""
    both = asking(cases, batch=timedelta(), keys=frozenset({"old", "new"})).test_client()
    (old,), (new,) = tokens(both, 1, key="old"), tokens(both, 2, key="new")
    assert (told(both, old), told(both, new)) == ("1", "2")
    after = asking(cases, batch=timedelta(), keys=frozenset({"new"})).test_client()
    assert (told(after, old), told(after, new)) == (None, "2")


def test_services_say_which_kind_of_answer_to_expect(cases: Cases) -> None:
    """type is batch where tokens are given and realtime where numbers are; tokens of yesterday still tell theirs."""
    batch = asking(cases, batch=timedelta()).test_client()
    (token,) = tokens(batch, 1)
    realtime = an_app(cases).test_client()
    kinds = [{row["type"] for row in site.get(f"{ROOT}/services.json").json or []} for site in (batch, realtime)]
    assert kinds == [{"batch"}, {"realtime"}]
    assert told(realtime, token) == "1"
