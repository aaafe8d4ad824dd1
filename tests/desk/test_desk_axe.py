"""Every page of the desk can be used by everybody: by ear, by keyboard, enlarged four times, on a narrow phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest
from browser_desk import (
    NARROW,
    WIDE,
    Keyboard,
    chromium,
    enter,
    needs_chromium,
    seen_by_axe,
    served,
    small_targets,
    sticks_out,
)
from desk_house import LIGHTS, ROADS, DeskHouse
from desk_samples import SAMPLES, case, furnished, officer
from playwright.sync_api import Browser, Page
from test_desk_roles import plain, rows

from bot.report import StoredFile
from bridge.desk.app import create_desk
from bridge.desk.batches import Words
from bridge.desk.canned import Canned
from bridge.embedded.course import Action
from bridge.monev import goals

pytestmark = needs_chromium
OF_NOBODY = {"/login", "/login/code", "/account/factor", "/account/password"}  # have states of their own, below
ENDINGS = (".svg", ".xlsx", ".pdf", "<act>", "<number>", "<filename>")  # files, pictures and ways back: no pages


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all."""
    with chromium() as found:
        yield found


@dataclass(frozen=True)
class Look:
    """Who looks, in which language, in light or dark, how wide."""

    login: str
    language: str
    scheme: str
    narrow: bool

    def opened(self, browser: Browser, url: str) -> Page:
        """A page of this person who has logged in."""
        view = NARROW if self.narrow else WIDE
        scheme = "dark" if self.scheme == "dark" else "light"
        page = browser.new_context(base_url=url, viewport=view, color_scheme=scheme, reduced_motion="reduce").new_page()  # type: ignore[arg-type]
        page.set_default_timeout(15_000)
        if self.login:
            enter(page, self.login)
        else:
            page.goto("/login")
        if self.language == "en":
            Keyboard(page).tab_to("English")
            Keyboard(page).onward("Enter")
        return page


LOOKS = (
    Look("pusat", "id", "light", narrow=False),
    Look("lotim", "en", "dark", narrow=True),
    Look("jalan", "id", "dark", narrow=False),
    Look("jalan", "en", "light", narrow=True),
)


def pages(desk: DeskHouse, login: str) -> list[str]:
    """An address within reach for every page that the application has and this role may open."""
    column = {"pusat": "admin pusat", "lotim": "admin instansi", "jalan": "pejabat penghubung"}[login]
    open_to = {row.route for row in rows() if row.method == "GET" and row.says(column) != "no"}
    found = []
    for rule in create_desk(desk.desk).url_map.iter_rules():
        route = plain(rule.rule)
        if "GET" not in (rule.methods or ()) or route not in open_to or route in OF_NOBODY:
            continue
        if route.endswith(ENDINGS) and route != "/canned/<number>":
            continue
        made = SAMPLES.get((route, "GET"))
        found.append(made(desk, login, True).path if made else route)
    return found


def wrong_with(page: Page) -> list[str]:
    """What keeps somebody from using this page."""
    found = [*seen_by_axe(page), *(f"sticks out: {each}" for each in sticks_out(page))]
    found += [f"too small: {each}" for each in small_targets(page)]
    found += [f"heading: {each}" for each in leaps(page)]
    return [f"{page.url}: {each}" for each in found]


def leaps(page: Page) -> list[str]:
    """Headings that are more than one step below the one before; and whether there is one h1, the first."""
    heads = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].map((each) => [+each.tagName[1], each.innerText])"
    )
    steps = [text for (before, _), (level, text) in pairwise(heads) if level > before + 1]
    first = [] if heads and heads[0][0] == 1 and [level for level, _ in heads].count(1) == 1 else ["not one h1"]
    return steps + first


