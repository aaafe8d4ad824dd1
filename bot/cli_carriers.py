"""The commands that connect carriers: Telegram's webhook or polling, Twilio's buttons, and the log of all of them."""

from __future__ import annotations

import os

import click

from bot.settings import Settings, SettingsWrong


@click.command()
def channels() -> None:
    """What each channel can carry, as a Markdown table."""
    from bot.capabilities import table

    click.echo(table())


@click.command()
@click.option("--channel", default=None, help="Only this channel: sms, whatsapp, telegram or gateway.")
@click.option("--last", default=50, show_default=True, help="How many exchanges.")
def log(channel: str | None, last: int) -> None:
    """What went to and from the carriers in the last seven days: times, outcomes, shapes; no words, no numbers."""
    from bot.channel_log import NAMES, ChannelLog
    from bot.wiring import now

    kept = ChannelLog(Settings.read(os.environ).folder / "log", now)
    found = [each for name in ([channel] if channel else NAMES) for each in kept.read(name)]
    for each in sorted(found, key=lambda each: each.at)[-last:]:
        shape = " ".join(f"{name}={value}" for name, value in each.shape.items())
        click.echo(
            f"{each.at} {each.channel} {each.direction} {each.what} {each.outcome} {each.milliseconds} ms {shape}"
        )


@click.command()
@click.option("--poll", is_flag=True, help="Fetch messages and answer them from here: needs a token and no public URL.")
@click.option("--setup", is_flag=True, help="Tell Telegram our webhook and commands, and show what it has.")
def telegram(poll: bool, setup: bool) -> None:
    """Connect a Telegram bot; without an option: what Telegram has now."""
    if poll and setup:
        raise click.UsageError("--poll takes the webhook away and --setup sets it: choose one")
    _telegram_poll() if poll else _telegram_setup(change=setup)


@click.command()
@click.option("--setup", is_flag=True, help="Make the buttons and lists for WhatsApp at Twilio, and remember them.")
@click.option("--button", default="Pilih", show_default=True, help="The word that opens a list, at most 20 characters.")
def twilio(setup: bool, button: str) -> None:
    """Connect WhatsApp's buttons at Twilio; without an option: what is remembered."""
    from bot.twilio_resources import CannotSetUp, set_up, told

    try:
        set_up(Settings.read(os.environ), button, click.echo) if setup else click.echo(told(Settings.read(os.environ)))
    except (CannotSetUp, ValueError) as why:
        raise click.ClickException(str(why)) from why


def _telegram_poll() -> None:
    from bot.telegram_alone import on_signals
    from bot.telegram_alone import poll as fetch
    from bot.telegram_polling import CannotPoll

    try:
        fetch(os.environ, click.echo, on_signals())
    except (CannotPoll, SettingsWrong) as why:
        raise click.ClickException(str(why)) from why


def _telegram_setup(*, change: bool) -> None:
    from bot.telegram_connect import SendError, connection

    try:
        click.echo("\n".join(connection(Settings.read(os.environ), change=change)))
    except (SendError, SettingsWrong) as why:
        raise click.ClickException(f"Telegram: {why}") from why
