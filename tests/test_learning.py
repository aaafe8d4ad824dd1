"""`kentongan learn`: officers' decisions become better guesses, and only where they really are better."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.learning.decided import from_cases, role_of
from bot.learning.officers_table import Unreadable, from_tables
from bot.learning.stories import Gathered, Story
from bot.settings import Settings
from bot.understanding.catalogue import Catalogue
from bot.understanding.understand import Understanding
from bot.understanding.understood import Facts
from bridge.embedded.cases import Cases
from bridge.embedded.schema import connect
from bridge.embedded.workflow import Action
from tests.lessons import PLACES, STORIES, export, filed, sent_on

FACTS = Facts(date(2026, 3, 11))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.fixture
def cases(tmp_path: Path, catalogue: Catalogue) -> Cases:
    names = {one.code: one.name("id") for one in catalogue.all}
    cases = Cases(
        connect(f"sqlite:///{tmp_path}/core.sqlite3"), lambda: datetime(2026, 3, 11, tzinfo=UTC), lambda: names
    )
    cases.create()
    return cases


def run(folder: Path, *words: str, **environ: str) -> Result:
    """One `kentongan learn ...` with its data in a folder."""
    return CliRunner().invoke(main, ["learn", *words], env={"KENTONGAN_DATA": str(folder), **environ})


def test_corrected_cases_teach_words_that_the_table_does_not_know(cases: Cases, tmp_path: Path) -> None:
    """From the officer's corrections to the next citizen's story, by the command and the file alone."""
    for draw, story in enumerate(STORIES):
        cases.recategorize(filed(cases, draw, story.text, "other"), story.category)
    result = run(tmp_path)
    assert result.exit_code == 0, result.output
    assert f"category corrected {len(STORIES)}" in result.output
    assert "It helps" in result.output
    before, after = Understanding.load(), Understanding.load(tmp_path / "learned.json")
    told = [each.understand("lutengan gondrot brok", FACTS).categories for each in (before, after)]
    assert [guess.code for guess in told[0][:1]] != ["wild_animals"]
    assert told[1][0].code == "wild_animals"
    assert 0 < told[1][0].score <= 1


def test_only_what_an_officer_decided_is_learned(cases: Cases, catalogue: Catalogue) -> None:
    """Corrected, confirmed by sending on, corrected by the office; not what is new, archived, erased or unclear."""
    filed(cases, 1, "jalan berlubang", "pothole")
    for draw, agency in ((2, "Dinas Pekerjaan Umum Kota X"), (3, "Dinas Perhubungan Kab. X"), (4, "Bagian Umum")):
        sent_on(cases, filed(cases, draw, "lampu jalan mati dan berlubang", "pothole"), agency)
    sent_on(cases, erased := filed(cases, 5, "jalan berlubang", "pothole"), "Dinas Pekerjaan Umum")
    cases.erase(erased)
    sent_on(cases, unclear := filed(cases, 6, "jalan berlubang", "pothole"), "Dinas Pekerjaan Umum")
    cases.act(unclear, Action.HAND_ON, agency="Bagian Umum")
    cases.act(filed(cases, 7, "jalan berlubang", "pothole"), Action.ARCHIVE, note="Ganda")
    cases.recategorize(filed(cases, 8, "bau sekali", "pothole"), "garbage")
    found = Gathered()
    from_cases(cases, catalogue, found, (told := []).append)
    assert told == ["7 reports read"]
    assert dict(found.ways) == {"confirmed": 2, "office corrected": 1, "category corrected": 1}
    assert sorted(story.category for story in found.stories) == ["garbage", "pothole", "pothole", "street_light"]
    assert found.unused.total() == 3


def test_an_office_is_known_by_its_role_in_its_name(catalogue: Catalogue) -> None:
    """The longest role counts, whole words only."""
    assert role_of("DINAS PERHUBUNGAN Kota Bogor", catalogue) == "Dinas Perhubungan"
    assert role_of("Pemerintah Daerah Kota Bogor", catalogue) == ""
    assert role_of("", catalogue) == ""


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-8")])
def test_an_officers_export_is_read_by_number_name_code_and_topic(
    tmp_path: Path, catalogue: Catalogue, separator: str, encoding: str
) -> None:
    """LAPOR's number first, then names and codes, then a topic with one category or one that the office decides."""
    rows = [
        {"ID Kategori": "1397", "Kategori": "apa saja", "Isi Laporan Awal": "satu; dua, tiga\nempat é"},
        {"Kategori": "LAMPU JALAN MATI", "Isi Laporan Awal": "b"},
        {"Kategori": "garbage", "Judul Laporan": "judul saja"},
        {"Kategori": "Topik > Program MBG", "Isi Laporan Awal": "d"},
        {"Kategori": "Kesehatan", "Instansi Terdisposisi": "BPJS Kesehatan Cabang X", "Isi Laporan Awal": "e"},
        {"ID Kategori": "99999", "Kategori": "Luar Angkasa", "Isi Laporan Awal": "f"},
        {"Kategori": "Kesehatan", "Isi Laporan Awal": "g"},
        {"ID Kategori": "1397", "Isi Laporan Awal": "h", "Status Laporan": "Menunggu Verifikasi"},
        {"ID Kategori": "1397", "Isi Laporan Awal": " "},
    ]
    found = Gathered()
    from_tables([export(tmp_path / "a.csv", rows, separator=separator, encoding=encoding)], catalogue, found)
    codes = ["pothole", "street_light", "garbage", "free_meals", "bpjs_health"]
    assert [story.category for story in found.stories] == codes
    assert [found.stories[0].text, found.stories[2].text] == ["satu; dua, tiga\nempat é", "judul saja"]
    assert dict(found.unmapped) == {"99999 Luar Angkasa": 1, "- Kesehatan": 1}
    assert found.unused.total() == 2


