"""How a house reaches the core that the agency has already, and asks it for what it does not tell by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.clients import Clients
from bot.handlers.news import Newsroom
from bot.handlers.polling import Polling
from bot.handlers.ports import Asking
from bot.newsstand import RedisNewsstand
from bot.settings import Settings
from bridge.journal import Journal
from bridge.mapping import CoreMapping
from bridge.open311 import Open311Core

CORE_PATIENCE = 10.0  # seconds; less than half a lease, so that a lost answer is looked up by the same holder
STATUS_PATIENCE = 3.0  # a citizen and a carrier wait for the answer to CEK


def open311_core(
    settings: Settings, client: Clients, journal: Journal | None, clock: Callable[[], datetime]
) -> Open311Core:
    """The client of the core in the settings. Raises BadMapping where its mapping file cannot be read."""
    mapping = core_mapping(settings)
    return Open311Core(
        settings.core_url,
        settings.core_api_key,
        client(CORE_PATIENCE),
        jurisdiction=settings.core_jurisdiction,
        services=mapping.services,
        fallback=mapping.fallback,
        told=mapping.told,
        asking=client(STATUS_PATIENCE),
        journal=journal,
        clock=clock,
    )


def asking(core: object) -> Asking | None:
    """The core, if it has questions of its own."""
    return core if isinstance(core, Asking) else None


def core_mapping(settings: Settings) -> CoreMapping:
    """The mapping in the settings' file; an empty one, by which every category keeps its code, where there is none."""
    from pathlib import Path

    return CoreMapping.read(Path(settings.core_mapping)) if settings.core_mapping else CoreMapping()


def polling(core: object, settings: Settings, stand: RedisNewsstand, newsroom: Newsroom) -> Polling | None:
    """What asks a core that has no feed; None where there is nothing to ask."""
    if newsroom.feed is not None or not isinstance(core, Open311Core):
        return None
    return Polling(core, stand, newsroom.world, settings.deadlines.days.zone, newsroom.rows)


def category_codes() -> Mapping[str, str]:
    """Code -> Indonesian name of every category that a citizen can pick."""
    from bot.understanding.catalogue import Catalogue

    return Catalogue.load().names()
