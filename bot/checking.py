"""`kentongan check`: what is set up, what is missing, what would lose data, each with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

import httpx
from redis import RedisError
from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError

from bot.public_url import prove
from bot.redis_link import connect, dangers
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `wrong` where something has to be mended."""

    text: str
    wrong: bool = False


def findings(settings: Settings, *, offline: bool = False) -> list[Finding]:
    """Everything there is to tell of these settings. Asks Redis, the embedded core's database and the public URL."""
    faults = [Finding(f"MEND  {fault}", True) for fault in settings.faults()]
    found = [
        *_channels(settings),
        _core(settings),
        _ombudsman(settings),
        *_redis(settings),
        *faults,
        *_simulation(settings),
    ]
    if not (faults or offline):
        found += _public(settings)
    return [*found, _verdict(found)]


def _channels(settings: Settings) -> list[Finding]:
    twilio = bool(settings.twilio_account_sid)
    has = {
        "SMS (Twilio)": twilio and bool(settings.twilio_sms_from),
        "WhatsApp (Twilio)": twilio and bool(settings.twilio_whatsapp_from),
        "Telegram": bool(settings.telegram_bot_token),
        "SMS (gateway)": bool(settings.gateway_secret),
    }
    found = [Finding(f"{'ok   ' if there else 'off  '} {name}") for name, there in has.items()]
    if settings.gateway_secret and not settings.gateway_sendsms_url:
        found.append(Finding("note  The gateway only answers: for news it needs KENTONGAN_GATEWAY_SENDSMS_URL."))
    return found


def _core(settings: Settings) -> Finding:
    if settings.core_url:
        return Finding(f"ok    core: GeoReport v2 at {settings.core_url}")
    try:
        settings.folder.mkdir(parents=True, exist_ok=True)
        with create_engine(settings.core_database, hide_parameters=True).connect():
            return Finding("ok    core: the embedded one")
    except (SQLAlchemyError, OSError) as trouble:
        return Finding(f"MEND  The embedded core's database does not open ({type(trouble).__name__}).", True)


def _ombudsman(settings: Settings) -> Finding:
    if settings.ombudsman_url:
        return Finding(f"ok    Ombudsman: GeoReport v2 at {settings.ombudsman_url}")
    return Finding("ok    Ombudsman: a PDF that the citizen brings there")


def _redis(settings: Settings) -> list[Finding]:
    if not settings.redis_url:
        return []
    try:
        redis = connect(settings.redis_url)
        redis.ping()
    except (RedisError, ValueError) as trouble:
        return [Finding(f"MEND  Redis does not answer ({type(trouble).__name__}): see KENTONGAN_REDIS_URL.", True)]
    known = dangers(redis)
    if known is None:
        return [Finding("note  Redis answers and hides its configuration: make sure of appendonly yes, noeviction.")]
    found = [Finding(f"MEND  {danger}", True) for danger in known]
    return found or [Finding("ok    Redis answers, keeps an append-only file and evicts nothing")]


def _public(settings: Settings) -> list[Finding]:
    with httpx.Client() as client:
        return [
            Finding(f"{'MEND ' if each.wrong else 'ok   '} {each.text}", each.wrong) for each in prove(settings, client)
        ]


def _simulation(settings: Settings) -> list[Finding]:
    if not settings.simulated:
        return []
    return [Finding("note  The simulator is on: anybody who opens the page can write as anybody. Not for production.")]


def _verdict(found: list[Finding]) -> Finding:
    return Finding("Something is to be mended." if any(each.wrong for each in found) else "All set.")
