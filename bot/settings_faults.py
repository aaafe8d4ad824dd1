"""What is wrong with the settings, one sentence each, so that a start that would lose a message is refused."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.clock import NoSpan
from bridge.embedded.deadlines import BadDeadlines, Override, Scheme, zone_named
from channels.gateway_settings import gateway_faults
from channels.twilio_content import Contents, is_content_sid

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.settings import Settings


SHORTEST_SECRET = 16  # characters; what is shorter can be guessed


def faults_of(settings: Settings) -> list[str]:
    """What has to be mended before a start; empty where all is well."""
    return [*_wrong_values(settings), *_missing(settings)]


def _wrong_values(settings: Settings) -> list[str]:
    faults = []
    if not settings.port.isdecimal() or not 0 <= int(settings.port) < 65536:
        faults.append(f"PORT must be a number below 65536, not {settings.port!r}.")
    if not settings.lease.isdecimal() or not 1 <= int(settings.lease) <= 3600:
        faults.append(f"KENTONGAN_LEASE must be seconds from 1 to 3600, not {settings.lease!r}.")
    if settings.open311_batch and not (settings.open311_batch.isdecimal() and int(settings.open311_batch) <= 10080):
        faults.append(f"KENTONGAN_OPEN311_BATCH must be minutes from 0 to 10080, not {settings.open311_batch!r}.")
    urls = {
        "KENTONGAN_PUBLIC_URL": settings.public_url,
        "KENTONGAN_CORE_URL": settings.core_url,
        "KENTONGAN_OMBUDSMAN_URL": settings.ombudsman_url,
    }
    for name, value in urls.items():
        if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname):
            faults.append(f"{name} must begin with https:// or http:// and name a host.")
    return [
        *faults,
        *key_faults(settings),
        *clock_faults(settings),
        *deadline_faults(settings),
        *_wrong_gateway(settings),
        *_wrong_twilio(settings),
        *mapping_faults(settings),
        *_wrong_webhook(settings),
    ]


def key_faults(settings: Settings) -> list[str]:
    """What is wrong with the secret keys, as far as they are there."""
    try:
        _ = settings.keys
    except ValueError as wrong:
        return [f"KENTONGAN_SECRET_KEYS: {wrong}."]
    return []


def clock_faults(settings: Settings) -> list[str]:
    """What is wrong with the clock; one that is not the world's would tell real citizens wrong dates."""
    if settings.clock and not settings.simulated:
        return ["KENTONGAN_CLOCK is for simulated phones only: unset it, or set KENTONGAN_SIMULATOR=on."]
    try:
        _ = settings.now
    except NoSpan as wrong:
        return [f"KENTONGAN_CLOCK: {wrong}."]
    return []


def deadline_faults(settings: Settings) -> list[str]:
    """What is wrong with the settings that deadlines are counted by, one sentence each."""
    readings: list[tuple[str, str, Callable[[str], object]]] = [
        ("KENTONGAN_DEADLINES", settings.scheme, Scheme.named),
        ("KENTONGAN_HOLIDAYS", settings.holidays, Override.read),
        ("KENTONGAN_OFFICE_ZONE", settings.office_zone, zone_named),
    ]
    faults = []
    for name, value, read in readings:
        try:
            read(value)
        except BadDeadlines as wrong:
            faults.append(f"{name}: {wrong}.")
    return faults


def mapping_faults(settings: Settings) -> list[str]:
    """What is wrong with the file of the core's service codes: a category that leads nowhere would lose its reports."""
    if not settings.core_mapping:
        return []
    from bridge.mapping import BadMapping, CoreMapping  # noqa: PLC0415 - few houses need it

    try:
        mapping = CoreMapping.read(Path(settings.core_mapping))
    except BadMapping as wrong:
        return [f"KENTONGAN_CORE_MAPPING: {wrong}."]
    codes = _categories()
    told = {
        "lead nowhere; give each a line in [services], or name a fallback": mapping.nowhere(codes),
        "are no categories of this release; mend or remove their lines": mapping.strange(codes),
    }
    return [f"KENTONGAN_CORE_MAPPING: {', '.join(found)} {what}." for what, found in told.items() if found]


def _categories() -> list[str]:
    from bot.understanding.words import DATA  # noqa: PLC0415 - as above

    return list(tomllib.loads((DATA / "categories.toml").read_text(encoding="utf-8")))


def _wrong_webhook(settings: Settings) -> list[str]:
    short = [each for each in settings.core_webhook_secrets if len(each) < SHORTEST_SECRET]
    return [f"KENTONGAN_CORE_WEBHOOK_SECRET must have at least {SHORTEST_SECRET} characters."] if short else []


def _wrong_twilio(settings: Settings) -> list[str]:
    faults = []
    try:
        Contents.parse(settings.twilio_content)
    except ValueError:
        faults.append("KENTONGAN_TWILIO_CONTENT must be what kentongan twilio --setup wrote, or empty.")
    if settings.twilio_template and not is_content_sid(settings.twilio_template):
        faults.append("KENTONGAN_TWILIO_TEMPLATE must be a ContentSid: HX and 32 hex digits.")
    return faults


def _wrong_gateway(settings: Settings) -> list[str]:
    if not settings.gateway_secret:
        return []
    urls = {
        "KENTONGAN_GATEWAY_SENDSMS_URL": settings.gateway_sendsms_url,
        "KENTONGAN_GATEWAY_OWN_URL": settings.gateway_own_url,
    }
    return gateway_faults(settings.gateway_secrets, settings.gateway_networks, settings.gateway_parameters, urls)


def _missing(settings: Settings) -> list[str]:
    needed = {
        "KENTONGAN_REDIS_URL": (settings.redis_url, "nothing can be kept without Redis"),
        "KENTONGAN_SECRET_KEYS": (settings.secret_keys, "people's words are encrypted; make a key with: kentongan key"),
        "KENTONGAN_PUBLIC_URL": (settings.public_url, "signatures and links need the address carriers use"),
    }
    if settings.twilio_account_sid or settings.twilio_sms_from or settings.twilio_whatsapp_from:
        needed["TWILIO_ACCOUNT_SID"] = (settings.twilio_account_sid, "SMS and WhatsApp need it")
        needed["TWILIO_AUTH_TOKEN"] = (settings.twilio_auth_token, "no webhook can be verified without it")
        numbers = settings.twilio_sms_from or settings.twilio_whatsapp_from
        needed["TWILIO_SMS_FROM or TWILIO_WHATSAPP_FROM"] = (numbers, "news needs a number to come from")
    if settings.telegram_bot_token:
        needed["TELEGRAM_SECRET_TOKEN"] = (settings.telegram_secret_token, "no webhook can be verified without it")
    if settings.core_url:
        needed["KENTONGAN_CORE_API_KEY"] = (settings.core_api_key, "the core takes no report without a key")
    if settings.ombudsman_url:
        needed["KENTONGAN_OMBUDSMAN_API_KEY"] = (
            settings.ombudsman_api_key,
            "the Ombudsman takes nothing without a key",
        )
    if not (settings.twilio_account_sid or settings.telegram_bot_token or settings.gateway_secret):
        needed["TWILIO_ACCOUNT_SID, TELEGRAM_BOT_TOKEN or KENTONGAN_GATEWAY_SECRET"] = ("", "no channel is set up")
    return [f"{name} is missing: {why}." for name, (value, why) in needed.items() if not value]
