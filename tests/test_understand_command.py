"""`kentongan understand`: one text a line in, one JSON object a line out, whatever the lines are."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli import main
from bot.listening import LONGEST_LINE, Listener, lines
from bot.understanding.understand import Understanding
from bot.understanding.understood import Facts

TODAY = date(2026, 3, 11)
STORY = "jalan berlubang besar depan pasar Selong Lombok Timur, tadi malam ada yang jatuh"
COMMAND = [sys.executable, "-m", "bot.cli", "understand"]


@pytest.fixture(scope="session")
def listener(understanding: Understanding) -> Listener:
    return Listener(understanding, Facts(TODAY))


def answer(listener: Listener, line: str | bytes) -> dict[str, Any]:
    """The answer to one line, read back."""
    told = listener.answer(line if isinstance(line, bytes) else line.encode() + b"\n")
    assert told.count(b"\n") == 1
    found: dict[str, Any] = json.loads(told)
    return found


def test_a_story_becomes_one_object_with_every_field(listener: Listener) -> None:
    """Language, kind, categories, place, date, alarms and title, with codes and names."""
    told = answer(listener, STORY)
    assert list(told) == ["language", "kind", "categories", "place", "date", "urgent", "sensitive", "title"]
    assert (told["language"], told["kind"], told["date"]) == ("id", "pengaduan", "2026-03-10")
    assert list(told["categories"][0]) == ["code", "lapor_topic", "name", "office", "score"]
    assert told["categories"][0]["code"] == "pothole"
    assert told["place"]["regency"] == {"code": "52.03", "name": "Kabupaten Lombok Timur"}
    assert told["place"]["district"]["code"] == "52.03.07"
    assert told["place"]["village"] is None
    assert "Selong" in told["place"]["text"]
    assert (told["place"]["sure"], told["place"]["alternatives"]) == (True, [])


def test_an_ambiguous_place_tells_its_alternatives_in_the_same_shape(listener: Listener) -> None:
    """Malang is a regency and a city: one is told, the other offered."""
    place = answer(listener, "lampu jalan mati di Malang sudah seminggu")["place"]
    assert place["sure"] is False
    areas = ["province", "regency", "district", "village"]
    assert [list(each) for each in place["alternatives"]] == [areas]
    assert {place["regency"]["code"], place["alternatives"][0]["regency"]["code"]} == {"35.07", "35.73"}


@pytest.mark.parametrize("text", [STORY, "halo", "pohon tumbang", "???"])
def test_there_are_always_three_categories_and_the_best_is_first(listener: Listener, text: str) -> None:
    """Where fewer have evidence the rest is filled with score 0, none twice, scores falling."""
    categories = answer(listener, text)["categories"]
    scores = [each["score"] for each in categories]
    assert len({each["code"] for each in categories}) == len(categories) >= 3
    assert scores == sorted(scores, reverse=True)


def test_words_that_say_nothing_leave_everything_open(listener: Listener) -> None:
    """No place, no date, Indonesian, and no category with a score."""
    told = answer(listener, "halo")
    assert (told["language"], told["place"], told["date"]) == ("id", None, None)
    assert {each["score"] for each in told["categories"]} == {0.0}


def test_a_line_may_say_its_own_day_and_language(listener: Listener) -> None:
    """A JSON object's `today` and `language` stand for the usual ones, on that line only."""
    told = answer(listener, '{"text": "KTP hilang kemarin", "today": "2026-01-05", "language": "en"}')
    assert (told["date"], told["language"]) == ("2026-01-04", "en")
    assert "ID card" in told["categories"][0]["name"]
    assert answer(listener, "KTP hilang kemarin")["date"] == "2026-03-10"


