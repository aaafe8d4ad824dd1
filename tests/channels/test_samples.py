"""A channel without samples, or without its contract, is not finished."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from contract import ChannelContract
from samples import WIRE, samples

import channels
from channels.base import Channel

ENOUGH = {"sms": 12, "whatsapp": 14, "telegram": 20}


def kinds_of(parent: type) -> Iterator[type]:
    for child in parent.__subclasses__():
        yield child
        yield from kinds_of(child)


def routed() -> dict[str, type[Channel]]:
    """Every channel in channels/ that a carrier can reach, by name."""
    for module in pkgutil.iter_modules(channels.__path__):
        if not module.ispkg:
            importlib.import_module(f"channels.{module.name}")
    ours = (kind for kind in kinds_of(Channel) if kind.__module__.startswith("channels."))
    return {kind.name: kind for kind in ours if "route" in vars(kind)}


def test_the_three_channels_are_there() -> None:
    """SMS, WhatsApp and Telegram are channels with a route."""
    assert set(routed()) >= set(ENOUGH)


@pytest.mark.parametrize("name", sorted(routed()))
def test_every_channel_has_samples(name: str) -> None:
    """Each channel with a route has real-shaped requests beside the words they mean."""
    assert len(samples(name)) >= ENOUGH.get(name, 1)


@pytest.mark.parametrize("name", sorted(routed()))
def test_every_channel_keeps_the_contract(name: str) -> None:
    """Each channel with a route has a test class that inherits the contract."""
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        importlib.import_module(path.stem)
    kept = {kind.channel_class for kind in kinds_of(ChannelContract) if "channel_class" in vars(kind)}
    assert routed()[name] in kept


def test_every_folder_of_samples_belongs_to_a_channel() -> None:
    """No sample lies where nothing reads it."""
    assert {path.name for path in WIRE.iterdir() if path.is_dir()} <= set(routed())


def test_no_two_channels_share_a_route() -> None:
    """A request's path names its channel."""
    routes = [kind.route for kind in routed().values()]
    assert len(set(routes)) == len(routes)
    assert all(route.startswith("/webhooks/") for route in routes)
