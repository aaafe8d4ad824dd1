"""An officer corrects a report's category: what changes, what the citizen is told, what stays to learn from."""

from __future__ import annotations

import pytest
from bridge_peers import Clock, a_report
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from bot.report import Reference, Stage
from bridge.embedded.cases import Cases, NoSuchCategory, Search
from bridge.embedded.desk import desk
from bridge.embedded.workflow import Action

NAMES = {"pothole": "Jalan berlubang", "street_light": "Lampu jalan mati", "garbage": "Sampah menumpuk"}
REF = Reference.of(1)


@pytest.fixture
def filled(engine: Engine, clock: Clock) -> Cases:
    cases = Cases(engine, clock, lambda: NAMES)
    cases.create()
    cases.file(a_report(category="pothole", category_name="Jalan berlubang"))
    return cases


def run(cases: Cases, *words: str) -> Result:
    """One `kentongan desk ...`."""
    return CliRunner().invoke(desk, words, obj=cases)


def test_a_correction_changes_the_category_and_nothing_the_citizen_is_told(filled: Cases) -> None:
    """Code and name are the new ones; stage, note, office and the moment of the last news stay."""
    filled.act(REF, Action.VERIFY, note="Terima kasih")
    before = filled.find(REF)
    result = run(filled, "recategorize", *REF.grouped.split(), "street_light")
    after = filled.find(REF)
    assert (result.exit_code, result.output) == (0, f"{REF.grouped}: Lampu jalan mati (street_light)\n")
    assert before is not None
    assert after is not None
    assert (after.report.category, after.report.category_name) == ("street_light", "Lampu jalan mati")
    assert after.status == before.status
    assert [case.id for case in filled.search(Search(categories=("street_light",)))] == [after.id]


def test_the_timeline_keeps_the_old_category_and_the_new(filled: Cases) -> None:
    """Two corrections are two entries, each with what was and what is, and the page shows them."""
    filled.recategorize(REF, "street_light", actor="desk")
    filled.recategorize(REF, "garbage", actor="desk")
    changes = [(event.before, event.after, event.stage, event.actor) for event in filled.timeline(REF)]
    assert changes == [
        ("", "", Stage.RECEIVED, ""),
        ("pothole", "street_light", Stage.RECEIVED, "desk"),
        ("street_light", "garbage", Stage.RECEIVED, "desk"),
    ]
    assert "category pothole -> street_light" in run(filled, "show", REF).output


def test_a_closed_report_can_still_be_corrected(filled: Cases) -> None:
    """The figures and the learning need the right category after the end too."""
    filled.act(REF, Action.ARCHIVE, note="Ganda")
    assert filled.recategorize(REF, "garbage").status.stage is Stage.ARCHIVED


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((REF, "streetlight"), "Did you mean street_light?"),
        ((REF, "pothole"), "already"),
        ((Reference.of(9), "garbage"), "There is no report"),
    ],
)
def test_what_cannot_be_corrected_is_said_and_changes_nothing(filled: Cases, words: tuple[str, ...], told: str) -> None:
    """An unknown code, the code it has, a report that is not there: exit code 1, a reason, no entry."""
    result = run(filled, "recategorize", *words)
    assert (result.exit_code, told in result.output) == (1, True)
    assert len(filled.timeline(REF)) == 1


def test_all_categories_can_be_listed(filled: Cases) -> None:
    """One a line, code and name."""
    assert [line.split(maxsplit=1) for line in run(filled, "categories").output.splitlines()] == [
        [code, name] for code, name in NAMES.items()
    ]


def test_a_correction_outlives_erasing_without_a_word_of_the_citizen(filled: Cases) -> None:
    """Codes stay for the figures; an erased report can no longer be corrected."""
    filled.recategorize(REF, "garbage")
    filled.erase(REF)
    assert filled.timeline(REF)[-1].after == "garbage"
    with pytest.raises(KeyError):
        filled.recategorize(REF, "pothole")


def test_without_a_catalogue_no_category_can_be_given(cases: Cases) -> None:
    """A core that was given no categories refuses each."""
    cases.file(a_report())
    with pytest.raises(NoSuchCategory):
        cases.recategorize(REF, "garbage")
