"""An officer opens a report: everything that is known of it, safely shown, and nothing beyond their reach."""

from __future__ import annotations

import html
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from desk_house import ELSEWHERE, KLATEN, ROADS, SELONG, DeskHouse

from bot.pin import Pin
from bot.progress import Act, Doing
from bot.report import Kind, Place, StoredFile
from bridge.embedded.workflow import Action

PHOTO = StoredFile("http://localhost/media/a1.jpg?until=1&signature=x", "image/jpeg")
VOICE = StoredFile("http://localhost/media/b2.ogg?until=1&signature=x", "audio/ogg")
FOREIGN = StoredFile("https://files.example.org/c3.jpg", "image/jpeg")


class Tags(HTMLParser):
    """Names of the tags and attributes in a page, as a browser reads them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _value in attrs}


def words(page: str) -> str:
    """What a reader sees of a page's content, on one line."""
    main = re.sub(r"<[^>]*>", " ", page.split("<main")[1])
    return " ".join(html.unescape(main).split())


def test_the_page_tells_everything_the_citizen_said(desk: DeskHouse) -> None:
    """Number, stage in LAPOR's words, deadline in words, kind, category, places, day, channel, language and name."""
    reference = desk.at(
        ROADS,
        story="Jalan berlubang\ndepan pasar",
        title="Lubang besar",
        kind=Kind.WISH,
        happened_on=date(2026, 11, 20),
        language="jv",
    )
    page = words(desk.as_("jalan").get(f"/cases/{reference}").text)
    for each in (
        reference.grouped,
        "Lubang besar",
        f"Terdisposisi ke {ROADS}",
        "Aspirasi",
        "Jalan berlubang",
        "depan pasar Selong",
        "Selong, Kabupaten Lombok Timur",
        "20-11-2026",
        "23-11-2026 09:00",
        "SMS",
        "Pelapor menulis dalam bahasa Jawa",
        "Budi Contoh",
        f"Didisposisikan ke {ROADS}",
    ):
        assert each in page


def test_the_deadline_is_said_in_words_and_marked_by_a_class(desk: DeskHouse) -> None:
    """Colour only repeats what the words say."""
    reference, visitor = desk.at(ROADS), desk.as_("jalan")
    head = visitor.get(f"/cases/{reference}").text.split("<header class=")[2].split("</header>")[0]
    assert 'class="calm"' in head
    desk.clock.pass_by(days=21)
    late = desk.as_("jalan").get(f"/cases/{reference}").text.split("<header class=")[2].split("</header>")[0]
    assert re.search(r'class="late">[^<]*\d+', late)


@pytest.mark.parametrize(("login", "status"), [("pusat", 200), ("lotim", 200), ("jalan", 200), ("lampu", 404)])
def test_a_report_opens_for_those_it_is_within_reach_of(desk: DeskHouse, login: str, status: int) -> None:
    """The office that has it, its agency and the middle; its neighbour is told that there is nothing."""
    reference = desk.at(ROADS)
    assert desk.as_(login).get(f"/cases/{reference}").status_code == status


def test_a_report_out_of_reach_looks_like_none_at_all(desk: DeskHouse) -> None:
    """By page, by file and by act, with the same words as for a number that was never given."""
    reference = desk.at(ROADS, files=(PHOTO,))
    visitor = desk.as_("pu_klaten")
    for path in ("", "/files/0"):
        strange, none = (visitor.get(f"/cases/{each}{path}") for each in (reference, "1000000026"))
        assert (strange.status_code, words(strange.text)) == (404, words(none.text))
    for place in ("answer", "category", "decide", "accept"):
        fields = {"action": "answer", "seen": "3", "note": "Sudah", "category": "pothole"}
        strange, none = (
            desk.as_("klaten").post(f"/cases/{each}/{place}", fields | {"action": action})
            for each in (reference, "1000000026")
            for action in ["verify" if place == "decide" else "answer"]
        )
        assert (strange.status_code, words(strange.text)) == (404, words(none.text))
    assert len(desk.cases.timeline(reference)) == 3


