"""The whole of it in a real browser: two reports from two phones, read by a core's client, followed from the other."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright

from tests.processes import free_port, until
from tests.test_run_and_play import KENTONGAN, answers, clean_environment

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
NUMBER = re.compile(r"^(\d{4}) (\d{4}) (\d{2})$", re.M)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium")


@dataclass
class Running:
    """`kentongan run` and where its data is."""

    url: str
    folder: Path

    @property
    def key(self) -> str:
        return str(json.loads((self.folder / "generated.json").read_text())["KENTONGAN_OPEN311_API_KEYS"])

    def reports(self, key: str = "") -> list[dict[str, object]]:
        query = {"api_key": key} if key else {}
        return list(httpx.get(f"{self.url}/open311/v2/requests.json", params=query).json())

    def desk(self, *words: str) -> None:
        subprocess.run([*KENTONGAN, "desk", *words], env=clean_environment(self.folder), check=True, timeout=60)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Everything on this machine, in real processes."""
    port = free_port()
    process = subprocess.Popen([*KENTONGAN, "run"], env=clean_environment(tmp_path, PORT=str(port)))
    url = f"http://127.0.0.1:{port}"
    until(lambda: answers(url), "the house answers", 90)
    yield Running(url, tmp_path)
    process.send_signal(signal.SIGINT)
    process.wait(30)


@pytest.fixture
def page(running: Running) -> Iterator[Page]:
    """The page with the phones, in Chromium."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        page = browser.new_page(locale="id-ID")
        page.goto(running.url)
        yield page
        browser.close()


def last_answer(page: Page, phone: str, before: int) -> str:
    """What the bot says after so many bubbles."""
    bubbles: Locator = page.locator(f".{phone} .bubble.bot .text")
    bubbles.nth(before).wait_for(timeout=60_000)
    return bubbles.nth(before).inner_text()


def count(page: Page, phone: str) -> int:
    """How many bubbles of the bot a phone shows."""
    return page.locator(f".{phone} .bubble.bot .text").count()


def say(page: Page, phone: str, text: str) -> str:
    """Type a message on a phone, send it with Enter, read the answer."""
    before = count(page, phone)
    page.fill(f"#{phone}-text", text)
    page.press(f"#{phone}-text", "Enter")
    return last_answer(page, phone, before)


def press(page: Page, phone: str, label: str) -> str:
    """Press the newest button with this label."""
    before = count(page, phone)
    page.locator(f".{phone} .bubble.bot").get_by_role("button", name=label, exact=True).last.click()
    return last_answer(page, phone, before)


def send_pin(page: Page, phone: str, latitude: str, longitude: str) -> str:
    """Send a place with the form under a phone."""
    before = count(page, phone)
    form = page.locator(f".{phone} .place")
    form.locator("summary").click()
    fields = form.locator("input[type=number], input[inputmode=decimal], input[type=text]")
    fields.nth(0).fill(latitude)
    fields.nth(1).fill(longitude)
    form.locator("button.send").click()
    return last_answer(page, phone, before)


def send_photo(page: Page, phone: str, photo: Path) -> str:
    """Send a photo with the form under a phone."""
    before = count(page, phone)
    form = page.locator(f".{phone} .file")
    form.locator("summary").click()
    form.locator("input[type=file]").set_input_files(photo)
    form.locator("button.send").click()
    return last_answer(page, phone, before)


def number_in(text: str) -> str:
    """The tracking number on its own line of a receipt."""
    found = NUMBER.search(text)
    assert found, text
    return "".join(found.groups())


def test_two_phones_file_and_follow_each_other(running: Running, page: Page, tmp_path: Path) -> None:
    """A report by SMS and one with photo and pin on Telegram reach the core; its news is seen from the other phone."""
    photo = tmp_path / "lampu.jpg"
    Image.new("RGB", (320, 240), "navy").save(photo, exif=_exif())
    assert "Kirim laporan ini?" in say(page, "sms", "jalan berlubang depan pasar Selong Lombok Timur")
    by_sms = number_in(say(page, "sms", "1"))
    assert "Di mana" in say(page, "telegram", "lampu jalan mati sudah seminggu")
    assert "Benar?" in send_pin(page, "telegram", "-8.65", "116.53")
    assert "Foto" in press(page, "telegram", "Kab. Lombok Timur, Nusa Tenggara Barat")
    assert "1" in send_photo(page, "telegram", photo)
    assert "Kirim laporan ini?" in press(page, "telegram", "Selesai")
    by_telegram = number_in(press(page, "telegram", "Kirim"))
    until(lambda: len(running.reports(running.key)) == 2, "both reports are in the core")
    assert running.reports() == []
    found = {str(each["account_id"]): each for each in running.reports(running.key)}
    assert set(found) == {by_sms, by_telegram}
    assert (found[by_telegram]["lat"], found[by_telegram]["long"]) == (-8.65, 116.53)
    media = httpx.get(str(found[by_telegram]["media_url"]))
    assert media.headers["content-type"] == "image/jpeg"
    assert b"Kamera" not in media.content
    assert "menunggu verifikasi" in say(page, "telegram", f"cek {by_sms}")
    running.desk("verify", by_telegram)
    assert [each["service_request_id"] for each in running.reports()] == [found[by_telegram]["service_request_id"]]
    before = count(page, "sms")
    assert "verifikasi" in last_answer(page, "sms", before - 1)
    assert "sudah diverifikasi" in say(page, "sms", f"CEK {by_telegram}")


def _exif() -> bytes:
    """The hidden data of an invented camera."""
    exif = Image.Exif()
    exif[0x0110] = "Kamera Rahasia"
    return exif.tobytes()
