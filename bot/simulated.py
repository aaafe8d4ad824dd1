"""The simulated phones of `make run`, connected to the same doors as real carriers; nothing here runs in real use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import httpx

from bot.settings import Settings
from channels.simulator.simulator import Network, Simulator

Switch = tuple[Callable[[], bool], Callable[[bool], None]]


def simulator(settings: Settings, clock: Callable[[], datetime], core_down: Switch) -> Simulator:
    """A simulator for these settings; `core_down` reads and moves the switch that takes the core away."""
    network = Network(
        public_url=settings.base_url,
        deliver_url=f"http://127.0.0.1:{settings.port}",
        twilio_account_sid=settings.twilio_account_sid,
        twilio_auth_token=settings.twilio_tokens[0],
        sms_address=settings.twilio_sms_from,
        whatsapp_address=settings.twilio_whatsapp_from,
        telegram_token=settings.telegram_bot_token,
        telegram_secret=settings.telegram_secrets[0],
    )
    return Simulator(network, clock, httpx.Client(timeout=30), core_down)
