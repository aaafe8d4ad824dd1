"""Measurements of this machine: printed as ratios of one run, never a test that fails on a busy day."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.settings import Settings

if TYPE_CHECKING:
    from bot.bench.desk import Timed


@click.group()
def bench() -> None:
    """Measure on this machine, with invented reports in a folder of its own."""


@bench.command("desk")
@click.option("--cases", "count", default=100_000, show_default=True, type=click.IntRange(100, 1_000_000))
@click.option("--times", default=9, show_default=True, type=click.IntRange(1, 1000), help="Requests for each page.")
@click.option("--database", default="", help="An empty database (SQLAlchemy URL) for the large town; else SQLite.")
@click.option("--keep", type=click.Path(path_type=Path), help="Folder for the SQLite databases, to use them again.")
def bench_desk(count: int, times: int, database: str, keep: Path | None) -> None:
    """Time the desk's pages with many reports, beside the same pages with a hundredth of them."""
    from bot.bench.desk import table

    with tempfile.TemporaryDirectory() as folder:
        home = keep or Path(folder)
        few = max(100, count // 100)
        small = _timed(_settings(home / "few", ""), few, times)
        large = _timed(_settings(home / "many", database), count, times)
    click.echo("\n".join(table(large, small, (count, few))))


def _settings(folder: Path, database: str) -> Settings:
    from bot.generated import secrets_of

    folder.mkdir(parents=True, exist_ok=True)
    made = {**secrets_of(folder), "KENTONGAN_DATA": str(folder), "KENTONGAN_SIMULATOR": "on"}
    return replace(Settings.read(made), database_url=database, public_url="http://127.0.0.1:8000")


def _timed(settings: Settings, count: int, times: int) -> list[Timed]:
    from bot.bench.desk import timed
    from bot.understanding.understand import Understanding
    from bot.wired_desk import desk
    from bridge.desk.app import create_desk
    from bridge.embedded.cases import Cases, Search
    from bridge.embedded.schema import connect

    known = Understanding.load()
    cases = Cases(connect(settings.core_database), settings.now, deadlines=settings.deadlines)
    cases.create()
    if not cases.search(Search(limit=1)):
        _seed(settings, count)
    rooms = desk(settings, cases, known, settings.now)
    return list(timed(create_desk(rooms), rooms, times, lambda page: click.echo(f"  {page.name} ...", err=True)))


def _seed(settings: Settings, count: int) -> None:
    """By the command itself, so that what is measured is what anybody can make."""
    from bot.cli_seed import seed

    given = {"KENTONGAN_DATA": settings.data, "KENTONGAN_DATABASE_URL": settings.database_url}
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        seed.main(args=["--cases", str(count)], standalone_mode=False)
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
