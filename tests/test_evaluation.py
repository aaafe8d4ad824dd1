"""`make eval`: the exam is fair, its figures are counted rightly, and the release keeps its bounds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.dialogs.conversation import conversation
from bot.dialogs.wording import load_wordings
from bot.evaluation.__main__ import main
from bot.evaluation.bounds import BOUNDS, Bound, too_many
from bot.evaluation.citizen import MOST, Counts, Told, counted
from bot.evaluation.corpus import HELD_OUT, OPEN, Complaint, complaints, utterances
from bot.evaluation.scoring import Outcome, Row, answered_otherwise, examine, grouped, summed
from bot.understanding.understand import Understanding

CORPUS = Path(__file__).parent / "corpus"
RIGHT = Complaint(
    text="Jalan berlubang depan pasar Selong Lombok Timur sejak kemarin, tolong segera diperbaiki",
    part=OPEN,
    style="sms",
    language="id",
    today=date(2026, 3, 11),
    categories=("pothole",),
    regencies=("52.03",),
    district="52.03.07",
    date=date(2026, 3, 10),
    sensitive=False,
    urgent=False,
)
ROW = {
    "text": RIGHT.text,
    "style": "sms",
    "language": "id",
    "today": "2026-03-11",
    "category": "pothole",
    "also": [],
    "place": {"regency": "52.03", "district": "52.03.07", "village": None},
    "date": "2026-03-10",
    "sensitive": False,
    "urgent": False,
}


@pytest.fixture(scope="session")
def exam() -> list[Complaint]:
    return complaints(CORPUS)


@pytest.fixture(scope="session")
def outcomes(exam: list[Complaint], understanding: Understanding) -> list[Outcome]:
    return [examine(complaint, understanding) for complaint in exam]


@pytest.fixture(scope="session")
def rows(outcomes: list[Outcome]) -> list[Row]:
    return grouped(outcomes)


@pytest.mark.parametrize("bound", BOUNDS, ids=str)
def test_the_release_keeps_its_bound(rows: list[Row], bound: Bound) -> None:
    """What "Done when" asks, on complaints written by others."""
    assert bound.kept(rows), f"{bound}, found {bound.found(rows)}"


def test_no_indonesian_is_answered_in_another_language_for_a_short_answer(understanding: Understanding) -> None:
    """Not one of the short answers turns the conversation."""
    short = utterances(CORPUS)
    assert len(short) >= 500
    assert [one.text for one in answered_otherwise(short, understanding) if one.part == OPEN] == []
    assert len(answered_otherwise(short, understanding)) == 0


def test_a_report_takes_few_messages(exam: list[Complaint], understanding: Understanding) -> None:
    """Played by simulated citizens: two messages where everything is said, four in the median, seven at worst."""
    counts = counted(exam, conversation(load_wordings(), understanding, "SMS 1708"))
    assert counts.each.total() == len(exam)
    assert counts.complete.total() >= 150
    assert too_many(counts) == []


def test_too_many_messages_are_told() -> None:
    """Each bound has its sentence, and a citizen who never got a number counts as the worst."""
    counts = Counts(Counter({2: 1, 5: 2, MOST + 1: 1}), Counter({2: 1, 3: 1}))
    assert [fault.split(",")[0] for fault in too_many(counts)] == [
        "messages per report: median <= 4",
        "messages per report: at worst 7",
        "complete stories in two messages >= 95%",
    ]
    assert Told(("halo",), None).count == MOST + 1


def test_the_exam_is_large_and_mixed(exam: list[Complaint]) -> None:
    """At least 600, a third held out, four languages, three styles, no text twice."""
    parts = Counter(one.part for one in exam)
    assert len(exam) >= 600
    assert 0.3 <= parts[HELD_OUT] / len(exam) <= 0.37
    assert {one.language for one in exam} == {"id", "en", "jv", "su"}
    assert {one.style for one in exam} == {"sms", "wa", "web"}
    assert len({one.text for one in exam}) == len(exam)


def test_the_exam_knows_the_categories_and_places_that_there_are(
    exam: list[Complaint], understanding: Understanding
) -> None:
    """Every category is asked for, every code exists, and no event lies after the day of writing."""
    codes = {one.code for one in understanding.catalogue.all}
    areas = understanding.gazetteer.table.names
    assert {one.categories[0] for one in exam} == codes
    assert {code for one in exam for code in one.categories} <= codes
    assert [code for one in exam for code in (*one.regencies, one.district) if code and code not in areas] == []
    assert [one.text for one in exam if one.date and one.date > one.today] == []


def test_a_complaint_that_is_understood_has_every_mark(understanding: Understanding) -> None:
    """And none where nothing was asked."""
    marks = examine(RIGHT, understanding).marks
    asked = ("category first", "exactly first", "among three", "office", "regency", "kecamatan", "date", "language")
    assert [marks[mark] for mark in asked] == [True] * len(asked)
    assert marks["wrong, sure"] is False
    assert (marks["urgent found"], marks["sensitive found"]) == (None, None)


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({"categories": ("religion",)}, {"category first", "exactly first", "among three", "office"}),
        ({"categories": ("religion", "pothole")}, {"exactly first"}),
        ({"categories": ("bridge",)}, {"category first", "exactly first", "among three"}),
        ({"regencies": ("35.73",)}, {"regency"}),
        ({"regencies": ("35.73", "52.03")}, set()),
        ({"district": "52.03.08"}, {"kecamatan"}),
        ({"date": None}, {"date"}),
        ({"date": date(2026, 3, 9)}, {"date"}),
        ({"language": "jv"}, {"language", "six words"}),
        ({"urgent": True}, {"urgent found"}),
        ({"sensitive": True}, {"sensitive found"}),
    ],
)
def test_a_wrong_answer_loses_its_mark_and_no_other(
    understanding: Understanding, changes: dict[str, Any], lost: set[str]
) -> None:
    """Each question is counted by itself."""
    marks = examine(replace(RIGHT, **changes), understanding).marks
    assert {mark for mark, value in marks.items() if value is False and mark != "wrong, sure"} == lost


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, False),
        ({"regencies": (), "district": ""}, True),
        ({"regencies": ("35.73",), "district": ""}, True),
        ({"district": "52.03.08"}, True),
        ({"text": "jalan berlubang di Malang", "regencies": (), "district": ""}, False),
        ({"text": "jalan berlubang"}, False),
    ],
)
def test_wrong_and_sure_is_what_would_go_astray_unasked(
    understanding: Understanding, changes: dict[str, Any], wrong: bool
) -> None:
    """Another regency, another kecamatan or no place at all, and no question; a doubtful guess is not counted."""
    assert examine(replace(RIGHT, **changes), understanding).marks["wrong, sure"] is wrong


def test_shares_are_of_those_asked(understanding: Understanding) -> None:
    """A complaint without a place says nothing about places."""
    placeless = replace(RIGHT, text="lampu jalan mati", regencies=(), district="", part=HELD_OUT)
    found = [examine(one, understanding) for one in (RIGHT, placeless)]
    both = summed("both", found)
    assert (both.size, both.counts["regency"], both.shares["regency"]) == (2, (1, 1), 1.0)
    assert both.shares["category first"] == 0.5
    assert summed("one", found[1:]).shares["regency"] is None
    assert [row.name for row in grouped(found)] == ["all", OPEN, HELD_OUT, "id", "sms"]


def test_a_bound_is_kept_at_its_share_and_missed_below(understanding: Understanding) -> None:
    """A bound from above is kept at or under it; one without a figure is missed."""
    rows = [summed("all", [examine(RIGHT, understanding)])]
    assert Bound("all", "date", 1.0).kept(rows)
    assert not Bound("all", "date", 1.01).kept(rows)
    assert Bound("all", "wrong, sure", 0.0, most=True).kept(rows)
    assert not Bound("all", "urgent found", 0.1).kept(rows)
    assert not Bound("jv", "date", 0.1).kept(rows)


def a_corpus(folder: Path, held_out: Sequence[dict[str, Any]], short: str = "ya") -> Path:
    """A corpus with one good complaint in the open part and these in the other."""
    for name, found in (("open", [ROW]), ("held_out", held_out)):
        (folder / name).mkdir()
        (folder / name / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in found))
    for name in ("short.jsonl", "short_held_out.jsonl"):
        (folder / name).write_text(json.dumps({"text": short, "language": "id"}) + "\n")
    return folder


def test_held_out_texts_are_shown_to_nobody_who_does_not_ask(tmp_path: Path) -> None:
    """Their figures are, their words only with --show; a missed bound is told and ends with 1."""
    held_out = {**ROW, "text": "Rahasia dapur ujian, jalan berlubang", "category": "religion", "date": None}
    corpus = ["--corpus", str(a_corpus(tmp_path, [held_out])), "--no-cost", "--misses"]
    result = CliRunner().invoke(main, corpus)
    assert result.exit_code == 1
    assert "held out" in result.stdout
    assert "Rahasia dapur" not in result.output
    assert "MISSED  held out: category first >= 75%, found 0.0%" in result.stdout
    assert "2 of 2 complaints understood" in result.stderr
    assert "Rahasia dapur" in CliRunner().invoke(main, [*corpus, "--show", "held_out"]).stdout


def test_a_short_answer_in_the_wrong_language_fails_the_run(tmp_path: Path) -> None:
    """One is enough."""
    english = "please send me the report for this broken road"
    corpus = a_corpus(tmp_path, [], english)
    result = CliRunner().invoke(main, ["--corpus", str(corpus), "--no-cost"])
    assert "MISSED  2 Indonesian short answers" in result.stdout


def test_a_malformed_corpus_is_named_with_its_line(tmp_path: Path) -> None:
    """File and line, and no figures."""
    corpus = a_corpus(tmp_path, [{**ROW, "today": "gestern"}])
    result = CliRunner().invoke(main, ["--corpus", str(corpus)])
    assert (result.exit_code, "a.jsonl, line 1" in result.output) == (1, True)
