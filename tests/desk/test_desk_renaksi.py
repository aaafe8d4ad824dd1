"""What an office set itself for a year stands beside what it reached, and a goal that cannot be is told."""

from __future__ import annotations

import pytest
from desk_house import ROADS, DeskHouse


def test_a_goal_is_set_shown_and_taken_away(desk: DeskHouse) -> None:
    """The admin instansi sets one for an office behind its door; an empty target takes it away again."""
    visitor, office = desk.as_("lotim"), desk.offices[ROADS]
    form = {"office": office, "year": "2026", "measure": "reports", "note": "Lewat kelurahan"}
    assert visitor.post("/renaksi", form, target="250").status_code == 302
    shown = visitor.get(f"/renaksi?office={office}&year=2026").text
    assert "250" in shown
    assert "Lewat kelurahan" in shown
    assert visitor.get(f"/renaksi.pdf?office={office}&year=2026").data[:5] == b"%PDF-"
    visitor.post("/renaksi", form, target="")
    assert "Lewat kelurahan" not in visitor.get(f"/renaksi?office={office}&year=2026").text


@pytest.mark.parametrize(
    ("measure", "target", "note"),
    [
        ("satisfaction", "101", ""),
        ("reports", "dua", ""),
        ("reports", "1.5", ""),
        ("nothing", "5", ""),
        ("reports", "5", "x" * 501),
    ],
)
def test_a_goal_that_cannot_be_is_told_and_stays_typed(desk: DeskHouse, measure: str, target: str, note: str) -> None:
    """Nothing is kept, and what was typed stands in the form."""
    visitor, office = desk.as_("pusat"), desk.offices[ROADS]
    answer = visitor.post(
        "/renaksi", {"office": office, "year": "2026", "measure": measure, "target": target, "note": note}
    )
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert f'name="target" value="{target}"' in answer.text
    assert "<tbody>" not in visitor.get(f"/renaksi?office={office}&year=2026").text


def test_an_office_out_of_reach_has_no_plan_here(desk: DeskHouse) -> None:
    """Neither read nor set by another agency."""
    visitor, office = desk.as_("klaten"), desk.offices[ROADS]
    assert visitor.post("/renaksi", office=office, year="2026", measure="reports", target="9").status_code == 404
    assert ROADS not in visitor.get(f"/renaksi?office={office}").text
