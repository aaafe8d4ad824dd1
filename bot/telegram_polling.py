"""What citizens write is fetched from Telegram, and nothing is confirmed there before it is safe here."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from redis import RedisError

from bot.handlers.inbound import Altered, Crowded, Inbound
from bot.handlers.ports import where
from bot.message import SendError
from bot.vault import KeyMissing, Tampered
from channels.telegram import Telegram
from channels.telegram_api import Refused, TelegramApi, TokenRefused
from channels.telegram_reading import said_in
from channels.telegram_setup import ALLOWED

WAIT = 50  # seconds one call may wait for news; Telegram allows no more
BACK_OFF = (1.0, 2.0, 5.0, 10.0, 30.0)
TRIES = 5  # of an update that fails in a way nobody foresaw, before it stops holding up everybody else
_FOR_NOW = (RedisError, Crowded, KeyMissing, Tampered)
log = logging.getLogger(__name__)


class CannotPoll(Exception):
    """Why fetching cannot go on, and what to do."""


@dataclass
class Polling:
    """Fetches updates and makes each a committed turn; only then is it confirmed, by the next offset.

    The answer is part of the commit and goes out by the outbox, so a crash at any moment repeats the update, and the
    repeat finds its answer already given. `stop` ends it; `run` returns after the update in hand.
    """

    api: TelegramApi
    channel: Telegram
    inbound: Inbound
    stop: threading.Event
    say: Callable[[str], None]
    wait: int = WAIT
    back_off: Sequence[float] = BACK_OFF
    offset: int = 0
    failed: int = 0  # fetches or turns in a row
    tries: dict[int, int] = field(default_factory=dict)
    at_work: threading.Lock = field(default_factory=threading.Lock)

    def run(self) -> None:
        """Until `stop` is set; raises `CannotPoll` where no further try can help."""
        while not self.stop.is_set():
            try:
                found = self.api.updates(self.offset, self.wait, ALLOWED)
            except TokenRefused as trouble:
                raise CannotPoll(
                    "Telegram does not know this TELEGRAM_BOT_TOKEN; BotFather tells the right one"
                ) from trouble
            except SendError as trouble:
                self._rest(trouble)
                continue
            if self._take_all(found):
                self.failed = 0

    def confirm(self) -> None:
        """Tell Telegram what is done, so that a later start does not get it again. Best effort."""
        with contextlib.suppress(SendError):
            if self.offset:
                self.api.updates(self.offset, 0, ALLOWED)

    def _take_all(self, found: Sequence[Any]) -> bool:
        for update in found:
            with self.at_work:
                if self.stop.is_set() or not self._take(update):
                    return False
                self.offset = max(self.offset, _number(update) + 1)
        return True

    def _take(self, update: Mapping[str, Any]) -> bool:
        """Whether the update is done with. If not, it comes again, and nothing after it is taken before it."""
        try:
            self._turn(update)
        except Altered:
            log.warning("an update came twice with different content; the first stands")
        except _FOR_NOW as trouble:
            self._rest(trouble)
            return False
        except Exception as trouble:  # whatever it is, it must not hold up the others for ever
            return self._given_up(update, trouble)
        return True

    def _turn(self, update: Mapping[str, Any]) -> None:
        said = said_in(update)
        if said:
            self.inbound.receive(said, later=True)
        elif aside := self.channel.aside_to(update):
            self.channel.say_aside(aside)

    def _given_up(self, update: Mapping[str, Any], trouble: Exception) -> bool:
        number = _number(update)
        self.tries[number] = self.tries.get(number, 0) + 1
        if self.tries[number] < TRIES:
            self._rest(trouble)
            return False
        log.error("an update is passed over after %d tries: %s", TRIES, where(trouble))
        return True

    def _rest(self, trouble: Exception) -> None:
        """Wait, longer each time, and as long as Telegram asks."""
        told = str(trouble) if isinstance(trouble, Refused) else type(trouble).__name__
        if self.failed == 0:
            self.say(f"Trouble ({told}); trying again ...")
        seconds = self.back_off[min(self.failed, len(self.back_off) - 1)]
        self.failed += 1
        self.stop.wait(max(seconds, getattr(trouble, "after", None) or 0))


def _number(update: Any) -> int:
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if type(number) is int else 0
