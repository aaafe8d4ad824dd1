"""Nobody at the desk reads a secret report unnoticed, and nothing of it goes elsewhere."""

from __future__ import annotations

import pytest
from desk_house import ROADS, DeskHouse, Visitor
from sqlalchemy import select, text

from bot.pin import Pin
from bot.report import Place, Reference, StoredFile
from bridge.embedded.desk_tables import AccountRow, SecretReadRow
from bridge.embedded.schema import CaseRow

PHOTO = StoredFile("http://localhost/media/a1.jpg?until=1&signature=x", "image/jpeg")
STORY = "Bendahara meminta setoran kepada rekanan"


def reads(desk: DeskHouse) -> list[tuple[str, str, str]]:
    """Who read which report how, the first reading first."""
    query = (
        select(AccountRow.login, CaseRow.reference, SecretReadRow.what)
        .join(AccountRow, AccountRow.id == SecretReadRow.account_id)
        .join(CaseRow, CaseRow.id == SecretReadRow.case_id)
    )
    with desk.cases.ledger.reading() as session:
        return [(login, number, what) for login, number, what in session.execute(query.order_by(SecretReadRow.id))]


@pytest.fixture
def secret(desk: DeskHouse) -> Reference:
    """A secret report with a pin and a photo, at an office."""
    return desk.at(
        ROADS,
        title="Dana proyek",
        story=STORY,
        secret=True,
        files=(PHOTO,),
        place=Place("kantor", pin=Pin(-8.65, 116.53, "")),
    )


def test_opening_a_secret_report_is_written_down_and_the_page_says_so(desk: DeskHouse, secret: Reference) -> None:
    """One row with who, which and how; the words stand above the story."""
    page = desk.as_("jalan").get(f"/cases/{secret}").text
    assert reads(desk) == [("jalan", secret, "page")]
    assert page.index("Tercatat bahwa Anda membuka laporan ini") < page.index(STORY)


def test_a_reading_that_goes_on_is_one_row(desk: DeskHouse, secret: Reference) -> None:
    """Loading the page anew within ten minutes goes on reading; later it is another reading; others have their own."""
    visitor = desk.as_("jalan")
    for minutes in (0, 5, 4):
        desk.clock.pass_by(minutes=minutes)
        visitor.get(f"/cases/{secret}")
    assert len(reads(desk)) == 1
    desk.as_("lotim").get(f"/cases/{secret}")
    desk.clock.pass_by(minutes=2)
    visitor.get(f"/cases/{secret}")
    assert reads(desk) == [("jalan", secret, "page"), ("lotim", secret, "page"), ("jalan", secret, "page")]


def test_its_files_are_written_down_too(desk: DeskHouse, secret: Reference) -> None:
    """Also for somebody who never opened the page, and beside the page for who did."""
    visitor = desk.as_("lotim")
    assert visitor.get(f"/cases/{secret}/files/0").status_code == 302
    assert reads(desk) == [("lotim", secret, "file")]
    desk.clock.pass_by(minutes=11)
    visitor.get(f"/cases/{secret}")
    visitor.get(f"/cases/{secret}/files/0")
    assert [what for _login, _number, what in reads(desk)] == ["file", "page", "file"]


def test_what_is_not_secret_is_not_written_down(desk: DeskHouse) -> None:
    """Neither its page nor its files."""
    reference, visitor = desk.at(ROADS, files=(PHOTO,)), desk.as_("jalan")
    visitor.get(f"/cases/{reference}")
    visitor.get(f"/cases/{reference}/files/0")
    assert reads(desk) == []


def test_who_cannot_open_it_leaves_no_row(desk: DeskHouse, secret: Reference) -> None:
    """The log tells who read, and a refusal is no reading."""
    visitor = desk.as_("lampu")
    assert visitor.get(f"/cases/{secret}").status_code == 404
    assert visitor.get(f"/cases/{secret}/files/0").status_code == 404
    assert desk.visitor().get(f"/cases/{secret}").status_code == 302
    assert reads(desk) == []


def shows(visitor: Visitor, secret: str) -> list[tuple[str, dict[str, str]]]:
    """Every form after which the page is shown anew."""
    return [
        ("answer", {"action": "answer", "note": "", "seen": "3"}),
        ("answer", {"action": "answer", "note": "x", "seen": "1"}),
        ("answer", {"action": "answer", "insert": "1", "seen": "3"}),
        ("category", {"category": "xyz", "seen": "3"}),
        ("accept", {"category": "xyz", "seen": "3"}),
    ]


def test_every_way_to_its_page_is_written_down(desk: DeskHouse, secret: Reference) -> None:
    """A refused form shows the story too, and counts as a reading."""
    visitor = desk.as_("pusat")
    for count, (place, fields) in enumerate(shows(visitor, secret), 1):
        assert STORY in visitor.post(f"/cases/{secret}/{place}", fields).text
        assert len(reads(desk)) == count
        desk.clock.pass_by(minutes=11)


def test_what_cannot_be_written_down_is_not_shown(desk: DeskHouse, secret: Reference) -> None:
    """The log is full or broken: neither page nor file nor a refused form shows anything of the report."""
    visitor = desk.as_("pusat")
    with desk.cases.ledger.engine.begin() as connection:
        refuse = "BEFORE INSERT ON desk_secret_reads BEGIN SELECT RAISE(ABORT, 'full'); END"
        connection.execute(text(f"CREATE TRIGGER full {refuse}"))
    answers = [visitor.get(f"/cases/{secret}"), visitor.get(f"/cases/{secret}/files/0")]
    answers += [visitor.post(f"/cases/{secret}/{place}", fields) for place, fields in shows(visitor, secret)]
    assert [answer.status_code for answer in answers] == [503] * len(answers)
    assert not [answer for answer in answers if STORY in answer.text or "/media/" in str(answer.headers)]


def test_its_place_is_linked_to_no_other_site(desk: DeskHouse, secret: Reference) -> None:
    """The officer reads where it is, and the page says why there is no map."""
    page = desk.as_("jalan").get(f"/cases/{secret}").text
    assert "-8.65000, 116.53000" in page
    assert "openstreetmap" not in page
    assert "lokasi laporan rahasia tidak diberitahukan ke situs lain" in page
    assert "<title>Laporan" in page
    assert "Dana proyek" not in page.split("</title>")[0]
