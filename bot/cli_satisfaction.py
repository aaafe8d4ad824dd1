"""The commands about satisfaction: the official index with its stars apart, who took part, and the admins' own year."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from bot.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bridge.opinions.admins import Admins

_day = click.DateTime(["%Y-%m-%d"])


@click.group(invoke_without_command=True)
@click.option("--from", "since", type=_day, default=None, help="The first day, 2026-01-01; else from the beginning.")
@click.option("--to", "until", type=_day, default=None, help="The last day; else until today.")
@click.option("--agency", default="", help="Only of this office, by its name in the reports.")
@click.pass_context
def satisfaction(context: click.Context, since: datetime | None, until: datetime | None, agency: str) -> None:
    """How satisfied citizens are: the IKM with its grade, the stars apart from it, and who took part."""
    if context.invoked_subcommand:
        return
    from bridge.opinions.opinions import Opinions, Wanted
    from bridge.opinions.report import page

    wanted = Wanted(since.date() if since else None, until.date() if until else None, agency)
    with _plainly():
        opinions = Opinions(_engine(), _now)
        opinions.create()
        click.echo("\n".join(page(opinions.figures(wanted), wanted)))


@satisfaction.command()
@click.option("--admin", default=None, help="Who answers, by any name that stays the same all year; kept only mixed.")
@click.option("--lang", type=click.Choice(["id", "en", "jv", "su"]), default="id", show_default=True)
@click.option("--figures", is_flag=True, help="Ask nothing; print what all admins of a year said.")
@click.option("--year", type=click.IntRange(2020, 2100), default=None, help="With --figures; else this year.")
def admins(admin: str | None, lang: str, figures: bool, year: int | None) -> None:
    """The admins' yearly questionnaire in this terminal: once a year, kept answer by answer, to be left and resumed."""
    from bridge.opinions.admins import Admins

    with _plainly():
        kept = Admins(_engine(), secrets.token_bytes)
        kept.create()
        if figures:
            _print_year(kept, year or _today().year)
        elif admin and admin.strip():
            _ask(kept, admin, lang)
        else:
            raise click.UsageError("Say who answers: --admin NAME. The name itself is not kept.")


def _ask(kept: Admins, admin: str, lang: str) -> None:
    from bot.asking_admins import Questionnaire
    from bot.dialogs import admins as asked
    from bot.dialogs.wording import load_wordings
    from bot.understanding.understand import Understanding

    words, year = load_wordings()[lang], _today().year
    opaque = kept.opaque(year, admin)
    answered = kept.answers(year, opaque)
    if set(asked.STATEMENTS) <= set(answered):
        click.echo(words(asked.ALREADY, year=year))
        return
    click.echo(f"{words(asked.WELCOME, count=len(asked.STATEMENTS))}\n{words(asked.KEYS)}\n")

    def keep(question: str, answer: int) -> None:
        kept.keep(year, opaque, question, answer)

    whole = Questionnaire(words, Understanding.load(), _now(), _read, click.echo, keep).run(answered)
    click.echo(words(asked.THANKS, year=year) if whole else words(asked.PAUSED))


def _print_year(kept: Admins, year: int) -> None:
    from bot.dialogs.admins import TOPICS
    from bridge.opinions.report import admins_page

    topics = {topic: {name: text.english for name, text in texts.items()} for topic, texts in TOPICS.items()}
    click.echo("\n".join(admins_page(kept.year(year), topics, year)))


def _read() -> str | None:
    click.echo("> ", nl=False)
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None


@contextmanager
def _plainly() -> Iterator[None]:
    from bot.report import CoreDown

    try:
        yield
    except CoreDown as why:
        raise click.ClickException(f"The database cannot be reached ({why}).") from why


def _engine() -> Engine:
    from bridge.embedded.schema import connect

    settings = Settings.read(os.environ)
    os.umask(0o077)
    settings.folder.mkdir(parents=True, exist_ok=True)
    return connect(settings.core_database)


def _now() -> datetime:
    return Settings.read(os.environ).now().astimezone(ZoneInfo("Asia/Jakarta"))


def _today() -> date:
    return _now().date()
