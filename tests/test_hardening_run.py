"""`kentongan run` where things are not as in the book: odd folders, a proxy, a fallen Valkey, a second run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.processes import free_port, until
from tests.test_run_and_play import answers, children, clean_environment, left_running, start

KENTONGAN = [sys.executable, "-m", "bot.cli", "run"]


@contextmanager
def running(folder: Path, **more: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`kentongan run` that answers; ended with SIGTERM, and nothing is left."""
    port = str(free_port())
    environ = clean_environment(folder, PORT=port, **more)
    process = subprocess.Popen(KENTONGAN, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    try:
        until(lambda: process.poll() is not None or answers(url), "the house answers", 90)
        yield url, process
    finally:
        process.terminate()
        process.wait(30)


def valkeys(process: subprocess.Popen[str]) -> list[int]:
    """The Valkey servers that this run started."""
    return [pid for pid in children(process.pid) if b"valkey-server" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_a_folder_with_spaces_a_proxy_and_a_fallen_valkey(tmp_path: Path) -> None:
    """None of the three keeps the house from answering; what lies in the folder is for its owner only."""
    folder = tmp_path / "data warga"
    proxy = {name: "http://127.0.0.1:9" for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY")}
    with running(folder, **proxy, no_proxy="", NO_PROXY="") as (url, process):
        assert answers(url)
        (server,) = valkeys(process)
        os.kill(server, signal.SIGKILL)
        until(lambda: valkeys(process) not in ([], [server]) and answers(url), "a new Valkey", 90)
        assert process.poll() is None
        assert oct((folder / "core.sqlite3").stat().st_mode)[-2:] == "00"
        second = start(clean_environment(folder, PORT=str(free_port())), "run")
        assert second.returncode == 1
        assert "already" in second.stderr
    until(lambda: left_running(folder) == [], "nothing is left running", 15)


@pytest.mark.parametrize("wrong", ["PORT", "KENTONGAN_DATA", "generated.json"])
def test_a_start_that_cannot_be_is_explained_in_a_sentence(tmp_path: Path, wrong: str) -> None:
    """No traceback for a port that is no number, a folder that is a file, secrets that were damaged."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "generated.json").write_text("")
    given = {"PORT": {"PORT": "abc"}, "KENTONGAN_DATA": {"KENTONGAN_DATA": str(tmp_path / "file")}}.get(wrong, {})
    refused = start(clean_environment(tmp_path, **{"PORT": str(free_port()), **given}), "run")
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert refused.stderr.startswith("Error: ")


def test_a_key_that_somebody_else_made_is_not_printed(tmp_path: Path) -> None:
    """What the operator gave as a key of the GeoReport server stays out of the output."""
    told = ""
    with running(tmp_path, KENTONGAN_OPEN311_API_KEYS="operators-own-key") as (_, process):
        assert process.stdout
        while "Stop with" not in told:
            told += process.stdout.readline()
    assert "All reports" in told
    assert "operators-own-key" not in told
