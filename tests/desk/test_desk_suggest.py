"""The bot proposes categories and offices; an officer takes one with a key, or corrects it, and the bot learns."""

from __future__ import annotations

import html
import re

import pytest
from desk_house import KLATEN, LIGHTS, ROADS, DeskHouse, Visitor
from sqlalchemy import update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from bot.learning.decided import from_cases
from bot.learning.stories import Gathered
from bot.progress import Happened
from bot.report import Stage
from bot.understanding.understand import Understanding
from bridge.embedded.schema import CaseRow
from bridge.embedded.workflow import Action

DARK = "Lampu jalan mati di depan pasar, gelap sekali kalau malam"


def proposed(page: str) -> dict[str, tuple[str, dict[str, str]]]:
    """Key -> what its button says, and the fields it sends."""
    found = {}
    for form in re.findall(r'<form method="post" action="[^"]*/accept[^"]*">(.*?)</form>', page, re.DOTALL):
        fields = dict(re.findall(r'name="([^"]*)" value="([^"]*)"', form))
        button = re.search(r'data-key="([^"]*)"><kbd>[^<]*</kbd> ([^<]*)<', form)
        assert button
        found[button[1]] = (html.unescape(button[2]), {name: html.unescape(value) for name, value in fields.items()})
    return found


def press(desk: DeskHouse, visitor: Visitor, reference: str, key: str) -> TestResponse:
    """Load the page and press a key."""
    fields = proposed(visitor.get(f"/cases/{reference}").text)[key][1]
    fields.pop("csrf_token")
    return visitor.post(f"/cases/{reference}/accept", fields)


def key_of(desk: DeskHouse, visitor: Visitor, reference: str, code: str) -> str:
    page = visitor.get(f"/cases/{reference}").text
    return next(key for key, (_words, fields) in proposed(page).items() if fields["category"] == code)


def test_the_bots_three_stand_first_each_with_its_key_and_office(desk: DeskHouse) -> None:
    """In the bot's order, as the citizen was offered them, with the office of the place."""
    reference = desk.file(story=DARK, category="street_light", category_name="Lampu jalan mati")
    page = desk.as_("lotim").get(f"/cases/{reference}").text
    guesses = [each.code for each in desk.desk.suggest(DARK)]
    found = proposed(page)
    assert [fields["category"] for _words, fields in found.values()] == guesses[:3]
    assert list(found) == ["1", "2", "3"]
    assert found["1"][0] == f"Verifikasi dan disposisikan ke {LIGHTS}"


def test_one_key_verifies_and_sends_on(desk: DeskHouse) -> None:
    """The category was right: two entries, and the office has the report."""
    reference, visitor = desk.file(story=DARK, category="street_light"), desk.as_("lotim")
    assert press(desk, visitor, reference, key_of(desk, visitor, reference, "street_light")).status_code == 302
    events = desk.cases.timeline(reference)
    assert [event.what for event in events] == [Happened.RECEIVED, Happened.VERIFIED, Happened.SENT_ON]
    assert {event.actor for event in events[1:]} == {"Petugas lotim"}
    assert f"sekarang: Terdisposisi ke {LIGHTS}" in visitor.get(f"/cases/{reference}").text
    assert desk.as_("lampu").get(f"/cases/{reference}").status_code == 200


def test_one_key_corrects_verifies_and_sends_on(desk: DeskHouse, understanding: Understanding) -> None:
    """The citizen's category was wrong: the button says what will happen, and the bot learns from it."""
    reference, visitor = desk.file(story=DARK), desk.as_("lotim")
    key = key_of(desk, visitor, reference, "street_light")
    said = proposed(visitor.get(f"/cases/{reference}").text)[key][0]
    assert said == f"Verifikasi, perbaiki kategori menjadi Lampu jalan mati, dan disposisikan ke {LIGHTS}"
    press(desk, visitor, reference, key)
    events = desk.cases.timeline(reference)
    assert [event.what for event in events[1:]] == [Happened.VERIFIED, Happened.CORRECTED, Happened.SENT_ON]
    assert (events[2].before, events[2].after) == ("pothole", "street_light")
    assert learned(desk, understanding) == [(DARK, "street_light")]


def test_the_reports_own_category_is_a_key_too(desk: DeskHouse) -> None:
    """Where the citizen chose something the bot did not think of, it can be kept with one key as well."""
    guesses = [each.code for each in desk.desk.suggest(DARK)]
    other = next(each for code, each in desk.desk.categories.items() if code not in guesses)
    reference = desk.file(story=DARK, category=other.code, category_name=other.name)
    found = proposed(desk.as_("lotim").get(f"/cases/{reference}").text)
    assert found["4"][1]["category"] == other.code
    assert "perbaiki" not in found["4"][0]
    assert "kategori saat ini" in desk.as_("lotim").get(f"/cases/{reference}").text


