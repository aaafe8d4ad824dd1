"""An operator connects the bot: Telegram is told our webhook and commands, and shows what it has."""

from __future__ import annotations

from bot.message import SendError
from bot.settings import Settings, SettingsWrong
from channels import telegram_setup
from channels.telegram import Telegram
from channels.telegram_api import TelegramApi


def connection(settings: Settings, *, change: bool) -> list[str]:
    """What Telegram has, a sentence a line; with `change` it is told first. Raises SettingsWrong, SendError."""
    if not settings.telegram_bot_token:
        raise SettingsWrong(["TELEGRAM_BOT_TOKEN is missing: ask @BotFather on Telegram for one."])
    api = TelegramApi(settings.telegram_bot_token, settings.telegram_api_base)
    if change:
        _tell(api, f"{settings.base_url}{Telegram.route}", next(iter(settings.telegram_secrets), ""))
    return telegram_setup.told(api)


def _tell(api: TelegramApi, url: str, secret: str) -> None:
    if wrong := telegram_setup.wrong(url, secret):
        raise SettingsWrong([wrong])
    telegram_setup.set_up(api, url, secret)


__all__ = ["SendError", "connection"]
