"""An operator whose numbers are given in batches says so in one setting; other systems then get a token first."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from redis import Redis

from bot.generated import local_environment
from bot.settings import Settings
from bot.understanding.understand import Understanding
from bot.web import create_app
from bot.wiring import Instead, build
from tests.houses import FakeTime

ROOT = "/open311/v2"


def settings_in(folder: Path, **given: str) -> Settings:
    """Settings that make a start, with these instead."""
    basis = {"KENTONGAN_DATA": str(folder), "KENTONGAN_GATEWAY_SECRET": "a0secret0of0this0test"}
    return Settings.read(local_environment(basis | given, folder, "unix:///unused"))


@pytest.mark.parametrize("minutes", ["5", ""])
def test_a_post_answers_a_token_where_numbers_come_in_batches(
    minutes: str, tmp_path: Path, redis: Redis, understanding: Understanding
) -> None:
    """Over the whole house: the token tells the number after so many minutes; without the setting it comes at once."""
    time = FakeTime()
    settings = settings_in(tmp_path, KENTONGAN_OPEN311_BATCH=minutes)
    assert settings.faults() == []
    house = build(settings, Instead(clock=time, redis=redis, understanding=understanding))
    site, (key, *_) = create_app(house).test_client(), settings.accepted_keys
    kinds = {each["type"] for each in site.get(f"{ROOT}/services.json").json or []}
    assert kinds == {"batch" if minutes else "realtime"}
    form = {"api_key": key, "service_code": "pothole", "description": "Jalan berlubang", "address_string": "Selong"}
    details = {"attribute[details]": "Dalamnya satu meter"}
    (given,) = site.post(f"{ROOT}/requests.json", data=form | details).json or []
    assert ("token" in given, "service_request_id" in given) == ((True, False) if minutes else (False, True))
    if minutes:
        before = site.get(f"{ROOT}/tokens/{given['token']}.json").json or []
        time.pass_by(timedelta(minutes=5))
        after = site.get(f"{ROOT}/tokens/{given['token']}.json").json or []
        assert (before[0]["service_request_id"], bool(after[0]["service_request_id"])) == (None, True)


def test_our_services_offer_what_helps_their_office_and_demand_nothing(
    tmp_path: Path, redis: Redis, understanding: Understanding
) -> None:
    """What the bot suggests to tell of a topic is an optional attribute of its service, in Indonesian."""
    site = create_app(build(settings_in(tmp_path), Instead(redis=redis, understanding=understanding))).test_client()
    (row,) = (site.get(f"{ROOT}/services/pothole.json").json or {})["attributes"]
    assert (row["code"], row["datatype"], row["required"]) == ("details", "text", False)
    assert row["description"] == "Yang membantu petugas: seberapa lebar dan dalam, sejak kapan"


@pytest.mark.parametrize("wrong", ["soon", "-5", "10081", "1.5"])
def test_a_wrong_number_of_minutes_refuses_the_start(wrong: str, tmp_path: Path) -> None:
    """One sentence that names the setting."""
    (fault,) = settings_in(tmp_path, KENTONGAN_OPEN311_BATCH=wrong).faults()
    assert fault.startswith("KENTONGAN_OPEN311_BATCH must be minutes")
