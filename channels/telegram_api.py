"""Each call to Telegram's Bot API, every failure named: whether to try again, when, or never. asyncio stays here."""

from __future__ import annotations

import asyncio
import ssl
import warnings
from collections.abc import Awaitable, Callable, Sequence
from functools import cached_property
from typing import Any, TypeVar

import httpx
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.message import AddressRejected, BotBlocked, CarrierBusy, CarrierDown, OutcomeUnknown, SendError
from channels.quiet import hush

VENDOR = "https://api.telegram.org"
T = TypeVar("T")
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class TokenRefused(CarrierDown):
    """telegram does not accept the bot token"""


class Refused(SendError):
    """Telegram refused a call (400, 409) for a reason that is the operator's to read; never one about a citizen."""


class TelegramApi:
    """The Bot API of one bot. `base` "" is Telegram's own; `timeout` (seconds) bounds each step of a call.

    Construction silences the carriers' libraries' logs, since they would hold the token.
    """

    def __init__(self, token: str, base: str = "", timeout: float = 10.0) -> None:
        hush()
        # `updates` passes over the library's own method on purpose; it would say so at each call
        warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'")
        self.base = (base or VENDOR).rstrip("/")
        self._token, self._timeout = token, timeout

    @property
    def bot_id(self) -> int:
        """The bot's own user id, which its token begins with; 0 where it does not."""
        number = self._token.partition(":")[0]
        return int(number) if number.isdecimal() else 0

    def call(self, ask: Callable[[Bot], Awaitable[T]], wait: float = 0.0) -> T:
        """One call in a loop of its own, so that web threads and workers may both call; raises `SendError`.

        `wait`: seconds that Telegram may take with its answer, more than usual (long polling).
        """
        try:
            return asyncio.run(self._with_bot(ask, wait))
        except TelegramError as error:  # raised below, outside: the original holds texts and the token
            problem = problem_of(error)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            problem = OutcomeUnknown(f"telegram answered something unexpected ({type(error).__name__})")
        raise problem

    def own(self, ask: Callable[[Bot], Awaitable[T]], wait: float = 0.0) -> T:
        """A call about the bot itself, never about a citizen: refusals come in Telegram's own words (`Refused`)."""

        async def told(bot: Bot) -> T | Refused:
            try:
                return await ask(bot)
            except (BadRequest, Conflict) as error:
                return Refused(str(error))

        found = self.call(told, wait)
        if isinstance(found, Refused):
            raise found
        return found

    def updates(self, offset: int, wait: int, allowed: Sequence[str]) -> list[Any]:
        """Long polling: updates from `offset` on as raw JSON, at most 100, after `wait` seconds at the latest.

        All before `offset` are confirmed by it: Telegram forgets them. Raises `SendError`. Raw, so that an object
        that the library cannot read stops nothing.
        """
        given = {"offset": offset, "timeout": wait, "allowed_updates": list(allowed)}
        found = self.own(lambda bot: bot.do_api_request("getUpdates", api_kwargs=given), wait)
        return found if isinstance(found, list) else []

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Built with the first call and kept: it costs 20 ms, more than the call itself."""
        return httpx.create_ssl_context()

    async def _with_bot(self, ask: Callable[[Bot], Awaitable[T]], wait: float) -> T:
        each = self._timeout
        request = HTTPXRequest(1, each + wait, each, each, each, httpx_kwargs={"verify": self._tls})
        bot = Bot(self._token, f"{self.base}/bot", f"{self.base}/file/bot", request, request)
        try:
            return await ask(bot)  # without Bot.initialize, which would ask getMe first
        finally:
            await request.shutdown()


def problem_of(error: TelegramError) -> SendError:
    """The library's error in our words, without its text: it may quote the token, the chat and what was said."""
    if isinstance(error, RetryAfter):
        return CarrierBusy(after=error._retry_after.total_seconds())  # the public property warns at each reading
    if isinstance(error, Forbidden):
        return BotBlocked()
    if isinstance(error, ChatMigrated) or (isinstance(error, BadRequest) and "chat not found" in str(error).lower()):
        return AddressRejected()
    if isinstance(error, BadRequest):
        return SendError("telegram refused the message (400)")
    if isinstance(error, InvalidToken):
        return TokenRefused()
    return _broken(error)


def _broken(error: TelegramError) -> SendError:
    """A connection that failed before the request, an answer of 5xx, or an end that leaves the outcome open."""
    cause = error.__cause__
    answered = isinstance(error, NetworkError) and (cause is None or isinstance(cause, TelegramError))
    if answered or isinstance(cause, _NEVER_SENT):
        return CarrierDown()
    return OutcomeUnknown()
