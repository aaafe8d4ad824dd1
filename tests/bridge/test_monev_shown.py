"""Pictures, workbook and papers of the figures: whole, harmless, the same each time, in both languages."""

from __future__ import annotations

import ast
import io
import math
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
from monev_city import NOW, OFFICES, fill
from monev_recount import WIB
from openpyxl import load_workbook
from sqlalchemy import Engine, text

import bridge.monev
from bridge import ikm
from bridge.embedded.schema import connect
from bridge.monev import Monev, Topic, Wanted, goals, report
from bridge.monev.charts import svg
from bridge.monev.goals import BadGoal, Goal
from bridge.monev.maps import choropleth
from bridge.monev.papers import pdf, renaksi_pdf
from bridge.monev.satisfaction import ELEMENTS
from bridge.monev.words import Say, catalogue
from bridge.monev.workbook import xlsx

EVIL = '=HYPERLINK("http://example.invalid","x")'


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('shown')}/cases.db")
    fill(engine, 1200)
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE cases SET agency = :evil WHERE agency = :own"), {"evil": EVIL, "own": OFFICES[1]}
        )
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def made(engine: Engine) -> Monev:
    return report(engine, Wanted(), NOW, WIB, "id", {"topic_1": Topic("<b>Jalan</b> & got", "Pekerjaan Umum")})


def test_charts_are_pictures_and_nothing_else(made: Monev) -> None:
    """A chart is well-formed, named, without script or address, and the same each time."""
    drawn = {figure.name: svg(figure) for figure in made.figures if figure.chart}
    assert {"channels", "over_time", "categories", "funnel", "time_verify", "elements"} <= drawn.keys()
    for figure in made.figures:
        if figure.chart:
            root = ElementTree.fromstring(drawn[figure.name])
            assert root[0].text == figure.title
            assert root[1].text == figure.chart.alt
            assert drawn[figure.name] == svg(figure)
            assert not re.search(rb"<script|<!--|@import|url\(http|href=.http", drawn[figure.name])


def test_a_figure_without_a_chart_says_so(made: Monev) -> None:
    """Nobody gets an empty picture."""
    with pytest.raises(ValueError, match="no chart"):
        svg(made.figure("satisfaction"))


def test_the_workbook_has_every_figure_and_no_formula(made: Monev) -> None:
    """Each figure has its sheet with definition and numbers, and an office's name is never run."""
    first, again = io.BytesIO(), io.BytesIO()
    xlsx(made, first)
    xlsx(made, again)
    assert first.getvalue() == again.getvalue()
    book = load_workbook(first)
    assert len(book.sheetnames) == len(made.figures) + 1
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert f"'{EVIL}" in {cell.value for cell in cells}
    channels = book[book.sheetnames[1]]
    assert channels["A2"].value == made.figure("channels").definition
    whole = sum(row[1].value or 0 for row in made.figure("channels").rows)
    assert sum(row[1] for row in channels.iter_rows(values_only=True) if isinstance(row[1], int)) == whole


def test_the_paper_has_every_figure(made: Monev) -> None:
    """The PDF tells period, date of making, each title, and is the same each time."""
    paper = pdf(made)
    assert paper == pdf(made)
    read = pypdfium2.PdfDocument(paper)
    words = " ".join(page.get_textpage().get_text_range() for page in read)
    plain = " ".join(words.split())
    assert all(" ".join(figure.title.split()) in plain for figure in made.figures)
    assert "22 November 2026, 10.00 WIB" in plain
    assert "Semua waktu" in plain
    assert f"Halaman 1 dari {len(read)}" in plain


def test_every_text_has_its_indonesian() -> None:
    """No English is left on an Indonesian page."""
    folder = Path(bridge.monev.__file__).parent
    calls = [node for path in folder.glob("*.py") for node in ast.walk(ast.parse(path.read_text()))]
    marked = {
        str(node.args[0].value)
        for node in calls
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "mark"
        and isinstance(node.args[0], ast.Constant)
    }
    known = catalogue("id")
    assert len(marked) > 100
    assert marked - known.keys() == set()
    assert known.keys() - marked == set()
    holes = {text: (set(re.findall(r"{\w+}", text)), set(re.findall(r"{\w+}", known[text]))) for text in marked}
    assert [text for text, (here, there) in holes.items() if here != there] == []
    assert tuple(known[name] for name in ELEMENTS) == ikm.ELEMENTS


