"""Ready texts: who writes them, who is offered them, and in which language."""

from __future__ import annotations

import pytest
from desk_house import ELSEWHERE, LIGHTS, ROADS, DeskHouse

from bridge.desk.canned import LONGEST, LONGEST_TITLE, Canned
from bridge.desk.people import Officer


def officer(desk: DeskHouse, login: str) -> Officer:
    account = desk.desk.accounts.find(login)
    assert account
    found = desk.desk.logins.officer(desk.desk.logins.begin(account, proved=True))
    assert found
    return found


def kept(desk: DeskHouse, office: str | None, title: str, action: str = "answer", language: str = "id") -> int:
    office_id = desk.offices[office] if office else None
    return desk.desk.canned.add(Canned(0, office_id, action, language, title, "Terima kasih."))


def test_a_text_is_written_changed_and_deleted(desk: DeskHouse) -> None:
    """Line ends are the same everywhere; a deleted one is gone."""
    visitor, fields = desk.as_("lotim"), {"action": "ask", "language": "jv", "title": "Foto", "text": "Nuwun\r\nfoto."}
    fields["office_id"] = str(desk.offices[ROADS])
    assert visitor.post("/canned/new", fields).status_code == 302
    (text,) = desk.desk.canned.for_use(officer(desk, "jalan"))
    assert (text.title, text.text, text.action, text.language) == ("Foto", "Nuwun\nfoto.", "ask", "jv")
    assert visitor.post(f"/canned/{text.id}", {**fields, "title": "Foto lagi"}).status_code == 302
    assert "Foto lagi" in visitor.get("/canned").text
    assert visitor.post(f"/canned/{text.id}/delete").status_code == 302
    assert desk.desk.canned.get(text.id) is None
    assert visitor.post(f"/canned/{text.id}/delete").status_code == 404


def test_an_officer_is_offered_everybodys_the_own_and_those_above(desk: DeskHouse) -> None:
    """An agency's text reaches its offices; a neighbour's, and another agency's, do not."""
    for office in (None, "Pemkab Lombok Timur", ROADS, LIGHTS, ELSEWHERE):
        kept(desk, office, office or "Semua")
    titles = {each.title for each in desk.desk.canned.for_use(officer(desk, "jalan"))}
    assert titles == {"Semua", "Pemkab Lombok Timur", ROADS}
    titles = {each.title for each in desk.desk.canned.for_use(officer(desk, "lotim"))}
    assert titles == {"Semua", "Pemkab Lombok Timur", ROADS, LIGHTS}
    assert len(desk.desk.canned.for_use(officer(desk, "pusat"))) == 5


def test_texts_are_found_by_what_they_are_for_and_by_language(desk: DeskHouse) -> None:
    """Only answers in Sundanese where answers in Sundanese are wanted."""
    kept(desk, None, "a", "answer", "su")
    kept(desk, None, "b", "answer", "id")
    kept(desk, None, "c", "close", "su")
    assert [each.title for each in desk.desk.canned.for_use(officer(desk, "jalan"), "answer", "su")] == ["a"]


def test_nobody_changes_texts_out_of_reach(desk: DeskHouse) -> None:
    """Everybody's are the middle's; another agency's are not there; and none is written for them."""
    visitor, theirs = desk.as_("lotim"), [kept(desk, None, "Semua"), kept(desk, ELSEWHERE, "Klaten")]
    fields = {"action": "answer", "language": "id", "title": "Diubah", "text": "Diubah"}
    for number in theirs:
        assert visitor.get(f"/canned/{number}").status_code == 404
        assert visitor.post(f"/canned/{number}", fields).status_code == 404
        assert visitor.post(f"/canned/{number}/delete").status_code == 404
    own = kept(desk, ROADS, "Jalan")
    for office_id in ("", str(desk.offices[ELSEWHERE]), "0", "9" * 30, "x"):
        assert visitor.post("/canned/new", {**fields, "office_id": office_id}).status_code == 400
        assert visitor.post(f"/canned/{own}", {**fields, "office_id": office_id}).status_code == 400
    assert {each.title for each in desk.desk.canned.for_use(officer(desk, "pusat"))} == {"Semua", "Klaten", "Jalan"}
    assert desk.as_("pusat").post(f"/canned/{theirs[0]}", fields).status_code == 302


def test_liaison_officers_use_texts_and_do_not_write_them(desk: DeskHouse) -> None:
    """The room is closed to them."""
    number, visitor = kept(desk, ROADS, "Jalan"), desk.as_("jalan")
    assert visitor.get("/canned").status_code == 403
    for path in ("/canned/new", f"/canned/{number}", f"/canned/{number}/delete"):
        assert visitor.post(path, title="x", text="x", action="answer", language="id").status_code == 403
    assert desk.desk.canned.get(number)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("text", "  \n"),
        ("title", "x" * (LONGEST_TITLE + 1)),
        ("text", "x" * (LONGEST + 1)),
        ("action", "lapse"),
        ("action", "'; DROP TABLE desk_canned"),
        ("language", "xx"),
    ],
)
def test_a_text_that_cannot_be_is_refused_in_words(desk: DeskHouse, field: str, value: str) -> None:
    """What was typed stands in the form again."""
    fields = {"action": "answer", "language": "id", "title": "Judul", "text": "Isi yang panjang", "office_id": ""}
    answer = desk.as_("pusat").post("/canned/new", {**fields, field: value})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert ("Isi yang panjang" in answer.text) == (field != "text")
    assert desk.desk.canned.for_use(officer(desk, "pusat")) == []
