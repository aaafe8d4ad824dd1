"""One of the simulator's phones in a real browser, for tests: read by its roles and labels, typed on key by key."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import Locator, Page

PATIENCE = 60.0  # seconds


class Phone:
    """One of the phones on the page, found and read as somebody does who hears the page."""

    def __init__(self, page: Page, name: str) -> None:
        self._whole = page.get_by_role("region", name=name, exact=True)
        self._log = page.get_by_role("log", name=f"Percakapan: {name}", exact=True)
        self.read = 0

    @property
    def bubbles(self) -> Locator:
        return self._log.locator(".bubble.bot .text")

    @property
    def unread(self) -> list[str]:
        """What the bot said that was not heard yet."""
        return self.bubbles.all_inner_texts()[self.read :]

    def hear(self, *words: str) -> str:
        """The next message of the bot that has these words; what came before it is read too."""
        end = time.monotonic() + PATIENCE
        while True:
            for at, text in enumerate(self.unread, self.read + 1):
                if all(each in text for each in words):
                    self.read = at
                    return text
            assert time.monotonic() < end, f"{words} not in {self.unread}"
            time.sleep(0.05)

    def say(self, text: str) -> None:
        """Type a message letter by letter and send it with Enter."""
        field = self._whole.get_by_label("Pesan", exact=True)
        field.press_sequentially(text)
        field.press("Enter")

    def send_photo(self, photo: Path) -> None:
        """Send a photo with the form under the phone."""
        self._whole.get_by_text("Foto atau suara").first.click()
        self._whole.locator("input[type=file]").set_input_files(photo)
        self._whole.get_by_role("button", name="Kirim foto").click()

    def press(self, label: str) -> None:
        """Press the newest button with this label."""
        self._log.get_by_role("button", name=label, exact=True).last.click()
