"""A day at the desk by keyboard alone, and figures afterwards that agree with what the database says itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from browser_desk import Keyboard, chromium, needs_chromium, served
from desk_house import LIGHTS, MORNING, ROADS, DeskHouse
from desk_recount import Rows, recounted
from playwright.sync_api import Page

from bot.report import Reference, Stage
from bridge.desk.held_acts import carry_out
from bridge.desk.words import said
from bridge.embedded.course import Action
from bridge.monev.words import Say

pytestmark = needs_chromium
STORY = "Jalan berlubang depan pasar Selong"
AMOUNT = 6  # reports of each sort before the day begins, so that no figure is hidden for being small
DESK = partial(said, "id")  # the words of the pages
SAY = Say("id")  # the words alone; what is counted beside them is counted here


@pytest.fixture
def page(desk: DeskHouse) -> Iterator[Page]:
    """The desk's login in Chromium."""
    with served(desk) as url, chromium() as browser:
        page = browser.new_page(base_url=url)
        page.set_default_timeout(15_000)
        page.goto("/login")
        yield page


def a_month_before(desk: DeskHouse) -> None:
    """Reports of the month before, each sort often enough to be shown."""
    desk.clock.now = MORNING - timedelta(days=20)
    first, second, third = (each.code for each in desk.desk.suggest(STORY))
    for at in range(AMOUNT):
        desk.clock.pass_by(hours=at)
        for channel, category in (("sms", first), ("whatsapp", second), ("telegram", third), ("sms", "drainage")):
            desk.at(ROADS, channel=channel, category=category, category_name=desk.desk.categories[category].name)
        moved = desk.at(ROADS)
        desk.cases.act(moved, Action.HAND_ON, agency=LIGHTS)
        corrected = desk.at(LIGHTS)
        desk.cases.recategorize(corrected, "drainage")
        desk.cases.act(desk.file(), Action.ARCHIVE, reason="out_of_scope")
        desk.cases.act(desk.file(), Action.ARCHIVE, reason="unclear")
    desk.clock.now = MORNING


def stages(desk: DeskHouse, references: list[Reference]) -> list[tuple[Stage, str]]:
    found = [desk.cases.find(each) for each in references]
    return [(each.status.stage, each.report.category) for each in found if each]


def the_inbox_of(keys: Keyboard, login: str, tab: str) -> None:
    keys.log_in(login)
    keys.tab_to(tab)
    keys.onward("Enter")


def test_a_day_by_keyboard_alone_and_its_figures(desk: DeskHouse, page: Page, tmp_path: Path) -> None:
    """Ten verified, three of them corrected, one archived, one handed on, a secret one read; every figure agrees."""
    a_month_before(desk)
    guessed = [each.code for each in desk.desk.suggest(STORY)]
    new = [desk.file() for _ in range(11)]
    secret = desk.file("Pungutan liar di loket", secret=True)
    elsewhere = [desk.file(category="drainage", category_name="Got atau drainase mampet") for _ in range(5)]
    for _ in range(AMOUNT):
        desk.cases.act(desk.file(), Action.VERIFY)
    keys = Keyboard(page)
    before = figures_of_the_middle(keys, desk)
    mornings_work(keys, desk, new, secret)
    after_noon(keys, desk, new[0])
    assert stages(desk, new[:10]) == [
        (Stage.SENT_ON, guessed[0]),
        (Stage.SENT_ON, guessed[0]),
        (Stage.SENT_ON, guessed[0]),
        (Stage.SENT_ON, guessed[1]),
        (Stage.VERIFIED, guessed[2]),
        (Stage.SENT_ON, guessed[0]),
        (Stage.VERIFIED, "drainage"),
        (Stage.ARCHIVED, guessed[0]),
        (Stage.VERIFIED, guessed[0]),
        (Stage.VERIFIED, guessed[0]),
    ]
    assert stages(desk, [new[10]]) == [(Stage.VERIFIED, guessed[0])]
    assert [stage for stage, _ in stages(desk, elsewhere)] == [Stage.RECEIVED] * 5
    handed = desk.cases.find(new[0])
    assert handed
    assert handed.status.agency == LIGHTS
    desk.clock.pass_by(minutes=2)
    after = figures_of_the_middle(keys, desk)
    agree(desk, before, after, tmp_path / "desk.db")


