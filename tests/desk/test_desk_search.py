"""Search: words find what is open to reading, numbers find everything within reach, and no word finds a secret."""

from __future__ import annotations

import re

import pytest
from desk_house import LIGHTS, ROADS, DeskHouse

from bridge.embedded.workflow import Action


def found(house: DeskHouse, who: str, query: str, **more: str) -> list[str]:
    """The tracking numbers that a search lists."""
    page = house.as_(who).get("/", query_string={"q": query, **more})
    assert page.status_code == 200
    return re.findall(r'name="case" value="(\d{10})\.\d+"', page.text)


def test_words_are_found_in_title_story_and_place_by_their_beginnings(house: DeskHouse) -> None:
    """All words must be there; capitals do not count; words of others do not match."""
    dark = house.file(title="Gelap gulita", story="Lampu jalan mati sejak Senin")
    house.file(title="Lubang", story="Aspal rusak di jalan raya")
    assert found(house, "lotim", "LAMP mat") == [dark]
    assert found(house, "lotim", "gulita") == [dark]
    assert len(found(house, "lotim", "selong")) == 2
    assert found(house, "lotim", "lampu aspal") == []


def test_words_never_find_a_secret_report_for_anybody(house: DeskHouse) -> None:
    """Not even for an admin pusat, nor with the filter for secret ones: a hit would tell what is in it, unlogged."""
    secret = house.file(title="Pungli", story="Kepala dinas meminta amplop", secret=True)
    for who in ("pusat", "lotim"):
        for more in ({}, {"secret": "only"}, {"group": "all"}):
            assert found(house, who, "amplop", **more) == []
        assert found(house, who, secret) == [secret]
    assert found(house, "lotim", "pasar") == []


def test_a_number_is_found_in_any_spacing_and_at_any_stage(house: DeskHouse) -> None:
    """Grouped, with dashes or a hash; also ended, though the list shows open ones."""
    number = house.file()
    house.cases.act(number, Action.ARCHIVE, reason="duplicate")
    for typed in (number, number.grouped, f"#{number[:4]}-{number[4:8]}-{number[8:]}", f"  {number} "):
        assert found(house, "lotim", typed) == [number]
    assert found(house, "jalan", number) == []


def test_a_mistyped_number_is_said_to_be_none(house: DeskHouse) -> None:
    """The check digit tells a wrong digit from a report that is not here."""
    number = house.file()
    wrong = number[:9] + str((int(number[9]) + 1) % 10)
    page = house.as_("lotim").get("/", query_string={"q": wrong}).text
    assert "salah satu angkanya keliru" in page


def test_ended_reports_are_offered_where_words_are_not_found(house: DeskHouse) -> None:
    """The list says where else the words could be."""
    number = house.at(LIGHTS, story="Tiang miring")
    house.cases.act(number, Action.CLOSE, note="Sudah tegak.")
    page = house.as_("lampu").get("/?q=miring").text
    link = re.search(r'href="(/\?group=all&amp;q=miring)"', page)
    assert link
    assert found(house, "lampu", "miring", group="all") == [number]


@pytest.mark.parametrize(
    "query", ['"', "'; --", "* OR NEAR(", "a:b", "-- \\", "\x00", "()", "%_", "&|!", "AND", "a" * 5000]
)
def test_no_sign_upsets_the_search(house: DeskHouse, query: str) -> None:
    """What has no word finds nothing; what a database would take for an operator is a word."""
    house.file(story="Tanpa tanda")
    assert found(house, "lotim", query) in ([], found(house, "lotim", "tanpa"))


def test_search_stays_within_reach(house: DeskHouse) -> None:
    """Another office's report is not found by its words."""
    house.at(ROADS, story="Lubang menganga")
    assert found(house, "lampu", "menganga", group="all") == []
