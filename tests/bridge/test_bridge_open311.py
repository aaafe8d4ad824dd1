"""The client against cores that are down, slow, rude or confused: exactly one report, and the right complaint."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest
from bridge_deviating import Deviating, deviating
from bridge_peers import KEY, a_report, free_url

from bot.report import CoreDown, CoreRefused, CoreUnclear, Reference, Stage
from bridge.open311 import Open311Core
from bridge.wire import Endpoint


@pytest.fixture
def fake() -> Iterator[Deviating]:
    with deviating() as core:
        yield core


@pytest.fixture
def core(fake: Deviating, client: httpx.Client) -> Open311Core:
    return Open311Core(fake.url, KEY, client)


def stub(status: int, body: str) -> Endpoint:
    """An endpoint that always answers so."""
    transport = httpx.MockTransport(lambda _: httpx.Response(status, text=body))
    return Endpoint("http://core.invalid", httpx.Client(transport=transport))


def test_nobody_listening_is_down_and_told_as_not_sent(client: httpx.Client) -> None:
    """A refused connection is CoreDown, for filing and following alike."""
    core = Open311Core(free_url(), KEY, client)
    with pytest.raises(CoreDown):
        core.file(a_report(), again=False)
    with pytest.raises(CoreDown):
        core.follow(Reference.of(1), "1")


@pytest.mark.parametrize("mood", ["drop_committed", "500_committed", "garbage_committed", "slow_committed"])
@pytest.mark.parametrize("filters", [False, True])
def test_a_report_that_arrived_unseen_is_filed_once(
    fake: Deviating, core: Open311Core, mood: str, filters: bool
) -> None:
    """Whatever hides the answer after the core committed, trying again ends with exactly one report."""
    fake.filters = filters  # a core that filters by an account_id which it dropped says "none"
    fake.moods.append(mood)
    try:
        core.file(a_report(), again=False)
    except (CoreDown, CoreUnclear):
        while mood == "slow_committed" and not fake.requests:
            time.sleep(0.02)
    core.file(a_report(), again=True)
    assert len(fake.requests) == 1
    assert fake.posts == 1


@pytest.mark.parametrize(
    ("mood", "error"),
    [
        ("html500", CoreDown),
        ("busy", CoreDown),
        ("drop", CoreDown),
        ("down200", CoreDown),
        ("garbage", CoreUnclear),
    ],
)
def test_trouble_that_committed_nothing_is_told_and_can_be_tried_again(
    fake: Deviating, core: Open311Core, mood: str, error: type[Exception]
) -> None:
    """The error says whose fault it is, and the next attempt files the report."""
    fake.moods.append(mood)
    with pytest.raises(error):
        core.file(a_report(), again=False)
    assert core.file(a_report(), again=True) == "1000"
    assert len(fake.requests) == 1


@pytest.mark.parametrize(
    ("mood", "reasons"),
    [
        ("refuse", ("outside our city",)),
        ("refuse_list", ("bad key", "bad code")),
        ("bad_key", ("api_key is not valid",)),
        ("error200", ("api_key is not valid",)),
    ],
)
def test_a_refusal_carries_the_cores_words(
    fake: Deviating, core: Open311Core, mood: str, reasons: tuple[str, ...]
) -> None:
    """Errors as an object or a list of strings reach a person as they are, and nothing is sent twice."""
    fake.moods.append(mood)
    with pytest.raises(CoreRefused) as refused:
        core.file(a_report(), again=False)
    assert refused.value.reasons == reasons
    assert fake.posts == 1


@pytest.mark.parametrize(
    ("mood", "error"), [("garbage", CoreUnclear), ("wrong_shape", CoreUnclear), ("html500", CoreDown)]
)
def test_without_a_clear_look_nothing_is_sent_again(
    fake: Deviating, core: Open311Core, mood: str, error: type[Exception]
) -> None:
    """A lookup that fails or talks nonsense is no proof of absence: no second POST."""
    fake.get_moods.append(mood)
    with pytest.raises(error):
        core.file(a_report(), again=True)
    assert fake.posts == 0


def test_a_report_is_found_many_pages_back(fake: Deviating, core: Open311Core) -> None:
    """A core that ignores account_id is read page by page until our reference appears."""
    first = core.file(a_report(1), again=False)
    for draw in range(2, 15):
        core.file(a_report(draw), again=False)
    assert core.file(a_report(1), again=True) == first
    assert len(fake.requests) == 14


def test_a_core_that_gives_no_number_is_a_persons_matter(fake: Deviating, core: Open311Core) -> None:
    """A blackbox that took the report and shows nothing is never sent a second one by us."""
    fake.moods.append("blackbox")
    with pytest.raises(CoreRefused, match="gave no number"):
        core.file(a_report(), again=False)


@pytest.mark.parametrize("mood", ["garbage", "wrong_shape"])
def test_a_status_that_makes_no_sense_is_unclear(fake: Deviating, core: Open311Core, mood: str) -> None:
    """Following never invents a status from nonsense."""
    number = core.file(a_report(), again=False)
    fake.get_moods.append(mood)
    with pytest.raises(CoreUnclear):
        core.follow(a_report().reference, number)


def test_a_plain_core_tells_open_and_closed_with_its_own_note(fake: Deviating, core: Open311Core) -> None:
    """Without LAPOR's words open means received and closed closed; the note is kept; no zone means Jakarta's time."""
    number = core.file(a_report(), again=False)
    opened = core.follow(a_report().reference, number)
    fake.requests[0] |= {"status": "closed", "status_notes": "Pothole filled", "agency_responsible": "Roads"}
    closed = core.follow(a_report().reference, number)
    assert opened is not None
    assert closed is not None
    assert (opened.stage, opened.since.isoformat()) == (Stage.RECEIVED, "2026-11-21T12:00:00+07:00")
    assert (closed.stage, closed.note, closed.agency) == (Stage.CLOSED, "Pothole filled", "Roads")


def test_another_reports_status_is_never_told(fake: Deviating, core: Open311Core) -> None:
    """A number that now belongs to another of our reports is unclear, not a status."""
    number = core.file(a_report(1), again=False)
    with pytest.raises(CoreUnclear):
        core.follow(Reference.of(2), number)


def test_our_category_goes_under_the_cores_code(fake: Deviating, client: httpx.Client) -> None:
    """The mapping decides the service code; a category outside it keeps its own."""
    core = Open311Core(fake.url, KEY, client, services={"928": "pothole"})
    core.file(a_report(1), again=False)
    core.file(a_report(2, category="110"), again=False)
    assert [kept["service_code"] for kept in fake.requests] == ["pothole", "110"]


def test_errors_never_quote_the_key(fake: Deviating, core: Open311Core) -> None:
    """No error text or cause carries the URL with its key."""
    fake.get_moods.append("garbage")
    with pytest.raises(CoreUnclear) as unclear:
        core.file(a_report(), again=True)
    assert KEY not in repr(unclear.value) + str(unclear.value)


@pytest.mark.parametrize(
    "body",
    [
        '[{"service_request_id": 7}]',
        "<requests>\n<request>\n<service_request_id>7</service_request_id>\n</request>\n</requests>",
        '{"service_request_id": 7}',
        '{"requests": [{"service_request_id": 7}]}',
        "<service_requests><request><service_request_id>7</service_request_id></request></service_requests>",
        "<requests><request><service_request_id>7</service_request_id></request></requests>",
        "<request><service_request_id>7</service_request_id></request>",
    ],
)
def test_a_request_is_read_from_any_of_the_shapes_that_servers_send(body: str) -> None:
    """Bare lists, bare objects, wrapped ones, and XML with either root say the same."""
    assert [str(row["service_request_id"]) for row in stub(201, body).post("requests", [])] == ["7"]


@pytest.mark.parametrize("body", ["", "null", "17", '["x"]', "[" * 100_000, "<a><b></a>", '{"a":', "\x00"])
def test_nonsense_with_200_is_unclear(body: str) -> None:
    """What is no list of objects is CoreUnclear, whatever else it is."""
    with pytest.raises(CoreUnclear):
        stub(200, body).get("requests", [])


@pytest.mark.parametrize(
    ("status", "error"),
    [(302, CoreUnclear), (400, CoreRefused), (403, CoreRefused), (404, CoreRefused), (429, CoreDown), (503, CoreDown)],
)
def test_each_kind_of_answer_has_its_error(status: int, error: type[Exception]) -> None:
    """Redirects are not followed with a key in hand; 4xx is refused; 429 and 5xx are down."""
    with pytest.raises(error):
        stub(status, "<html></html>").get("requests", [])


def test_xml_errors_give_their_reasons() -> None:
    """The reasons in an XML error list arrive as they are."""
    body = "<errors><error><code>403</code><description>bad key</description></error></errors>"
    with pytest.raises(CoreRefused, match=r"^bad key$"):
        stub(403, body).get("requests", [])


@pytest.mark.parametrize("body", ["[]", "<requests/>", "<service_requests>\n</service_requests>", '{"requests": []}'])
def test_an_empty_list_is_empty_in_any_shape(body: str) -> None:
    """Nothing there is nothing there, with a line break in it too; it is no nonsense."""
    assert stub(200, body).get("requests", []) == []


@pytest.mark.parametrize(
    ("word", "stage"),
    [("Open", Stage.RECEIVED), ("CLOSED", Stage.CLOSED), ("In Progress", Stage.SENT_ON), ("fixed", Stage.CLOSED)],
)
def test_a_status_word_is_understood_however_it_is_written(
    fake: Deviating, core: Open311Core, word: str, stage: Stage
) -> None:
    """FixMyStreet's and other servers' words are known; a strange one is unclear, not guessed."""
    number = core.file(a_report(), again=False)
    fake.requests[0]["status"] = word
    status = core.follow(a_report().reference, number)
    assert status is not None
    assert status.stage is stage
    fake.requests[0]["status"] = "purple"
    with pytest.raises(CoreUnclear):
        core.follow(a_report().reference, number)