@pytest.mark.parametrize("number", ["1", "abc", "x" * 3000, "1%00", "%F0%9F%98%80", "-1"])
def test_a_number_that_is_none_finds_nothing(desk: DeskHouse, number: str) -> None:
    """Whatever stands in the address, the answer is that there is nothing."""
    assert desk.as_("pusat").get(f"/cases/{number}").status_code == 404


def test_an_erased_report_is_gone(desk: DeskHouse) -> None:
    """What a citizen took back has no page any more, and no files."""
    reference = desk.at(ROADS, files=(PHOTO,))
    desk.cases.erase(reference)
    visitor = desk.as_("jalan")
    assert [visitor.get(f"/cases/{reference}{path}").status_code for path in ("", "/files/0")] == [404, 404]


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }} {% raw %}",
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "</textarea><svg/onload=alert(1)>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_citizen_writes_is_only_ever_text(desk: DeskHouse, text: str) -> None:
    """In story, title, name, place, pin and reply it is read as it was written and does nothing."""
    pin = Pin(-8.6, 116.5, text)
    place = Place(text, SELONG.province, SELONG.regency, SELONG.district, None, pin)
    reference = desk.at(ROADS, story=text, title=text, name=text, place=place, category_name=text, channel=text[:40])
    desk.cases.do(Act("a1", reference, Doing.ADD, text), "")
    page = desk.as_("jalan").get(f"/cases/{reference}").text
    assert words(page).count(" ".join(text.split())) >= 5
    tags = Tags("<main" + page.split("<main")[1])
    assert not tags.names & {"script", "img", "svg", "style", "iframe"}
    assert not {name for name in tags.attributes if name.startswith("on") or name == "style"}


def test_a_story_keeps_its_lines_and_loses_what_turns_them_round(desk: DeskHouse) -> None:
    """Line breaks stay; overrides of direction and control characters do not reach the page."""
    reference = desk.at(ROADS, story="Baris satu\n\u202etxet desrever\u202c\nBaris \x1b[31mtiga", title="a\u2066b")
    page = desk.as_("jalan").get(f"/cases/{reference}").text
    assert "Baris satu\ntxet desrever\nBaris [31mtiga" in page
    assert not set("\u202e\u202c\u2066\x1b") & set(page)


def test_an_anonymous_report_names_nobody(desk: DeskHouse) -> None:
    """The page says that the identity is hidden, and has no name to hide."""
    reference = desk.at(ROADS, anonymous=True)
    page = words(desk.as_("jalan").get(f"/cases/{reference}").text)
    assert "Anonim: identitas disembunyikan" in page
    assert "Budi Contoh" not in page


def test_a_pin_and_an_area_link_to_a_map_elsewhere(desk: DeskHouse) -> None:
    """The link says that it leaves the desk and tells the other site nothing about where it was pressed."""
    pinned = desk.at(ROADS, place=Place("sini", SELONG.province, SELONG.regency, pin=Pin(-8.65, 116.53, "")))
    named = desk.at(ROADS)
    nowhere = desk.file(place=Place("entah"))
    visitor = desk.as_("pusat")
    pages = [visitor.get(f"/cases/{each}").text for each in (pinned, named, nowhere)]
    links = [re.findall(r'<a href="(https://www\.openstreetmap\.org/[^"]*)"([^>]*)>', page) for page in pages]
    assert links[0][0][0] == "https://www.openstreetmap.org/?mlat=-8.65000&amp;mlon=116.53000#map=17/-8.65000/116.53000"
    assert links[1][0][0] == "https://www.openstreetmap.org/search?query=Selong%2C+Kabupaten+Lombok+Timur"
    assert links[2] == []
    assert all('rel="noopener noreferrer"' in each[0][1] for each in links[:2])
    assert "situs lain: lokasi ini ikut terkirim ke sana" in words(pages[0])


