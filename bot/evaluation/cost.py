"""What understanding costs on this machine: milliseconds a text, seconds and megabytes of a start."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.generated import new_key
from bot.understanding.understand import Understanding
from bot.understanding.understood import Facts

STORY = 500  # characters
START = """
import os, resource, sys, time
from bot.settings import Settings
from bot.wiring import build
from bot.web import create_app
create_app(build(Settings.read(os.environ)))
status = open("/proc/self/status").read() if os.path.exists("/proc/self/status") else ""
kilobytes = next((line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")), None)
print(kilobytes or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time())
"""


def timings(texts: Iterable[str], understanding: Understanding, today: date) -> list[float]:
    """Milliseconds of one core for each text, smallest first; what else the machine does is not counted."""
    found = []
    for text in texts:
        begun = time.process_time()
        understanding.understand(text, Facts(today))
        found.append((time.process_time() - begun) * 1000)
    return sorted(found)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the sorted values lies; 0 where there is none."""
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def stories(texts: Sequence[str], count: int = 300) -> list[str]:
    """Texts of 500 characters, put together from neighbours, since few complaints are that long."""
    whole = " ".join(texts)
    starts = range(0, max(1, len(whole) - STORY), max(1, len(whole) // count))
    return [whole[at : at + STORY] for at in starts]


@dataclass(frozen=True, slots=True, order=True)
class Start:
    """A start of a web process: seconds until it could serve, of them spent computing, and megabytes then."""

    seconds: float
    computing: float
    megabytes: float


def fresh_web_process(times: int = 3) -> Start:
    """A web process with everything loaded; the quickest of several, since other work on the machine only adds.

    Raises RuntimeError where it does not start.
    """
    return min(_started() for _ in range(times))


def _started() -> Start:
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own words
            [sys.executable, "-c", START], env=_environ(Path(folder)), capture_output=True, text=True, check=False
        )
        seconds = time.perf_counter() - begun
    if done.returncode:
        raise RuntimeError(f"the web process did not start: {done.stderr[-300:]}")
    kilobytes, computing = done.stdout.split()
    return Start(seconds, float(computing), int(kilobytes) / 1024)


def _environ(folder: Path) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("KENTONGAN_", "TWILIO_"))},
        "KENTONGAN_REDIS_URL": "redis://127.0.0.1:1",
        "KENTONGAN_SECRET_KEYS": new_key(),
        "KENTONGAN_PUBLIC_URL": "https://bot.example.id",
        "KENTONGAN_GATEWAY_SECRET": "0123456789abcdef0123456789abcdef",
        "KENTONGAN_DATA": str(folder),
    }
