"""Conversations a citizen could have, word for word, on every channel; `pytest --write` rewrites the bot's lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from redis import Redis

from bot.dialogs.wording import LANGUAGES
from bot.understanding.understand import Understanding
from tests.houses import open_house
from tests.transcript import Player, all_transcripts, channels

PLAYED = [(path, channel) for path in all_transcripts() for channel in channels(path.read_text().splitlines())]


@pytest.mark.parametrize(("path", "channel"), PLAYED, ids=[f"{p.parent.name}-{p.stem}-{c}" for p, c in PLAYED])
def test_the_conversation_goes_as_written(
    path: Path, channel: str, tmp_path: Path, redis: Redis, understanding: Understanding, request: pytest.FixtureRequest
) -> None:
    """The bot says exactly what the transcript says, with the session written down and read between all turns."""
    script = path.read_text().splitlines()
    with open_house(tmp_path, redis, understanding) as test:
        spoken = Player(test, channel).play(script)
    if request.config.getoption("--write") and channel == channels(script)[0]:
        path.write_text("\n".join(spoken) + "\n")
    else:
        assert spoken == script


def test_every_language_has_the_same_transcripts() -> None:
    """What is shown to work in one language is shown in all."""
    by_language: dict[str, set[str]] = {}
    for path in all_transcripts():
        by_language.setdefault(path.parent.name, set()).add(path.stem)
    assert set(by_language) == set(LANGUAGES)
    assert all(names == by_language["id"] for names in by_language.values())
