"""What turns counted stands in the agency's database a minute later, never doubled and never lowered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest
from redis import Redis
from sqlalchemy import create_engine, text

from bot.handlers.counting import Counting, Tally
from bot.report import CoreDown
from bot.sweeping import sweep
from bot.understanding.understand import Understanding
from tests.counted import DAY, Sum, everything, says
from tests.foreign_house import foreign_house
from tests.houses import TestHouse
from tests.told import CITIZEN, NEIGHBOUR, told_house

NEXT = DAY + timedelta(days=1)
SHORT = "lampu jalan mati di Jl. Melati, Selong, Lombok Timur"
SUMS = "SELECT channel, language, step, SUM(asked), SUM(passed), SUM(dropped) FROM dialog_steps {} GROUP BY 1, 2, 3"


@pytest.fixture
def test(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[TestHouse]:
    """A house of its own."""
    with told_house(tmp_path, redis, understanding) as opened:
        yield opened


def kept(test: TestHouse, day: date | None = None) -> Mapping[tuple[str, str, str], Sum]:
    """What stands in the database, by SQL of its own."""
    engine = create_engine(test.house.settings.core_database)
    with engine.connect() as connection:
        rows = connection.execute(text(SUMS.format(f"WHERE day = '{day}'" if day else ""))).all()
    engine.dispose()
    return {(channel, language, step): (one, two, three) for channel, language, step, one, two, three in rows}


def swept(test: TestHouse) -> None:
    """One round of a sweeper that has just been started."""
    rounds = iter([False, True])
    sweep(replace(test.house, counting=anew(test)), lambda _: next(rounds), 0)


def anew(test: TestHouse) -> Counting:
    """Another sweeper's counting, which knows nothing of earlier rounds."""
    return replace(test.house.counting)


def test_the_sweeper_brings_the_counts_to_the_database(test: TestHouse) -> None:
    """All that was counted is there, and sweeping again or beside others adds nothing."""
    says(test, SHORT, "1")
    says(test, "lampu mati di depan pasar", "batal", "1", sender=NEIGHBOUR)
    swept(test)
    expected = everything(test)
    assert expected[NEIGHBOUR.channel, "id", "where"] == (1, 0, 1)
    assert expected[CITIZEN.channel, "id", "filed"] == (1, 0, 0)
    assert kept(test) == expected
    swept(test)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda one: one.tell(), [anew(test) for _ in range(8)])) == [1] * 8
    assert kept(test) == expected


def test_a_sweeper_tells_only_what_has_grown(test: TestHouse) -> None:
    """A second look writes nothing, and after another turn one day is written, with its new numbers."""
    says(test, SHORT)
    counting = anew(test)
    assert [counting.tell(), counting.tell()] == [1, 0]
    says(test, "1")
    assert [counting.tell(), counting.tell()] == [1, 0]
    assert kept(test) == everything(test)


def test_each_day_stands_for_itself(test: TestHouse) -> None:
    """What a citizen began before midnight and sent after it is asked on the one day and passed on the other."""
    counting = anew(test)
    test.time.pass_by(timedelta(hours=13, minutes=30))
    says(test, SHORT)
    counting.tell()
    test.time.pass_by(timedelta(hours=1))
    says(test, "1")
    counting.tell()
    assert kept(test, DAY)["sms", "id", "review"] == (1, 0, 0)
    assert kept(test, NEXT) == {("sms", "id", "review"): (0, 1, 0), ("sms", "id", "filed"): (1, 0, 0)}
    assert kept(test) == everything(test)


def test_a_turn_of_yesterday_that_comes_late_is_told_too(test: TestHouse) -> None:
    """A web process whose clock is behind counts for the day before: yesterday is looked at once more."""
    counting = anew(test)
    test.time.pass_by(timedelta(hours=14, minutes=1))
    says(test, SHORT)
    counting.tell()
    test.time.pass_by(-timedelta(minutes=2))
    says(test, SHORT, sender=NEIGHBOUR)
    test.time.pass_by(timedelta(minutes=2))
    counting.tell()
    assert kept(test, DAY) == {("whatsapp", "id", "story"): (1, 1, 0), ("whatsapp", "id", "review"): (1, 0, 0)}
    assert kept(test) == everything(test)


def test_what_was_counted_while_no_sweeper_ran_is_told_later(test: TestHouse) -> None:
    """A month without a sweeper loses no day."""
    says(test, SHORT)
    test.time.pass_by(timedelta(days=1))
    says(test, "2", "1")
    test.time.pass_by(timedelta(days=28))
    anew(test).tell()
    assert kept(test, DAY)["sms", "id", "story"] == (1, 1, 0)
    assert kept(test) == everything(test)


def test_an_emptied_redis_lowers_nothing(test: TestHouse, redis: Redis) -> None:
    """The higher count stays, for each number by itself."""
    for sender in (CITIZEN, NEIGHBOUR):
        says(test, SHORT, "1", sender=replace(sender, channel="sms"))
    counting = anew(test)
    counting.tell()
    redis.flushall()
    counting.tell()
    assert kept(test)["sms", "id", "review"] == (2, 2, 0)
    says(test, SHORT, "batal", "1")
    counting.tell()
    assert kept(test)["sms", "id", "review"] == (2, 2, 1)
    assert kept(test)["sms", "id", "filed"] == (2, 0, 0)


def test_a_database_that_is_away_is_told_later(test: TestHouse) -> None:
    """What could not be kept is kept with the next look that can, after days too, and no sweeper falls."""
    down = [True]
    keep = test.house.counting.keep

    def sometimes(day: date, tally: Tally) -> None:
        if down[0]:
            raise CoreDown
        keep(day, tally)

    counting = replace(test.house.counting, keep=sometimes)
    says(test, SHORT)
    assert counting.tell() == 0
    test.time.pass_by(timedelta(days=5))
    assert counting.tell() == 0
    down[0] = False
    assert counting.tell() == 1
    assert kept(test) == everything(test) != {}


def test_counts_are_kept_here_where_reports_go_elsewhere(
    tmp_path: Path, redis: Redis, understanding: Understanding
) -> None:
    """With a core of the agency's own the figures of the dialogue stand in the default core's database."""
    with foreign_house(tmp_path, redis, understanding, "http://127.0.0.1:9") as test:
        says(test, SHORT)
        test.house.counting.tell()
        assert kept(test) == cast("Mapping[tuple[str, str, str], Sum]", everything(test)) != {}
