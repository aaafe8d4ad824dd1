"""A report's page in a real browser: by keyboard alone, on a narrow screen, and to a screen reader."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_house import PASSWORD, ROADS, DeskHouse
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from bot.report import StoredFile
from bridge.desk.app import create_desk
from bridge.desk.canned import Canned
from bridge.embedded.workflow import Action

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
NARROW = {"width": 320, "height": 640}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium")


@pytest.fixture
def page(desk: DeskHouse) -> Iterator[Page]:
    """The admin of Lombok Timur before the inbox, in Chromium; links are below `base_url`."""
    server = make_server("127.0.0.1", 0, create_desk(desk.desk), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        page = browser.new_page(base_url=f"http://127.0.0.1:{server.server_port}")
        page.goto("/login")
        page.fill("input[name=login]", "lotim")
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/")
        yield page
        browser.close()
    server.shutdown()
    thread.join(10)
    server.server_close()


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.id")
    return found


def test_a_report_is_decided_by_one_key_and_the_next_by_another(desk: DeskHouse, page: Page) -> None:
    """1 accepts, the status line stands where reading goes on, and n leads to the next report."""
    first, second = desk.file(), desk.file()
    page.goto(f"/cases/{first}")
    page.keyboard.press("1")
    page.wait_for_url("**#main")
    assert page.locator("[role=status]").inner_text().endswith(f"sekarang: Terdisposisi ke {ROADS}.")
    assert focused(page) == "main"
    page.keyboard.press("n")
    page.wait_for_url(f"**/cases/{second}?in=*")


def test_an_act_is_written_and_sent_without_a_mouse(desk: DeskHouse, page: Page) -> None:
    """A key leads into the form, letters there are only letters, and Tab and Enter send it."""
    reference = desk.file()
    page.goto(f"/cases/{reference}")
    page.keyboard.press("q")
    assert focused(page) == "ask-note"
    page.keyboard.type("Di jalan apa? 1 v n")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
    assert desk.cases.timeline(reference)[-1].note == "Di jalan apa? 1 v n"


def test_enter_in_the_office_field_sends_on_and_inserts_no_text(desk: DeskHouse, page: Page) -> None:
    """A ready text is offered in the same form, and still Enter means the act."""
    desk.desk.canned.add(Canned(0, None, "hand-on", "id", "Alih", "Kami alihkan."))
    reference = desk.at(ROADS)
    page.goto(f"/cases/{reference}")
    page.keyboard.press("h")
    assert focused(page) == "hand-on-agency"
    page.keyboard.type("dinas perhubungan lombok timur")
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
    case = desk.cases.find(reference)
    assert case
    assert case.status.agency == "Dinas Perhubungan Lombok Timur"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_ready_text_comes_in_with_and_without_javascript(desk: DeskHouse, page: Page, javascript: bool) -> None:
    """Choose, insert, and the note has the text with the cursor in it."""
    desk.desk.canned.add(Canned(0, None, "ask", "id", "Lokasi", "Mohon sebutkan lokasinya."))
    reference = desk.file()
    if not javascript:
        page.route("**/*.js", lambda route: route.abort())
    page.goto(f"/cases/{reference}")
    page.select_option("#ask-canned", label="Lokasi (id)")
    page.get_by_role("button", name="Sisipkan ke catatan").click()
    page.wait_for_url("**/answer*")
    assert page.input_value("#ask-note") == "Mohon sebutkan lokasinya."
    assert focused(page) == "ask-note"


def test_axe_finds_nothing_and_nothing_sticks_out(desk: DeskHouse, page: Page) -> None:
    """New, at an office, secret, ended, refused and overtaken; wide and 320 pixels narrow."""
    files = (StoredFile("http://localhost/media/b2.ogg", "audio/ogg"),)
    new, here, secret, ended = desk.file(files=files), desk.at(ROADS), desk.at(ROADS, secret=True), desk.at(ROADS)
    desk.cases.act(ended, Action.CLOSE, note="Selesai")
    page.set_viewport_size(NARROW)
    for reference in (new, here, secret, ended):
        page.goto(f"/cases/{reference}")
        check(page)
    page.goto(f"/cases/{here}")
    page.fill("#hand-on-agency", "Tiada")
    page.get_by_role("button", name="Alihkan ke instansi lain").click()
    page.wait_for_selector("[role=alert]")
    assert focused(page) == "hand-on-agency"
    check(page)
    desk.cases.act(here, Action.ANSWER, note="Sudah")
    page.fill("#answer-note", "Sudah juga")
    page.get_by_role("button", name="Jawab", exact=True).click()
    page.wait_for_selector("mark")
    check(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    check(page)


def check(page: Page) -> None:
    """What axe finds, and whether anything is wider than the screen."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
