"""The composition root: the one place that sees everything and says what is connected to what."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from redis import Redis

from bot.carried import fetcher, forgetter
from bot.channel_log import ChannelLog
from bot.clients import clients
from bot.deliveries import Deliveries
from bot.dialogs.conversation import Conversation, conversation
from bot.dialogs.wording import load_wordings
from bot.funnel_store import RedisFunnel
from bot.handed_over import RedisJournal
from bot.handlers.act import Acting
from bot.handlers.appealing import Appealing
from bot.handlers.counting import Counting
from bot.handlers.file import Filing
from bot.handlers.inbound import Inbound
from bot.handlers.news import Newsroom
from bot.handlers.outbox import Outbox
from bot.handlers.ports import Core, Feed, World
from bot.media.links import Links
from bot.media.place import Place
from bot.newsstand import RedisNewsstand
from bot.redis_link import connect
from bot.sending import Sending
from bot.settings import Settings
from bot.shelf import Shelf
from bot.spool import Spool
from bot.store import RedisStore
from bot.understanding.understand import Understanding
from bot.vault import Vault
from bot.window import ConversationWindow
from bot.wired_after import appeals, funnel, opinions
from bot.wired_channels import wired_channels
from bot.wired_core import asking, open311_core, polling
from bridge.switched import SwitchedCore
from channels.base import Channel

# What not every house has is read where it is built, and RQ with the first ring: half of a start was libraries.
if TYPE_CHECKING:
    from bridge.embedded.cases import Cases
    from bridge.embedded.server import Service
    from channels.simulator.simulator import Simulator


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
    newsroom: Newsroom
    stand: RedisNewsstand
    counting: Counting
    simulator: Simulator | None


@dataclass(frozen=True)
class Instead:
    """What a test or a simulation puts in the place of the world's own."""

    clock: Callable[[], datetime] | None = None
    draw: Callable[[int], int] | None = None
    redis: Redis | None = None
    core: Core | None = None
    feed: Feed | None = None
    cases: Cases | None = None  # what `core` stands before, where it is the embedded one
    ring: Callable[[Sequence[str]], None] | None = None
    understanding: Understanding | None = None


def build(settings: Settings, instead: Instead | None = None) -> House:
    """The house for these settings. Connects to nothing yet, except that an embedded core makes its tables."""
    other = instead or Instead()
    clock = other.clock or settings.now
    world = World(clock, other.draw or secrets.randbelow)
    redis = other.redis or connect(settings.redis_url)
    vault = Vault(settings.keys, secrets.token_bytes)
    store = RedisStore(redis, vault, clock, lambda: uuid.uuid4().hex)
    known = other.understanding or Understanding.load(settings.model_file, settings.boundaries_file)
    talk = conversation(load_wordings(), known, settings.contact)
    deliveries = Deliveries(redis, vault)
    client = clients()
    channels = wired_channels(settings, client, deliveries, ConversationWindow(store))
    channel_log = ChannelLog(settings.folder / "log", clock)
    cases = None if settings.core_url or other.core else _cases(settings, clock, known)
    foreign = None if cases or other.core else open311_core(settings, client, RedisJournal(redis, vault, "core"), clock)
    core = other.core or _core(settings, foreign or cases)
    links = Links(vault, clock, settings.base_url)
    shelf = Shelf(Place(settings.media_place), fetcher(channels), vault, links, forgetter(channels))
    ring = other.ring or _bell(redis, int(settings.lease))
    stand = RedisNewsstand(redis, vault, store, clock)
    inbound = Inbound(talk, store, core, world, ring, stand, asking(foreign or other.core))
    newsroom = Newsroom(other.feed or cases, stand, world, ring)
    polled = polling(foreign or other.core, settings, stand, newsroom)
    filing = Filing(core, shelf, talk.wordings, world, polled.begin if polled else lambda _: ())
    acting = Acting(core, shelf, store, stand, talk.wordings)
    speeds = {name: channel.limits.per_second for name, channel in channels.items()}
    sending = Sending(redis, vault, store, clock, deliveries, speeds)
    lease = timedelta(seconds=int(settings.lease))
    ours = cases or other.cases
    journal = RedisJournal(redis, vault, "ombudsman")
    appealing = Appealing(appeals(settings, client, clock, shelf, links, ours, journal), store, stand, talk.wordings)
    keep_opinion = opinions(settings, clock, ours)
    outbox = Outbox(
        store,
        filing,
        acting,
        appealing,
        keep_opinion,
        inbound,
        channels,
        world,
        lease,
        ring,
        sending,
        channel_log.called,
        polled,
    )
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
        newsroom=newsroom,
        stand=stand,
        counting=Counting(RedisFunnel(redis), funnel(settings), clock),
        simulator=_simulated(settings, clock) if settings.simulated else None,
    )


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


def _bell(redis: Redis, lease: int) -> Callable[[Sequence[str]], None]:
    def ring(lanes: Sequence[str]) -> None:
        from bot.bell import Bell

        Bell(redis, lease).ring(lanes)

    return ring


def _cases(settings: Settings, clock: Callable[[], datetime], known: Understanding) -> Cases:
    from bridge.embedded.cases import Cases
    from bridge.embedded.schema import connect as connect_database

    def guess(story: str) -> list[str]:
        return [each.code for each in known.guesses(story)]

    settings.folder.mkdir(parents=True, exist_ok=True)
    engine = connect_database(settings.core_database)
    cases = Cases(engine, clock, known.catalogue.names, settings.deadlines, guess)
    cases.create()
    cases.count_due()
    return cases


def _core(settings: Settings, real: Core | None) -> Core:
    if real is None:
        raise ValueError("a house needs a core")
    return SwitchedCore(real, lambda: switch_file(settings)[0]()) if settings.simulated else real


def switch_file(settings: Settings) -> tuple[Callable[[], bool], Callable[[bool], None]]:
    """The simulator's "core down" switch: a file, so that all processes see it."""
    path = settings.folder / "core.down"

    def put(down: bool) -> None:
        path.touch() if down else path.unlink(missing_ok=True)

    return path.exists, put


def _services(understanding: Understanding) -> list[Service]:
    from bridge.embedded.server import offered

    return [offered(each.code, each.name("id"), each.lapor_topic, each.ask) for each in understanding.catalogue.all]


def _simulated(settings: Settings, clock: Callable[[], datetime]) -> Simulator:
    from bot.simulated import simulator

    return simulator(settings, clock, switch_file(settings))
