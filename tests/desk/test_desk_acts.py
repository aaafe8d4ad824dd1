"""What an officer decides on a report's page, who may decide it, and what is said where it cannot be done."""

from __future__ import annotations

import re

import pytest
from desk_house import ELSEWHERE, KLATEN, LIGHTS, ROADS, DeskHouse, Visitor
from werkzeug.test import TestResponse

from bot.progress import By, Happened
from bot.report import Reference, Stage
from bridge.desk.canned import Canned
from tests.desk.test_desk_case import words

ROOMS = {"verify": "decide", "send-on": "decide", "archive": "decide"}


def acts(desk: DeskHouse, visitor: Visitor, reference: str, action: str, **fields: str) -> TestResponse:
    """Send the form of an act as the page has it now."""
    seen = str(desk.cases.timeline(reference)[-1].number)
    place = f"/cases/{reference}/{ROOMS.get(action, 'answer')}"
    return visitor.post(place, {"action": action, "seen": seen} | fields)


def stage(desk: DeskHouse, reference: str) -> tuple[Stage, str]:
    case = desk.cases.find(reference)
    assert case
    return case.status.stage, case.status.agency


def offered(page: str) -> list[str]:
    """The acts that a page has forms for."""
    return re.findall(r'name="action" value="([^"]*)"', page)


def test_an_admin_leads_a_report_from_the_door_to_the_end(desk: DeskHouse) -> None:
    """Verified, sent on, handed on, asked, answered, closed: each tells how the report stands now."""
    reference, visitor = desk.file(), desk.as_("lotim")
    steps = (
        ("verify", {"supervisory": "1", "note": ""}, "Terverifikasi"),
        ("send-on", {"agency": ROADS}, f"Terdisposisi ke {ROADS}"),
        ("hand-on", {"agency": LIGHTS}, f"Terdisposisi ke {LIGHTS}"),
        ("ask", {"note": "Di sebelah mana?"}, "Menunggu Kelengkapan Informasi"),
        ("answer", {"note": "Sudah diperbaiki"}, "Ditindaklanjuti oleh Instansi"),
        ("close", {"note": "Selesai"}, "Ditutup oleh Admin"),
    )
    for action, fields, told in steps:
        answer = acts(desk, visitor, reference, action, **fields)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/cases/{reference}#main")
        assert f"Laporan {reference.grouped} sekarang: {told}." in visitor.get(f"/cases/{reference}").text
    case = desk.cases.find(reference)
    assert case
    assert case.course.supervisory
    events = desk.cases.timeline(reference)[1:]
    assert {(event.actor, event.by) for event in events} == {("Petugas lotim", By.ADMIN)}
    assert [event.note for event in events] == ["", "", "", "Di sebelah mana?", "Sudah diperbaiki", "Selesai"]


def test_an_officer_of_an_office_acts_for_it(desk: DeskHouse) -> None:
    """The timeline keeps the person's name; the citizen is told the office's and never the person's."""
    reference, visitor = desk.at(ROADS), desk.as_("jalan")
    assert acts(desk, visitor, reference, "answer", note="Sudah ditambal").status_code == 302
    last = desk.cases.timeline(reference)[-1]
    assert (last.what, last.by, last.actor, last.agency) == (Happened.ANSWERED, By.OFFICE, "Petugas jalan", ROADS)
    dossier = desk.cases.dossier(reference)
    assert dossier
    assert "Petugas" not in repr(dossier)
    assert [(each.agency, each.note) for each in dossier.timeline][-1] == (ROADS, "Sudah ditambal")


@pytest.mark.parametrize(
    ("login", "at_office", "may"),
    [
        ("lotim", False, ["verify", "ask", "archive"]),
        ("pusat", True, ["answer", "ask", "hand-on", "close", "archive"]),
        ("jalan", True, ["answer", "ask", "hand-on", "close"]),
    ],
)
def test_the_page_offers_what_rules_and_role_allow(
    desk: DeskHouse, login: str, at_office: bool, may: list[str]
) -> None:
    """No form for what would be refused; only those who decide are offered a category."""
    reference = desk.at(ROADS) if at_office else desk.file()
    page = desk.as_(login).get(f"/cases/{reference}").text
    assert offered(page) == may
    assert ('name="category"' in page) == (login != "jalan")


@pytest.mark.parametrize("place", ["decide", "accept", "category"])
def test_an_officer_of_an_office_decides_nothing_at_the_door(desk: DeskHouse, place: str) -> None:
    """A form that their page does not have is refused, and nothing changes."""
    reference = desk.at(ROADS)
    fields = {"action": "archive", "reason": "unclear", "seen": "3", "category": "street_light"}
    assert desk.as_("jalan").post(f"/cases/{reference}/{place}", fields).status_code == 403
    assert len(desk.cases.timeline(reference)) == 3