def full(desk: DeskHouse) -> dict[str, str]:
    """Something in every room; addresses of reports as they can stand."""
    furnished(desk)
    files = (
        StoredFile("http://localhost/media/a.jpg", "image/jpeg"),
        StoredFile("http://localhost/b.ogg", "audio/ogg"),
    )
    new = desk.file("Jalan berlubang dan panjang. " * 30, files=files)
    answered = desk.at(ROADS, name="Nama-yang-sangat-panjang-tanpa-spasi" * 3, anonymous=False)
    desk.desk.canned.add(Canned(0, None, "answer", "id", "Terjadwal", "Baris satu.\nBaris dua."))
    desk.cases.act(answered, Action.ANSWER, note="Sudah ditinjau.\nhttp://contoh.example/" + "x" * 90)
    secret, _ = case(desk, True, secret=True)
    ended = desk.at(ROADS)
    desk.cases.act(ended, Action.CLOSE, note="Selesai.")
    for login, office in (("pusat", LIGHTS), ("lotim", LIGHTS), ("jalan", LIGHTS)):
        reference, seen = case(desk, True)
        desk.desk.batches.hold(officer(desk, login), Action.HAND_ON, Words(office, "Ke sini."), {str(reference): seen})
    for name in list(goals.MEASURES)[:2]:
        goals.put(desk.cases.ledger.engine, goals.Goal(2026, desk.offices[ROADS], name, 80, "Catatan panjang. " * 5))
    return {"new": new, "answered": answered, "secret": secret, "ended": ended}


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing_on_any_page(desk: DeskHouse, browser: Browser, look: Look) -> None:
    """Every page of the application, with something on it: nothing sticks out, everything is large enough to press."""
    kept = full(desk)
    more = [f"/cases/{kept[name]}" for name in ("new", "answered", "secret", "ended") if login_reaches(look, name)]
    more += ["/?group=all&kind=pengaduan&q=jalan", "/?q=1234567890"]
    found: list[str] = []
    with served(desk) as url:
        page = look.opened(browser, url)
        for path in [*pages(desk, look.login), *more]:
            answer = page.goto(path)
            assert answer
            assert (answer.status, page.locator("h1").count()) == (200, 1), path
            found += wrong_with(page)
        page.context.close()
    assert found == []


def login_reaches(look: Look, name: str) -> bool:
    """Reports that no office has are not the liaison's."""
    return look.login != "jalan" or name != "new"


def test_axe_finds_nothing_where_nothing_is_there_yet(desk: DeskHouse, browser: Browser) -> None:
    """The day on which the desk opens."""
    found: list[str] = []
    with served(desk) as url:
        for login, language, narrow in (("pusat", "en", True), ("jalan", "id", False)):
            look = Look(login, language, "light", narrow=narrow)
            page = look.opened(browser, url)
            empty = [path for path in ("/", "/?group=ended", "/batches", "/canned", "/monev", "/renaksi", "/logs")]
            for path in empty[: None if login == "pusat" else 3]:
                page.goto(path)
                found += wrong_with(page)
            page.context.close()
    assert found == []


def test_axe_finds_nothing_on_the_way_in(desk: DeskHouse, browser: Browser) -> None:
    """The login, a wrong password, a new password, the second step's picture and its question."""
    found: list[str] = []
    with served(desk) as url:
        page = Look("", "en", "dark", narrow=True).opened(browser, url)
        found += wrong_with(page)
        page.fill("input[name=login]", "jalan")
        page.fill("input[name=password]", "bukan ini")
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=alert]")
        found += wrong_with(page)
        enter(page, "jalan")
        for path in ("/account/password", "/account/factor"):
            page.goto(path)
            found += wrong_with(page)
            page.locator("main form button").click()
            found += wrong_with(page)
        page.context.close()
    assert found == []


def test_axe_finds_nothing_where_something_is_refused(desk: DeskHouse, browser: Browser) -> None:
    """400, 403, 404, 405 and 409, each with a way on."""
    found: list[str] = []
    reference = desk.at(ROADS)
    with served(desk) as url:
        page = Look("jalan", "id", "light", narrow=True).opened(browser, url)
        for path, status in (("/monev?since=x", 400), ("/?since=x", 400), ("/logs", 403), ("/cases/1", 404)):
            answer = page.goto(path)
            assert answer
            assert answer.status == status, path
            found += wrong_with(page)
        answer = page.goto("/export")
        assert answer
        assert answer.status == 405
        found += wrong_with(page)
        page.goto(f"/cases/{reference}")
        desk.cases.act(reference, Action.ANSWER, note="Sudah oleh orang lain.")
        page.fill("#answer-note", "Sudah oleh saya.")
        with page.expect_navigation() as after:
            page.get_by_role("button", name="Jawab", exact=True).click()
        assert after.value
        assert after.value.status == 409
        assert page.input_value("#answer-note") == "Sudah oleh saya."
        found += wrong_with(page)
        page.context.close()
    assert found == []
