"""The composition root: the one place that sees everything and says what is connected to what."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
from redis import Redis

from bot.bell import Bell
from bot.carried import fetcher, forgetter
from bot.channel_log import ChannelLog
from bot.deliveries import Deliveries
from bot.dialogs.conversation import Conversation, conversation
from bot.dialogs.wording import load_wordings
from bot.handlers.file import Filing
from bot.handlers.inbound import Inbound
from bot.handlers.outbox import Outbox
from bot.handlers.ports import Core, World
from bot.media.links import Links
from bot.media.place import Place
from bot.redis_link import connect
from bot.sending import Sending
from bot.settings import Settings
from bot.shelf import Shelf
from bot.spool import Spool
from bot.store import RedisStore
from bot.understanding.understand import Understanding
from bot.vault import Vault
from bot.window import ConversationWindow
from bridge.open311 import Open311Core
from bridge.switched import SwitchedCore
from channels.base import Channel, Window
from channels.gateway import Gateway
from channels.gateway_reading import Parameters, Reading
from channels.gateway_sending import SendSms

# What not every house has is read where it is built: three libraries take a second and a half of the start.
if TYPE_CHECKING:
    from bridge.embedded.cases import Cases
    from bridge.embedded.server import Service
    from channels.simulator.simulator import Simulator

CORE_PATIENCE = 10.0  # seconds; less than half a lease, so that a lost answer is looked up by the same holder
STATUS_PATIENCE = 3.0  # a citizen and a carrier wait for the answer to CEK
CARRIER_PATIENCE = 10.0


@dataclass(frozen=True)
class House:
    """Everything that runs, connected."""

    settings: Settings
    clock: Callable[[], datetime]
    redis: Redis
    store: RedisStore
    conversation: Conversation
    channels: Mapping[str, Channel]
    core: Core
    cases: Cases | None
    services: Sequence[Service]
    shelf: Shelf
    spool: Spool
    deliveries: Deliveries
    channel_log: ChannelLog
    sending: Sending
    inbound: Inbound
    outbox: Outbox
    simulator: Simulator | None


@dataclass(frozen=True)
class Instead:
    """What a test or a simulation puts in the place of the world's own."""

    clock: Callable[[], datetime] | None = None
    draw: Callable[[int], int] | None = None
    redis: Redis | None = None
    core: Core | None = None
    ring: Callable[[Sequence[str]], None] | None = None
    understanding: Understanding | None = None


def build(settings: Settings, instead: Instead | None = None) -> House:
    """The house for these settings. Connects to nothing yet, except that an embedded core makes its tables."""
    other = instead or Instead()
    clock = other.clock or now
    world = World(clock, other.draw or secrets.randbelow)
    redis = other.redis or connect(settings.redis_url)
    vault = Vault(settings.keys, secrets.token_bytes)
    store = RedisStore(redis, vault, clock, lambda: uuid.uuid4().hex)
    known = other.understanding or Understanding.load(settings.model_file, settings.boundaries_file)
    talk = conversation(load_wordings(), known, settings.contact)
    deliveries = Deliveries(redis, vault)
    channels = _channels(settings, deliveries, ConversationWindow(store))
    channel_log = ChannelLog(settings.folder / "log", clock)
    cases = None if settings.core_url or other.core else _cases(settings, clock)
    core = other.core or _core(settings, cases)
    shelf = _shelf(settings, channels, vault, clock)
    ring = other.ring or Bell(redis, int(settings.lease)).ring
    inbound = Inbound(talk, store, core, world, ring)
    filing = Filing(core, shelf, talk.wordings, world)
    speeds = {name: channel.limits.per_second for name, channel in channels.items()}
    sending = Sending(redis, vault, store, clock, deliveries, speeds)
    lease = timedelta(seconds=int(settings.lease))
    outbox = Outbox(store, filing, inbound, channels, world, lease, ring, sending, channel_log.called)
    return House(
        settings=settings,
        clock=clock,
        redis=redis,
        store=store,
        conversation=talk,
        channels=channels,
        core=core,
        cases=cases,
        services=_services(talk.understanding) if cases else [],
        shelf=shelf,
        spool=Spool(settings.folder / "spool", vault),
        deliveries=deliveries,
        channel_log=channel_log,
        sending=sending,
        inbound=inbound,
        outbox=outbox,
        simulator=_simulated(settings, clock) if settings.simulated else None,
    )


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


