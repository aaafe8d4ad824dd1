"""The process that takes files apart is confined, and whatever becomes of it, the worker goes on."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.media.cleaning import COMMAND, cleaned
from bot.media.kinds import LARGEST
from tests.media import photos
from tests.media.recordings import CANARY

HERE = (sys.executable, "-I", "-B", "-c")
READ = "import sys, time, os; sys.stdin.buffer.read(); "
PROBE = """
import json, os, socket, sys
from bot.media.clean import confine
confine()
def tried(do):
    try:
        do()
    except BaseException as error:
        return type(error).__name__
    return "done"
def write():
    with open(sys.argv[1], "wb") as file:
        file.write(b"x")
print(json.dumps({
    "memory": tried(lambda: bytearray(600 << 20)),
    "fork": tried(os.fork) if os.getuid() else "BlockingIOError",
    "files": tried(lambda: [open(os.devnull) for _ in range(64)]),
    "secrets": sorted(set(os.environ) - {"LC_CTYPE"}),
    "path": os.getcwd() in sys.path,
}))
sys.stdout.flush()
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
write()
"""


def test_the_process_is_confined(tmp_path: Path) -> None:
    """600 MB, a child, 64 open files: refused. Its environment is empty, and writing a file ends it."""
    target = tmp_path / "x"
    done = subprocess.run([*HERE, PROBE, str(target)], capture_output=True, env={}, timeout=60, check=False)
    told = json.loads(done.stdout)
    assert told == {
        "memory": "MemoryError", "fork": "BlockingIOError", "files": "OSError", "secrets": [], "path": False,
    }  # fmt: skip
    assert done.returncode < 0
    assert not target.exists() or target.read_bytes() == b""


def test_a_process_that_burns_time_is_ended_by_the_kernel() -> None:
    """Ten seconds of computing are the end, without anybody watching."""
    code = "import resource; from bot.media.clean import confine; confine(); print(resource.getrlimit(0))"
    assert subprocess.check_output([*HERE, code], text=True, timeout=60).strip() == "(10, 10)"


@pytest.mark.parametrize(
    "does",
    [
        "os.abort()",
        "os.kill(os.getpid(), 11)",
        "raise RuntimeError",
        "sys.exit(1)",
        "sys.stdout.buffer.write(b'<script>')",
        "sys.stdout.buffer.write(b'BM not a kept kind')",
        f"sys.stdout.buffer.write(b'%PDF-' + bytes({LARGEST}))",
        "[sys.stdout.buffer.write(bytes(1 << 20)) for _ in iter(int, 1)]",
        "time.sleep(60)",
        "sys.stdout.buffer.write(b'%PDF-1.7'); sys.stdout.flush(); time.sleep(60)",
        "sys.stdout.buffer.write(b'%PDF-1.7'); sys.stdout.close(); time.sleep(60)",
    ],
)
def test_a_process_that_was_taken_over_hands_nothing_on(does: str) -> None:
    """Crashed, killed, endless, silent or lying: the file is refused, in time, and the worker goes on."""
    began = time.monotonic()
    assert cleaned(photos.jpeg(), [*HERE, READ + does], seconds=4) is None
    assert time.monotonic() - began < 8


def test_a_process_that_does_not_read_is_left() -> None:
    """A large file for a process that takes nothing in does not hold the worker either."""
    began = time.monotonic()
    assert cleaned(photos.jpeg() + bytes(1 << 22), [*HERE, "import time; time.sleep(60)"], seconds=2) is None
    assert cleaned(photos.jpeg() + bytes(1 << 22), [*HERE, "pass"], seconds=4) is None
    assert time.monotonic() - began < 10


def test_a_crash_is_told_without_the_file(caplog: pytest.LogCaptureFixture) -> None:
    """Somebody can find out that files end the process; a refused one is no news."""
    with caplog.at_level(logging.INFO):
        cleaned(photos.jpeg(), [*HERE, READ + "os.abort()"])
        cleaned(photos.png_of(1, 1, photos.WORDS))
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert CANARY not in caplog.text


def test_no_process_at_all_is_a_reason_to_try_again() -> None:
    """Where nothing can be started the file is not to blame."""
    with pytest.raises(OSError, match="nowhere"):
        cleaned(photos.jpeg(), ["/nowhere/python"])


def test_the_parsers_stay_out_of_the_worker() -> None:
    """Importing the shelf loads no library that takes files apart."""
    code = "import sys, bot.shelf; print([m for m in ('PIL', 'pikepdf', 'lxml') if m in sys.modules])"
    assert subprocess.check_output([*HERE, code], text=True, timeout=60).strip() == "[]"
    assert COMMAND[1:] == ("-I", "-B", "-m", "bot.media.clean")
