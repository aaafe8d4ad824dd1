"""A stranger's two ways in: `kentongan run` for everything at once, `kentongan play` for a script."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PIL import Image

from bot.generated import local_environment
from bot.settings import Settings
from tests.processes import free_port, until
from tests.wires import Spoken, TelegramLine

KENTONGAN = [sys.executable, "-m", "bot.cli"]
STORY = "jalan berlubang depan pasar Selong Lombok Timur, bahaya malam hari"


def clean_environment(folder: Path, **more: str) -> dict[str, str]:
    """This process's environment without any setting of ours."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KENTONGAN", "TWILIO", "TELEGRAM"))}
    return {**kept, "KENTONGAN_DATA": str(folder), **more}


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[str, Path, subprocess.Popen[str]]]:
    """`kentongan run` on a free port; ended with SIGINT, as Ctrl+C does."""
    port = free_port()
    environ = clean_environment(tmp_path, PORT=str(port), TELEGRAM_SECRET_TOKEN="mine-wins")
    process = subprocess.Popen([*KENTONGAN, "run"], env=environ, text=True, stdout=subprocess.PIPE)
    url = f"http://127.0.0.1:{port}"
    until(lambda: process.poll() is not None or answers(url), "the house answers", 90)
    yield url, tmp_path, process
    process.send_signal(signal.SIGINT)
    process.wait(30)


def answers(url: str) -> bool:
    """Whether /healthz says ok."""
    try:
        return httpx.get(f"{url}/healthz", timeout=1).text == "ok\n"
    except httpx.HTTPError:
        return False


def left_running(folder: Path) -> list[str]:
    """Processes whose command line or environment still names this folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            text = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in text and int(entry.name) != os.getpid():
            found.append((entry / "cmdline").read_text())
    return found


def test_run_serves_restarts_what_falls_and_leaves_nothing_behind(
    running: tuple[str, Path, subprocess.Popen[str]],
) -> None:
    """The page, the health check and a signed webhook answer; a killed worker comes back; Ctrl+C ends all of it."""
    url, folder, process = running
    assert 'role="log"' in httpx.get(url).text
    settings = Settings.read(local_environment(clean_environment(folder, PORT=url.rsplit(":")[-1]), folder, "unix:"))
    assert settings.telegram_secret_token != "mine-wins"
    forged = TelegramLine(settings).request(Spoken("halo"))
    assert httpx.post(f"{url}{forged.path}", content=forged.body, headers=forged.headers).status_code == 403
    headers = forged.headers | {"X-Telegram-Bot-Api-Secret-Token": "mine-wins"}
    taken = httpx.post(f"{url}{forged.path}", content=forged.body, headers=headers)
    assert "Kentongan" in taken.json()["text"]
    worker = next(pid for pid in children(process.pid) if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(worker, signal.SIGKILL)
    until(lambda: any(pid != worker and is_worker(pid) for pid in children(process.pid)), "a new worker")
    process.send_signal(signal.SIGINT)
    process.wait(30)
    assert process.stdout
    assert f"Open {url}/" in process.stdout.read()
    until(lambda: left_running(folder) == [], "nothing is left running", 15)


def children(pid: int) -> list[int]:
    """The direct children of a process."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_worker(pid: int) -> bool:
    """Whether a process is our worker."""
    return b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes()


def play(folder: Path, script: str, *options: str) -> subprocess.CompletedProcess[str]:
    """`kentongan play` with a script on its standard input."""
    command = [*KENTONGAN, "play", *options]
    return subprocess.run(
        command, input=script, env=clean_environment(folder), text=True, capture_output=True, timeout=120
    )


def test_a_script_files_a_report_and_another_one_asks_for_it(tmp_path: Path) -> None:
    """One message a line on standard input; the number it prints is found from another phone on another channel."""
    filed = play(tmp_path, f"{STORY}\n1\n", "--channel", "sms")
    assert filed.returncode == 0, filed.stderr
    number = re.search(r"\b\d{4} \d{4} \d{2}\b", filed.stdout)
    assert number, filed.stdout
    assert "sudah masuk" in filed.stdout
    desk = subprocess.run(
        [*KENTONGAN, "desk", "verify", number[0]], env=clean_environment(tmp_path), capture_output=True, text=True
    )
    assert desk.returncode == 0, desk.stderr
    asked = play(tmp_path, f"cek {number[0]}\n", "--channel", "telegram")
    assert "sudah diverifikasi" in asked.stdout
    assert left_running(tmp_path) == []


