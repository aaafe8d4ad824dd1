"""The figures that are printed tell how the service is, and of nobody in particular."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text

from bot.cli_satisfaction import satisfaction
from bot.dialogs.admins import ADMINS, STATEMENTS
from bridge.embedded.schema import connect
from bridge.opinions.admins import Admins
from bridge.opinions.opinions import Opinions, Wanted
from bridge.opinions.report import admins_page, page
from bridge.opinions.small_numbers import publishable
from tests.test_opinions import ABOUT, ALL, NOON, PERSON


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{tmp_path / 'core.sqlite3'}")
    yield engine
    engine.dispose()


@pytest.fixture
def opinions(engine: Engine) -> Opinions:
    kept = Opinions(engine, lambda: NOON)
    kept.create()
    return kept


def run(tmp_path: Path, *words: str, said: str = "") -> Result:
    """One `kentongan satisfaction ...` on the database of this test."""
    environment = {"KENTONGAN_DATA": str(tmp_path), "KENTONGAN_DATABASE_URL": "", "PATH": os.environ["PATH"]}
    return CliRunner().invoke(satisfaction, words, input=said, env=environment)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 50, "b": 40}, {"a": 50, "b": 40}),
        ({"a": 50, "b": 40, "c": 4}, {"a": 50, "b": None, "c": None}),
        ({"a": 50, "b": 1, "c": 1}, {"a": None, "b": None, "c": None}),
        ({"a": 50, "b": 3, "c": 2}, {"a": 50, "b": None, "c": None}),
        ({"a": 4}, {"a": None}),
        ({"a": 5}, {"a": 5}),
        ({}, {}),
    ],
)
def test_a_small_group_is_hidden_and_cannot_be_worked_out(counts: dict[str, int], shown: dict[str, int | None]) -> None:
    """Under five is hidden; one hidden group alone would follow from the total, so another goes with it."""
    assert publishable(counts) == shown


def test_an_office_with_few_answers_is_not_shown_what_they_were(opinions: Opinions) -> None:
    """Four respondents of one office could be recognised; five are a figure; without an office it says so."""
    for at in range(4):
        opinions.keep(f"s{at}", ABOUT, star=2, elements=(2,) * 9)
    office = Wanted(agency="Dinas PU")
    few = "\n".join(page(opinions.figures(office), office))
    assert "fewer than 5 respondents" in few
    assert "50.00" not in few
    whole = "\n".join(page(opinions.figures(ALL), ALL))
    assert "Index: 50.00, grade D" in whole
    assert "Not to be published" in whole
    opinions.keep("s4", ABOUT, star=2, elements=(2,) * 9)
    assert "Index: 50.00, grade D" in "\n".join(page(opinions.figures(office), office))


def test_an_admins_answers_are_kept_under_a_name_that_tells_nothing(engine: Engine) -> None:
    """The same admin in the same year has one name, whatever the capitals; in another year another one."""
    admins = Admins(engine, lambda length: b"x" * length)
    admins.create()
    opaque = admins.opaque(2026, "Siti  Aminah")
    assert opaque == admins.opaque(2026, "siti aminah")
    assert "siti" not in opaque
    assert opaque != Admins(engine, lambda length: b"y" * length).opaque(2027, "siti aminah")
    admins.keep(2026, opaque, "tools", 2)
    admins.keep(2026, opaque, "tools", 3)
    admins.keep(2026, opaque, "stay", 0)
    assert admins.answers(2026, opaque) == {"tools": 3, "stay": 0}
    assert (admins.year(2026), admins.year(2027)) == ({"tools": [3]}, {})


def test_few_admins_are_no_figure() -> None:
    """A mean of four people is not printed, one of five is."""
    topics = {"capacity": {"tools": "The tools work."}}
    assert "fewer than 5 answers" in admins_page({"tools": [1, 2, 3, 4]}, topics, 2026)[-1]
    assert "2.60 (5 answers)" in admins_page({"tools": [1, 2, 3, 3, 4]}, topics, 2026)[-1]


def test_the_command_prints_index_stars_and_participation_apart(opinions: Opinions, tmp_path: Path) -> None:
    """Two opinions by hand: (3 x 9 + 4 x 9) / 18 x 25 = 87.50, a B; the stars 5 and 2 have a mean of their own."""
    opinions.keep("s1", ABOUT, star=5, elements=(3,) * 9, person=PERSON)
    opinions.keep("s2", ABOUT, star=2, elements=(4,) * 9)
    result = run(tmp_path)
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert "Index: 87.50, grade B" in lines
    assert "  1. Persyaratan: 3.50 (2 answers)" in lines
    assert "  9. Sarana dan prasarana: 3.50 (2 answers)" in lines
    assert "Mean: 3.50 of 5 (2 stars)" in lines
    assert any(line.startswith("    female: hidden") for line in lines)


def test_the_command_takes_days_and_an_office(opinions: Opinions, tmp_path: Path) -> None:
    """Outside the days there is nothing; of an office the title says which, and participation is left out."""
    for at in range(5):
        opinions.keep(f"s{at}", ABOUT, star=4, elements=(4,) * 9)
    assert "No answers." in run(tmp_path, "--from", "2026-11-21").output
    office = run(tmp_path, "--from", "2026-11-20", "--to", "2026-11-20", "--agency", "Dinas PU").output
    assert "from 2026-11-20 to 2026-11-20, Dinas PU" in office
    assert "Index: 100.00, grade A" in office
    assert "Participation is counted without the office" in office


def test_the_command_works_on_an_empty_folder(tmp_path: Path) -> None:
    """Before the first opinion there are no figures, and no error."""
    result = run(tmp_path / "new")
    assert (result.exit_code, "No answers." in result.output, "No stars." in result.output) == (0, True, True)


def kept(engine: Engine) -> dict[str, int]:
    """The admins' answers in the database."""
    with engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(text("SELECT question, answer FROM admin_answers"))}


