"""Tables of sentences "text => expectation" beside the tests, so that anyone can add to them without knowing Python."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent


def rows(name: str) -> list[tuple[str, str]]:
    """Text and expectation of each line of a file beside this one; lines that begin with # are remarks."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    parts = [line.rpartition(" => ") for line in lines if line and not line.startswith("#")]
    return [(text, expected) for text, _, expected in parts]


__all__ = ["rows"]
