"""A whole house with its simulated Telegram on one real server, and what a test holds of both."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redis import Redis
from werkzeug.serving import WSGIRequestHandler, make_server

from bot.dialogs.session import Session
from bot.message import Sender
from bot.understanding.understand import Understanding
from bot.web import create_app
from channels.simulator.simulator import SimulatedPhone
from channels.simulator.telegram_acts import TelegramActs
from channels.simulator.telegram_carrier import TelegramCarrier
from channels.simulator.telegram_faults import ApiFaults
from tests.houses import TestHouse, open_house
from tests.processes import free_port

PHONE = "1200000001"


@dataclass
class Served:
    """The house, the carrier behind the phone, and every update that it brought."""

    test: TestHouse
    carrier: TelegramCarrier
    updates: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.acts = TelegramActs(self.carrier)

    @property
    def phone(self) -> SimulatedPhone:
        return SimulatedPhone(self.carrier, PHONE)

    def said(self, address: str = PHONE) -> list[str]:
        """All that the bot has said in a chat, oldest first."""
        return [each.text for each in self.shown(address) if each.author == "bot"]

    def shown(self, address: str = PHONE) -> Any:
        return self.carrier.phones.bubbles(("telegram", address))

    def session(self, address: str = PHONE) -> Session:
        """The citizen's session, which must be there."""
        found = self.test.house.store.load(Sender("telegram", address), "none", "", ()).session
        assert found
        return found

    def misbehave(self, **faults: Any) -> None:
        """Change what is wrong with the Bot API; nothing without arguments."""
        self.carrier.faults = ApiFaults(**faults)


@contextmanager
def served(folder: Path, redis: Redis, understanding: Understanding) -> Iterator[Served]:
    """The house of `open_house`, reachable over HTTP on a free port."""
    port = free_port()
    with open_house(folder, redis, understanding, PORT=str(port)) as test:
        assert test.house.simulator
        server = make_server("127.0.0.1", port, create_app(test.house), threaded=True, request_handler=_Quiet)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        here = Served(test, test.house.simulator._telegram)
        _watch(here)
        try:
            yield here
        finally:
            test.house.simulator.close()
            server.shutdown()
            thread.join(5)
            server.server_close()


def _watch(here: Served) -> None:
    deliver = here.carrier._deliver

    def seen(phone: str, update: dict[str, Any]) -> None:
        here.updates.append(update)
        deliver(phone, update)

    here.carrier._deliver = seen  # type: ignore[method-assign]


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Nothing."""
