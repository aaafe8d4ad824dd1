"""What RQ calls: one line each into the handlers."""

from __future__ import annotations

import os
from functools import cache

from bot.settings import Settings
from bot.wiring import House, build


@cache
def house() -> House:
    """This process's house, built when the first job comes."""
    return build(Settings.read(os.environ).check())


def look(lane: str) -> None:
    """Carry out what is due in a lane."""
    house().outbox.drain(lane)
