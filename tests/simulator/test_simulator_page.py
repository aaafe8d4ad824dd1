"""The page is safe to open, whole, and changes something only for itself."""

from __future__ import annotations

from html.parser import HTMLParser

import httpx
import pytest

from channels.simulator import Faults
from channels.simulator.page import ADDRESS, GUARD, WATCHED
from channels.simulator.words import WORDS

VOID = {"meta", "link", "img", "input", "br", "hr"}
PHONE = "/simulator/phones/sms"
SMS = {GUARD: "1", ADDRESS: "+6281200000001"}
TELEGRAM = {GUARD: "1", ADDRESS: "700000001"}


class Page(HTMLParser):
    """Reads a page and complains about tags that do not close in order."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.inline, self.complaints = [], [], "", []
        self.feed(html)
        self.complaints += self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.complaints.append(f"</{tag}>")

    def handle_data(self, data):
        if self.open and self.open[-1] in ("script", "style"):
            self.inline += data.strip()


@pytest.fixture(params=["id", "en"])
def page(request, house):
    """The page in each language, with its answer."""
    answer = httpx.get(f"{house.url}/?lang={request.param}")
    return request.param, answer, Page(answer.text)


def test_the_page_is_well_formed(page):
    """Each tag closes in order, ids are unique, and each label, description and jump has its target."""
    _, _, read = page
    ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
    wanted = [
        attrs.get("for") or attrs.get("aria-describedby") or attrs.get("aria-labelledby") for _, attrs in read.tags
    ]
    assert read.complaints == []
    assert len(ids) == len(set(ids))
    assert {name for name in wanted if name} <= set(ids)


def test_every_field_has_a_label(page):
    """No input or textarea without a label."""
    _, _, read = page
    labelled = {attrs.get("for") for tag, attrs in read.tags if tag == "label"}
    fields = [attrs["id"] for tag, attrs in read.tags if tag in ("input", "textarea")]
    assert len(fields) > 10
    assert set(fields) <= labelled


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(page):
    """No inline script, style or handler; the policy allows only this site; every address is this site's."""
    _, answer, read = page
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert read.inline == ""
    assert not [attrs for _, attrs in read.tags if "style" in attrs or any(name.startswith("on") for name in attrs)]
    addresses = [value for _, attrs in read.tags for name, value in attrs.items() if name in ("src", "href", "action")]
    assert all(address.startswith(("/", "#")) and not address.startswith("//") for address in addresses)


def test_the_page_says_that_it_is_a_simulation(page):
    """In its own language: that it is one, and what to do without JavaScript."""
    lang, answer, read = page
    assert read.tags[0] == ("html", {"lang": lang})
    assert WORDS[lang]["notice"] in answer.text
    assert "kentongan play" in answer.text


def test_all_files_of_the_page_are_there(house, page):
    """Every script, style and picture is served, with a type that a browser takes."""
    _, _, read = page
    files = [attrs.get("src") or attrs.get("href") for tag, attrs in read.tags if tag in ("script", "link", "img")]
    kinds = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
    for file in [*files, "/simulator/static/bubbles.js", "/simulator/static/segments.js"]:
        answer = httpx.get(house.url + file)
        assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (
            200,
            kinds[file.rpartition(".")[2]],
        )


def test_both_languages_have_the_same_words():
    """Nothing is missing in either language, and no place for a value is lost."""
    import re

    assert WORDS["id"].keys() == WORDS["en"].keys()
    for name, text in WORDS["id"].items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", WORDS["en"][name]))


@pytest.mark.parametrize(
    "headers",
    [{}, {GUARD: "0"}, {GUARD: "1", "Origin": "https://elsewhere.example"}, {GUARD: "1", "Origin": "null"}],
)
def test_another_site_cannot_act(house, headers):
    """Without the page's header, or from another origin, nothing is sent and nothing is switched."""
    for path, body in ((f"{PHONE}/text", {"text": "x"}), ("/simulator/faults", {"core_down": True})):
        assert httpx.post(house.url + path, json=body, headers={ADDRESS: "+6281200000001"} | headers).status_code == 403
    assert house.phone("sms").bubbles() == ()
    assert house.core_down == [False]