@pytest.mark.parametrize("action", ["verify", "send-on", "archive", "reopen", "late", "", "x"])
def test_an_act_is_done_only_through_its_own_door(desk: DeskHouse, action: str) -> None:
    """The room for answers takes no decision, not even from somebody who may decide."""
    reference = desk.file()
    fields = {"action": action, "seen": "1", "agency": ROADS, "reason": "unclear", "note": "x"}
    assert desk.as_("pusat").post(f"/cases/{reference}/answer", fields).status_code == 400
    assert len(desk.cases.timeline(reference)) == 1


@pytest.mark.parametrize(
    ("action", "fields", "told"),
    [
        ("answer", {"note": "  "}, "Tulis catatan yang dibaca pelapor."),
        ("hand-on", {"note": "Bukan kami"}, "Pilih instansi yang akan menangani."),
        ("hand-on", {"agency": ROADS.upper()}, f"Laporan ini sudah ada di {ROADS}."),
        ("archive", {"note": "Tidak jelas"}, "Pilih alasan mengarsipkan."),
        ("archive", {"reason": "other"}, "Tulis catatan yang dibaca pelapor."),
        ("archive", {"reason": "x"}, "Pilih alasan mengarsipkan."),
        ("verify", {"note": "Lengkap"}, "Tahapnya: Terdisposisi ke"),
        ("answer", {"note": "x" * 5001}, "paling banyak 5000 karakter"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(desk: DeskHouse, action: str, fields: dict[str, str], told: str) -> None:
    """The page comes back with the reason, what was typed is still there, and nothing has changed."""
    reference = desk.at(ROADS)
    answer = acts(desk, desk.as_("lotim"), reference, action, **fields)
    assert answer.status_code == 400
    assert told in answer.text.split('role="alert"')[1].split("</div>")[0]
    assert fields.get("note", "").strip()[:5000] in answer.text
    assert "autofocus" in answer.text
    assert len(desk.cases.timeline(reference)) == 3


@pytest.mark.parametrize("seen", [None, "", "x", "-1", "1.5", "9" * 30, "\u0663"])
def test_a_form_that_does_not_say_what_was_seen_is_refused(desk: DeskHouse, seen: str | None) -> None:
    """No act goes through that could be over a colleague's."""
    reference = desk.at(ROADS)
    fields = {"action": "answer", "note": "Sudah"} | ({"seen": seen} if seen is not None else {})
    assert desk.as_("jalan").post(f"/cases/{reference}/answer", fields).status_code == 400
    assert len(desk.cases.timeline(reference)) == 3


def test_a_report_is_archived_with_a_reason_the_citizen_understands(desk: DeskHouse) -> None:
    """The reason is kept as its code, and all reasons stand in the list in Indonesian."""
    reference, visitor = desk.file(), desk.as_("lotim")
    page = words(visitor.get(f"/cases/{reference}").text)
    assert "Tidak menyangkut pelayanan publik" in page
    assert acts(desk, visitor, reference, "archive", reason="out_of_scope").status_code == 302
    assert desk.cases.timeline(reference)[-1].reason == "out_of_scope"
    after = words(visitor.get(f"/cases/{reference}").text)
    assert "Diarsipkan : Tidak menyangkut pelayanan publik" in after
    assert "Saat ini tidak ada tindakan untuk Anda" in after


def test_an_office_is_found_however_it_is_typed(desk: DeskHouse) -> None:
    """Letters' case and spaces do not count: the report carries the name by which the office finds it."""
    reference = desk.at(ROADS)
    acts(desk, desk.as_("jalan"), reference, "hand-on", agency=f"  {LIGHTS.upper().replace(' ', '  ')}")
    assert stage(desk, reference) == (Stage.SENT_ON, LIGHTS)
    assert desk.as_("lampu").get(f"/cases/{reference}").status_code == 200


def test_an_unknown_office_needs_a_tick(desk: DeskHouse) -> None:
    """A slip of the keys does not lose a report; an office beyond the list can still get it."""
    reference, visitor = desk.at(ROADS), desk.as_("lotim")
    answer = acts(desk, visitor, reference, "hand-on", agency="Dinas Perhubungn Lombok Timur", note="Lampu")
    assert answer.status_code == 400
    assert f"Mungkin maksudnya: {LIGHTS}" in answer.text
    assert stage(desk, reference) == (Stage.SENT_ON, ROADS)
    acts(desk, visitor, reference, "hand-on", agency="Balai Jalan Nasional", outside="1")
    assert stage(desk, reference) == (Stage.SENT_ON, "Balai Jalan Nasional")


@pytest.mark.parametrize(
    ("login", "office", "place"), [("jalan", LIGHTS, None), ("lotim", ELSEWHERE, None), ("klaten", ROADS, KLATEN)]
)
def test_who_gives_a_report_away_comes_back_to_the_list(
    desk: DeskHouse, login: str, office: str, place: object
) -> None:
    """What left the officer's reach has no page for them any more: the list says where it went."""
    reference = desk.file(place=place) if place else desk.at(ROADS)
    visitor = desk.as_(login)
    if place:
        acts(desk, visitor, reference, "verify")
    answer = acts(desk, visitor, reference, "send-on" if place else "hand-on", agency=office)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    page = words(visitor.get("/").text)
    assert f"Laporan {reference.grouped} sekarang: Terdisposisi ke {office}." in page
    assert "tidak lagi ada di kotak masuk Anda" in page
    assert visitor.get(f"/cases/{reference}").status_code == 404


def test_an_act_stays_in_the_list_it_was_opened_from(desk: DeskHouse) -> None:
    """After the act the page leads on to the next report of the same list."""
    references = [desk.at(ROADS) for _ in range(2)]
    seen = str(desk.cases.timeline(references[0])[-1].number)
    visitor = desk.as_("jalan")
    page = visitor.get(f"/cases/{references[0]}?in=group%3Doffice").text
    address = re.findall(rf'action="(/cases/{references[0]}/answer\?in=[^"]*)"', page)[0]
    answer = visitor.post(address, {"action": "answer", "note": "Sudah", "seen": seen})
    after = visitor.get(answer.headers["Location"].replace("#main", "")).text
    assert re.search(rf'href="/cases/{references[1]}\?in=[^"]*" rel="next"', after)


def test_a_ready_text_goes_into_the_note_and_stays_editable(desk: DeskHouse) -> None:
    """Those in the citizen's language stand first, then Indonesian ones; inserting changes nothing in the report."""
    office = desk.offices[ROADS]
    room = desk.desk.canned
    number = room.add(Canned(0, office, "answer", "jv", "Matur nuwun", "Matur nuwun, dalan wis ditambal."))
    room.add(Canned(0, None, "answer", "id", "Terima kasih", "Terima kasih atas laporannya."))
    room.add(Canned(0, None, "answer", "su", "Hatur nuhun", "Hatur nuhun."))
    room.add(Canned(0, desk.offices[LIGHTS], "answer", "jv", "Lampu", "Lampu wis murub."))
    reference, visitor = desk.at(ROADS, language="jv"), desk.as_("jalan")
    texts = re.findall(r'<option value="\d+">([^<]*)</option>', visitor.get(f"/cases/{reference}").text)
    assert texts == ["Matur nuwun (jv)", "Terima kasih (id)"]
    answer = acts(desk, visitor, reference, "answer", insert="1", canned=str(number), note="Sugeng enjing")
    assert answer.status_code == 200
    note = re.search(r'<textarea id="answer-note"([^>]*)>([^<]*)<', answer.text)
    assert note
    assert note[2] == "Sugeng enjing\n\nMatur nuwun, dalan wis ditambal."
    assert "autofocus" in note[1]
    assert len(desk.cases.timeline(reference)) == 3


@pytest.mark.parametrize("chosen", ["", "x", "99999999999999999999999", "other's"])
def test_a_text_that_is_not_ones_own_is_not_inserted(desk: DeskHouse, chosen: str) -> None:
    """Neither none nor another office's; what was typed stays."""
    number = desk.desk.canned.add(Canned(0, desk.offices[LIGHTS], "answer", "id", "Lampu", "Lampu sudah menyala."))
    reference = desk.at(ROADS)
    canned = str(number) if chosen == "other's" else chosen
    answer = acts(desk, desk.as_("jalan"), reference, "answer", insert="1", canned=canned, note="Selamat pagi")
    assert answer.status_code == 400
    assert "Pilih dulu teks siap pakai" in answer.text
    assert ">Selamat pagi<" in answer.text
    assert "Lampu sudah menyala" not in answer.text


def test_where_an_act_was_sent_to_one_comes_back_to_the_page(desk: DeskHouse) -> None:
    """Who changes the language or logs in again after a refusal stands before the report, not before an error."""
    reference = Reference.of(7)
    for place in ("decide", "answer", "accept", "category"):
        answer = desk.as_("jalan").get(f"/cases/{reference}/{place}?in=group%3Dall")
        assert answer.headers["Location"] == f"/cases/{reference}?in=group%3Dall#main"