def test_the_answer_is_readable_utf_8(listener: Listener) -> None:
    """Letters stay letters and are not written as escapes."""
    assert "jalanan rusak é".encode() in listener.answer(b'{"text": "jalanan rusak \\u00e9"}')


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"\n", "empty"),
        (b"   \t\n", "empty"),
        (b"{broken\n", "not JSON"),
        (b'{"text": "a"} more\n', "not JSON"),
        (b"{" * 100_000 + b"\n", "not JSON"),
        (b'{"story": "a"}\n', "no text"),
        (b'{"text": 7}\n', "no text"),
        (b'{"text": " "}\n', "no text"),
        (b'{"text": "a", "today": "11 Maret"}\n', "today"),
        (b'{"text": "a", "today": 3}\n', "today"),
        (b'{"text": "a", "language": "xx"}\n', "language"),
        (b'{"text": "a", "language": ["id"]}\n', "language"),
        (b"\xff\xfe\x00j\n", "UTF-8"),
        (b"a" * (LONGEST_LINE + 1), "longer"),
    ],
)
def test_a_bad_line_is_answered_with_a_reason(listener: Listener, line: bytes, why: str) -> None:
    """Nothing but {"error": why}."""
    told = answer(listener, line)
    assert list(told) == ["error"]
    assert why in told["error"]


def test_a_line_of_a_megabyte_is_one_line(listener: Listener) -> None:
    """It is one error, its rest is passed over, and the next line is read."""
    stream = BytesIO(b"a" * 1_000_000 + b"\n" + b"b" * LONGEST_LINE + b"\nlast")
    assert [len(line) for line in lines(stream)] == [LONGEST_LINE + 1, LONGEST_LINE + 1, 4]


def test_a_failure_of_ours_costs_one_line(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    """What understanding raises becomes an error that names no word of the text."""

    def fail(*_: object) -> None:
        raise KeyError("rahasia")

    monkeypatch.setattr(Understanding, "understand", fail)
    assert answer(listener, "rahasia") == {"error": "not understood: KeyError"}


@settings(deadline=None, max_examples=150)
@given(line=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore"))))
def test_no_line_of_bytes_ends_the_stream(listener: Listener, line: bytes) -> None:
    """Any bytes give one line of JSON: an error, or a whole answer."""
    told = answer(listener, line.replace(b"\n", b" "))
    assert list(told) == ["error"] or len(told["categories"]) >= 3
    assert "not understood" not in told.get("error", "")


def test_explain_tells_which_words_decided(understanding: Understanding) -> None:
    """The place's words, the small words of each language, and the evidence for each category that is told."""
    told = answer(Listener(understanding, Facts(TODAY), explain=True), STORY)
    explained = told["explain"]
    assert explained["place"] == told["place"]["text"]
    assert "yang" in explained["language"]["id"]
    assert set(explained["categories"]) == {each["code"] for each in told["categories"]}
    assert any("lubang" in each["words"] for each in explained["categories"]["pothole"])


def test_the_command_needs_no_settings_and_reads_all_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an environment, in an empty folder: an answer for each line, in order, exit code 0."""
    monkeypatch.chdir(tmp_path)
    given_lines = b"lampu jalan mati kemarin\n{bad\n\xff\nsampah menumpuk"
    result = CliRunner().invoke(main, ["understand", "--today", "2026-03-11", "--language", "en"], input=given_lines)
    told = [json.loads(line) for line in result.stdout_bytes.splitlines()]
    assert (result.exit_code, len(told)) == (0, 4)
    assert [each.get("date") for each in told] == ["2026-03-10", None, None, None]
    assert [("error" in each) for each in told] == [False, True, True, False]
    assert told[3]["categories"][0]["name"] == "Garbage"
    assert list(tmp_path.iterdir()) == []


def test_each_answer_comes_before_the_next_question() -> None:
    """In a pipe that stays open the answer to a line can be read at once."""
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for text in (b"lampu jalan mati\n", b"\n"):
            running.stdin.write(text)
            running.stdin.flush()
            assert json.loads(running.stdout.readline())
        running.stdin.close()
        assert running.wait(20) == 0


def test_a_terminal_is_told_what_to_give() -> None:
    """Where nobody pipes anything in it does not wait: exit code 2 and an example."""
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(COMMAND, stdin=theirs, capture_output=True, text=True, timeout=30, check=False)
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 2
    assert "kentongan understand < " in done.stderr


def test_a_wrong_option_is_refused() -> None:
    """A language we have not and a day that is none: exit code 2."""
    for words in (("--language", "xx"), ("--today", "besok")):
        assert CliRunner().invoke(main, ["understand", *words], input="a").exit_code == 2
