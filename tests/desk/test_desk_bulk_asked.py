"""Asking for an act on many reports: what is lacking is said, each act needs its right, no key decides by itself."""

from __future__ import annotations

import re

import pytest
from desk_bulk import boxes, hold, later
from desk_house import ELSEWHERE, ROADS, DeskHouse


@pytest.mark.parametrize(
    ("action", "words", "told"),
    [
        ("send-on", {}, "Tuliskan instansi tujuannya"),
        ("send-on", {"agency": "Dinas Tak Ada"}, "tidak dikenal di sini"),
        ("archive", {}, "Pilih alasannya"),
        ("archive", {"reason": "x"}, "Pilih alasannya"),
        ("archive", {"reason": "other"}, "Tulis catatan"),
        ("close", {"note": "  "}, "Tulis catatan"),
        ("close", {"note": "a" * 5001}, "terlalu panjang"),
    ],
)
def test_what_lacks_a_word_is_asked_for_and_keeps_the_selection(
    desk: DeskHouse, action: str, words: dict[str, str], told: str
) -> None:
    """The page comes again with the boxes ticked and what was typed; nothing is held."""
    number = desk.file()
    visitor = desk.as_("lotim")
    room = "answer" if action == "close" else "decide"
    fields = {f"{action}-{name}": value for name, value in words.items()}
    page = visitor.post(f"/batches/{room}", {"action": action, "case": boxes(visitor, number)} | fields)
    assert (page.status_code, told in page.text) == (400, True)
    assert re.search(rf'value="{number}\.\d+"[^>]* checked>', page.text)
    assert all(value in page.text for value in words.values() if value.strip() and value != "x")
    assert later(desk) == 0


def test_nothing_selected_is_said(desk: DeskHouse) -> None:
    """Broken boxes and boxes of reports out of reach select nothing."""
    away = desk.at(ELSEWHERE)
    visitor = desk.as_("lotim")
    nothing = visitor.post("/batches/decide", {"action": "verify", "case": ["x", "1.2.3", "1234567890.1", "."]})
    assert (nothing.status_code, "Pilih dulu laporannya" in nothing.text) == (400, True)
    out_of_reach = visitor.post("/batches/answer", {"action": "close", "close-note": "a", "case": [f"{away}.3"]})
    assert out_of_reach.status_code == 400
    assert away.grouped not in visitor.get("/batches").text


def test_each_act_needs_its_right(desk: DeskHouse) -> None:
    """A liaison officer cannot verify, send on or archive, by whichever door; the page does not offer it."""
    number = desk.at(ROADS)
    visitor = desk.as_("jalan")
    for action in ("verify", "send-on", "archive"):
        assert visitor.post("/batches/decide", {"action": action, "case": f"{number}.3"}).status_code == 403
        assert visitor.post("/batches/answer", {"action": action, "case": f"{number}.3"}).status_code == 400
        assert f'value="{action}"' not in visitor.get("/").text
    assert 'value="close"' in visitor.get("/").text
    for action in ("answer", "ask", "late", "", "add"):
        assert visitor.post("/batches/answer", {"action": action, "case": f"{number}.3"}).status_code == 400


def test_a_batch_needs_the_token_of_the_form(desk: DeskHouse) -> None:
    """Another site cannot make an officer's browser decide, undo or export."""
    visitor = desk.as_("lotim")
    for path in ("/batches/decide", "/batches/answer", "/batches/1/undo", "/export"):
        assert visitor.client.post(path, data={"action": "verify"}).status_code == 400


def test_enter_in_a_box_decides_nothing(desk: DeskHouse) -> None:
    """The form's first button is what Enter presses (HTML, implicit submission): it asks what to do, boxes ticked."""
    number = desk.file()
    visitor = desk.as_("lotim")
    page = visitor.get("/").text
    form = page[page.index('class="many"') :]
    first = re.search(r'<button[^>]* name="action" value="(\w+)" formaction="([^"]+)"', form)
    assert first
    assert "disabled" not in first[0]  # Chromium would press the next one instead
    asked = visitor.post(first[2], {"action": first[1], "case": boxes(visitor, number)})
    assert (asked.status_code, "Pilih di bawah" in asked.text) == (400, True)
    assert re.search(rf'value="{number}\.\d+"[^>]* checked>', asked.text)
    assert later(desk) == 0


def test_a_secret_report_in_a_batch_shows_no_words(desk: DeskHouse) -> None:
    """The list of batches tells number and category alone."""
    number = desk.file(story="Amplop untuk kepala", title="Amplop", secret=True)
    visitor = desk.as_("lotim")
    hold(visitor, "verify", number)
    page = visitor.get("/batches").text
    assert number.grouped in page
    assert "mplop" not in page