def mornings_work(keys: Keyboard, desk: DeskHouse, new: list[Reference], secret: Reference) -> None:
    """The admin of Lombok Timur: five by 1 to 3, by v and d, by g and v; one archived; three at once."""
    the_inbox_of(keys, "lotim", DESK("New"))
    keys.onward("j", "Enter")
    for key in ("1", "1", "1", "2", "3"):
        keys.onward(key)
        keys.onward("n")
    keys.onward("v")
    keys.press("d")
    keys.write(ROADS)
    keys.onward("Enter")
    keys.onward("n")
    keys.press("g")
    keys.write("drainase")
    keys.onward("Enter")
    keys.onward("v")
    keys.onward("n")
    keys.press("r")
    keys.press("ArrowDown", "ArrowDown", "Tab")  # the second reason
    keys.write("Tidak ada buktinya.")
    keys.tab_to(DESK("Archive"))
    keys.onward("Enter")
    three_at_once(keys, desk, new[8:])
    find_and_read(keys, secret)
    keys.tab_to(DESK("Logs"))
    keys.onward("Enter")
    assert any(
        "lotim" in row and secret in row.replace(" ", "") for row in keys.page.locator("tbody tr").all_inner_texts()
    )
    keys.tab_to(DESK("Log out"))
    keys.onward("Enter")


def three_at_once(keys: Keyboard, desk: DeskHouse, three: list[Reference]) -> None:
    """Ticked by x, verified together; they are held for a minute in which u would undo it."""
    keys.onward("b")
    for reference in three:
        for _ in range(50):
            if reference in keys.focused.replace(" ", ""):
                break
            keys.press("j")
        keys.press("x")
    keys.tab_to(DESK("Verify"))
    keys.onward("Enter")
    assert keys.page.locator(".held [role=status]").inner_text().startswith(DESK("Verify"))
    desk.clock.pass_by(seconds=61)
    assert carry_out(desk.cases.ledger) == len(three)


def find_and_read(keys: Keyboard, reference: Reference) -> None:
    """A report by its number: / leads into the search."""
    keys.press("/")
    keys.press("Control+a")
    keys.write(str(reference))
    keys.onward("Enter")
    keys.onward("j", "Enter")
    assert reference in keys.page.locator("h1").inner_text().replace(" ", "")


def after_noon(keys: Keyboard, desk: DeskHouse, reference: Reference) -> None:
    """The liaison officer of the roads: a report belongs to the street lights."""
    keys.log_in("jalan")
    find_and_read(keys, reference)
    keys.press("h")
    keys.write(LIGHTS)
    keys.onward("Enter")
    assert desk.visitor().get(f"/cases/{reference}").status_code == 302
    keys.tab_to(DESK("Log out"))
    keys.onward("Enter")


def figures_of_the_middle(keys: Keyboard, desk: DeskHouse) -> dict[str, Rows]:
    """Every table of the figures' page, as the central admin comes to it."""
    keys.log_in("pusat")
    keys.tab_to(DESK("Figures"))
    keys.onward("Enter")
    found: dict[str, list[list[str]]] = keys.page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".figure")].map((figure) => [
          figure.querySelector("h3").id,
          [...figure.querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.innerText.trim())),
        ]))"""
    )
    keys.tab_to(DESK("Log out"))
    keys.onward("Enter")
    desk.clock.pass_by(minutes=2)
    return {name: [tuple(row) for row in rows] for name, rows in found.items()}


def agree(desk: DeskHouse, before: dict[str, Rows], after: dict[str, Rows], database: Path) -> None:
    """Whatever the day changed was counted here once more, and is the same."""
    names = {each.code: each.name for each in desk.desk.categories.values()}
    with sqlite3.connect(database) as connection:
        counted = dict(recounted(connection.cursor(), names))
    changed = {name for name in after if after[name] != before[name]}
    assert changed >= {"categories", "offices", "stages", "time_verify", "accuracy", "handed_on", "archived"}
    assert changed <= counted.keys()
    for name, rows in counted.items():
        shown = [row[1:-1] if name == "categories" else row for row in after[name]]  # the topic and the share
        cut = len(rows[0])
        assert sorted(row[:cut] for row in shown) == sorted(rows), name
