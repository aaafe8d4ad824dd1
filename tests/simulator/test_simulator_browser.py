"""In a real browser: by keyboard alone, at every width, in both colour schemes, read as a screen reader reads."""

from __future__ import annotations

import json
import shutil

import pytest
from simulated_house import until

from channels.simulator.segments import segments

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="module")
def browser():
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, house):
    """The simulator's page; at the end nothing has gone wrong in it, and nothing was blocked by its policy."""
    context = browser.new_context(locale="id-ID")
    page = context.new_page()
    problems = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    page.goto(house.url)
    yield page
    context.close()
    assert problems == []


def tab_to(page, selector, most=40):
    """Press Tab until this element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with Tab")


def test_a_message_is_sent_and_answered_by_keyboard_alone(house, page, twiml):
    """Skip link, Tab, typing and Enter send an SMS; the answer stands in the conversation, which is a polite log."""
    house.bot.answer = twiml("Terima kasih. &lt;b&gt;Lokasi&lt;/b&gt; di mana?")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    tab_to(page, "#sms-text")
    page.keyboard.type("Jalan rusak di Selong")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    log = page.get_by_role("log", name="Percakapan: Telepon biasa (SMS)")
    log.get_by_text("<b>Lokasi</b> di mana?").wait_for()
    assert log.get_attribute("aria-live") == "polite"
    assert log.locator(".text").all_inner_texts() == ["Jalan rusak di Selong", "Terima kasih. <b>Lokasi</b> di mana?"]
    assert log.locator(".who").all_inner_texts() == ["Anda", "Bot"]


def test_no_address_stands_in_an_address_line(page):
    """What the page asks for never has a phone's number in its URL, where access logs would keep it."""
    urls = []
    page.on("request", lambda request: urls.append(request.url))
    page.fill("#sms-text", "halo")
    page.press("#sms-text", "Enter")
    page.locator(".sms .bubble").first.wait_for()
    page.wait_for_function("!document.querySelector('.sms .status').textContent")
    assert any("/simulator/events" in url for url in urls)
    assert not [url for url in urls if "81200000" in url or "700000001" in url]


def test_enter_sends_and_a_button_is_pressed_by_keyboard(house, page):
    """On the Telegram-like phone Enter sends, and the bot's button is a real button that Enter presses."""
    rows = [[{"text": "Ya, kirim", "callback_data": "review:1:send"}]]
    body = {"method": "sendMessage", "chat_id": 700000001, "text": "Kirim?", "reply_markup": {"inline_keyboard": rows}}
    house.bot.answer = lambda heard: (200, "application/json", json.dumps(body))
    tab_to(page, "#telegram-text")
    page.keyboard.type("halo")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ya, kirim").wait_for()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    until(lambda: len(house.bot.heard) == 2)
    assert house.bot.heard[1].json["callback_query"]["data"] == "review:1:send"


def test_a_photo_and_a_pin_can_be_sent(house, page, jpeg):
    """The WhatsApp-like phone uploads a photo with its caption, and sends the example place."""
    phone = page.locator(".whatsapp")
    phone.locator(".file summary").click()
    phone.get_by_label("Foto atau suara").set_input_files(
        {"name": "lubang.jpg", "mimeType": "image/jpeg", "buffer": jpeg}
    )
    phone.get_by_label("Keterangan").fill("lubang besar")
    phone.get_by_role("button", name="Kirim foto").click()
    phone.get_by_text("Foto: lubang.jpg - lubang besar").wait_for()
    phone.locator(".place summary").click()
    phone.get_by_role("button", name="Isi contoh: Selong").click()
    phone.get_by_role("button", name="Kirim lokasi ini").click()
    phone.get_by_text("Lokasi: -8.65, 116.53").wait_for()
    until(lambda: len(house.bot.heard) == 2)
    assert [heard.form["NumMedia"] for heard in house.bot.heard] == ["1", "0"]
    assert house.bot.heard[1].form["Latitude"] == "-8.65"


