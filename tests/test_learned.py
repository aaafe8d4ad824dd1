"""The file of what was learned: what stands in it, how it is measured, when it is used, when it is refused."""

from __future__ import annotations

import json
import logging
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.learning.stories import Story, TooFew
from bot.learning.training import learn, trained
from bot.understanding.catalogue import Catalogue
from bot.understanding.learned import Learned, LearnedWrong, features, mixed
from bot.understanding.understand import Understanding
from bot.understanding.understood import Facts
from tests.lessons import LOCAL, STORIES, table_of

FACTS = Facts(date(2026, 3, 11))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    """What is learned from the imaginary regency's stories."""
    path = tmp_path_factory.mktemp("learned") / "learned.json"
    path.write_text(json.dumps(learn(STORIES, table_of(catalogue), "2026-03-11", lambda _: None)))
    return path


def test_the_same_stories_give_the_same_file(catalogue: Catalogue) -> None:
    """Nothing in it is drawn or dated by itself."""
    twice = [learn(STORIES, table_of(catalogue), "2026-03-11", lambda _: None) for _ in range(2)]
    assert json.dumps(twice[0]) == json.dumps(twice[1])


def test_the_file_tells_what_it_was_made_of_and_how_good_it_is(file: Path) -> None:
    """Date, examples by category, folds and the three measurements."""
    told = json.loads(file.read_text())
    assert (told["made"], told["folds"]) == ("2026-03-11", 5)
    assert told["examples"] == {code: 24 for code in sorted(LOCAL)}
    assert set(told["measured"]) == {"model", "table", "mix"}
    assert all(0 <= value <= 1 for figures in told["measured"].values() for value in figures.values())


def test_no_story_is_measured_by_a_model_that_has_seen_it(catalogue: Catalogue) -> None:
    """Stories whose words and categories have nothing to do with each other cannot be learned by heart."""
    stories = [Story(f"kata{number % 7} lagi{number // 7}", f"{'ab'[number % 2]}") for number in range(140)]
    measured = learn(stories, lambda _: [], "2026-03-11", lambda _: None)["measured"]
    assert measured["model"]["first"] < 0.7


def test_what_one_person_alone_wrote_is_not_kept() -> None:
    """A word of a single story, and any number, is not in the model."""
    names = trained([*STORIES, Story("Kenari 3201234567890123 lutengan gondrot", "wild_animals")]).features
    assert "gondrot" in names
    assert not [name for name in names if "kenari" in name or any(char.isdigit() for char in name)]


def test_a_story_given_twice_counts_once() -> None:
    """Copies do not make few stories enough."""
    with pytest.raises(TooFew):
        learn(STORIES[:20] * 5, lambda _: [], "2026-03-11", lambda _: None)


def test_a_model_that_is_no_better_is_not_used(tmp_path: Path, file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Its own figures decide, and the log says so."""
    told = json.loads(file.read_text())
    told["measured"]["table"] = told["measured"]["mix"]
    (path := tmp_path / "equal.json").write_text(json.dumps(told))
    with caplog.at_level(logging.WARNING):
        assert Understanding.load(path).learned is None
    assert "equal.json is not used" in caplog.text
    assert Understanding.load(file).learned is not None


def test_a_text_without_any_known_word_stays_with_the_table(file: Path) -> None:
    """The model then has no opinion; not even about which category is frequent."""
    learned = Learned.load(file)
    assert learned.chances("xyzzy 123") == {}
    assert learned.mixed("xyzzy", [("pothole", 3.0), ("flood", 1.0)]) == [("pothole", 0.9), ("flood", 0.1)]


def test_chances_are_together_one(file: Path) -> None:
    """Of a known text, for all that the model knows."""
    chances = Learned.load(file).chances("surjan mblokek")
    assert sum(chances.values()) == pytest.approx(1.0)
    assert max(chances, key=lambda code: chances[code]) == "irrigation"


def test_a_category_the_model_never_met_can_still_come_first() -> None:
    """By the table's part of the mix, and the parts are together one."""
    mix = mixed({"a": 0.9, "b": 0.1}, [("c", 2.0), ("b", 1.0)], 0.4)
    assert [code for code, _ in mix] == ["c", "a", "b"]
    assert dict(mix) == pytest.approx({"c": 0.6 * 0.8, "a": 0.4 * 0.9, "b": 0.6 * 0.2 + 0.4 * 0.1})


def test_the_file_scores_as_the_trained_model_does(file: Path) -> None:
    """Writing and reading lose nothing that matters."""
    model, read = trained(STORIES), Learned.load(file)
    for story in STORIES[::5]:
        assert read.chances(story.text) == pytest.approx(model.chances(story.text), abs=0.005)


def test_features_carry_no_numbers_and_know_neighbours() -> None:
    """Stems, then pairs, each once."""
    assert features("Lampu2 lampu jalan 081200000001") == ["lampu", "jalan", "lampu lampu", "lampu jalan"]


@pytest.mark.parametrize(
    "change",
    [
        lambda told: [],
        lambda told: None,
        lambda told: {**told, "kentongan_learned": 2},
        lambda told: {**told, "trial": ["other", "words"]},
        lambda told: {**told, "categories": ["a"]},
        lambda told: {**told, "starts": [float("nan")] * 3},
        lambda told: {**told, "starts": "abc"},
        lambda told: {**told, "share": 7},
        lambda told: {**told, "features": {"x": [1.0, [3], [1.0]]}},
        lambda told: {**told, "features": {"x": [1.0, [-1], [1.0]]}},
        lambda told: {**told, "features": {"x": [1.0, [0], [float("inf")]]}},
        lambda told: {**told, "features": {"x": [1.0, [0, 1], [1.0]]}},
        lambda told: {**told, "features": {"x": [0, [0], [1.0]]}},
        lambda told: {**told, "features": {"x": "abc"}},
        lambda told: {**told, "features": []},
        lambda told: {**told, "measured": {}},
        lambda told: {**told, "categories": ["pothole", "flood", "gone_since"]},
    ],
)
def test_a_strange_file_is_refused_by_name(tmp_path: Path, file: Path, change: Any) -> None:
    """Another program's, another release's, a damaged one: an error that names the file."""
    (path := tmp_path / "strange.json").write_text(json.dumps(change(json.loads(file.read_text()))))
    with pytest.raises(LearnedWrong, match=r"strange\.json"):
        Understanding.load(path)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_file_that_is_no_json_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    """Empty, cut off, not text, too deep."""
    (path := tmp_path / "strange.json").write_bytes(content)
    with pytest.raises(LearnedWrong, match=r"strange\.json"):
        Learned.load(path)
