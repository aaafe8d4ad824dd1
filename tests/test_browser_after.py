"""After filing, in a real browser: from a story by SMS to nine answers on WhatsApp, and the index by hand."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser_phone import Phone
from tests.processes import free_port, until
from tests.test_run_and_play import KENTONGAN, answers, clean_environment

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PHONES = ("Telepon biasa (SMS)", "Mirip WhatsApp", "Mirip Telegram")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium")


def ten_in_the_morning(zone: str) -> str:
    """How far a clock has to be ahead so that it is past ten in the morning there; always at least an hour."""
    return f"{(9 - datetime.now(ZoneInfo(zone)).hour) % 24 + 1} hours"


@dataclass
class Running:
    """`kentongan run`, and an officer and an analyst at terminals beside it."""

    url: str
    environ: dict[str, str]

    def kentongan(self, *words: str) -> str:
        """What a command prints that ends well."""
        done = subprocess.run([*KENTONGAN, *words], env=self.environ, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def desk(self, *words: str) -> str:
        return self.kentongan("desk", *words)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Everything on this machine, in real processes, at ten in the morning of Lombok."""
    clock = {"KENTONGAN_CLOCK": ten_in_the_morning("Asia/Makassar"), "KENTONGAN_SIMULATOR": "on"}
    environ = clean_environment(tmp_path, PORT=str(free_port()), **clock)
    process = subprocess.Popen([*KENTONGAN, "run"], env=environ)
    url = f"http://127.0.0.1:{environ['PORT']}"
    until(lambda: process.poll() is not None or answers(url), "the house answers", 90)
    yield Running(url, environ)
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


def number_in(text: str) -> str:
    """The report's number as its receipt shows it: "2611 0042 70"."""
    found = re.search(r"^\d{4} \d{4} \d{2}$", text, re.M)
    assert found, text
    return found[0]


def pin_in(text: str) -> str:
    found = re.search(r"PIN Anda (\d{3} \d{3})\.", text)
    assert found, text
    return found[1]


def a_photo(path: Path) -> Path:
    """A photo with the place where it was taken hidden in it."""
    hidden = Image.Exif()
    hidden[0x0110] = "Kamera Rahasia"
    Image.new("RGB", (320, 240), "saddlebrown").save(path, exif=hidden)
    return path


def test_a_report_moves_between_phones_is_reopened_closed_and_rated(
    running: Running, page: Page, tmp_path: Path
) -> None:
    """From an SMS to nine answers on WhatsApp: news come by themselves, the photo arrives, the index is right."""
    sms, whatsapp, telegram = (Phone(page, name) for name in PHONES)
    number, pin = file_by_sms(sms)
    sent_on_and_asked(running, sms, number)
    moved(sms, whatsapp, number, pin)
    photo_reaches_the_case(running, whatsapp, number, a_photo(tmp_path / "lubang.jpg"))
    answered_reopened_and_closed(running, whatsapp, number)
    assert sms.unread == []
    rated_by_typing(whatsapp)
    another_citizen(running, telegram)
    assert_index_of_both(running.kentongan("satisfaction"))


def file_by_sms(sms: Phone) -> tuple[str, str]:
    """The story in one message, one word to send it; number and PIN stand in the receipt, and the core has it."""
    sms.say("jalan berlubang depan pasar Selong Lombok Timur")
    sms.hear("Kirim laporan ini?")
    sms.say("1")
    receipt = sms.hear("PIN Anda")
    number = number_in(receipt)
    sms.hear(number, "sudah masuk ke sistem SP4N-LAPOR!")
    return number, pin_in(receipt)


def sent_on_and_asked(running: Running, sms: Phone, number: str) -> None:
    """Three things an officer does, three messages that nobody had to ask for."""
    assert "Terverifikasi" in running.desk("verify", number)
    sms.hear(number, "Sudah diperiksa petugas.")
    running.desk("send-on", number, "--to", "Dinas PUPR Lombok Timur")
    sms.hear(number, "Sudah diteruskan ke Dinas PUPR Lombok Timur.")
    running.desk("ask", number, "--as", "office", "--note", "Mohon kirim foto lubangnya.")
    sms.hear(number, "Dinas PUPR Lombok Timur", '"Mohon kirim foto lubangnya."', "Balas dengan tulisan atau foto.")


def moved(sms: Phone, whatsapp: Phone, number: str, pin: str) -> None:
    """Number and PIN open the case on WhatsApp; a yes brings its news there, and the first phone is told so."""
    whatsapp.say(f"CEK {number} {pin}")
    whatsapp.hear(number, "menunggu keterangan tambahan", "Mohon kirim foto lubangnya.", "1. Ya, ke sini")
    assert sms.unread == []
    whatsapp.say("ya")
    whatsapp.hear(f"kabar laporan {number} dikirim ke sini", "Balas dengan tulisan atau foto.")
    sms.hear(f"Kabar laporan {number} sekarang dikirim ke HP atau aplikasi lain (WhatsApp).")


