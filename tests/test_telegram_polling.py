"""Long polling: a message is confirmed only after its turn is committed, and answered once whatever happens."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from bot.handlers.inbound import Inbound
from bot.message import Said, Say
from bot.telegram_polling import CannotPoll, Polling
from bot.understanding.understand import Understanding
from channels.telegram import Telegram
from channels.telegram_api import TelegramApi
from channels.telegram_asides import PRIVATELY
from channels.telegram_setup import forget_webhook
from tests.processes import until
from tests.telegram_served import PHONE, Served, served

STORY = "jalan berlubang depan pasar Selong Lombok Timur, bahaya malam hari"


class Killed(BaseException):
    """The process ends here, as by SIGKILL."""


class Dies(Inbound):
    """Takes a message and dies right after the commit."""

    def receive(self, said: Said, *, later: bool = False, waited: bool = False) -> Say:
        super().receive(said, later=later, waited=waited)
        raise Killed


@pytest.fixture
def here(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[Served]:
    with served(tmp_path, redis, understanding) as opened:
        forget_webhook(api(opened))
        yield opened


def api(here: Served) -> TelegramApi:
    return TelegramApi(here.carrier.token, here.test.house.settings.telegram_api_base, 5)


def polling(here: Served, inbound: Inbound | None = None, **more: Any) -> Polling:
    channel = here.test.house.channels["telegram"]
    assert isinstance(channel, Telegram)
    stop = threading.Event()
    return Polling(
        api(here), channel, inbound or here.test.house.inbound, stop, lambda _: None, wait=1, back_off=(0.01,), **more
    )


def work(one: Polling, enough: Callable[[], object]) -> None:
    """Let it fetch until something is so."""
    thread = threading.Thread(target=one.run, daemon=True)
    thread.start()
    until(lambda: bool(enough()), "the polling is done", 15)
    one.stop.set()
    thread.join(10)
    assert not thread.is_alive()


def dying(here: Served) -> Inbound:
    whole = here.test.house.inbound
    return Dies(whole.conversation, whole.store, whole.core, whole.world, whole.ring, whole.stand)


def test_a_message_becomes_a_turn_and_is_then_confirmed(here: Served) -> None:
    """The answer goes out by the outbox; Telegram forgets the update with the next call."""
    here.phone.say(STORY)
    one = polling(here)
    work(one, lambda: one.offset)
    assert len(here.carrier.waiting) <= 1
    one.confirm()
    assert len(here.carrier.waiting) == 0
    assert here.session().draft.story == STORY
    here.test.drain()
    assert len(here.said()) == 1


def test_a_crash_between_commit_and_confirmation_repeats_nothing(here: Served) -> None:
    """The same update comes again, finds itself known, changes nothing, and is not answered twice."""
    here.phone.say(STORY)
    with pytest.raises(Killed):
        polling(here, dying(here)).run()
    assert len(here.carrier.waiting) == 1
    before = here.session()
    here.test.drain()
    one = polling(here)
    work(one, lambda: one.offset)
    here.test.drain()
    assert here.session() == before
    assert len(here.said()) == 1


def test_a_crash_before_the_answer_went_out_loses_no_answer(here: Served) -> None:
    """The answer was committed with the turn: who comes after the crash sends it, once."""
    here.phone.say(STORY)
    with pytest.raises(Killed):
        polling(here, dying(here)).run()
    assert here.said() == []
    one = polling(here)
    work(one, lambda: one.offset)
    here.test.drain()
    assert len(here.said()) == 1


def test_a_whole_report_is_filed_by_polling(here: Served) -> None:
    """Words, a button and its acknowledgement go the same way; groups get their line; nothing is confirmed early."""
    group = here.acts.group()
    one = polling(here)
    thread = threading.Thread(target=one.run, daemon=True)
    thread.start()
    here.phone.say(STORY)
    until(lambda: bool(one.offset), "the first update is taken", 15)
    here.test.drain()
    here.phone.tap("Kirim")
    here.acts.say_in_group(group, "/lapor", PHONE, ({"type": "bot_command", "offset": 0, "length": 6},))
    until(lambda: here.said(group) == [PRIVATELY], "the group is answered", 15)
    one.stop.set()
    thread.join(10)
    here.test.drain()
    assert len(here.test.core.filed) == 1


def test_trouble_with_redis_keeps_the_message_and_the_order(here: Served) -> None:
    """While nothing can be kept, nothing is confirmed; afterwards all messages come in their order."""
    from redis import ConnectionError as Away

    down = [True, True, True]

    class Shaky(Inbound):
        def receive(self, said: Said, *, later: bool = False, waited: bool = False) -> Say:
            if down:
                down.pop()
                raise Away("away")
            return super().receive(said, later=later, waited=waited)

    whole = here.test.house.inbound
    here.phone.say(STORY)
    here.phone.say("ubah kategori")
    one = polling(here, Shaky(whole.conversation, whole.store, whole.core, whole.world, whole.ring, whole.stand))
    work(one, lambda: one.offset == here.updates[-1]["update_id"] + 1)
    assert (down, here.session().at, here.session().draft.story) == ([], "lodge.category", STORY)


def test_an_update_nobody_foresaw_holds_up_the_others_for_five_tries_only(here: Served) -> None:
    """It is passed over with a line in the log; the next citizen is answered."""

    class Broken(Inbound):
        def receive(self, said: Said, *, later: bool = False, waited: bool = False) -> Say:
            if said.text == "aneh":
                raise ZeroDivisionError
            return super().receive(said, later=later, waited=waited)

    whole = here.test.house.inbound
    here.phone.say("aneh")
    here.phone.say(STORY)
    one = polling(here, Broken(whole.conversation, whole.store, whole.core, whole.world, whole.ring, whole.stand))
    work(one, lambda: one.offset == here.updates[-1]["update_id"] + 1)
    assert list(one.tries.values()) == [5]
    assert here.session().draft.story == STORY


def test_trouble_at_telegram_is_waited_out(here: Served) -> None:
    """5xx and 429 delay the fetching, as long as Telegram asks, and lose nothing."""
    told: list[str] = []
    one = replace(polling(here), say=told.append)
    here.misbehave(status=502, methods=frozenset({"getUpdates"}))
    here.phone.say(STORY)
    thread = threading.Thread(target=one.run, daemon=True)
    thread.start()
    until(lambda: one.failed >= 3, "three calls have failed", 15)
    here.misbehave()
    until(lambda: bool(one.offset), "the update is taken", 15)
    one.stop.set()
    thread.join(10)
    assert told == ["Trouble (CarrierDown); trying again ..."]


def test_a_webhook_set_elsewhere_is_told(here: Served) -> None:
    """Telegram gives updates one way only; what it says reaches the developer, and fetching goes on afterwards."""
    told: list[str] = []
    one = replace(polling(here), say=told.append)
    here.carrier.deliver_waiting()
    thread = threading.Thread(target=one.run, daemon=True)
    thread.start()
    until(lambda: bool(told), "the conflict is told", 15)
    one.stop.set()
    thread.join(10)
    assert "webhook is active" in told[0]


def test_a_wrong_token_ends_it_with_a_word(here: Served) -> None:
    """No further try can help, so there is none."""
    base = here.test.house.settings.telegram_api_base
    with pytest.raises(CannotPoll, match="BotFather"):
        replace(polling(here), api=TelegramApi("7000000001:wrong", base, 5)).run()
