"""A browser without JavaScript does everything that one with it does: no key, no countdown, and nothing is missing."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from browser_desk import chromium, needs_chromium, served
from desk_house import LIGHTS, PASSWORD, ROADS, DeskHouse
from playwright.sync_api import Page

from bot.report import Stage
from bridge.desk.canned import Canned
from bridge.desk.held_acts import carry_out
from bridge.desk.words import said as said_in

pytestmark = needs_chromium
SAY = partial(said_in, "id")  # the words of the page


@pytest.fixture
def page(desk: DeskHouse) -> Iterator[Page]:
    """The login in a Chromium that runs no script."""
    with served(desk) as url, chromium() as browser:
        page = browser.new_context(base_url=url, java_script_enabled=False, accept_downloads=True).new_page()
        page.set_default_timeout(15_000)
        page.goto("/login")
        yield page


def log_in(page: Page, login: str) -> None:
    page.get_by_label(SAY("Login")).fill(login)
    page.get_by_label(SAY("Password")).fill(PASSWORD)
    page.locator("main form button").click()


def stage(desk: DeskHouse, reference: str) -> Stage:
    found = desk.cases.find(reference)
    assert found
    return found.status.stage


def said(page: Page) -> str:
    """The status line that the page begins with."""
    return page.locator("main .notice[role=status]").first.inner_text()


def test_reports_are_found_and_decided_without_script(desk: DeskHouse, page: Page) -> None:
    """Search, filter, a ready text, an answer, a proposal, a correction: each a form that is sent."""
    desk.desk.canned.add(Canned(0, None, "answer", "id", "Terjadwal", "Kami jadwalkan minggu ini."))
    new, lamp = desk.file(), desk.file("Lampu mati di gang melati", channel="whatsapp")
    here = desk.at(ROADS)
    log_in(page, "lotim")
    page.get_by_label(SAY("Words of the report, or its number")).fill("melati")
    page.get_by_role("button", name=SAY("Search")).click()
    assert page.locator("[data-row]").count() == 1
    page.goto("/?group=all")
    page.locator("summary", has_text=SAY("Filters")).click()
    page.get_by_label(SAY("Channel")).select_option("whatsapp")
    page.get_by_role("button", name=SAY("Filter"), exact=True).click()
    page.locator("[data-row]").click()
    page.locator("button[data-key=v]").click()
    assert stage(desk, lamp) is Stage.VERIFIED
    assert lamp.grouped in said(page)
    page.goto(f"/cases/{new}")
    page.locator(".proposals button").first.click()
    assert stage(desk, new) is Stage.SENT_ON
    page.goto(f"/cases/{here}")
    page.locator("#category").fill("drainase")
    page.get_by_role("button", name=SAY("Correct the category"), exact=True).click()
    assert "Got atau drainase mampet" in said(page)
    page.locator("#answer-canned").select_option(label="Terjadwal (id)")
    page.locator("form.act", has=page.locator("#answer-canned")).get_by_role(
        "button", name=SAY("Insert into the note")
    ).click()
    assert page.locator("#answer-note").input_value() == "Kami jadwalkan minggu ini."
    page.get_by_role("button", name=SAY("Answer"), exact=True).click()
    assert stage(desk, here) is Stage.FOLLOWED_UP


def test_many_at_once_are_held_undone_and_done_without_script(desk: DeskHouse, page: Page) -> None:
    """The notice says until when; Undo is a form; the second time the minute passes."""
    first, second = desk.file(), desk.file()
    log_in(page, "lotim")
    for undone in (True, False):
        page.get_by_role("link", name=SAY("Select all on this page")).click()
        page.locator(".bulk").get_by_role("button", name=SAY("Verify"), exact=True).click()
        assert "09:01:00" in page.locator(".held [role=status]").inner_text()
        if undone:
            page.get_by_role("button", name=SAY("Undo")).click()
            assert page.locator(".held").count() == 0
            assert said(page)
    assert [stage(desk, each) for each in (first, second)] == [Stage.RECEIVED] * 2
    desk.clock.pass_by(seconds=61)
    assert carry_out(desk.cases.ledger) == 2
    page.goto("/")
    page.locator("[name=case]").first.check()
    page.locator("summary", has_text=SAY("Send on to ...")).click()
    page.locator("#send-on-agency").fill(LIGHTS)
    page.locator(".bulk details[open]").get_by_role("button").click()
    desk.clock.pass_by(seconds=61)
    assert carry_out(desk.cases.ledger) == 1
    assert sorted([stage(desk, first), stage(desk, second)]) == sorted([Stage.SENT_ON, Stage.VERIFIED])
    page.goto("/batches")
    assert page.locator("main section").count() == 3


def test_enter_in_a_field_of_the_list_does_nothing_surprising(desk: DeskHouse, page: Page) -> None:
    """Many acts stand in one form: Enter asks which one is meant, and keeps what was chosen."""
    reference = desk.file()
    log_in(page, "lotim")
    page.locator("[name=case]").check()
    page.locator("summary", has_text=SAY("Send on to ...")).click()
    page.locator("#send-on-agency").press("Enter")
    assert page.locator("main .wrong[role=alert]").count() == 1
    assert page.locator("[name=case]").is_checked()
    assert stage(desk, reference) is Stage.RECEIVED
    assert carry_out(desk.cases.ledger) == 0


def test_the_list_and_the_figures_are_taken_along_without_script(desk: DeskHouse, page: Page, tmp_path: Path) -> None:
    """CSV, a spreadsheet and a paper, and the charts are pictures that the server makes."""
    for _ in range(6):
        desk.at(ROADS)
    log_in(page, "lotim")
    page.locator("summary", has_text=SAY("Take this list as a file")).click()
    with page.expect_download() as taken:
        page.get_by_role("button", name=SAY("Take the file")).click()
    taken.value.save_as(tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(newline="") as listed:
        assert len(list(csv.reader(listed))) == 7
    page.get_by_role("link", name=SAY("Figures")).click()
    page.locator("#office").select_option(label=ROADS)
    page.get_by_role("button", name=SAY("Show")).click()
    assert f": {ROADS}. " in page.locator("main").inner_text()
    charts = page.locator(".figure img")
    for at in range(charts.count()):
        assert (charts.nth(at).get_attribute("alt") or "").strip()
        shown = page.request.get(f"{page.url.split('/monev')[0]}{charts.nth(at).get_attribute('src')}")
        assert (shown.status, shown.headers["content-type"]) == (200, "image/svg+xml")
    assert charts.count() > 0
    assert page.locator(".figure:has(img):not(:has(table))").count() == 0
    for name, begins in (("XLSX", b"PK"), ("PDF", b"%PDF")):
        with page.expect_download() as taken:
            page.get_by_role("link", name=name).click()
        taken.value.save_as(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(begins)


def test_goals_and_the_language_are_set_without_script(desk: DeskHouse, page: Page) -> None:
    """A goal stands in the plan; the other language shows the same page, asked in the same way."""
    log_in(page, "lotim")
    page.get_by_role("link", name=SAY("Action plan")).click()
    page.get_by_label(SAY("Target")).fill("90")
    page.get_by_role("button", name=SAY("Keep")).click()
    assert "90 %" in page.locator("main table").inner_text()
    page.goto("/?group=all&q=jalan")
    page.get_by_role("button", name="English").click()
    assert page.url.endswith("/?group=all&q=jalan")
    assert page.locator("h1").inner_text() == "Inbox"
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_language_changes_after_a_form_was_refused_too(desk: DeskHouse, page: Page) -> None:
    """The page of a form that can only be sent has no address to come back to: it leads to the inbox."""
    desk.file()
    log_in(page, "lotim")
    page.locator(".bulk").get_by_role("button", name=SAY("Verify"), exact=True).click()
    assert page.url.endswith("/batches/decide")
    page.get_by_role("button", name="English").click()
    assert page.locator("h1").inner_text() == "Inbox"
