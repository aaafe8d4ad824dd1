"""Two officers at one report: the second one is told what the first one did, and nobody's decision is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from desk_house import LIGHTS, ROADS, DeskHouse, Visitor
from werkzeug.test import TestResponse

from bot.progress import Act, Doing, Happened
from bridge.embedded.workflow import Action
from tests.desk.test_desk_suggest import DARK, proposed


def at_once(*sends: Callable[[], TestResponse]) -> list[TestResponse]:
    """The answers to requests that are sent at one moment, each on a thread of its own."""
    gate = Barrier(len(sends))

    def go(send: Callable[[], TestResponse]) -> TestResponse:
        gate.wait(10)
        return send()

    with ThreadPoolExecutor(len(sends)) as pool:
        return list(pool.map(go, sends))


def sender(visitor: Visitor, path: str, **fields: str) -> Callable[[], TestResponse]:
    """The request, all but sent: its token is there already."""
    data = {"csrf_token": visitor.token()} | fields
    return lambda: visitor.client.post(path, data=data)


def test_of_officers_who_act_at_once_one_goes_first(house: DeskHouse) -> None:
    """Each time exactly one act is done; whoever came second is told so and has what they wrote."""
    visitors = {login: house.as_(login) for login in ("jalan", "lotim", "pusat")}
    for _round in range(5):
        reference = house.at(ROADS)
        seen = str(house.cases.timeline(reference)[-1].number)
        sends = [
            sender(visitor, f"/cases/{reference}/answer", action="answer", note=f"Jawaban {login}", seen=seen)
            for login, visitor in visitors.items()
        ]
        answers = dict(zip(visitors, at_once(*sends), strict=True))
        first = [login for login, answer in answers.items() if answer.status_code == 302]
        assert sorted(answer.status_code for answer in answers.values()) == [302, 409, 409]
        notes = [event.note for event in house.cases.timeline(reference) if event.what is Happened.ANSWERED]
        assert notes == [f"Jawaban {first[0]}"]
        for login, answer in answers.items():
            if login not in first:
                assert f">Jawaban {login}</textarea>" in answer.text
                assert f"Petugas {first[0]}" in answer.text.split('role="alert"')[1].split("</div>")[0]


def test_a_proposal_is_taken_whole_or_not_at_all(house: DeskHouse) -> None:
    """Two officers press different keys: the report is verified, corrected and sent on by one of them alone."""
    visitors = {login: house.as_(login) for login in ("lotim", "pusat")}
    for _round in range(5):
        reference = house.file(story=DARK)
        sends = []
        for visitor, key in zip(visitors.values(), "12", strict=True):
            fields = proposed(visitor.get(f"/cases/{reference}").text)[key][1]
            sends.append(sender(visitor, f"/cases/{reference}/accept", **fields))
        answers = at_once(*sends)
        assert sorted(answer.status_code for answer in answers) == [302, 409]
        actors = {event.actor for event in house.cases.timeline(reference)[1:]}
        assert actors == {f"Petugas {list(visitors)[[answer.status_code for answer in answers].index(302)]}"}


def test_the_page_says_what_happened_meanwhile(desk: DeskHouse) -> None:
    """Status 409, the new entry is marked in words, and the form carries what was seen now."""
    reference = desk.at(ROADS)
    desk.cases.do(Act("a1", reference, Doing.ADD, "Sudah ada yang jatuh"), "")
    visitor = desk.as_("jalan")
    fields = {"action": "answer", "note": "Minggu depan", "seen": "3"}
    answer = visitor.post(f"/cases/{reference}/answer", fields)
    assert answer.status_code == 409
    assert "Laporan ini berubah sementara Anda membacanya" in answer.text
    assert answer.text.count("<mark>Baru</mark>") == 1
    assert "autofocus" in answer.text.split('role="alert"')[1].split(">")[0]
    assert answer.text.count("autofocus") == 1
    assert 'name="seen" value="4"' in answer.text
    assert visitor.post(f"/cases/{reference}/answer", fields | {"seen": "4"}).status_code == 302


@pytest.mark.parametrize("wrong", [{"insert": "1"}, {"note": "x" * 5001}, {"action": "hand-on", "agency": "Tiada"}])
def test_a_form_that_is_not_done_tells_of_it_too(desk: DeskHouse, wrong: dict[str, str]) -> None:
    """No page brings an officer past a colleague's act unawares, whatever else was wrong."""
    reference = desk.at(ROADS)
    desk.cases.act(reference, Action.ASK, note="Di mana?", actor="Petugas lotim")
    fields = {"action": "answer", "note": "Sudah", "seen": "3"} | wrong
    answer = desk.as_("jalan").post(f"/cases/{reference}/answer", fields)
    assert answer.status_code == 409
    assert "Petugas lotim" in answer.text.split('role="alert"')[1].split("</div>")[0]


def test_words_are_kept_where_their_form_is_gone(desk: DeskHouse) -> None:
    """A colleague closed the report, so nothing can be answered any more: the answer can still be copied."""
    reference = desk.at(ROADS)
    desk.cases.act(reference, Action.CLOSE, note="Selesai")
    fields = {"action": "answer", "note": "Jawaban panjang sekali", "seen": "3"}
    answer = desk.as_("jalan").post(f"/cases/{reference}/answer", fields)
    assert answer.status_code == 409
    assert "readonly>Jawaban panjang sekali</textarea>" in answer.text


def test_words_are_kept_where_the_report_went_elsewhere(desk: DeskHouse) -> None:
    """It was handed on meanwhile: it is not found, nothing is done, and the answer can still be copied."""
    reference = desk.at(ROADS)
    desk.cases.act(reference, Action.HAND_ON, agency=LIGHTS)
    fields = {"action": "answer", "note": "Jawaban panjang sekali", "seen": "3"}
    answer = desk.as_("jalan").post(f"/cases/{reference}/answer", fields)
    assert answer.status_code == 404
    assert "readonly>Jawaban panjang sekali</textarea>" in answer.text
    assert len(desk.cases.timeline(reference)) == 4


def test_who_presses_twice_is_told_that_it_was_themselves(desk: DeskHouse) -> None:
    """The first one counts; the second does nothing and does not look like a colleague's act."""
    reference, visitor = desk.at(ROADS), desk.as_("jalan")
    fields = {"action": "answer", "note": "Sudah", "seen": "3"}
    answers = [visitor.post(f"/cases/{reference}/answer", fields) for _press in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert "karena tindakan Anda sendiri" in answers[1].text
    assert len(desk.cases.timeline(reference)) == 4


def test_a_number_of_tomorrow_is_not_believed(desk: DeskHouse) -> None:
    """Whoever claims to have seen what has not happened yet decides nothing."""
    reference = desk.at(ROADS)
    answer = desk.as_("jalan").post(f"/cases/{reference}/answer", action="answer", note="Sudah", seen="99")
    assert answer.status_code == 409
    assert len(desk.cases.timeline(reference)) == 3
