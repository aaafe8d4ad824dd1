"""Telegram is told where the bot lives and which words it knows, and tells back in words what it has."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from telegram import BotCommand, BotCommandScopeAllPrivateChats, WebhookInfo

from channels.telegram_api import TelegramApi

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
CONNECTIONS = 16  # deliveries at the same time: as many threads as the web process has
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API, setWebhook.secret_token

# What stands in the app's menu. Groups get none, since nothing is done there. id is for everybody without an own list.
COMMANDS = {
    "": (
        ("menu", "Mulai: lapor, cek laporan, bahasa"),
        ("cek", "Kabar laporan Anda"),
        ("lanjut", "Lanjutkan laporan yang belum dikirim"),
        ("kembali", "Ke pertanyaan sebelumnya"),
        ("ulang", "Ulangi pesan terakhir"),
        ("batal", "Hapus laporan yang belum dikirim"),
        ("bahasa", "Ganti bahasa"),
        ("privasi", "Bagaimana data Anda dipakai"),
        ("petugas", "Cara menghubungi petugas"),
        ("bantuan", "Kata-kata yang selalu bisa dipakai"),
    ),
    "en": (
        ("menu", "Start: report, check a report, language"),
        ("check", "News of your report"),
        ("resume", "Go on with your unsent report"),
        ("back", "To the question before"),
        ("repeat", "The last message again"),
        ("discard", "Delete the unsent report"),
        ("language", "Another language"),
        ("privacy", "What happens to your data"),
        ("staff", "How to reach a person"),
        ("help", "Words that always work"),
    ),
    "jv": (
        ("menu", "Wiwit: lapor, priksa laporan, basa"),
        ("cek", "Kabar laporan panjenengan"),
        ("lanjut", "Nglajengaken laporan ingkang dereng dikirim"),
        ("kembali", "Dhateng pitakenan saderengipun"),
        ("ulang", "Mbaleni pesen pungkasan"),
        ("batal", "Mbusak laporan ingkang dereng dikirim"),
        ("bahasa", "Gantos basa"),
        ("privasi", "Kados pundi data panjenengan dipunginakaken"),
        ("petugas", "Cara ngubungi petugas"),
        ("bantuan", "Tembung ingkang tansah saged dipunginakaken"),
    ),
    "su": (
        ("menu", "Ngamimitian: lapor, mariksa laporan, basa"),
        ("cek", "Kabar laporan Anjeun"),
        ("lanjut", "Neraskeun laporan nu teu acan dikirim"),
        ("kembali", "Ka patarosan samemehna"),
        ("ulang", "Malikan pesen panungtung"),
        ("batal", "Mupus laporan nu teu acan dikirim"),
        ("bahasa", "Gentos basa"),
        ("privasi", "Kumaha data Anjeun dianggo"),
        ("petugas", "Cara ngahubungi petugas"),
        ("bantuan", "Kecap nu salawasna tiasa dianggo"),
    ),
}
_MEANINGS = (  # a piece of Telegram's last error, and what to do
    ("403", "our side refused the secret: TELEGRAM_SECRET_TOKEN differs from the one Telegram has; run --setup again"),
    ("404", "the path does not lead to Kentongan: look at KENTONGAN_PUBLIC_URL and the proxy"),
    ("405", "the path does not lead to Kentongan: look at KENTONGAN_PUBLIC_URL and the proxy"),
    ("413", "the proxy takes no body of that size: allow 2 MB"),
    ("502", "the proxy is up and Kentongan behind it is not"),
    ("503", "Kentongan answers, but cannot keep messages: is Redis up? Telegram brings them again for 24 hours"),
    ("504", "Kentongan took too long behind the proxy"),
    ("certificate", "the certificate of the public URL is not valid for it"),
    ("ssl", "the certificate of the public URL is not valid for it"),
    ("refused", "nothing listens at the public URL"),
    ("timed out", "the public URL does not answer: a firewall, or a host that is down"),
    ("resolve", "the name in the public URL is not in the DNS"),
)


def wrong(url: str, secret: str) -> str:
    """What Telegram would not accept of this webhook, in a sentence; "" where it would."""
    if not url.startswith("https://"):
        return "Telegram calls https only: KENTONGAN_PUBLIC_URL must begin with https:// (without one, use --poll)."
    if not SECRET.fullmatch(secret):
        return "TELEGRAM_SECRET_TOKEN must be 1 to 256 of the characters A-Z a-z 0-9 _ and -."
    return ""


def set_up(api: TelegramApi, url: str, secret: str) -> None:
    """Tell Telegram the webhook and the commands; messages that wait are kept. Raises `SendError`."""
    api.own(
        lambda bot: bot.set_webhook(
            url,
            secret_token=secret,
            allowed_updates=ALLOWED,
            max_connections=CONNECTIONS,
            drop_pending_updates=False,
        )
    )
    for language, listed in COMMANDS.items():
        _set_commands(api, language, [BotCommand(word, what) for word, what in listed])


def _set_commands(api: TelegramApi, language: str, commands: list[BotCommand]) -> None:
    where = BotCommandScopeAllPrivateChats()
    api.own(lambda bot: bot.set_my_commands(commands, scope=where, language_code=language or None))


def forget_webhook(api: TelegramApi) -> str:
    """Take the webhook away, so that updates can be fetched; returns the URL that it had. Raises `SendError`."""
    before = api.own(lambda bot: bot.get_webhook_info()).url
    api.own(lambda bot: bot.delete_webhook(drop_pending_updates=False))
    return before


def told(api: TelegramApi) -> list[str]:
    """What Telegram has now, a sentence a line. Raises `SendError`."""
    return described(api.own(lambda bot: bot.get_webhook_info()))


def described(info: WebhookInfo) -> list[str]:
    """getWebhookInfo in words."""
    lines = [f"Telegram sends messages to {info.url}" if info.url else "Telegram has no webhook."]
    lines.append(f"Kinds of updates: {', '.join(info.allowed_updates or ()) or 'all usual ones'}.")
    lines.append(f"At the same time: {info.max_connections or 40}. Waiting now: {info.pending_update_count}.")
    if info.last_error_message:
        lines.append(_last_error(info.last_error_date, info.last_error_message))
    elif info.url:
        lines.append("No delivery has failed lately.")
    return lines


def _last_error(when: datetime | None, message: str) -> str:
    at = f" on {when.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if when else ""
    meant = next((what for piece, what in _MEANINGS if piece in message.lower()), "")
    return f"The last delivery that failed{at}: {message}" + (f" - that is: {meant}." if meant else ".")