def test_a_table_that_is_no_export_is_refused_by_name(tmp_path: Path, catalogue: Catalogue) -> None:
    """The file and the missing column are named."""
    (path := tmp_path / "other.csv").write_text("nama,umur\na,1\n")
    with pytest.raises(Unreadable, match=r"other\.csv.*ID Kategori or Kategori"):
        from_tables([path], catalogue, Gathered())
    result = run(tmp_path, "--csv", str(path))
    assert (result.exit_code, "other.csv" in result.output) == (1, True)


def test_rows_that_cannot_be_mapped_are_counted_on_the_screen(tmp_path: Path) -> None:
    """The agency sees which of its categories we do not know, and no reporter's name."""
    rows = [{"Kategori": "Luar Angkasa", "Isi Laporan Awal": "x", "Nama Pelapor": "Budi Kenari"}] * 3
    rows += [{"Kategori": story.category, "Isi Laporan Awal": story.text} for story in STORIES]
    result = run(tmp_path, "--csv", str(export(tmp_path / "a.csv", rows)), "--to", str(tmp_path / "deep" / "m.json"))
    assert result.exit_code == 0, result.output
    assert "3 - Luar Angkasa" in result.output
    assert "Measuring, part 1 of 5" in result.output
    assert "Kenari" not in result.output + (tmp_path / "deep" / "m.json").read_text()


@pytest.mark.parametrize(
    "stories", [[], STORIES[:40], [Story(f"cerita ke {number}", f"kind{number}") for number in range(60)]]
)
def test_too_few_stories_write_nothing(tmp_path: Path, stories: list[Story]) -> None:
    """Under fifty, or no category with three: what there is and what is needed, exit code 1, no file."""
    rows = [{"Kategori": story.category, "Isi Laporan Awal": story.text} for story in stories]
    result = run(tmp_path, "--csv", str(export(tmp_path / "a.csv", rows)))
    assert result.exit_code == 1
    assert "Needed are 50" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_without_scikit_learn_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named; nothing else of the program needs it."""
    monkeypatch.setitem(sys.modules, "bot.learning.training", None)
    result = run(tmp_path)
    assert (result.exit_code, "kentongan[learn]" in result.output) == (1, True)


def test_reports_in_another_core_want_its_export(tmp_path: Path) -> None:
    """The embedded core is not looked into where reports go elsewhere."""
    result = run(tmp_path, KENTONGAN_CORE_URL="https://core.example.id/v2")
    assert (result.exit_code, "--csv" in result.output) == (1, True)


def test_a_table_that_is_right_already_is_kept(tmp_path: Path, catalogue: Catalogue) -> None:
    """The command says that it goes on with the table."""
    names = [(one.code, one.name(language)) for one in catalogue.all for language in ("id", "en")]
    sure = [pair for pair in names if [guess.code for guess in catalogue.rank(pair[1])[:1]] == [pair[0]]]
    rows = [
        {"Kategori": code, "Isi Laporan Awal": f"{name} {place}"} for code, name in sure[:12] for place in PLACES[:5]
    ]
    result = run(tmp_path, "--csv", str(export(tmp_path / "a.csv", rows)))
    assert result.exit_code == 0, result.output
    assert "goes on with the table" in result.output


def test_a_start_with_a_strange_model_is_refused(tmp_path: Path) -> None:
    """Exit code 1 and the file's name, before anything runs."""
    environ = {
        "KENTONGAN_DATA": str(tmp_path),
        "KENTONGAN_MODEL": str(tmp_path / "gone.json"),
        "KENTONGAN_REDIS_URL": "redis://127.0.0.1:1",
        "KENTONGAN_SECRET_KEYS": "a:" + "A" * 43 + "=",
        "KENTONGAN_PUBLIC_URL": "https://bot.example.id",
        "KENTONGAN_GATEWAY_SECRET": "0123456789abcdef0123456789abcdef",
    }
    result = CliRunner().invoke(main, ["web"], env=environ)
    assert result.exit_code == 1
    assert "gone.json" in result.output


def test_the_usual_file_is_used_where_there_is_one(tmp_path: Path) -> None:
    """Named, it is used even if missing, so that the start is refused; unnamed, only if it is there; off, never."""
    usual = tmp_path / "learned.json"
    folder = {"KENTONGAN_DATA": str(tmp_path)}
    assert Settings.read(folder).model_file is None
    usual.write_text("{}")
    assert Settings.read(folder).model_file == usual
    assert Settings.read({**folder, "KENTONGAN_MODEL": "other.json"}).model_file == Path("other.json")
    assert Settings.read({**folder, "KENTONGAN_MODEL": "off"}).model_file is None
