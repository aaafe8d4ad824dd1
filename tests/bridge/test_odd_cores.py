"""Cores with habits of their own: one strange field, letter or page costs nobody the news, and no report its number."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from bridge_peers import KEY, NOON, Clock, a_report

from bot.asked import Datatype
from bot.report import CoreDown, CoreUnclear, Reference, Stage
from bridge.journal import Memory
from bridge.open311 import Open311Core
from bridge.services import attributes_in

OURS = a_report().reference
BORE = f"Lubang\nNomor Kentongan: {OURS}"
REQUEST = {
    "service_request_id": "77",
    "status": "closed",
    "description": BORE,
    "requested_datetime": "2026-11-21T12:00:00+07:00",
}
Answers = Callable[[httpx.Request], httpx.Response]


def at(answers: Answers, clock: Clock | None = None) -> Open311Core:
    """A client of a core that answers so."""
    client = httpx.Client(transport=httpx.MockTransport(answers))
    return Open311Core("http://core.invalid", KEY, client, journal=Memory(), clock=clock or Clock())


def told(body: bytes, **headers: str) -> tuple[Stage, str]:
    """Stage and office of our report, as a core with this answer tells them."""
    status = at(lambda _: httpx.Response(200, content=body, headers=headers)).follow(OURS, "77")
    assert status is not None
    return status.stage, status.agency


XML = '<?xml version="1.0" encoding="{}"?><service_requests><request>{}</request></service_requests>'
FIELDS = "".join(f"<{name}>{value}</{name}>" for name, value in {**REQUEST, "agency_responsible": "Café"}.items())
JSON = json.dumps([{**REQUEST, "agency_responsible": "Café"}], ensure_ascii=False)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xef\xbb\xbf" + JSON.encode(), "application/json"),
        (JSON.encode("latin-1"), "application/json; charset=ISO-8859-1"),
        (JSON.encode("cp1252"), "application/json"),
        (JSON.encode("cp1252"), "application/json; charset=no-such-thing"),
        (b"\xef\xbb\xbf" + XML.format("utf-8", FIELDS).encode(), "text/xml"),
        (XML.format("utf-16", FIELDS).encode("utf-16"), "text/xml"),
        (XML.format("iso-8859-1", FIELDS).encode("latin-1"), "text/html"),
    ],
)
def test_letters_are_read_however_a_core_writes_them(body: bytes, content_type: str) -> None:
    """Marks before the text, older encodings and wrong types hide no status."""
    assert told(body, **{"Content-Type": content_type}) == (Stage.CLOSED, "Café")


@pytest.mark.parametrize(
    ("changes", "since", "deadline"),
    [
        ({"expected_datetime": "dalam 3 hari"}, "2026-11-21T12:00:00+07:00", None),
        ({"updated_datetime": "0000-00-00 00:00:00"}, "2026-11-21T12:00:00+07:00", None),
        ({"updated_datetime": "kemarin"}, "2026-11-21T12:00:00+07:00", None),
        ({"updated_datetime": "Sat, 21 Nov 2026 14:00:00 +0700"}, "2026-11-21T14:00:00+07:00", None),
        ({"expected_datetime": "2026-12-01"}, "2026-11-21T12:00:00+07:00", "2026-12-01"),
    ],
)
def test_a_time_that_nobody_can_read_hides_no_end(changes: dict[str, str], since: str, deadline: str | None) -> None:
    """A citizen learns that the report was closed, also where the core writes nonsense into a field beside it."""
    status = at(lambda _: httpx.Response(200, json=[REQUEST | changes])).follow(OURS, "77")
    assert status is not None
    assert (status.stage, status.since.isoformat()) == (Stage.CLOSED, since)
    assert (status.deadline.isoformat() if status.deadline else None) == deadline


def test_where_a_redirect_leads_is_said_without_the_key() -> None:
    """The key goes nowhere else by itself; who runs the bot reads the address to set."""
    to = {"Location": f"https://neu.example.id/v2/requests/77.json?api_key={KEY}"}
    with pytest.raises(CoreUnclear, match=r"^HTTP 301, to https://neu\.example\.id/v2/requests/77\.json$"):
        at(lambda _: httpx.Response(301, headers=to)).follow(OURS, "77")


@pytest.mark.parametrize(("said", "wait"), [("90", 90), ("999999", 3600), ("Sat, 21 Nov 2026", 60), ("-5", 60)])
def test_a_core_that_asks_for_patience_gets_it(said: str, wait: float) -> None:
    """Retry-After in seconds, an hour at most; a lost answer settles for a minute in any case."""
    with pytest.raises(CoreDown) as down:
        at(lambda _: httpx.Response(503, headers={"Retry-After": said})).file(a_report(), again=False)
    assert down.value.settles == wait


def test_one_page_of_a_proxy_does_not_change_the_language(clock: Clock) -> None:
    """A core that has only JSON is asked in JSON again after a proxy's 404, and its reports are still known."""
    pages = [httpx.Response(404, text="<html><p>nothing here</p></html>")]

    def answers(asked: httpx.Request) -> httpx.Response:
        if asked.url.path.endswith(".xml"):
            return httpx.Response(404, json=[{"code": 404, "description": "no such resource"}])
        return pages.pop() if pages else httpx.Response(200, json=[REQUEST])

    core = at(answers, clock)
    assert core.follow(OURS, "77") is None
    assert core.follow(OURS, "77") is not None