def _channels(settings: Settings, deliveries: Deliveries, window: Window) -> dict[str, Channel]:
    """The channels whose credentials are there."""
    found: list[Channel] = []
    if settings.twilio_account_sid:
        found += _twilio_channels(settings, window)
    if settings.telegram_bot_token:
        from channels.telegram import Telegram

        found.append(
            Telegram(
                token=settings.telegram_bot_token,
                secrets=settings.telegram_secrets,
                client=httpx.Client(timeout=CARRIER_PATIENCE),
                api_base=settings.telegram_api_base,
                timeout=CARRIER_PATIENCE,
            )
        )
    if settings.gateway_secret:
        found.append(_gateway(settings, deliveries))
    return {channel.name: channel for channel in found}


def _gateway(settings: Settings, deliveries: Deliveries) -> Gateway:
    return Gateway(
        secrets=settings.gateway_secrets,
        ids=lambda: secrets.token_urlsafe(18),
        addresses=settings.gateway_networks,
        reading=Reading(Parameters.parse(settings.gateway_parameters), settings.gateway_words),
        sendsms=SendSms(settings.gateway_sendsms_url, httpx.Client(timeout=CARRIER_PATIENCE)),
        own_url=settings.gateway_own_url or f"http://127.0.0.1:{settings.port}",
        sent=lambda message_id: deliveries.sent(Gateway.name, message_id),
    )


def _twilio_channels(settings: Settings, window: Window) -> list[Channel]:
    from bot.twilio_resources import remembered
    from channels.twilio import Rules, Sms, WhatsApp

    rules = Rules(window, remembered(settings), settings.twilio_template, settings.whatsapp_with_buttons)
    kinds = ((Sms, settings.twilio_sms_from), (WhatsApp, settings.twilio_whatsapp_from))
    return [
        kind(
            account_sid=settings.twilio_account_sid,
            auth_tokens=settings.twilio_tokens,
            from_address=number,
            public_url=settings.base_url,
            client=httpx.Client(timeout=CARRIER_PATIENCE),
            api_base=settings.twilio_api_base,
            rules=rules,
        )
        for kind, number in kinds
        if number
    ]


def _cases(settings: Settings, clock: Callable[[], datetime]) -> Cases:
    from bridge.embedded.cases import Cases
    from bridge.embedded.schema import connect as connect_database

    settings.folder.mkdir(parents=True, exist_ok=True)
    cases = Cases(connect_database(settings.core_database), clock, deadlines=settings.deadlines)
    cases.create()
    return cases


def _core(settings: Settings, cases: Cases | None) -> Core:
    real: Core
    if cases is None:
        client = httpx.Client(timeout=CORE_PATIENCE)
        real = Open311Core(
            settings.core_url,
            settings.core_api_key,
            client,
            jurisdiction=settings.core_jurisdiction,
            asking=httpx.Client(timeout=STATUS_PATIENCE),
        )
    else:
        real = cases
    return SwitchedCore(real, lambda: switch_file(settings)[0]()) if settings.simulated else real


def switch_file(settings: Settings) -> tuple[Callable[[], bool], Callable[[bool], None]]:
    """The simulator's "core down" switch: a file, so that all processes see it."""
    path = settings.folder / "core.down"

    def put(down: bool) -> None:
        path.touch() if down else path.unlink(missing_ok=True)

    return path.exists, put


def _shelf(settings: Settings, channels: Mapping[str, Channel], vault: Vault, clock: Callable[[], datetime]) -> Shelf:
    links = Links(vault, clock, settings.base_url)
    return Shelf(Place(settings.media_place), fetcher(channels), vault, links, forgetter(channels))


def _services(understanding: Understanding) -> list[Service]:
    from bridge.embedded.server import Service

    return [
        Service(code=each.code, name=each.name("id"), group=each.lapor_topic) for each in understanding.catalogue.all
    ]


def _simulated(settings: Settings, clock: Callable[[], datetime]) -> Simulator:
    from bot.simulated import simulator

    return simulator(settings, clock, switch_file(settings))
