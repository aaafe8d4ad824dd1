"""The funnel as tests read it: what is counted in Redis, and what a conversation says is still open."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from bot.dialogs.session import Facts, Session
from bot.funnel_store import RedisFunnel
from bot.message import Said, Sender
from tests.houses import TestHouse
from tests.told import CITIZEN

DAY = date(2026, 11, 20)  # in Jakarta, when a test's house begins
Sum = tuple[int, int, int]  # asked, passed, dropped


def says(test: TestHouse, *texts: str, sender: Sender = CITIZEN) -> str:
    """A citizen's messages, one after the other; what the bot answers to the last one."""
    for text in texts:
        at = test.house.store.load(sender, "look", "", ()).revision
        answer = test.house.inbound.receive(Said(sender, f"at {at}", text))
    return answer.as_text()


def session_of(test: TestHouse, sender: Sender = CITIZEN) -> Session:
    """A conversation as it is kept."""
    return test.house.store.load(sender, "look", "", ()).session or Session()


def everything(test: TestHouse) -> dict[tuple[str, str, str], Sum]:
    """(channel, language, question) -> what was counted on all days together."""
    days = [date.fromisoformat(key.decode().rsplit(":", 1)[1]) for key in test.house.redis.scan_iter("k:funnel:*")]
    added: dict[tuple[str, str, str], Counter[int]] = {}
    for tally in RedisFunnel(test.house.redis).tallies(days).values():
        for name, numbers in tally.items():
            added.setdefault(name, Counter()).update(dict(enumerate(numbers)))
    return {name: (found[0], found[1], found[2]) for name, found in added.items()}


def counts(test: TestHouse, channel: str = "sms", language: str = "id") -> dict[str, Sum]:
    """Question -> what was counted on one channel in one language."""
    return {
        step: numbers for (of, spoken, step), numbers in everything(test).items() if (of, spoken) == (channel, language)
    }


def open_at(test: TestHouse, session: Session) -> str:
    """The question of a report at which a conversation stands, or to which it comes back; "" for none."""
    if not session.draft.empty and not session.at.startswith("lodge."):
        going_on = Said(CITIZEN, "", "lanjut")
        session = test.house.conversation.advance(replace(session, held=""), going_on, Facts(test.time.now)).session
    at = session.at if session.at.startswith("lodge.") else session.under
    return at.removeprefix("lodge.") if at.startswith("lodge.") else ""
