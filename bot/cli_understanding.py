"""The commands about understanding: what the bot makes of a text, and learning from what officers decided."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from bot.settings import Settings

if TYPE_CHECKING:
    from bot.understanding.understand import Understanding

MOST_TOLD = 20  # features left out that are told one by one
_date = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--language", default="id", show_default=True, help="The language so far: id, en, jv or su.")
@click.option("--today", type=_date, default=None, help="The day the texts were written; else today in Jakarta.")
@click.option("--explain", is_flag=True, help="Also tell which words decided.")
@click.option("--model", type=click.Path(path_type=Path), default=None, help="Another file that learn wrote.")
def understand(language: str, today: datetime | None, explain: bool, model: Path | None) -> None:
    """What the bot understands: one text a line in, one JSON object a line out.

    A line may also be a JSON object with "text" and, if wanted, "language" and "today". A line that
    cannot be read gives {"error": ...}; the next one is read. Needs neither Redis nor settings.
    """
    from bot.listening import Listener, lines
    from bot.understanding.language import LANGUAGES
    from bot.understanding.learned import LearnedWrong
    from bot.understanding.understood import Facts

    if language not in LANGUAGES:
        raise click.BadParameter(f"must be one of {', '.join(LANGUAGES)}", param_hint="--language")
    if sys.stdin.isatty():
        raise click.UsageError("Give texts on standard input, one a line: kentongan understand < texts.txt")
    try:
        known = _known(model)
    except LearnedWrong as why:
        raise click.ClickException(str(why)) from why
    listener = Listener(known, Facts(today.date() if today else _today(), language), explain)
    for line in lines(sys.stdin.buffer):
        sys.stdout.buffer.write(listener.answer(line))
        sys.stdout.buffer.flush()


@click.command()
@click.option(
    "--csv",
    "tables",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="An officers' export from LAPOR!, instead of the embedded core's reports; may be given several times.",
)
@click.option("--to", "path", type=click.Path(dir_okay=False, path_type=Path), default=None, help="Where to write.")
def learn(tables: tuple[Path, ...], path: Path | None) -> None:
    """Learn categories from what officers corrected and confirmed; says how much it helps."""
    from bot.learning.lesson import taught
    from bot.learning.officers_table import Unreadable
    from bot.learning.stories import TooFew
    from bot.report import CoreDown

    settings = Settings.read(os.environ)
    os.umask(0o077)
    try:
        from bot.learning.training import learn as train
    except ImportError:
        raise click.ClickException('Learning needs scikit-learn: pip install "kentongan[learn]"') from None
    try:
        told = taught(settings, tables, path or settings.learned_file, _today(), train, _tell)
    except (TooFew, Unreadable) as why:
        raise click.ClickException(str(why)) from why
    except CoreDown as why:
        raise click.ClickException(f"The case store cannot be reached ({why}).") from why
    click.echo(told)


@click.group()
def places() -> None:
    """Official boundaries, by which a pin says in which kecamatan the problem is."""


@places.command("import")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", "path", type=click.Path(dir_okay=False, path_type=Path), default=None, help="Where to write.")
def import_(source: Path, path: Path | None) -> None:
    """Take over boundaries from a GeoJSON file whose features carry Kemendagri codes.

    Restart the web process and the workers afterwards.
    """
    from bot.places_import import BoundariesRefused, import_boundaries

    target = path or Settings.read(os.environ).boundaries_target
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with click.progressbar(length=1000, label=source.name, file=sys.stderr) as bar:
            done = import_boundaries(source, target, lambda _, share: bar.update(int(share * 1000) - bar.pos))
    except (BoundariesRefused, OSError) as why:
        raise click.ClickException(str(why)) from why
    for number, reason in done.skipped[:MOST_TOLD]:
        click.echo(f"feature {number} left out: {reason}", err=True)
    if len(done.skipped) > MOST_TOLD:
        click.echo(f"... and {len(done.skipped) - MOST_TOLD} more left out", err=True)
    click.echo(f"{done.count} areas taken over into {target}, {len(done.skipped)} left out.")


def _known(model: Path | None) -> Understanding:
    from bot.understanding.understand import Understanding

    settings = Settings.read(os.environ)
    return Understanding.load(model or settings.model_file)


def _tell(progress: str) -> None:
    click.echo(progress, err=True)


def _today() -> date:
    return datetime.now(ZoneInfo("Asia/Jakarta")).date()