def photo_reaches_the_case(running: Running, whatsapp: Phone, number: str, photo: Path) -> None:
    """What the officer opens is the citizen's picture, without what was hidden in it."""
    whatsapp.send_photo(photo)
    whatsapp.hear("Terima kasih, kami teruskan.", "1. Cukup")
    whatsapp.say("cukup")
    whatsapp.hear("Kami kabari bila ada perkembangan.")
    until(lambda: "completed by citizen" in running.desk("show", number), "the answer is in the case")
    shown = running.desk("show", number)
    assert re.search(r"^Stage: +Terdisposisi ke Dinas PUPR Lombok Timur$", shown, re.M)
    file = re.search(r"completed by citizen.*\n +File: +(\S+) \(image/jpeg\)$", shown, re.M)
    assert file, shown
    kept = httpx.get(file[1]).raise_for_status().content
    with Image.open(BytesIO(kept)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (320, 240))
        assert not picture.getexif()


def answered_reopened_and_closed(running: Running, whatsapp: Phone, number: str) -> None:
    """A first answer that does not satisfy is sent back with its reason; after the second the citizen closes."""
    running.desk("answer", number, "--note", "Lubang sudah ditambal.")
    whatsapp.hear(number, "Sudah ada jawaban", '"Lubang sudah ditambal."', "Apakah masalahnya sudah selesai?")
    whatsapp.say("belum")
    whatsapp.hear("Apa yang belum beres?")
    whatsapp.say("masih ada satu lubang lagi")
    whatsapp.hear(f"laporan {number} dibuka kembali")
    until(lambda: "masih ada satu lubang lagi" in running.desk("show", number), "the office reads why")
    assert "Ditanggapi oleh Pelapor" in running.desk("list")
    running.desk("answer", number, "--note", "Lubang kedua sudah ditambal.")
    whatsapp.hear(number, '"Lubang kedua sudah ditambal."', "2. Belum selesai")
    whatsapp.say("1")
    whatsapp.hear(f"Laporan {number} kami tutup.", f"Bagaimana penanganan laporan {number} menurut Anda?")
    until(lambda: "Ditutup" in running.desk("list"), "the case is closed")


def rated_by_typing(whatsapp: Phone) -> None:
    """A star, then nine answers by number and by word; nothing about the person."""
    whatsapp.say("4")
    whatsapp.hear("4 dari 5", "Boleh kami tanya 9 hal lagi?")
    whatsapp.say("ya")
    for at, typed in enumerate(("3", "sangat mudah", "2", "4", "3", "mampu", "4", "2", "3"), 1):
        whatsapp.hear(f"Pertanyaan {at} dari 9.")
        whatsapp.say(typed)
    whatsapp.hear("jenis kelamin, disabilitas, dan umur")
    whatsapp.say("tidak")
    whatsapp.hear("Terima kasih.")


PRESSED = ("Sangat wajar", "Mudah", "Tidak cepat", "Lewati", "Tidak sesuai", "Mampu", "Sangat sopan", "Lewati", "Baik")


def another_citizen(running: Running, telegram: Phone) -> None:
    """A short case on Telegram, by buttons: closed before the citizen says a word, two stars, two questions skipped."""
    telegram.say("lampu jalan mati di Pancor Lombok Timur")
    telegram.hear("Kirim laporan ini?")
    telegram.press("Kirim")
    number = number_in(telegram.hear("PIN Anda"))
    telegram.hear(number, "sudah masuk")
    running.desk("verify", number)
    running.desk("send-on", number, "--to", "Dinas Perhubungan Lombok Timur")
    running.desk("answer", number, "--note", "Lampu sudah diganti.")
    telegram.hear("Sudah diperiksa petugas.")
    telegram.hear("Sudah diteruskan ke Dinas Perhubungan Lombok Timur.")
    telegram.hear("Lampu sudah diganti.", "Apakah masalahnya sudah selesai?")
    running.desk("close", number, "--note", "Sudah kami periksa lagi.")
    telegram.hear("Laporan ditutup", '"Sudah kami periksa lagi."', f"Bagaimana penanganan laporan {number}")
    telegram.press("Kurang baik")
    telegram.hear("2 dari 5")
    telegram.press("Ya, sekarang")
    for at, label in enumerate(PRESSED, 1):
        telegram.hear(f"Pertanyaan {at} dari 9.")
        telegram.press(label)
    telegram.hear("jenis kelamin, disabilitas, dan umur")
    telegram.press("Tidak, terima kasih")
    telegram.hear("Terima kasih.")


def assert_index_of_both(printed: str) -> None:
    """By hand, from Permenpan RB 14/2017: each element's mean weighs 1/9, the sum times 25; B ends at 76.60.

    element    1    2    3    4    5    6    7    8    9
    SMS, WA    3    4    2    4    3    3    4    2    3
    Telegram   4    3    1    -    1    3    4    -    3
    mean     3.5  3.5  1.5    4    2    3    4    2    3     sum 26.5; 26.5 / 9 = 2.9444...; x 25 = 73.6111...: grade C
    stars 4 and 2: mean 3
    """
    assert "Index: 73.61, grade C" in printed
    assert "Respondents: 2" in printed
    means = re.findall(r"^  \d\. .*: (\d\.\d\d) \((\d) answers?\)$", printed, re.M)
    assert [mean for mean, _ in means] == ["3.50", "3.50", "1.50", "4.00", "2.00", "3.00", "4.00", "2.00", "3.00"]
    assert [count for _, count in means] == ["2", "2", "2", "1", "2", "2", "2", "1", "2"]
    assert "Mean: 3.00 of 5 (2 stars)" in printed
    assert "1: 0, 2: 1, 3: 0, 4: 1, 5: 0" in printed