@pytest.mark.parametrize(
    ("language", "most"), [("id", "Sangat benar"), ("en", "Completely true"), ("jv", "4"), ("su", "4")]
)
def test_an_admin_answers_the_whole_questionnaire(engine: Engine, tmp_path: Path, language: str, most: str) -> None:
    """By number, word, label or skip; a second time in the same year nothing is asked."""
    lines = ["3", "no 2", most, "lewati", "satu", *["4"] * 4]
    result = run(tmp_path, "admins", "--admin", "Siti", "--lang", language, said="\n".join(lines) + "\n")
    assert result.exit_code == 0, result.output
    assert [kept(engine)[name] for name in STATEMENTS] == [3, 2, 4, 0, 1, 4, 4, 4, 4]
    again = run(tmp_path, "admins", "--admin", "  SITI ", "--lang", language, said="1\n")
    assert again.exit_code == 0
    assert len(again.output.splitlines()) == 1
    assert kept(engine)[next(iter(STATEMENTS))] == 3


def test_a_questionnaire_that_was_left_goes_on_where_it_was(engine: Engine, tmp_path: Path) -> None:
    """Two answers, one taken back and changed, "selesai"; the next run begins with the third."""
    left = run(tmp_path, "admins", "--admin", "Siti", said="3\n3\nkembali\n1\nselesai\n")
    assert "Pertanyaan 1 dari 9." in left.output
    assert left.output.rstrip().endswith("Jalankan perintah yang sama untuk melanjutkan.")
    assert sorted(kept(engine).values()) == [1, 3]
    on = run(tmp_path, "admins", "--admin", "Siti", said="2\n")
    assert "Pertanyaan 1 dari 9." not in on.output
    assert "Pertanyaan 3 dari 9." in on.output
    assert len(kept(engine)) == 3


def test_an_answer_that_is_not_understood_is_asked_again(engine: Engine, tmp_path: Path) -> None:
    """Neither "7" nor a question is taken for an answer."""
    result = run(tmp_path, "admins", "--admin", "Siti", said="7\napa?\n2\n")
    assert result.output.count("Maaf, kami belum paham.") == 2
    assert list(kept(engine).values()) == [2]


def test_no_name_of_an_admin_is_in_the_database(engine: Engine, tmp_path: Path) -> None:
    """The file does not hold it in any form that can be read."""
    run(tmp_path, "admins", "--admin", "Siti Aminah", said="3\n" * 9)
    engine.dispose()
    content = b"".join(path.read_bytes() for path in tmp_path.glob("core.sqlite3*"))
    assert b"opinion_stars" in content
    assert b"aminah" not in content.lower()


def test_without_saying_who_answers_nothing_is_asked(tmp_path: Path) -> None:
    """The command says what is missing."""
    result = run(tmp_path, "admins")
    assert (result.exit_code, "--admin NAME" in result.output) == (2, True)


def test_the_admins_year_is_printed_by_topic(tmp_path: Path) -> None:
    """Five admins are a figure: three say 4, two say 2."""
    for name, answer in zip("abcde", "44422", strict=True):
        run(tmp_path, "admins", "--admin", name, said=f"{answer}\n" * len(ADMINS.questions))
    told = run(tmp_path, "admins", "--figures").output
    assert told.count("3.20 (5 answers)") == 9
    assert [line.strip() for line in told.splitlines() if line.startswith("  ") and line[2] != " "] == [
        "performance",
        "loyalty",
        "capacity",
    ]
    assert "no answers" in run(tmp_path, "admins", "--figures", "--year", "2024").output
