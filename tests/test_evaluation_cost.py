"""`make eval` measures time and memory on what people really write."""

from __future__ import annotations

from bot.evaluation.cost import fresh_web_process, percentile, stories


def test_stories_are_as_long_as_the_measure_says() -> None:
    """500 characters each, from texts of any length, and percentiles of nothing are 0."""
    assert {len(text) for text in stories(["kata " * 30] * 40)} == {500}
    assert percentile([1.0, 2.0, 3.0, 4.0], 0.5) == 3.0
    assert percentile([1.0], 0.95) == 1.0
    assert percentile([], 0.5) == 0.0


def test_a_fresh_web_process_can_be_measured() -> None:
    """It really starts, by itself, and tells what it took."""
    start = fresh_web_process(1)
    assert start.computing > 0
    assert 50 < start.megabytes < 1000
