"""The command `kentongan`: run everything here, play a citizen, be one process of a deployment, work the desk."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import sys
import threading
import time
from pathlib import Path

import click

from bot.cli_account import account
from bot.cli_bench import bench
from bot.cli_carriers import channels, log, telegram, twilio
from bot.cli_core import core, reconcile
from bot.cli_satisfaction import satisfaction
from bot.cli_seed import seed
from bot.cli_table import export, import_
from bot.cli_understanding import learn, places, understand
from bot.generated import new_key, no_proxy
from bot.settings import Settings, SettingsWrong, described

PRIVATE = 0o077  # what people told us is for this user's eyes only: database, files, spool, secrets


@click.group(help=__doc__)
@click.version_option(package_name="kentongan")
def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")


@main.command()
def run() -> None:
    """Everything on this machine: Valkey, web, worker, sweeper, embedded core, simulated phones."""
    from bot.running import CannotRun
    from bot.running import run as run_all

    os.umask(PRIVATE)
    try:
        run_all(os.environ, click.echo)
    except CannotRun as why:
        raise click.ClickException(str(why)) from why


@main.command()
def web() -> None:
    """The web process: webhooks, the embedded core's GeoReport server, /healthz."""
    settings = _settings()
    from gunicorn.app.wsgiapp import WSGIApplication

    _follow_supervisor()
    host = "127.0.0.1" if settings.simulated else "0.0.0.0"  # noqa: S104 - simulated phones are for this machine only
    options = ["--workers", "1", "--threads", "16", "--bind", f"{host}:{settings.port}", "--log-level", "warning"]
    if settings.simulated:  # a simulated phone waits for news with a request that nobody needs to finish
        options += ["--graceful-timeout", "1"]
    sys.argv = ["gunicorn", *options, "--no-control-socket", "bot.web:from_environment()"]
    WSGIApplication("%(prog)s [OPTIONS]", prog="gunicorn").run()


@main.command()
def worker() -> None:
    """A worker: carries out what the bell rings for."""
    _settings()
    from bot import jobs
    from bot.bell import worker as rq_worker

    _follow_supervisor()
    house = jobs.house()
    logging.getLogger("rq").setLevel(logging.WARNING)
    rq_worker(house.redis).work(logging_level="WARNING")


@main.command()
@click.option("--every", default=1.0, show_default=True, help="Seconds between two looks.")
def sweeper(every: float) -> None:
    """The sweeper: queues news of what happened and rings again for what is due, so that a lost bell costs seconds."""
    _settings()
    from bot import jobs
    from bot.sweeping import sweep

    _follow_supervisor()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    sweep(jobs.house(), stop.wait, every)


@main.command()
def key() -> None:
    """Make a secret key for KENTONGAN_SECRET_KEYS."""
    click.echo(new_key())


@main.command("settings")
def list_settings() -> None:
    """All settings with their defaults, as a Markdown table."""
    click.echo("| setting | default | what it is |\n|---|---|---|")
    for name, default, help in described():
        click.echo(f"| `{name}` | {f'`{default}`' if default else ''} | {help} |")


@main.command()
@click.option("--offline", is_flag=True, help="Do not ask the public URL whether carriers reach us there.")
def check(offline: bool) -> None:
    """Tell what is set up, what is missing, what would lose data, and how to mend it."""
    from bot.checking import findings

    found = findings(Settings.read(os.environ), offline=offline)
    for line in found:
        click.echo(line.text)
    sys.exit(1 if any(line.wrong for line in found) else 0)


@main.command(add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def desk(words: tuple[str, ...]) -> None:
    """An officer's commands on the embedded core: list, show, verify, send-on, answer ..."""
    from bot.embedded_core import embedded_core
    from bot.wired_core import category_codes
    from bridge.embedded.desk import desk as commands

    cases = embedded_core(Settings.read(os.environ), "work there, or unset KENTONGAN_CORE_URL", category_codes)
    commands.main(args=list(words) or ["--help"], prog_name="kentongan desk", obj=cases)


@main.command()
@click.argument("language")
def texts(language: str) -> None:
    """Bring a language's catalogue (bot/dialogs/texts/LANGUAGE.po) up to date with the dialogs."""
    from bot.dialogs.catalogue import updated
    from bot.dialogs.every_text import every_text

    path = Path(__file__).parent / "dialogs" / "texts" / f"{language}.po"
    path.write_bytes(updated(language, path.read_bytes() if path.exists() else b"", every_text()))
    click.echo(f"{path.name} holds all {len(every_text())} sentences; empty ones wait for a translation.")


@main.command()
@click.option("--channel", type=click.Choice(["sms", "whatsapp", "telegram"]), default="sms", show_default=True)
@click.option("--lang", type=click.Choice(["id", "en", "jv", "su"]), default=None, help="Begin in this language.")
@click.option("--phone", default=None, help="The citizen's number (an invented one).")
def play(channel: str, lang: str | None, phone: str | None) -> None:
    """Be a citizen in this terminal; from a pipe, one message a line."""
    from bot.local_redis import NoLocalRedis
    from bot.playing import play as play_here

    os.umask(PRIVATE)
    os.environ.update(no_proxy(os.environ))
    try:
        play_here(channel, lang, phone, os.environ)
    except NoLocalRedis as why:
        raise click.ClickException(str(why)) from why


def _settings() -> Settings:
    """The settings of a process that is about to start; refuses what is missing or would lose data."""
    os.umask(PRIVATE)
    try:
        settings = Settings.read(os.environ).check()
        _refuse_dangers(settings)
        _refuse_strange_files(settings)
        return settings
    except SettingsWrong as wrong:
        lines = "\n".join(f"  - {fault}" for fault in wrong.faults)
        raise click.ClickException(f"This start is refused:\n{lines}\nSee: kentongan check") from wrong


def _refuse_dangers(settings: Settings) -> None:
    from bot.key_mark import begun_with_other_key
    from bot.redis_link import connect, dangers
    from bot.vault import Vault

    try:
        redis = connect(settings.redis_url)
    except ValueError as wrong:
        raise click.ClickException(f"KENTONGAN_REDIS_URL cannot be read: {wrong}") from wrong
    found = dangers(redis) or []
    if begun_with_other_key(redis, Vault(settings.keys, secrets.token_bytes)):
        found.append("KENTONGAN_SECRET_KEYS does not end with the key this Redis was begun with. Put it back, last.")
    if found:
        raise click.ClickException("This start is refused:\n" + "\n".join(f"  - {each}" for each in found))


def _refuse_strange_files(settings: Settings) -> None:
    from bot.understanding.boundaries import Boundaries
    from bot.understanding.learned import Learned
    from bot.understanding.places_table import PlacesTable

    try:
        if settings.model_file:
            Learned.load(settings.model_file)
        if settings.boundaries_file:
            Boundaries.load(settings.boundaries_file, PlacesTable.load())
    except (ValueError, OSError) as wrong:
        raise click.ClickException(f"This start is refused:\n  - {wrong}") from wrong


def _follow_supervisor() -> None:
    """End with `kentongan run`, even where that was killed: nothing is left running behind it."""
    supervisor = os.environ.get("KENTONGAN_SUPERVISOR")
    if supervisor is None:
        return

    def watch() -> None:
        while os.getppid() == int(supervisor):
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


_CARRIERS = (telegram, twilio, log, channels)
_TEXTS = (understand, learn, places)
for _command in (*_CARRIERS, *_TEXTS, satisfaction, import_, export, core, reconcile, account, seed, bench):
    main.add_command(_command)

if __name__ == "__main__":
    main()
