"""The inbox: what is due first stands first, told in words; only what is within reach; the place in it is kept."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from desk_house import DEADLINES, ELSEWHERE, KLATEN, LIGHTS, MORNING, ROADS, SELONG, DeskHouse, Visitor
from flask import session

from bot.report import Kind, Reference, Stage
from bridge.desk import listing
from bridge.desk.due_words import due_words, working_days_between
from bridge.embedded.workflow import Action


def listed(visitor: Visitor, query: str = "") -> list[str]:
    """The tracking numbers on a page of the inbox, from above."""
    page = visitor.get(f"/{query}")
    assert page.status_code == 200
    return re.findall(r'name="case" value="(\d{10})\.\d+"', page.text)


def line_of(visitor: Visitor, reference: str, query: str = "") -> str:
    """What the inbox says of one report, without tags."""
    page = visitor.get(f"/{query}").text
    row = next(row for row in re.findall(r"<tr>.*?</tr>", page, re.S) if reference in row)
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def test_what_is_due_first_stands_first_and_what_waits_for_the_citizen_last(desk: DeskHouse) -> None:
    """Deadlines order the list; a report that no office owes anything comes after all that one owes."""
    waiting = desk.at(ROADS)
    desk.cases.act(waiting, Action.ANSWER, note="Kami perbaiki.")
    old = desk.file()
    desk.clock.pass_by(days=1)
    new, far = desk.file(), desk.at(ROADS)
    assert listed(desk.as_("lotim")) == [old, new, far, waiting]


def test_each_deadline_is_told_in_words_and_by_a_class(desk: DeskHouse) -> None:
    """Late, today, coming and waiting read differently without any colour."""
    late = desk.file()
    desk.clock.pass_by(days=3)  # its last day
    visitor = desk.as_("lotim")
    assert "Tenggat hari ini" in line_of(visitor, late)
    desk.clock.pass_by(minutes=30)
    fresh, asked = desk.at(ROADS), desk.file()
    desk.cases.act(asked, Action.ASK, note="Di RT berapa?")
    assert "Tenggat Kamis, 03-12" in line_of(visitor, fresh)
    assert "Menunggu pelapor" in line_of(visitor, asked)
    desk.clock.pass_by(days=4)  # from Thursday over the week's end to Monday
    page = desk.as_("lotim").get("/").text
    assert '<td class="late">Terlambat 2 hari kerja</td>' in page
    assert '<td class="soon">Tenggat Kamis, 03-12</td>' not in page


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (0, "Due today", "soon"),
        (1, "Due Tuesday, 24-11", "soon"),
        (4, "Due Friday, 27-11", "calm"),
        (60, "Due Friday, 22-01-2027", "calm"),
        (-1, "1 working day late", "late"),
        (-3, "1 working day late", "late"),
        (-4, "2 working days late", "late"),
    ],
)
def test_a_deadline_in_words(desk: DeskHouse, days: int, words: str, tone: str) -> None:
    """Late is counted in working days, of which the day that it was due is none."""
    assert told(desk, MORNING.replace(hour=16, minute=59) + timedelta(days=days), MORNING) == (words, tone)


def test_what_was_due_on_friday_is_late_on_sunday_by_no_working_day(desk: DeskHouse) -> None:
    """The day is said instead."""
    friday, sunday = MORNING - timedelta(days=3), MORNING - timedelta(days=1)
    assert told(desk, friday, sunday) == ("Overdue since Friday, 20-11", "late")


def told(desk: DeskHouse, due_at: datetime, now: datetime) -> tuple[str, str]:
    """The words and the tone of a deadline in English."""
    with desk.visitor().client.application.test_request_context():
        session["language"] = "en"
        due = due_words(due_at, Stage.RECEIVED, now, DEADLINES)
    return due.words, due.tone


def test_a_day_without_work_is_no_working_day() -> None:
    """From a Friday to the Sunday after it no working day passes, to the Monday one."""
    friday = (MORNING - timedelta(days=3)).date()
    counted = [working_days_between(DEADLINES.days, friday, friday + timedelta(days=each)) for each in (0, 2, 3)]
    assert counted == [0, 0, 1]


def test_nobody_sees_what_is_out_of_reach(desk: DeskHouse) -> None:
    """Each officer lists their offices' reports; an agency's door also those of its region that none has."""
    roads, lights = desk.at(ROADS), desk.at(LIGHTS)
    elsewhere, homeless, away = desk.at(ELSEWHERE, place=KLATEN), desk.file(), desk.file(place=KLATEN)
    seen = {who: set(listed(desk.as_(who), "?group=all")) for who in ("pusat", "lotim", "jalan", "lampu", "klaten")}
    assert seen == {
        "pusat": {roads, lights, elsewhere, homeless, away},
        "lotim": {roads, lights, homeless},
        "jalan": {roads},
        "lampu": {lights},
        "klaten": {elsewhere, away},
    }
    assert listed(desk.as_("lampu"), f"?q={roads}") == []
    assert listed(desk.as_("lampu"), f"?office={ROADS.replace(' ', '+')}&group=all") == []


def test_each_filter_leaves_what_fits_and_nothing_else(desk: DeskHouse) -> None:
    """Every field of the form narrows the list to the one report that differs in it."""
    plain: dict[str, Any] = {"place": KLATEN, "category": "street_light", "channel": "telegram", "language": "jv"}
    other = desk.file(**plain, kind=Kind.WISH, secret=True)
    desk.clock.pass_by(days=1)
    mine = desk.at(ROADS)
    visitor = desk.as_("pusat")
    for query in (
        f"office={ROADS.replace(' ', '+')}",
        "category=pothole",
        "region=52.03",
        "region=52.03.07",
        "region=52",
        "channel=sms",
        "language=id",
        "kind=pengaduan",
        "secret=none",
        "since=2026-11-24",
        "group=office",
    ):
        assert listed(visitor, f"?{query}") == [mine], query
    for query in ("office=-", "region=33.10", "kind=aspirasi", "secret=only", "until=2026-11-23", "group=new"):
        assert listed(visitor, f"?{query}") == [other], query
    desk.clock.pass_by(days=4)
    assert listed(desk.as_("pusat"), "?due=late") == [other]


def test_due_soon_is_today_and_two_working_days(desk: DeskHouse) -> None:
    """What is late, or due after that, is not soon."""
    desk.clock.pass_by(days=-5)
    desk.file()  # due on Monday
    desk.clock.pass_by(days=2)
    soon = desk.file()  # on Friday, due on Wednesday
    desk.clock.pass_by(days=4)
    desk.file()
    assert listed(desk.as_("lotim"), "?due=soon") == [soon]


def test_what_no_filter_can_mean_is_passed_over_and_a_broken_day_is_said(desk: DeskHouse) -> None:
    """An address that was typed by hand lists what it can; a day that is none is told with status 400."""
    kept = desk.file()
    visitor = desk.as_("lotim")
    assert listed(visitor, "?group=x&due=y&kind=z&after=1&before=~&from=-7&secret=maybe") == [kept]
    assert listed(visitor, "?after=99999999999999999999999~1&before=1~99999999999999") == [kept]
    wrong = visitor.get("/?since=23-11-2026")
    assert (wrong.status_code, 'role="alert"' in wrong.text) == (400, True)


def test_a_secret_report_is_listed_without_its_words(desk: DeskHouse) -> None:
    """Title, story and place stay out of the list, for everybody; the category and the word RAHASIA are in it."""
    secret = desk.file(story="Kepala dinas meminta uang", title="Pungli kepala dinas", secret=True, anonymous=True)
    page = desk.as_("pusat").get("/").text
    assert secret in page
    assert all(word not in page for word in ("uang", "Pungli", "pasar Selong"))
    words = line_of(desk.as_("lotim"), secret)
    assert all(word in words for word in ("RAHASIA", "ANONIM", "Jalan berlubang"))


def test_pages_follow_each_other_without_a_gap(desk: DeskHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """Going on to the end and back shows every report once each way, and the counts are told."""
    monkeypatch.setattr(listing, "PAGE", 3)
    filed = []
    for _each in range(4):
        filed += [desk.file(), desk.at(ROADS)]
        desk.clock.pass_by(days=1)
    for number in filed[:3]:
        desk.cases.act(number, Action.ARCHIVE, reason="duplicate")
    visitor, seen, address = desk.as_("lotim"), [], "/?group=all"
    while address:
        page = visitor.get(address).text
        seen.append(re.findall(r'name="case" value="(\d{10})\.', page))
        address, last = _way(page, "next"), address
    assert sorted(number for each in seen for number in each) == sorted(filed)
    assert [len(each) for each in seen] == [3, 3, 2]
    assert "Laporan 7 sampai 8 dari 8" in page
    before = _way(visitor.get(last).text, "prev")
    assert re.findall(r'name="case" value="(\d{10})\.', visitor.get(before).text) == seen[1]
    first = visitor.get(_way(visitor.get(before).text, "prev")).text
    assert re.findall(r'name="case" value="(\d{10})\.', first) == seen[0]
    assert "Laporan 1 sampai 3 dari 8" in first


def _way(page: str, rel: str) -> str:
    found = re.search(rf'<a href="([^"]+)" rel="{rel}"', page)
    return found[1].replace("&amp;", "&") if found else ""


def test_a_report_knows_its_neighbours_in_the_list_that_led_to_it(desk: DeskHouse) -> None:
    """Next and previous go through the filtered list, also after the report moved away in it."""
    one, _other, two, three = desk.file(), desk.at(ROADS), desk.file(), desk.file()
    visitor = desk.as_("lotim")
    page = visitor.get("/?group=new").text
    assert listed(visitor, "?group=new") == [one, two, three]
    link = re.search(rf'href="(/cases/{two}\?in=[^"]+)"', page)
    assert link
    desk.cases.act(two, Action.ARCHIVE, reason="duplicate")
    around = visitor.get(link[1].replace("&amp;", "&")).text
    assert f"/cases/{three}?in=" in around
    assert f"/cases/{one}?in=" in around
    inside = parse_qs(urlsplit(link[1]).query)["in"][0]
    assert inside.startswith("group=new&at=")


def test_broken_places_in_a_list_are_no_error(desk: DeskHouse) -> None:
    """A report opens whatever its address says of the list."""
    number = desk.file()
    visitor = desk.as_("lotim")
    for inside in ("", "at=~", "at=9~x", "group=%00&at=1~1", "%ff", "&&&=", "at=" + "9" * 3000):
        assert visitor.get(f"/cases/{number}", query_string={"in": inside}).status_code == 200


def test_erased_reports_are_not_listed(desk: DeskHouse) -> None:
    """Who was forgotten is in no list."""
    number: Reference = desk.file()
    desk.cases.erase(number)
    assert listed(desk.as_("pusat"), "?group=all") == []


def test_the_keys_page_lists_the_keys_and_says_that_they_need_javascript(desk: DeskHouse) -> None:
    """Everybody who is logged in can read which keys there are and turn them off."""
    page = desk.as_("jalan").get("/keys").text
    assert all(f"<kbd>{key}</kbd>" in page for key in "jkx/u?1vdaqhcrnpb")
    assert "JavaScript" in page
    assert "data-keys-switch" in page
    assert SELONG.words not in page