ATTRIBUTE = {"code": "depth", "datatype": "string", "required": "true", "variable": "true", "description": "Depth?"}


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ({"a": "One", "b": "Two"}, (("a", "One"), ("b", "Two"))),
        (["One", 2], (("One", "One"), ("2", "2"))),
        ([{"key": "", "name": "choose"}, {"key": None, "name": "-"}, {"key": 0, "name": "No"}], (("0", "No"),)),
        ([{"key": "a", "name": "One"}, {"key": "a", "name": "Again"}], (("a", "One"),)),
        ({"value": {"key": "a", "name": "<b>One</b> &amp; only"}}, (("a", "One & only"),)),
    ],
)
def test_values_are_read_in_every_shape(written: Any, values: tuple[tuple[str, str], ...]) -> None:
    """Objects by key, bare words, one entry of XML; "please choose" is no value, and none is there twice."""
    (found,) = attributes_in({"attributes": [ATTRIBUTE | {"datatype": "SingleValueList", "values": written}]})
    assert (found.kind, found.values) == (Datatype.SINGLEVALUELIST, values)


@pytest.mark.parametrize("changes", [{"variable": None}, {"variable": ""}, {"automated": "False"}, {"automated": 0}])
def test_what_a_core_leaves_open_is_asked(changes: dict[str, Any]) -> None:
    """A required attribute is passed over only where the core says that nobody answers it."""
    (found,) = attributes_in({"attributes": [ATTRIBUTE | changes]})
    assert found.demanded


def test_questions_stand_in_the_cores_order_each_once_in_plain_words() -> None:
    """Order as text or with a point; tags and entities of the web form are not for an SMS."""
    rows = [
        ATTRIBUTE | {"code": "late", "order": "2.0"},
        ATTRIBUTE | {"code": "first", "order": 1, "description": "<p>How <b>deep</b>?</p><p>In&nbsp;cm &lt; 9</p>"},
        ATTRIBUTE | {"code": "first", "order": 0},
    ]
    found = attributes_in({"attributes": rows})
    assert [each.code for each in found] == ["first", "late"]
    assert found[0].description == "How deep? In cm < 9"
    assert attributes_in([]) == ()


def test_a_number_with_another_reports_mark_is_not_ours() -> None:
    """Where a POST is answered with somebody else's request, our own is looked for."""
    other = {**REQUEST, "service_request_id": "5", "description": f"x\nNomor Kentongan: {Reference.of(9)}"}

    def answers(asked: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=[other if asked.method == "POST" else REQUEST])

    assert at(answers).file(a_report(), again=False) == "77"


@pytest.mark.parametrize(
    "rows",
    [
        [{"service_request_id": "1"}, {"service_request_id": "2"}],
        [{"token": "t", "service_request_id": "1", "description": f"x\nNomor Kentongan: {Reference.of(9)}"}],
    ],
)
def test_a_token_that_leads_to_several_or_anothers_number_has_none_yet(rows: list[dict[str, str]]) -> None:
    """No citizen is given a number by guessing."""

    def answers(asked: httpx.Request) -> httpx.Response:
        if asked.method == "POST":
            return httpx.Response(200, json=[{"token": "t"}])
        return httpx.Response(200, json=rows if "/tokens/" in asked.url.path else [])

    with pytest.raises(CoreUnclear, match="no number for it yet"):
        at(answers).file(a_report(), again=False)


class Newest:
    """A core that lists its newest 50 requests whatever page is asked for, and loses the answer to the first POST."""

    def __init__(self, clock: Clock, *, heeds_dates: bool) -> None:
        self.clock, self.heeds_dates = clock, heeds_dates
        self.rows: list[dict[str, str]] = []
        self.posts, self.silent = 0, True

    def take(self, description: str) -> None:
        number, now = str(len(self.rows)), self.clock().isoformat()
        self.rows.append(
            {**REQUEST, "service_request_id": number, "description": description, "requested_datetime": now}
        )

    def __call__(self, asked: httpx.Request) -> httpx.Response:
        if asked.method == "POST":
            self.posts += 1
            self.take(parse_qs(asked.content.decode())["description"][0])
            raise httpx.ReadTimeout("lost")
        if self.silent:
            return httpx.Response(500)
        if asked.url.path != "/requests.json":
            return httpx.Response(404, json=[{"code": 404, "description": "no"}])
        found = [row for row in self.rows[::-1] if not self.heeds_dates or _within(row, asked.url.params)]
        return httpx.Response(200, json=found[:50])


def _within(row: dict[str, str], query: httpx.QueryParams) -> bool:
    moment = datetime.fromisoformat(row["requested_datetime"])
    begin, end = (datetime.fromisoformat(query.get(name, str(moment))) for name in ("start_date", "end_date"))
    return begin <= moment <= end


@pytest.mark.parametrize("heeds_dates", [True, False])
def test_a_list_that_shows_only_the_newest_proves_nothing(clock: Clock, heeds_dates: bool) -> None:
    """Two hundred later requests hide ours: it is found by shorter spans, or not sent again, never double."""
    core = Newest(clock, heeds_dates=heeds_dates)
    ours = at(core, clock)
    with pytest.raises(CoreDown):
        ours.file(a_report(received_at=NOON), again=False)
    for _ in range(200):
        clock.now += timedelta(seconds=20)
        core.take("another's")
    core.silent = False
    if heeds_dates:
        assert ours.file(a_report(received_at=NOON), again=True) == "0"
    else:
        with pytest.raises(CoreUnclear, match="only so many"):
            ours.file(a_report(received_at=NOON), again=True)
    assert core.posts == 1