def test_numbers_are_written_as_people_write_them() -> None:
    """12.345 and 12,5 % in Indonesian, 12,345 and 12.5 % in English."""
    assert (Say("id").count(12345).text, Say("en").count(12345).text) == ("12.345", "12,345")
    assert (Say("id").percent(12.5, 1).text, Say("en").percent(12.5, 1).text) == ("12,5 %", "12.5 %")


def test_a_map_shows_places_with_a_boundary(made: Monev) -> None:
    """A province with an outline is drawn with its number in words; without any outline there is no map."""
    square = [(116.0, -8.0), (117.0, -8.0), (117.0, -9.0), (116.0, -9.0)]
    drawn = choropleth(made.figure("provinces"), lambda code: [square] if code == "52" else [], "id")
    assert drawn is not None
    count = next(row[1].text for row in made.figure("provinces").rows if row[0].text == "Provinsi 52")
    assert f"Provinsi 52: {count}" in ElementTree.tostring(ElementTree.fromstring(drawn), encoding="unicode")
    assert choropleth(made.figure("provinces"), lambda _: [], "id") is None


def test_goals_stand_beside_what_was_reached(engine: Engine) -> None:
    """A goal is set, replaced, compared with the figures, and taken away."""
    goals.put(engine, Goal(2026, 1, "reports", 10))
    goals.put(engine, Goal(2026, 1, "reports", 20, " lebih banyak "))
    goals.put(engine, Goal(2026, 1, "answer_days", 0.5))
    assert goals.listed(engine, 2026, 1) == (
        Goal(2026, 1, "answer_days", 0.5),
        Goal(2026, 1, "reports", 20, "lebih banyak"),
    )
    plan = goals.renaksi(engine, 2026, 1, NOW, WIB, "id")
    with engine.connect() as connection:
        first, last = "2025-12-31 17:00", "2026-12-31 17:00"
        sql = "SELECT count(*) FROM cases WHERE agency = :name AND received_at >= :first AND received_at < :last"
        count = connection.scalar(text(sql), {"name": OFFICES[0], "first": first, "last": last})
    days, reports = plan.rows
    assert (reports.reached, reports.met, reports.verdict) == (str(count), True, "Tercapai")
    assert (days.met, days.verdict) == (False, "Belum tercapai")
    paper = pypdfium2.PdfDocument(renaksi_pdf(plan))
    assert len(paper) == 1
    assert "lebih banyak" in paper[0].get_textpage().get_text_range()
    goals.remove(engine, 2026, 1, "reports")
    assert [goal.measure for goal in goals.listed(engine, 2026, 1)] == ["answer_days"]


def test_too_few_data_reach_nothing(engine: Engine) -> None:
    """A year without answers says so, and is neither reached nor missed."""
    goals.put(engine, Goal(2015, 2, "satisfaction", 80))
    (row,) = goals.renaksi(engine, 2015, 2, NOW - timedelta(days=1), WIB, "en").rows
    assert (row.met, row.verdict, row.reached) == (None, "Too few data", "–")


@pytest.mark.parametrize(
    ("goal", "wrong"),
    [
        (Goal(2026, 1, "luck", 5), "measure"),
        (Goal(26, 1, "reports", 5), "year"),
        (Goal(2026, 999, "reports", 5), "office"),
        (Goal(2026, 1, "verified_in_time", 101), "target"),
        (Goal(2026, 1, "verified_in_time", math.nan), "target"),
        (Goal(2026, 1, "reports", 5.5), "target"),
        (Goal(2026, 1, "reports", 5, "x" * 501), "note"),
    ],
)
def test_a_goal_that_cannot_be_is_refused(engine: Engine, goal: Goal, wrong: str) -> None:
    """Whoever sets a goal hears what is wrong with it."""
    with pytest.raises(BadGoal) as refused:
        goals.put(engine, goal)
    assert refused.value.what == wrong


@pytest.mark.parametrize("region", ["5", "52.3", "52' OR 1=1", "52.03.07"])
def test_a_region_is_a_code_of_province_or_regency(region: str) -> None:
    """Nothing else comes near the database."""
    with pytest.raises(ValueError, match="region"):
        Wanted(region=region)