def test_the_counter_counts_as_the_network_does(page):
    """The feature phone's counter and our own count agree, for both alphabets and at every edge."""
    texts = ["", "a" * 160, "a" * 161, "€" * 81, "a" * 152 + "€" * 80, "’" * 71, "\U0001f600" * 36, "baris\nbaru {x}"]
    counted = page.evaluate(
        "async texts => { const m = await import('/simulator/static/segments.js'); return texts.map(m.segments); }",
        texts,
    )
    ours = [segments(text) for text in texts]
    assert [(c["alphabet"], c["units"], c["count"]) for c in counted] == [(o.alphabet, o.units, o.count) for o in ours]
    page.fill("#sms-text", "’")
    assert page.inner_text("#sms-counter") == "1 dari 70 karakter, 1 SMS (UCS-2)"


def test_the_faults_are_switched_by_keyboard(house, page):
    """Space on the switch and Enter apply a fault, and the page says so."""
    tab_to(page, "#fault-core_down", most=60)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_text("Gangguan diterapkan.").wait_for()
    assert house.core_down == [True]


def test_a_new_number_begins_a_new_conversation(house, page, twiml):
    """After a change of number the log is empty, and the next message comes from somebody else."""
    house.bot.answer = twiml("Ya")
    phone = page.locator(".sms")
    for text in ("satu", "dua"):
        phone.get_by_label("Pesan").fill(text)
        phone.get_by_role("button", name="Kirim").click()
        phone.locator(".bubble.bot").wait_for()
        if text == "satu":
            phone.get_by_role("button", name="Ganti nomor").click()
            assert phone.locator(".bubble").count() == 0
    first, second = (heard.form["From"] for heard in house.bot.heard)
    assert first != second


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_is_cut_off_or_scrolls_sideways(house, page, twiml, width):
    """At 320 CSS pixels (400 % of 1280) as at any width the page needs no sideways scrolling, even for long words."""
    house.bot.answer = twiml("panjang" * 40)
    page.set_viewport_size({"width": width, "height": 800})
    page.fill("#sms-text", "x" * 300)
    page.press("#sms-text", "Enter")
    page.locator(".sms .bubble.bot").wait_for()
    for details in page.locator("summary").all():
        details.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = "[...document.querySelectorAll('.log, form, .bubble')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
    assert page.evaluate(wide) == 0


CONTRAST = """() => {
  const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const parse = c => c.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = e => { for (; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > 0) return c; }
    return [255, 255, 255]; };
  const found = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.checkVisibility()) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) found.push([e.tagName, e.className, e.textContent.trim().slice(0, 30), ratio.toFixed(2)]);
  }
  return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(house, page, scheme):
    """Each visible text has a contrast of at least 4.5 with what is behind it, in both colour schemes."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    rows = [[{"text": "Ya", "callback_data": "x"}]]
    body = {"method": "sendMessage", "chat_id": 700000001, "text": "Kirim?", "reply_markup": {"inline_keyboard": rows}}
    house.bot.answer = lambda heard: (200, "application/json", json.dumps(body))
    for channel in ("sms", "whatsapp", "telegram"):
        page.fill(f"#{channel}-text", "halo")
        page.press(f"#{channel}-text", "Enter")
    page.get_by_role("button", name="Ya").wait_for()
    page.locator(".sms .carrier").wait_for()
    for details in page.locator("summary").all():
        details.click()
    assert page.evaluate(CONTRAST) == []


def test_without_motion_nothing_moves(page):
    """Who asked for less motion sees no animation and no smooth scrolling."""
    page.emulate_media(reduced_motion="reduce")
    page.fill("#sms-text", "halo")
    page.press("#sms-text", "Enter")
    page.locator(".sms .bubble").first.wait_for()
    assert page.evaluate("getComputedStyle(document.querySelector('.bubble')).animationName") == "none"
    assert page.evaluate("getComputedStyle(document.querySelector('.log')).scrollBehavior") == "auto"


def test_the_page_speaks_english_on_request(page):
    """The language switch changes the page's words and its lang, and the conversation stays."""
    page.fill("#sms-text", "halo")
    page.press("#sms-text", "Enter")
    page.locator(".sms .bubble").first.wait_for()
    page.get_by_role("link", name="English").click()
    page.get_by_role("heading", name="Feature phone (SMS)").wait_for()
    assert page.get_attribute("html", "lang") == "en"
    page.get_by_role("log", name="Conversation: Feature phone (SMS)").get_by_text("halo").wait_for()
