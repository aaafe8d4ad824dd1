"""The tables, read once for all tests of understanding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.understanding.catalogue import Catalogue
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.understand import Understanding

HERE = Path(__file__).parent


def sentences(name: str) -> Iterator[tuple[str, str]]:
    """Text and expectation of each line "text => expectation" of a file beside this one."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, expected = line.rpartition(" => ")
            yield text, expected


@pytest.fixture(scope="session")
def understanding() -> Understanding:
    return Understanding.load()


@pytest.fixture(scope="session")
def gazetteer(understanding: Understanding) -> Gazetteer:
    return understanding.gazetteer


@pytest.fixture(scope="session")
def catalogue(understanding: Understanding) -> Catalogue:
    return understanding.catalogue


@pytest.fixture(scope="session")
def place_sentences() -> list[tuple[str, str]]:
    return list(sentences("place_sentences.txt"))
