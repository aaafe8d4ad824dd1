"""`kentongan telegram`: the real process, as a developer behind NAT and an operator start it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from redis import Redis

from bot.telegram_alone import poll
from bot.telegram_polling import CannotPoll
from bot.understanding.understand import Understanding
from tests.processes import until
from tests.telegram_served import Served, served

KENTONGAN = [sys.executable, "-m", "bot.cli"]
STORY = "jalan berlubang depan pasar Selong Lombok Timur, bahaya malam hari"


@pytest.fixture
def here(tmp_path: Path, redis: Redis, understanding: Understanding) -> Iterator[Served]:
    with served(tmp_path, redis, understanding) as opened:
        yield opened


@pytest.mark.parametrize("given", [{}, {"TELEGRAM_BOT_TOKEN": ""}])
def test_without_a_token_it_says_where_to_get_one(tmp_path: Path, given: dict[str, str]) -> None:
    """The first thing a developer needs is named."""
    with pytest.raises(CannotPoll, match="BotFather"):
        poll({**given, "KENTONGAN_DATA": str(tmp_path)}, lambda _: None, threading.Event())


def environment(here: Served, folder: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KENTONGAN", "TWILIO", "TELEGRAM"))}
    base = here.test.house.settings.telegram_api_base
    return {
        **kept,
        "KENTONGAN_DATA": str(folder),
        "TELEGRAM_BOT_TOKEN": here.carrier.token,
        "TELEGRAM_API_BASE": base,
        "PYTHONUNBUFFERED": "1",
    }


def test_one_command_and_a_token_are_enough(here: Served, tmp_path: Path) -> None:
    """The real process takes the webhook away, answers, survives SIGKILL, refuses company, ends on SIGINT with 0."""
    folder = tmp_path / "another"
    environ = environment(here, folder)
    command = [*KENTONGAN, "telegram", "--poll"]
    httpx.post(f"{environ['TELEGRAM_API_BASE']}/bot{here.carrier.token}/setWebhook", data={"url": "https://x.example/"})
    first = subprocess.Popen(command, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        until(lambda: here.carrier.polled, "the webhook is taken away", 60)
        here.phone.say(STORY)
        until(lambda: len(here.said()) == 1, "the first answer", 60)
        beside = subprocess.run(command, env=environ, text=True, capture_output=True, timeout=60)
        assert (beside.returncode, "running on this data already" in beside.stderr) == (1, True)
    finally:
        first.kill()
        out, _ = first.communicate()
    assert "https://x.example/ is taken away" in out
    second = subprocess.Popen(command, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        here.phone.say("1")
        until(lambda: len(here.said()) >= 3, "receipt and arrival", 60)
    finally:
        second.send_signal(signal.SIGINT)
        out, err = second.communicate(timeout=40)
        stop_valkey(folder)
    assert (second.returncode, err) == (0, "")
    assert "https://t.me/kentongan_simulasi_bot" in out
    assert len(here.carrier.waiting) == 0
    assert re.search(r"\b\d{4} \d{4} \d{2}\b", "\n".join(here.said()))


def stop_valkey(folder: Path) -> None:
    """The Valkey that a killed process left behind ends as the machine's would."""
    from bot.local_redis import LocalRedis

    client = Redis.from_url(LocalRedis(folder).url)
    try:
        client.shutdown()
    except Exception:  # the connection ends with the server
        client.close()
    until(lambda: not LocalRedis(folder)._answers(), "Valkey is down", 10)


def test_setup_tells_telegram_and_shows_what_it_has(here: Served, tmp_path: Path) -> None:
    """`--setup` sets the webhook; without an option it only shows; http is refused before anything is sent."""
    environ = environment(here, tmp_path) | {
        "TELEGRAM_SECRET_TOKEN": "rahasia",
        "KENTONGAN_PUBLIC_URL": "https://bot.example/",
    }
    command = [*KENTONGAN, "telegram"]
    done = subprocess.run([*command, "--setup"], env=environ, text=True, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Telegram sends messages to https://bot.example/webhooks/telegram\n")
    assert "message, edited_message, callback_query, my_chat_member" in done.stdout
    assert (here.carrier.secret, here.carrier.polled) == ("rahasia", False)
    shown = subprocess.run(command, env=environ, text=True, capture_output=True, timeout=60)
    assert shown.stdout == done.stdout
    plain = environ | {"KENTONGAN_PUBLIC_URL": "http://bot.example"}
    refused = subprocess.run([*command, "--setup"], env=plain, text=True, capture_output=True, timeout=60)
    assert (refused.returncode, "https" in refused.stderr) == (1, True)
