"""The command that invents a town for trials and load: offices, reports and what became of them, all marked."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import click

from bot.settings import Settings

if TYPE_CHECKING:
    from bot.report import Place
    from bridge.embedded.ledger import Ledger
    from bridge.embedded.seeding.given import Topic

MOST = 2_000_000


@click.command()
@click.option("--cases", "count", type=click.IntRange(1, MOST), required=True, help="How many reports.")
@click.option("--seed", default=1, show_default=True, help="The same number gives the same town again.")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="The last day of the two years that are told, 2026-10-31; else yesterday.",
)
@click.option(
    "--beside", is_flag=True, help="Even where the database holds reports: put the invented ones beside them."
)
def seed(count: int, seed: int, until: datetime | None, beside: bool) -> None:
    """Invent a town in the embedded core: offices, reports of two years, what became of them, what citizens thought.

    Titles and stories begin with [CONTOH], offices end with (contoh), and `seed` did it in every timeline. Real are
    only the areas with their codes. The same --cases, --seed and --until give the same rows in every empty database.
    """
    from bot.report import CoreDown
    from bridge.embedded.seeding.writing import Occupied, Seeding

    try:
        ledger, yesterday = _ledger()
        last = _last(until, yesterday)
        with click.progressbar(length=count, label="Inventing", file=sys.stderr) as bar:
            run = Seeding(
                ledger, _topics(), _places(), seed=seed, until=last, told=lambda done: bar.update(done - bar.pos)
            )
            counts = run.run(count, beside=beside)
    except Occupied as why:
        raise click.ClickException(
            f"This database holds {why.count} reports. Nothing was changed. Use an empty one (KENTONGAN_DATA or"
            " KENTONGAN_DATABASE_URL), or say --beside if invented reports may stand beside them."
        ) from None
    except CoreDown as why:
        raise click.ClickException(
            f"The case store cannot be reached ({why}). What was written before is in; begin again with an empty one."
        ) from None
    click.echo(f"{counts.reports} invented reports until {last}, {counts.events} entries in their timelines.", err=True)


def _last(until: datetime | None, yesterday: date) -> date:
    if until is None or until.date() <= yesterday:
        return until.date() if until else yesterday
    raise click.UsageError("--until must be a day that is over: nothing may have happened in the future.")


def _topics() -> list[Topic]:
    from bot.understanding.catalogue import Catalogue
    from bridge.embedded.seeding.given import Topic

    return [Topic(one.code, one.names, one.office) for one in Catalogue.load().all]


def _places() -> list[Place]:
    """Every desa of the town's province, with the areas it lies in."""
    from bot.understanding.places_table import REGENCY, VILLAGE, PlacesTable
    from bridge.embedded.seeding.town import PROVINCE

    table = PlacesTable.load()
    regencies = [code for code in table.names if len(code) == REGENCY and code.startswith(PROVINCE)]
    desa = (code for regency in regencies for code in table.within(regency) if len(code) == VILLAGE)
    return [table.place(code) for code in sorted(desa)]


def _ledger() -> tuple[Ledger, date]:
    """The embedded core's database, made or brought up to date, and the last day that is over at the office."""
    from bot.embedded_core import embedded_core

    settings = Settings.read(os.environ)
    ledger = embedded_core(settings, "nothing is invented there. Unset KENTONGAN_CORE_URL").ledger
    return ledger, settings.now().astimezone(settings.deadlines.days.zone).date() - timedelta(days=1)
