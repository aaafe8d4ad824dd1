"""The recipe in docs/gateway.md brings an SMS from a modem to the bot and the answer back: gammu-smsd, dummy phone."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis

from bot.message import Sender
from bot.understanding.understand import Understanding
from bot.web import create_app
from tests.houses import open_house
from tests.kannel import DOCUMENT, SECRET, Door, kill, started
from tests.processes import free_port, until

PROGRAMS = ("gammu", "gammu-smsd", "gammu-smsd-inject", "curl")
lacking = [name for name in PROGRAMS if shutil.which(name) is None]
pytestmark = pytest.mark.skipif(bool(lacking), reason=f"not installed here: {', '.join(lacking)}")
NUMBER = "+6281200000001"


def recipe(folder: Path, port: int) -> Path:
    """The document's script, for this port and this configuration."""
    found = re.search(r"```sh\n(#!/bin/sh\n.*?)```", DOCUMENT.read_text(), re.S)
    assert found
    script = found[1].replace("127.0.0.1:8000", f"127.0.0.1:{port}").replace("CHANGE-this-secret", SECRET)
    path = folder / "to-kentongan"
    path.write_text(script.replace("gammu-smsd-inject", f"gammu-smsd-inject -c {folder / 'smsd'}"))
    path.chmod(0o755)
    return path


def configured(folder: Path, hook: Path) -> None:
    """A dummy phone, and a daemon that looks at it each second."""
    phone = f"[gammu]\nconnection = none\nport = {folder / 'phone'}\nmodel = dummy\n"
    for name in ("phone", "inbox", "outbox", "sent", "error"):
        (folder / name).mkdir()
    paths = {"inbox": "inbox", "outbox": "outbox", "sentsms": "sent", "errorsms": "error"}
    kept = "".join(f"{name}path = {folder / where}/\n" for name, where in paths.items())
    times = "commtimeout = 1\nsleeptimeout = 1\nloopsleep = 1\n"
    (folder / "rc").write_text(phone)
    (folder / "smsd").write_text(f"{phone}[smsd]\nservice = files\n{times}RunOnReceive = {hook}\n{kept}")


@contextmanager
def daemon(folder: Path) -> Iterator[None]:
    process = started(["env", "LC_ALL=C.UTF-8", "gammu-smsd", "-c", "smsd"], folder, folder / "smsd.log")
    try:
        yield
    finally:
        kill(process)


def comes_in(folder: Path, words: str) -> None:
    """An SMS in the phone's own inbox, in as many parts as it needs."""
    command = ["env", "LC_ALL=C.UTF-8", "gammu", "-c", "rc", "savesms", "TEXT", "-folder", "1", "-unread"]
    process = started([*command, "-sender", NUMBER, "-autolen", "600", "-text", words], folder, folder / "gammu.log")
    assert process.wait(20) == 0, (folder / "gammu.log").read_text()


def sent(folder: Path) -> str:
    """What the modem sent: gammu notes each line of it as a comment."""
    files = sorted((folder / "sent").iterdir(), key=os.path.getmtime)
    lines = [line for path in files for line in path.read_text().splitlines()]
    return "\n".join(line[2:] for line in lines if line.startswith("; "))


def test_the_recipe_works_both_ways(tmp_path: Path, redis: Redis, understanding: Understanding) -> None:
    """A story in several parts, in letters outside ASCII, reaches the bot whole, and its answer goes out."""
    port = free_port()
    story = (
        "Jalan berlubang & rusak 50% “parah” depan pasar Selong Lombok Timur, sudah lama"
        " sekali dan tiap malam ada yang jatuh di dekat kafé, mohon segera ditambal"
    )
    configured(tmp_path, recipe(tmp_path, port))
    with open_house(tmp_path, redis, understanding, KENTONGAN_GATEWAY_SECRET=SECRET) as test:
        door = Door(create_app(test.house), port)
        door.open()
        try:
            comes_in(tmp_path, story)
            with daemon(tmp_path):
                until(lambda: "(PRIVASI)" in sent(tmp_path), "the modem sends the answer")
        finally:
            door.shut()
    loaded = test.house.store.load(Sender("gateway", NUMBER), "nobody asks", "", ())
    assert loaded.session is not None
    assert (loaded.revision, loaded.session.draft.story) == (1, story)
