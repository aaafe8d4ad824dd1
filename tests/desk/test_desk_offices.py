"""The tree of offices: added, moved, and completed from what reports name."""

from __future__ import annotations

import pytest
from desk_house import LIGHTS, ROADS, DeskHouse

from bridge.desk.offices import LONGEST, Office, above, as_tree, beneath


def office(desk: DeskHouse, name: str) -> Office:
    return next(each for each in desk.desk.offices.all() if each.name == name)


def test_an_office_is_added_and_changed(desk: DeskHouse) -> None:
    """Its place, kind and region are kept; its name stays what reports carry."""
    visitor = desk.as_("pusat")
    parent = desk.offices["Pemkab Lombok Timur"]
    fields = {"name": " Dinas  Sosial Lombok Timur ", "parent_id": parent, "role": "Dinas Sosial"}
    assert visitor.post("/offices", {**fields, "region_code": "52.03"}).status_code == 302
    made = office(desk, "Dinas Sosial Lombok Timur")
    assert (made.parent_id, made.role, made.region_code) == (parent, "Dinas Sosial", "52.03")
    moved = {"name": "Lain", "parent_id": desk.offices[ROADS], "role": "", "region_code": "52"}
    assert visitor.post(f"/offices/{made.id}", moved).status_code == 302
    assert office(desk, "Dinas Sosial Lombok Timur") == Office(made.id, made.name, desk.offices[ROADS], "", "52")
    page = visitor.get("/logs/desk").text
    assert page.count("Dinas Sosial Lombok Timur") == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", ROADS),
        ("name", "x" * (LONGEST + 1)),
        ("name", "Dinas \u202e terbalik"),
        ("parent_id", "9999"),
        ("parent_id", "9" * 40),
        ("parent_id", "satu"),
        ("role", "Kementerian Sihir"),
        ("region_code", "5203"),
        ("region_code", "52.03.07"),
        ("region_code", "52.3"),
        ("region_code", "NTB"),
        ("region_code", "٥٢"),
    ],
)
def test_an_office_that_cannot_be_is_refused_in_words(desk: DeskHouse, field: str, value: str) -> None:
    """The page comes again with what was typed, and the tree stays."""
    before = desk.desk.offices.all()
    fields = {"name": "Dinas Baru", "parent_id": "", "role": "", "region_code": "", field: value}
    answer = desk.as_("pusat").post("/offices", fields)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert desk.desk.offices.all() == before


def test_no_office_stands_under_itself(desk: DeskHouse) -> None:
    """Neither directly nor around a corner."""
    visitor, top = desk.as_("pusat"), desk.offices["Pemkab Lombok Timur"]
    for parent in (top, desk.offices[ROADS]):
        assert visitor.post(f"/offices/{top}", parent_id=parent).status_code == 400
    assert office(desk, "Pemkab Lombok Timur").parent_id is None


def test_offices_that_only_reports_know_are_listed_and_added(desk: DeskHouse) -> None:
    """With how many reports each has; one press adds it."""
    for _ in range(3):
        desk.at("Dinas Entah")
    desk.at("Dinas Sekali")
    desk.at(LIGHTS)
    assert desk.desk.offices.unknown() == [("Dinas Entah", 3), ("Dinas Sekali", 1)]
    visitor = desk.as_("pusat")
    assert "Dinas Entah (3 laporan)" in visitor.get("/offices").text
    assert visitor.post("/offices", name="Dinas Entah").status_code == 302
    assert desk.desk.offices.unknown() == [("Dinas Sekali", 1)]


def test_only_the_middle_changes_the_tree(desk: DeskHouse) -> None:
    """Admin instansi and liaison officers find the door closed."""
    before = desk.desk.offices.all()
    for login in ("lotim", "jalan"):
        visitor = desk.as_(login)
        assert visitor.get("/offices").status_code == 403
        assert visitor.post("/offices", name="Dinas Baru").status_code == 403
        assert visitor.post(f"/offices/{desk.offices[ROADS]}", parent_id="").status_code == 403
    assert desk.desk.offices.all() == before


def test_the_tree_is_read_in_both_directions() -> None:
    """Down with depths, up from the nearest, and a circle, which a database by hand may hold, ends."""
    offices = [Office(1, "a"), Office(2, "b", 1), Office(3, "c", 2), Office(4, "d", 1), Office(5, "e", 6)]
    offices.append(Office(6, "f", 5))
    assert [each.id for each in beneath(offices, 1)] == [1, 2, 4, 3]
    assert [each.id for each in beneath(offices, 5)] == [5, 6]
    assert [each.id for each in above(offices, 3)] == [2, 1]
    assert len(above(offices, 5)) <= len(offices) + 1
    assert [(depth, each.id) for depth, each in as_tree(offices)] == [(0, 1), (1, 2), (2, 3), (1, 4)]