def test_where_no_office_is_known_the_key_verifies_alone(desk: DeskHouse) -> None:
    """The button promises no office, and the form to send on comes next."""
    reference, visitor = desk.file(story=DARK, category="street_light", place=KLATEN), desk.as_("klaten")
    key = key_of(desk, visitor, reference, "street_light")
    page = visitor.get(f"/cases/{reference}").text
    assert "Belum ada instansi terdaftar di sini untuk: Dinas Perhubungan" in page
    press(desk, visitor, reference, key)
    case = desk.cases.find(reference)
    assert case
    assert case.status.stage is Stage.VERIFIED
    assert 'value="send-on"' in visitor.get(f"/cases/{reference}").text


def test_at_an_office_a_proposal_corrects_and_hands_on(desk: DeskHouse) -> None:
    """The report is with the wrong office: one key gives it the category and the office it should have had."""
    reference, visitor = desk.at(ROADS, story=DARK), desk.as_("lotim")
    press(desk, visitor, reference, key_of(desk, visitor, reference, "street_light"))
    case = desk.cases.find(reference)
    assert case
    assert (case.report.category, case.status.agency) == ("street_light", LIGHTS)
    assert desk.cases.timeline(reference)[-1].what is Happened.HANDED_ON


def test_an_older_report_is_read_by_the_bot_now(desk: DeskHouse) -> None:
    """A report that was kept before guesses were is proposed a category too."""
    reference = desk.file(story=DARK)
    with Session(desk.cases.ledger.engine) as session, session.begin():
        session.execute(update(CaseRow).values(guesses=""))
    found = proposed(desk.as_("lotim").get(f"/cases/{reference}").text)
    assert "street_light" in [fields["category"] for _words, fields in found.values()]


@pytest.mark.parametrize("change", [{"office": ROADS}, {"category": "x"}, {"does": "send-on"}, {"does": ""}])
def test_only_what_the_button_said_is_done(desk: DeskHouse, change: dict[str, str]) -> None:
    """A proposal that has changed since, or was made up, does nothing."""
    reference, visitor = desk.file(story=DARK, category="street_light"), desk.as_("lotim")
    key = key_of(desk, visitor, reference, "street_light")
    fields = proposed(visitor.get(f"/cases/{reference}").text)[key][1]
    fields.pop("csrf_token")
    answer = visitor.post(f"/cases/{reference}/accept", fields | change)
    assert answer.status_code == 400
    assert "Usulannya sudah berubah" in answer.text
    assert len(desk.cases.timeline(reference)) == 1


@pytest.mark.parametrize("typed", ["street_light", "Lampu jalan mati", "  lampu JALAN  mati "])
def test_any_category_can_be_given_by_name(desk: DeskHouse, understanding: Understanding, typed: str) -> None:
    """By code or name: office and stage stay, and `kentongan learn` finds the story with its right category."""
    reference = desk.at(ROADS, story=DARK)
    before, seen = desk.cases.find(reference), str(desk.cases.timeline(reference)[-1].number)
    answer = desk.as_("lotim").post(f"/cases/{reference}/category", category=typed, seen=seen)
    assert answer.status_code == 302
    after = desk.cases.find(reference)
    assert before
    assert after
    assert (after.report.category, after.report.category_name) == ("street_light", "Lampu jalan mati")
    assert after.status == before.status
    assert desk.cases.timeline(reference)[-1].actor == "Petugas lotim"
    assert learned(desk, understanding) == [(DARK, "street_light")]


def test_a_category_that_is_none_or_the_same_is_refused(desk: DeskHouse) -> None:
    """The words say which ones are near; what was typed stays in the field."""
    reference, visitor = desk.at(ROADS), desk.as_("lotim")
    for typed, told in (("jalan", "Mungkin maksudnya"), ("xyzxyz", "Tidak ada satu kategori"), ("pothole", "sudah")):
        answer = visitor.post(f"/cases/{reference}/category", category=typed, seen="3")
        assert answer.status_code == 400
        assert told in answer.text.split('role="alert"')[1].split("</div>")[0]
        assert f'value="{typed}"' in answer.text
    assert len(desk.cases.timeline(reference)) == 3


def test_a_closed_report_can_still_be_corrected(desk: DeskHouse) -> None:
    """Figures and learning need the right category after the end too."""
    reference = desk.at(ROADS, story=DARK)
    desk.cases.act(reference, Action.CLOSE, note="Selesai")
    visitor = desk.as_("pusat")
    assert visitor.post(f"/cases/{reference}/category", category="street_light", seen="4").status_code == 302


def learned(desk: DeskHouse, understanding: Understanding) -> list[tuple[str, str]]:
    """What the bot would learn from the cases now."""
    found = Gathered()
    from_cases(desk.cases, understanding.catalogue, found, lambda _told: None)
    assert not found.ways or list(found.ways) == ["category corrected"]
    return [(each.text, each.category) for each in found.stories]
