"""Every setting once: name, type, default, help. What is missing or wrong is said before anything starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import cast

from bot.clock import ShiftedClock, span_of
from bot.settings_core import CoreSettings, setting
from bot.settings_faults import faults_of
from bot.vault import SecretKey
from bridge.embedded.deadlines import Deadlines, Override, Scheme, WorkingDays, zone_named


class SettingsWrong(Exception):
    """The settings do not make a safe start: one sentence for each thing to mend."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Settings(CoreSettings):
    """All settings as they were given, as text; the properties read them."""

    port: str = setting("PORT", "8000", "port the web process listens on")
    public_url: str = setting("KENTONGAN_PUBLIC_URL", "", "URL under which carriers reach us; signatures are over it")
    redis_url: str = setting(
        "KENTONGAN_REDIS_URL", "", "redis://, rediss://, unix:// or sentinel://h1:p,h2:p/service/0"
    )
    secret_keys: str = setting("KENTONGAN_SECRET_KEYS", "", '"id:base64 of 32 bytes", newest first, comma between')
    data: str = setting("KENTONGAN_DATA", "var", "folder for the embedded core's database and citizens' files")
    media_url: str = setting(
        "KENTONGAN_MEDIA_URL", "", "where citizens' files are kept, an fsspec URL (s3://...); empty = the folder"
    )
    model: str = setting(
        "KENTONGAN_MODEL",
        "",
        "what kentongan learn wrote; empty = learned.json in KENTONGAN_DATA, where there is one; off = none",
    )
    boundaries: str = setting(
        "KENTONGAN_BOUNDARIES",
        "",
        "what kentongan places import wrote; empty = boundaries.bin in KENTONGAN_DATA, where there is one; off = none",
    )
    ombudsman_url: str = setting(
        "KENTONGAN_OMBUDSMAN_URL",
        "",
        "a GeoReport v2 endpoint of the Ombudsman; empty = the citizen gets a PDF to bring",
    )
    ombudsman_api_key: str = setting("KENTONGAN_OMBUDSMAN_API_KEY", "", "our key at that endpoint")
    ombudsman_service: str = setting(
        "KENTONGAN_OMBUDSMAN_SERVICE", "maladministrasi", "service_code for dossiers there"
    )
    ombudsman_jurisdiction: str = setting(
        "KENTONGAN_OMBUDSMAN_JURISDICTION", "", "jurisdiction_id, where that endpoint wants one"
    )
    database_url: str = setting("KENTONGAN_DATABASE_URL", "", "SQLAlchemy URL of the embedded core; empty = SQLite")
    open311_api_keys: str = setting("KENTONGAN_OPEN311_API_KEYS", "", "keys our own server accepts, comma between")
    open311_batch: str = setting(
        "KENTONGAN_OPEN311_BATCH", "", "minutes after which our own server gives a token its number; empty = no tokens"
    )
    scheme: str = setting(
        "KENTONGAN_DEADLINES", "permenpanrb-62-2018", "times within which offices must act, a name in deadlines.toml"
    )
    holidays: str = setting(
        "KENTONGAN_HOLIDAYS", "", "TOML file of days on which the office is closed or open after all; empty = none"
    )
    office_zone: str = setting("KENTONGAN_OFFICE_ZONE", "Asia/Jakarta", "time zone in which the office's days begin")
    contact: str = setting("KENTONGAN_CONTACT", "SMS 1708, lapor.go.id", "how a citizen reaches a person")
    lease: str = setting("KENTONGAN_LEASE", "120", "seconds a worker may hold one row of the outbox")
    simulator: str = setting("KENTONGAN_SIMULATOR", "off", "on = simulated phones at / (never in production)")
    clock: str = setting(
        "KENTONGAN_CLOCK", "", "how far a simulation's clock is ahead (5 hours, 12 days); refused without the simulator"
    )
    twilio_account_sid: str = setting("TWILIO_ACCOUNT_SID", "", "Twilio account, for SMS and WhatsApp")
    twilio_auth_token: str = setting("TWILIO_AUTH_TOKEN", "", "its auth token; two with a comma during rotation")
    twilio_sms_from: str = setting("TWILIO_SMS_FROM", "", "our SMS number at Twilio; empty = no SMS")
    twilio_whatsapp_from: str = setting("TWILIO_WHATSAPP_FROM", "", "our WhatsApp number at Twilio; empty = none")
    twilio_api_base: str = setting("TWILIO_API_BASE", "", "another address of Twilio's API (tests, simulator)")
    twilio_content: str = setting(
        "KENTONGAN_TWILIO_CONTENT",
        "",
        "what kentongan twilio --setup wrote, as JSON; empty = the file in KENTONGAN_DATA",
    )
    twilio_template: str = setting(
        "KENTONGAN_TWILIO_TEMPLATE",
        "",
        "ContentSid (HX...) of an approved template, for news after WhatsApp's 24 hours",
    )
    whatsapp_buttons: str = setting(
        "KENTONGAN_WHATSAPP_BUTTONS", "off", "on = replies on WhatsApp with buttons, by the outbox (ADR 0012)"
    )
    telegram_bot_token: str = setting("TELEGRAM_BOT_TOKEN", "", "token from BotFather; empty = no Telegram")
    telegram_secret_token: str = setting("TELEGRAM_SECRET_TOKEN", "", "webhook secret; two with a comma in rotation")
    telegram_api_base: str = setting("TELEGRAM_API_BASE", "", "another address of the Bot API (tests, simulator)")
    gateway_secret: str = setting(
        "KENTONGAN_GATEWAY_SECRET", "", "secret in the SMS gateway's webhook path; two with a comma in rotation"
    )
    gateway_addresses: str = setting(
        "KENTONGAN_GATEWAY_ADDRESSES", "127.0.0.0/8,::1/128", "addresses the gateway calls from, comma between"
    )
    gateway_sendsms_url: str = setting(
        "KENTONGAN_GATEWAY_SENDSMS_URL", "", "Kannel's sendsms, with username and password in its query"
    )
    gateway_own_url: str = setting(
        "KENTONGAN_GATEWAY_OWN_URL", "", "where the gateway reaches us, for delivery reports; empty = loopback and PORT"
    )
    gateway_parameters: str = setting(
        "KENTONGAN_GATEWAY_PARAMETERS", "from=from,to=to,text=text,id=id", "what the gateway calls its parameters"
    )
    gateway_prefixes: str = setting(
        "KENTONGAN_GATEWAY_PREFIXES", "", "regions' words before the text (TANGKAB,...), taken off"
    )

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Settings:
        """The settings that stand in an environment; the rest has its default."""
        given = {each.name: environ.get(each.metadata["name"], "").strip() for each in fields(cls)}
        return cls(**{name: value for name, value in given.items() if value})

    @property
    def keys(self) -> list[SecretKey]:
        return SecretKey.several(_list(self.secret_keys))

    @property
    def folder(self) -> Path:
        return Path(self.data)

    @property
    def media_place(self) -> str:
        return self.media_url or str((self.folder / "media").resolve())

    @property
    def base_url(self) -> str:
        """The public URL without a slash at its end."""
        return self.public_url.rstrip("/")

    @property
    def core_database(self) -> str:
        return self.database_url or f"sqlite:///{self.folder.resolve() / 'core.sqlite3'}"

    @property
    def learned_file(self) -> Path:
        """Where `kentongan learn` writes."""
        return self._written(self.model, "learned.json")

    @property
    def model_file(self) -> Path | None:
        """The model that the bot starts with, None for none."""
        return _wanted(self.model, self.learned_file)

    @property
    def boundaries_target(self) -> Path:
        """Where `kentongan places import` writes."""
        return self._written(self.boundaries, "boundaries.bin")

    @property
    def boundaries_file(self) -> Path | None:
        """The boundaries that the bot starts with, None for none."""
        return _wanted(self.boundaries, self.boundaries_target)

    def _written(self, named: str, usual: str) -> Path:
        return Path(named) if named not in ("", "off") else self.folder / usual

    @property
    def twilio_tokens(self) -> tuple[str, ...]:
        return tuple(_list(self.twilio_auth_token))

    @property
    def twilio_content_file(self) -> Path:
        """Where `kentongan twilio --setup` writes and the web process and workers read."""
        return self.folder / "twilio_content.json"

    @property
    def whatsapp_with_buttons(self) -> bool:
        return _is_on(self.whatsapp_buttons)

    @property
    def telegram_secrets(self) -> tuple[str, ...]:
        return tuple(_list(self.telegram_secret_token))

    @property
    def gateway_secrets(self) -> tuple[str, ...]:
        return tuple(_list(self.gateway_secret))

    @property
    def gateway_networks(self) -> tuple[str, ...]:
        return tuple(_list(self.gateway_addresses))

    @property
    def gateway_words(self) -> tuple[str, ...]:
        return tuple(_list(self.gateway_prefixes))

    @property
    def deadlines(self) -> Deadlines:
        """By when each stage has to end; raises BadDeadlines where one of the three settings is wrong."""
        days = WorkingDays(zone_named(self.office_zone), Override.read(self.holidays))
        return Deadlines(Scheme.named(self.scheme), days)

    @property
    def now(self) -> ShiftedClock:
        """The clock of all processes; raises NoSpan where the setting is wrong."""
        return ShiftedClock(span_of(self.clock) if self.clock else timedelta())

    @property
    def accepted_keys(self) -> frozenset[str]:
        return frozenset(_list(self.open311_api_keys))

    @property
    def batch(self) -> timedelta | None:
        return timedelta(minutes=int(self.open311_batch)) if self.open311_batch else None

    @property
    def simulated(self) -> bool:
        return _is_on(self.simulator)

    def faults(self) -> list[str]:
        """What has to be mended before a start, one sentence each; empty where all is well."""
        return faults_of(self)

    def check(self) -> Settings:
        """These settings; raises SettingsWrong where something has to be mended."""
        faults = self.faults()
        if faults:
            raise SettingsWrong(faults)
        return self


def _wanted(named: str, path: Path) -> Path | None:
    """The file to read: the one that was named, or the usual one where there is one."""
    return path if named != "off" and (named or path.exists()) else None


def described() -> list[tuple[str, str, str]]:
    """All settings as (name, default, help), for documents and for `kentongan check`."""
    return [(each.metadata["name"], cast(str, each.default), each.metadata["help"]) for each in fields(Settings)]


def _is_on(text: str) -> bool:
    return text.lower() in ("on", "yes", "true", "1")


def _list(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]
