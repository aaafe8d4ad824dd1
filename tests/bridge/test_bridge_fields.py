"""The table of fields, both directions: nothing of a report is lost on the way, and nothing of its sender is added."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from bridge_peers import NOON, a_report
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.pin import Pin
from bot.report import Area, Kind, Place, Reference, Report, StoredFile
from bridge.fields import DESCRIPTION, BadFields, form_of, reference_in, report_of

BLANK = Report(Reference.of(0), Kind.COMPLAINT, "110", "Topik Lainnya", "", "", Place(), True, False, NOON, "open311")

words = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
areas = some.none() | some.builds(Area, some.from_regex(r"[0-9.]{2,10}", fullmatch=True), words.map(str.strip))
pins = some.none() | some.builds(Pin, some.floats(-90, 90), some.floats(-180, 180), words)
files = some.builds(
    StoredFile,
    some.from_regex(r"https://[a-z0-9./]{1,80}", fullmatch=True),
    some.sampled_from(["image/jpeg", "audio/ogg; codecs=opus"]),
)
reports = some.builds(
    Report,
    reference=some.integers(0, 899_999_999).map(Reference.of),
    kind=some.sampled_from(Kind),
    category=words,
    category_name=words,
    title=words,
    story=words | some.integers(0, 9000).map(lambda size: "é🙏\n"[size % 3] * size),
    place=some.builds(Place, words, areas, areas, areas, areas, pins),
    anonymous=some.just(True),
    secret=some.booleans(),
    received_at=some.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)),
    channel=words,
    language=some.sampled_from(["id", "en", "jv"]),
    happened_on=some.none() | some.dates(date(1990, 1, 1)),
    files=some.lists(files, max_size=8).map(tuple),
)


def read_back(report: Report, code: str = "928") -> Report:
    """The report as a server reads it from our form."""
    form: dict[str, list[str]] = {}
    for name, value in form_of(report, code):
        form.setdefault(name, []).append(value)
    return report_of(form, BLANK)


@settings(deadline=None, max_examples=300)
@given(reports)
def test_every_report_survives_the_way_to_a_form_and_back(report: Report) -> None:
    """All parts of any report come back equal, the story letter for letter."""
    assert read_back(report) == report


@settings(deadline=None, max_examples=200)
@given(reports)
def test_the_description_keeps_to_its_limit_and_ends_with_our_reference(report: Report) -> None:
    """No description passes 4,000 characters, and each carries the reference it can be found by."""
    description = dict(form_of(report, "928"))["description"]
    assert len(description) <= DESCRIPTION
    assert reference_in(description) == report.reference


def test_a_cut_story_says_that_it_is_cut() -> None:
    """Whoever reads only the description is told that the text goes on, and where."""
    form = dict(form_of(a_report(story="z" * 9000), "928"))
    assert "[Teks berlanjut di atribut story_rest]" in form["description"]
    assert form["description"].count("z") + len(form["attribute[story_rest]"]) == 9000


def test_a_named_report_tells_the_name_and_an_anonymous_one_none() -> None:
    """The name goes out only in first_name, and only when the citizen is not anonymous."""
    named = a_report(name="Budi Contoh")
    assert dict(form_of(named, "928"))["first_name"] == "Budi Contoh"
    assert "Budi" not in str(form_of(replace(named, anonymous=True), "928"))
    assert read_back(named).name == "Budi Contoh"


def test_no_field_for_an_address_of_the_sender_is_ever_sent() -> None:
    """Neither e-mail nor phone nor device id is among the fields."""
    assert not {"email", "phone", "device_id"} & dict(form_of(a_report(), "928")).keys()


def test_a_secret_report_says_so_to_cores_that_drop_attributes() -> None:
    """The warning stands in the description itself."""
    assert "RAHASIA" in dict(form_of(a_report(secret=True), "928"))["description"]


def test_many_files_are_all_carried_and_the_description_tells_how_many_it_left_out() -> None:
    """A hundred files reach the attributes; the description lists what fits and counts the rest."""
    many = tuple(StoredFile(f"https://files.example.id/{number:0100}.jpg", "image/jpeg") for number in range(100))
    report = a_report(files=many)
    assert "lampiran lagi di atribut files]" in dict(form_of(report, "928"))["description"]
    assert read_back(report).files == many


def test_a_strangers_form_becomes_a_report() -> None:
    """The standard fields alone make a complaint with a title from its first words, anonymous without a name."""
    form = {
        "description": ["Lampu mati\ndi simpang"],
        "address_string": ["Simpang lima"],
        "media_url": ["http://x.id/a.png"],
    }
    report = report_of(form, BLANK)
    assert (report.story, report.title) == ("Lampu mati\ndi simpang", "Lampu mati di simpang")
    assert (report.place.words, report.anonymous) == ("Simpang lima", True)
    assert report.files == (StoredFile("http://x.id/a.png", "image/png"),)
    assert report_of(form | {"first_name": ["Ani"], "last_name": ["Contoh"]}, BLANK).name == "Ani Contoh"


@pytest.mark.parametrize(
    "wrong",
    [
        {"lat": "91", "long": "0"},
        {"lat": "nan", "long": "0"},
        {"lat": "inf", "long": "0"},
        {"lat": "1"},
        {"lat": "a", "long": "b"},
        {"media_url": "javascript:alert(1)"},
        {"attribute[files][]": "image/jpeg file:///etc/passwd"},
        {"attribute[kind]": "keluhan"},
        {"attribute[secret]": "maybe"},
        {"attribute[reference]": "1234567890"},
        {"attribute[received_at]": "2026-01-01T00:00:00"},
        {"attribute[happened_on]": "kemarin"},
    ],
)
def test_a_wrong_field_is_named(wrong: dict[str, str]) -> None:
    """What cannot be read is refused with a reason, never guessed."""
    with pytest.raises(BadFields) as refused:
        report_of({"description": ["x"]} | {name: [value] for name, value in wrong.items()}, BLANK)
    assert len(refused.value.reasons) == 1
