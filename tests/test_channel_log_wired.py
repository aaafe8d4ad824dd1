"""Every exchange with a carrier is in the log, and no word, number, secret or link of anybody."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from redis import Redis

from bot.message import CarrierDown, Say, Sender
from bot.understanding.understand import Understanding
from bot.web import create_app
from tests.houses import open_house
from tests.transcript import Player
from tests.wires import Spoken, line


class Down:
    """A carrier that takes nothing."""

    def send(self, to: Sender, say: Say) -> str:
        raise CarrierDown

    def finish(self, to: Sender, say: Say, since: datetime) -> str:
        raise CarrierDown

    def acknowledge(self, token: str) -> None:
        raise CarrierDown


def test_the_log_tells_what_happened_and_nothing_of_whom(
    tmp_path: Path, redis: Redis, understanding: Understanding
) -> None:
    """A report on each channel, a forged request and a carrier that is down leave lines, and no canary in them."""
    with open_house(tmp_path, redis, understanding) as test:
        for channel in ("sms", "whatsapp", "telegram", "gateway"):
            Player(test, channel).play(["> KANARIKUNING jalan berlubang depan pasar Selong Lombok Timur", "> 1"])
        forged = line("sms", test.house.settings).request(Spoken("KANARIKUNING"))
        create_app(test.house).test_client().post(forged.path, data=forged.body)
        object.__setattr__(test.house.outbox, "carriers", {"sms": Down()})
        log = test.house.channel_log
        kept = {name: list(log.read(name)) for name in ("sms", "whatsapp", "telegram", "gateway")}
    assert all(each for each in kept.values())
    assert {each.outcome for each in kept["sms"]} == {"200", "403", "sent"}
    told = json.dumps([[each.shape, each.what, each.outcome] for many in kept.values() for each in many])
    for canary in ("KANARI", "81200000001", "1200000001", test.house.settings.telegram_bot_token):
        assert canary not in told
