"""`kentongan import` and `kentongan export`: what they print, when they fail, and that memory stays as it is."""

from __future__ import annotations

import csv
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from officers_tables import Office, numbered, written

from bot.cli import main
from bot.learning.officers_table import CATEGORY, OFFICE, STATUS, STORY
from bridge.embedded.officers_table import columns as of
from bridge.embedded.officers_table import importing


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_memory_does_not_grow_with_the_rows(tmp_path: Path, suffix: str) -> None:
    """Four times the rows in and out take less than a fifth more memory, and each batch is told as progress."""

    def peak(work: Callable[[], Any]) -> int:
        tracemalloc.reset_peak()
        work()
        return tracemalloc.get_traced_memory()[1]

    def measured(count: int) -> list[int]:
        office, source = Office.at(tmp_path, f"o{count}"), written(tmp_path / f"{count}.csv", *numbered(count))
        if suffix == ".xlsx":
            Office.take(mover := Office.at(tmp_path, f"m{count}"), source)
            source = mover.give(tmp_path / f"{count}.xlsx")
        tracemalloc.start()
        try:
            peaks = [peak(lambda: office.take(source)), peak(lambda: office.give(tmp_path / f"out{suffix}"))]
        finally:
            tracemalloc.stop()
        assert len(office.progress) == count / importing.BATCH
        assert office.progress == sorted(office.progress)
        return peaks

    measured(500)  # what is loaded once, whatever the rows
    few, many = measured(1000), measured(4000)
    assert all(more < less * 1.2 for less, more in zip(few, many, strict=True)), (few, many)


def command(folder: Path, *words: str) -> Result:
    """One `kentongan ...` on an embedded core in a folder."""
    environment = {"KENTONGAN_DATA": str(folder), "KENTONGAN_CORE_URL": "", "KENTONGAN_DATABASE_URL": ""}
    return CliRunner().invoke(main, words, env=environment)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_an_agency_moves_out_and_in_by_command(tmp_path: Path, suffix: str) -> None:
    """import, export, import into an empty core, export: the same bytes, exit code 0, counts on the terminal."""
    source = written(tmp_path / "in.csv", *numbered(3))
    assert command(tmp_path / "a", "import", str(source)).exit_code == 0
    first, second = tmp_path / f"1.{suffix}", tmp_path / f"2.{suffix}"
    assert command(tmp_path / "a", "export", str(first)).exit_code == 0
    moved = command(tmp_path / "b", "import", str(first))
    assert (moved.exit_code, "3 new, 0 here already, 0 rows rejected." in moved.stderr) == (0, True)
    assert command(tmp_path / "b", "export", str(second)).exit_code == 0
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_mode & 0o077 == 0


def test_rejected_rows_are_in_a_file_and_the_exit_code_tells(tmp_path: Path) -> None:
    """Line, number, column and reason; a cell that is a formula is none in that file either."""
    source = written(tmp_path / "in.csv", {}, {of.TRACKING: "=1+1"})
    done = command(tmp_path / "a", "import", str(source), "--rejected", str(tmp_path / "bad.csv"))
    assert done.exit_code == 1
    assert "line 3: Tracking ID: " in done.stderr
    assert "1 new, 0 here already, 1 rows rejected." in done.stderr
    with (tmp_path / "bad.csv").open(encoding="utf-8-sig", newline="") as file:
        head, row = csv.reader(file)
    assert (head, row[:3]) == (["Baris", "Tracking ID", "Kolom", "Alasan"], ["3", "'=1+1", "Tracking ID"])


def test_a_failed_export_leaves_the_old_file(tmp_path: Path) -> None:
    """What could not be written whole is not there, and what was there still is."""
    source = written(tmp_path / "in.csv", {of.STORY: "a" * 40_000, of.FINAL: ""})
    command(tmp_path / "a", "import", str(source))
    (tmp_path / "out.xlsx").write_bytes(b"before")
    failed = command(tmp_path / "a", "export", str(tmp_path / "out.xlsx"))
    assert (failed.exit_code, "export to CSV" in failed.output) == (1, True)
    assert (tmp_path / "out.xlsx").read_bytes() == b"before"
    assert [path.name for path in tmp_path.glob(".export*")] == []


def test_what_learn_reads_are_the_same_columns() -> None:
    """`kentongan learn --csv` knows an export of ours by its names."""
    assert {*STORY, *CATEGORY, OFFICE, STATUS} <= set(of.COLUMNS)
