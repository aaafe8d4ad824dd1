"""What a citizen, a core or a colleague wrote is shown and never done: in the page's source and in a real browser."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from desk_house import LIGHTS, PASSWORD, ROADS, SELONG, DeskHouse, Visitor
from desk_samples import officer
from hostile import PAYLOADS, Faults
from playwright.sync_api import ConsoleMessage, Dialog, sync_playwright
from werkzeug.serving import make_server

from bot.report import StoredFile
from bridge.desk.app import create_desk
from bridge.desk.canned import Canned
from bridge.desk.desk_log import Did
from bridge.desk.people import Role
from bridge.embedded.workflow import Action

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def written_everywhere(desk: DeskHouse, text: str, *, secret: bool = False) -> str:
    """The payload in every place where somebody else's words are kept; the number of a report with it."""
    place = replace(SELONG, words=text)
    file = StoredFile(f"http://localhost/media/{quote(text, safe='')}", text[:60])
    words = {"title": text[:140], "story": text, "name": text, "place": place, "category_name": text}
    reference = desk.at(ROADS, secret=secret, files=(file,), **words)
    desk.cases.act(reference, Action.HAND_ON, agency=text[:150], note=text)
    desk.cases.act(reference, Action.ANSWER, note=text)
    desk.desk.canned.add(Canned(0, None, "answer", "id", text[:80], text))
    desk.drawn += 1
    made = desk.desk.accounts.add(f"{desk.drawn}{text}"[:150], text, Role.LIAISON, desk.offices[LIGHTS], PASSWORD)
    desk.desk.log.note(Did.OFFICE, text, made.id)
    desk.desk.secret_log.note(officer(desk, "jalan"), 1, text)
    return str(reference)


def test_the_corpus_is_worth_its_name() -> None:
    """At least forty different ones, and the judge of pages finds them in a page that does not escape."""
    assert len(set(PAYLOADS)) >= 40
    assert sum(bool(Faults(f'<html><title>{each}</title><p title="{each}">{each}</p>').found) for each in PAYLOADS) > 35
    assert Faults('<script defer src="/static/desk.js"></script><a href="/x">x</a>').found == []


def pages(desk: DeskHouse, visitor: Visitor, reference: str, text: str) -> dict[str, str]:
    """Every page on which such words may stand, those that say what was typed included."""
    asked = ["/", "/?group=all", f"/?group=all&q={quote(text)}", f"/?office={quote(text)}&region={quote(text)}"]
    asked += [f"/cases/{reference}", f"/cases/{reference}?in={quote(text)}", f"/accounts?q={quote(text)}", "/accounts"]
    asked += [
        "/offices",
        "/canned",
        "/logs",
        f"/logs?login={quote(text)}&number={quote(text)}",
        "/logs/desk",
        "/batches",
    ]
    found = {path: visitor.get(path).text for path in asked}
    number = desk.desk.canned.for_use(officer(desk, "pusat"))[-1].id
    found["canned"] = visitor.get(f"/canned/{number}").text
    found["account"] = visitor.get(f"/accounts/{desk.desk.accounts.all()[-1].id}").text
    token = visitor.token()
    typed = {"login": text, "name": text, "title": text, "text": text, "role": text, "region_code": text, "note": text}
    for path in (
        "/accounts/new",
        "/offices",
        "/canned/new",
        f"/cases/{reference}/category",
        f"/cases/{reference}/answer",
    ):
        found[f"POST {path}"] = visitor.client.post(
            path, data={**typed, "csrf_token": token, "category": text, "seen": "1", "action": "answer"}
        ).text
    return found


@pytest.mark.parametrize("number", range(0, len(PAYLOADS), 7))
def test_no_page_holds_what_somebody_wrote_as_anything_but_text(desk: DeskHouse, number: int) -> None:
    """Seven of the corpus at a time, in each place of each page."""
    visitor = desk.as_("pusat")
    for text in PAYLOADS[number : number + 7]:
        reference = written_everywhere(desk, text)
        for path, page in pages(desk, visitor, reference, text).items():
            assert Faults(page).found == [], (text, path)
            assert "\u202e" not in page or path.startswith(("POST", "/?")) or path == "/", (text, path)


@pytest.fixture
def served(desk: DeskHouse) -> Iterator[str]:
    """The desk on a free port of this machine."""
    server = make_server("127.0.0.1", 0, create_desk(desk.desk), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium")
def test_a_real_browser_does_nothing_of_what_somebody_wrote(desk: DeskHouse, served: str) -> None:
    """The whole corpus on the pages of a day: no dialog, no script, no request elsewhere, nothing the policy stops."""
    reference = [written_everywhere(desk, text, secret=True) for text in PAYLOADS][-1]
    all_of_it = desk.file(story="\n".join(PAYLOADS), title=PAYLOADS[0])
    happened: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            happened.append(message.text)

    def refused(dialog: Dialog) -> None:
        happened.append(dialog.message)
        dialog.dismiss()

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        page = browser.new_page(locale="id-ID")
        page.on("dialog", refused)
        page.on("console", said)
        page.on("pageerror", lambda error: happened.append(str(error)))
        page.on(
            "request", lambda asked: None if asked.url.startswith((served, "data:")) else happened.append(asked.url)
        )
        page.goto(f"{served}/login")
        page.fill("[name=login]", "pusat")
        page.fill("[name=password]", PASSWORD)
        page.click("main button")
        paths = (
            "/?group=all",
            f"/cases/{all_of_it}",
            f"/cases/{reference}",
            "/canned",
            "/accounts",
            "/offices",
            "/logs/desk",
        )
        for path in paths:
            answer = page.goto(f"{served}{path}")
            assert answer
            assert answer.status == 200, path
            page.keyboard.press("Tab")
            page.mouse.move(300, 300)
            assert page.evaluate("window.jahat") is None, path
            assert page.url == f"{served}{path}"
        browser.close()
    assert happened == []