def test_the_page_can_do_all_that_a_phone_can(house, jpeg):
    """Text, photo, pin and tap through the page's interface reach the bot through the same carriers."""
    import json

    button = {"inline_keyboard": [[{"text": "Ya", "callback_data": "yes"}]]}
    body = json.dumps({"method": "sendMessage", "chat_id": 700000001, "text": "Kirim?", "reply_markup": button})
    house.bot.answer = lambda heard: (200, "application/json", body)
    http = httpx.Client(base_url=f"{house.url}/simulator/phones/telegram/", headers=TELEGRAM)
    with http:
        assert http.post("text", json={"text": "halo"}).status_code == 200
        bubble = house.phone("telegram").bubbles()[-1]
        assert http.post("tap", json={"bubble": bubble.id, "button": 0}).status_code == 200
        assert http.post("pin", json={"latitude": -8.65, "longitude": 116.53}).status_code == 200
        assert http.post("file", files={"file": ("lubang.jpg", jpeg, "image/jpeg")}).status_code == 200
    text, tap, pin, photo = (heard.json for heard in house.bot.heard)
    assert (text["message"]["text"], tap["callback_query"]["data"]) == ("halo", "yes")
    assert (pin["message"]["location"]["latitude"], len(photo["message"]["photo"])) == (-8.65, 4)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (f"{PHONE}/text", {"text": "  "}, 400),
        (f"{PHONE}/text", {"text": "x" * 100_001}, 400),
        (f"{PHONE}/text", ["x"], 400),
        (f"{PHONE}/pin", {"latitude": -8.65, "longitude": 116.53}, 400),
        (f"{PHONE}/tap", {"bubble": 1, "button": 0}, 400),
        ("/simulator/phones/telegram/pin", {"latitude": "x", "longitude": 1}, 400),
        ("/simulator/phones/telegram/pin", {"latitude": 91, "longitude": 1}, 400),
        ("/simulator/phones/telegram/text", {"text": "x"}, 404),
        ("/simulator/phones/fax/text", {"text": "x"}, 404),
        ("/simulator/faults", {"late": 601, "twice": False, "out_of_order": False}, 400),
        ("/simulator/faults", {}, 400),
    ],
)
def test_nonsense_is_refused(house, path, body, status):
    """What a page would never send gets a 4xx with a reason, and nothing reaches the bot."""
    headers = TELEGRAM if path.endswith("telegram/pin") else SMS
    answer = httpx.post(house.url + path, json=body, headers=headers)
    assert (answer.status_code, bool(answer.json()["error"])) == (status, True)
    assert house.bot.heard == []
    assert house.simulator.line.faults == Faults()


def test_the_switches_show_and_change_the_faults(house):
    """The panel reads and sets the network's faults and the core's switch."""
    wanted = {"twice": True, "late": 2.0, "out_of_order": True, "core_down": True}
    assert httpx.post(f"{house.url}/simulator/faults", json=wanted, headers={GUARD: "1"}).json() == wanted
    assert httpx.get(f"{house.url}/simulator/faults").json() == wanted
    assert (house.simulator.line.faults, house.core_down) == (Faults(True, 2.0, True), [True])


def test_events_are_only_those_of_the_phones_asked_for(house):
    """A page reads its own phones and nobody else's, from where it stopped."""
    house.phone("sms").say("rahasia")
    house.phone("telegram").say("satu")
    house.phone("telegram").say("dua")
    first = house.phone("telegram").bubbles()[0]
    query, watched = {"since": first.id, "wait": 5}, {WATCHED: "telegram:700000001"}
    bubbles = httpx.get(f"{house.url}/simulator/events", params=query, headers=watched).json()["bubbles"]
    assert [bubble["text"] for bubble in bubbles] == ["dua"]
