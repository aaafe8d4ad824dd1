"""The desk in a real browser: served over HTTP, and worked at with nothing but keys."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_house import PASSWORD, DeskHouse
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from werkzeug.serving import make_server

from bridge.desk.app import create_desk

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium")
_FAR = 200  # presses of Tab, more than any page of the tests needs
# What somebody hears of the element that has the focus: its name, or the words of its label.
_FOCUSED = """() => {
  const one = document.activeElement;
  if (one.matches("body, main")) return "";
  const label = one.labels?.length ? one.labels[0].innerText : "";
  return (one.getAttribute("aria-label") || label || one.innerText || "").trim();
}"""


@contextmanager
def served(desk: DeskHouse) -> Iterator[str]:
    """The desk behind a real HTTP server, as its address."""
    server = make_server("127.0.0.1", 0, create_desk(desk.desk), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as play:
        yield started(play)


def started(play: Playwright) -> Browser:
    return play.chromium.launch(executable_path=CHROMIUM, args=ARGS)


@dataclass
class Keyboard:
    """Somebody at the desk without a mouse: whatever has the focus gets the keys."""

    page: Page

    @property
    def focused(self) -> str:
        """The name of what has the focus."""
        found: str = self.page.evaluate(_FOCUSED)
        return found

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, words: str) -> None:
        """Type into what has the focus."""
        self.page.keyboard.type(words)

    def onward(self, *keys: str) -> None:
        """Keys of which the last leads to another page; wait for it."""
        self.press(*keys[:-1])
        with self.page.expect_navigation():
            self.press(keys[-1])

    def tab_to(self, name: str) -> None:
        """Tab until something of this name has the focus."""
        for _ in range(_FAR):
            self.press("Tab")
            if self.focused.startswith(name):
                return
        raise AssertionError(f"Tab does not come to {name}")

    def log_in(self, login: str) -> None:
        """On the login page, whose first field has the focus."""
        self.page.wait_for_function("document.activeElement.name === 'login'")
        self.write(login)
        self.press("Tab")
        self.write(PASSWORD)
        self.onward("Enter")


def enter(page: Page, login: str) -> None:
    """Log in and come to the inbox."""
    page.goto("/login")
    Keyboard(page).log_in(login)


def sticks_out(page: Page) -> list[str]:
    """What makes the page wider than the screen, apart from what scrolls by itself in a focusable region."""
    found: list[str] = page.evaluate(
        """() => {
          const most = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= most) return [];
          return [...document.body.querySelectorAll("*")].filter((each) =>
            !each.closest(".wide[tabindex]") && each.getBoundingClientRect().right > most + 0.5
          ).map((each) => each.outerHTML.slice(0, 120)).concat(["page " + document.documentElement.scrollWidth]);
        }"""
    )
    return found


def small_targets(page: Page) -> list[str]:
    """What can be pressed and is smaller than 24 by 24 CSS pixels, apart from links in a sentence (WCAG 2.5.8)."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter((each) => {
          const box = each.getBoundingClientRect();
          if (!each.checkVisibility({visibilityProperty: true}) || each.tabIndex < 0) return false;
          if (each.type === "hidden" || each.matches(".skip")) return false;
          const around = each.labels?.[0]?.getBoundingClientRect();
          const high = Math.max(box.height, around?.height ?? 0);
          const wide = Math.max(box.width, around?.width ?? 0);
          const words = [...each.parentElement.childNodes].some((node) => node !== each
            && (node.nodeType === 3 || !node.matches?.("kbd")) && node.textContent.trim());
          if (each.matches("a") && words) return false;
          return high < 23.9 || wide < 23.9;
        }).map((each) => each.outerHTML.slice(0, 160))"""
    )
    return found


def seen_by_axe(page: Page) -> list[str]:
    """What axe finds, each with the first element that has it."""
    found: dict[str, Any] = Axe().run(page).response
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found["violations"]]
