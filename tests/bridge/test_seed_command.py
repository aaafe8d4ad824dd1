"""`kentongan seed`: what it says, what it refuses, and that its memory does not grow with the town."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from seeded import a_town, everything, given

from bot.cli_seed import seed
from bridge.embedded.schema import connect
from bridge.embedded.seeding import writing


def command(folder: Path, *words: str, **environment: str) -> Result:
    """One `kentongan seed ...` on an embedded core in a folder."""
    kept = {"KENTONGAN_DATA": str(folder), "KENTONGAN_CORE_URL": "", "KENTONGAN_DATABASE_URL": ""}
    return CliRunner().invoke(seed, words, env=kept | environment)


def test_a_town_stands_after_one_command(tmp_path: Path) -> None:
    """So many reports are in the folder's database, none later than the day that was named."""
    done = command(tmp_path, "--cases", "40", "--until", "2025-06-30")
    assert done.exit_code == 0, done.output
    assert "40 invented reports until 2025-06-30" in done.output
    found = everything(connect(f"sqlite:///{tmp_path}/core.sqlite3"))
    assert len(found["cases"]) == 40
    assert max(f"{row['at']:%Y-%m-%d}" for row in found["case_events"]) <= "2025-06-30"


def test_a_second_command_says_what_to_do(tmp_path: Path) -> None:
    """Without --beside it is refused with both ways out; with it the town grows."""
    assert command(tmp_path, "--cases", "5", "--until", "2025-06-30").exit_code == 0
    refused = command(tmp_path, "--cases", "5", "--until", "2025-06-30")
    assert refused.exit_code == 1
    assert "holds 5 reports" in refused.output
    assert "--beside" in refused.output
    assert command(tmp_path, "--cases", "5", "--until", "2025-06-30", "--beside").exit_code == 0
    assert len(everything(connect(f"sqlite:///{tmp_path}/core.sqlite3"))["cases"]) == 10


def test_nothing_is_invented_in_another_core(tmp_path: Path) -> None:
    """Where KENTONGAN_CORE_URL is set it is refused before anything is made."""
    refused = command(tmp_path, "--cases", "5", KENTONGAN_CORE_URL="https://core.example.id/open311/v2")
    assert refused.exit_code == 1
    assert "KENTONGAN_CORE_URL" in refused.output
    assert not list(tmp_path.iterdir())


def test_nothing_happens_in_the_future(tmp_path: Path) -> None:
    """A last day that is not over is refused."""
    refused = command(tmp_path, "--cases", "5", "--until", "2199-01-01")
    assert refused.exit_code == 2
    assert "--until" in refused.output


def test_memory_does_not_grow_with_the_town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three times the reports take less than a fifth more memory."""
    monkeypatch.setattr(writing, "BATCH", 100)
    given()

    def peak(count: int) -> int:
        engine = connect(f"sqlite:///{tmp_path}/{count}.db")
        tracemalloc.start()
        try:
            a_town(engine, count)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(200)  # what is loaded once, whatever the reports
    few, many = peak(500), peak(1500)
    assert many < few * 1.2, (few, many)
