"""Whoever works by keyboard sees where they are, and gets past the rooms with one key."""

from __future__ import annotations

import pytest
from browser_desk import needs_chromium, served
from desk_house import ROADS, DeskHouse
from playwright.sync_api import Browser, Page
from test_desk_axe import Look, browser

pytestmark = needs_chromium
__all__ = ["browser"]  # the fixture


def test_the_first_tab_leads_past_the_rooms(desk: DeskHouse, browser: Browser) -> None:
    """The link to the content shows itself, goes there, and the next Tab goes on from there."""
    with served(desk) as url:
        page = Look("pusat", "id", "light", narrow=True).opened(browser, url)
        page.goto("/keys")
        page.keyboard.press("Tab")
        box = page.locator(".skip").bounding_box()
        assert box
        assert box["x"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('main *')")
        page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_whatever_has_the_focus_shows_it(desk: DeskHouse, browser: Browser, scheme: str) -> None:
    """Every stop of Tab, on the pages with the most of them, has an outline or a shadow that it has not else."""
    reference = desk.file()
    desk.at(ROADS)
    with served(desk) as url:
        page = Look("pusat", "id", scheme, narrow=False).opened(browser, url)
        for path in ("/?group=all&kind=pengaduan", f"/cases/{reference}", "/monev", "/renaksi", "/accounts"):
            page.goto(path)
            assert hidden_focus(page) == []
        page.context.close()


def hidden_focus(page: Page) -> list[str]:
    """Stops of Tab that look as if they were none."""
    page.evaluate("document.documentElement.style.setProperty('--pico-transition', '0s')")
    found, stops = [], 0
    while True:
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        stops += 1
        assert stops < 200
        shown, what = page.evaluate(
            """() => {
              const one = document.activeElement, style = getComputedStyle(one), row = one.closest("tr");
              const outlined = (each) => each.outlineStyle !== "none" && parseFloat(each.outlineWidth) >= 2;
              return [outlined(style) || (row && outlined(getComputedStyle(row))), one.outerHTML.slice(0, 120)];
            }"""
        )
        found += [] if shown else [what]
    assert stops > 5
    return found