def test_a_script_sends_photos_pins_and_taps_and_skips_time(tmp_path: Path) -> None:
    """[photo FILE], [pin LAT LON], [tap LABEL] and [later ...] do what a hand would do."""
    photo = tmp_path / "lampu.jpg"
    Image.new("RGB", (64, 48), "orange").save(photo)
    script = f"lampu jalan mati\n[pin -8.65 116.53]\nbenar\n[photo {photo}]\n[tap Selesai]\n[later 2 days]\n1\n1\n"
    played = play(tmp_path, script, "--channel", "telegram")
    assert played.returncode == 0, played.stderr
    assert played.stdout.count("LANJUT untuk meneruskan, atau BATAL") == 1  # the one reminder
    assert "sudah masuk" in played.stdout
    assert len(list((tmp_path / "media").iterdir())) == 1


def test_two_players_share_a_folder_and_the_last_one_puts_out_the_light(tmp_path: Path) -> None:
    """Two scripts at once on one folder both file their report, and no server is left behind."""
    command = [*KENTONGAN, "play"]
    environ = clean_environment(tmp_path)
    players = [
        subprocess.Popen(command, env=environ, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    told = [player.communicate(f"{STORY}\n1\n", timeout=120)[0] for player in players]
    assert [player.returncode for player in players] == [0, 0]
    assert all("sudah masuk" in each for each in told)
    until(lambda: left_running(tmp_path) == [], "nothing is left running", 15)


def test_play_speaks_english_when_asked(tmp_path: Path) -> None:
    """--lang en begins in English."""
    assert "Step 1" in play(tmp_path, "1\n", "--lang", "en").stdout


def test_a_line_that_play_does_not_understand_is_named(tmp_path: Path) -> None:
    """A missing file, a pin on a feature phone and a strange span are explained, and the exit code says so."""
    played = play(tmp_path, "[photo nothing.jpg]\n[later soon]\n[tap Nothing]\n", "--channel", "telegram")
    assert played.returncode == 2
    assert played.stderr.count("? ") == 3


def start(environ: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """A command of ours that is expected to end by itself."""
    return subprocess.run([*KENTONGAN, *words], env=environ, text=True, capture_output=True, timeout=60)


def test_a_production_start_without_a_secret_refuses_and_says_which(tmp_path: Path, valkey: str) -> None:
    """web, worker and sweeper name each missing secret and end."""
    environ = clean_environment(tmp_path, KENTONGAN_REDIS_URL=valkey, TELEGRAM_BOT_TOKEN="1:abc")
    for part in ("web", "worker", "sweeper"):
        refused = start(environ, part)
        assert refused.returncode == 1
        for name in ("KENTONGAN_SECRET_KEYS", "KENTONGAN_PUBLIC_URL", "TELEGRAM_SECRET_TOKEN"):
            assert name in refused.stderr


def test_check_tells_what_would_lose_data(tmp_path: Path, valkey: str) -> None:
    """A Redis that evicts or keeps no file is named with how to mend it; a good one is called good."""
    from redis import Redis

    environ = local_environment(clean_environment(tmp_path), tmp_path, valkey)
    assert start(environ, "check", "--offline").returncode == 0
    server = Redis.from_url(valkey)
    server.config_set("maxmemory-policy", "allkeys-lru")
    try:
        checked = start(environ, "check", "--offline")
    finally:
        server.config_set("maxmemory-policy", "noeviction")
    assert checked.returncode == 1
    assert "noeviction" in checked.stdout


def test_a_taken_port_is_explained(tmp_path: Path) -> None:
    """`kentongan run` on a port in use says so and how to choose another."""
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = start(clean_environment(tmp_path, PORT=port), "run")
    assert refused.returncode == 1
    assert f"Port {port} is in use" in refused.stderr