def test_files_open_through_the_desk(desk: DeskHouse) -> None:
    """A picture of ours stands in the page, a sound is a link, and each leads to a fresh link of the media room."""
    reference = desk.at(ROADS, files=(PHOTO, VOICE, FOREIGN))
    visitor = desk.as_("jalan")
    page = visitor.get(f"/cases/{reference}").text
    assert re.findall(r'<img[^>]*src="([^"]*)"', page) == [f"/cases/{reference}/files/0"]
    assert "Suara 2 (audio/ogg)" in words(page)
    assert "disimpan di situs lain: files.example.org" in words(page)
    assert "signature=" not in page
    answer = visitor.get(f"/cases/{reference}/files/0")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("http://localhost/media/a1.jpg?until=")
    assert answer.headers["Location"] != PHOTO.url
    assert answer.headers["Cache-Control"] == "no-store"
    for beyond in ("3", "-1", "99999999999999999999999", "x"):
        assert visitor.get(f"/cases/{reference}/files/{beyond}").status_code == 404


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "file:///etc/passwd", ""])
def test_a_file_is_an_address_of_the_web_or_nothing(desk: DeskHouse, url: str) -> None:
    """Nobody is sent to anything that another system wrote in the place of an address."""
    reference = desk.at(ROADS, files=(StoredFile(url, "image/jpeg"),))
    visitor = desk.as_("jalan")
    assert visitor.get(f"/cases/{reference}").status_code == 200
    assert visitor.get(f"/cases/{reference}/files/0").status_code == 404


def test_the_timeline_tells_everything_with_who_and_what_they_sent(desk: DeskHouse) -> None:
    """The newest first: officers by name, the citizen's words and files beside the entry they came with."""
    reference = desk.at(ROADS, files=(VOICE,))
    desk.cases.act(reference, Action.ANSWER, note="Ditambal besok", actor="Petugas jalan")
    desk.cases.do(Act("a1", reference, Doing.ADD, "Belum juga", (PHOTO,)), "")
    page = desk.as_("jalan").get(f"/cases/{reference}").text
    past = words("<main" + page.split('class="timeline"')[1])
    told = [past.index(each) for each in ("Pelapor menanggapi", "Dijawab", "Didisposisikan", "Diverifikasi", "masuk")]
    assert told == sorted(told)
    assert "Petugas jalan (instansi)" in past
    assert "Belum juga" in past
    assert "Ditambal besok" in past
    assert f"/cases/{reference}/files/1" in page.split('class="timeline"')[1]
    assert f"/cases/{reference}/files/0" not in page.split('class="timeline"')[1]


def test_the_page_goes_on_in_the_list_it_was_opened_from(desk: DeskHouse) -> None:
    """Links to the reports beside it, back to the list, and every form keeps the list."""
    references = [desk.at(ROADS) for _ in range(3)]
    desk.at(ELSEWHERE, place=KLATEN)
    page = desk.as_("jalan").get(f"/cases/{references[1]}?in=group%3Doffice").text
    assert re.search(rf'href="/cases/{references[0]}\?in=[^"]*" rel="prev" data-key="p"', page)
    assert re.search(rf'href="/cases/{references[2]}\?in=[^"]*" rel="next" data-key="n"', page)
    assert '<a href="/?group=office" data-key="b">' in page
    forms = re.findall(r'class="act" method="post" action="([^"]*)"', page)
    assert forms
    assert all("?in=group%3Doffice" in each for each in forms)


def test_the_page_speaks_english_too(desk: DeskHouse) -> None:
    """Everything but LAPOR's own words is in the officer's language."""
    reference, visitor = desk.at(ROADS), desk.as_("jalan")
    visitor.post("/language", language="en", next=f"/cases/{reference}")
    page = words(visitor.get(f"/cases/{reference}").text)
    assert "Hand on to another office" in page
    assert f"Terdisposisi ke {ROADS}" in page
    assert "Pelapor menulis" not in page
