"""A citizen's file is taken apart in a process of its own that can do nothing else, so that a bad one harms nobody.

Run as `python -I -B -m bot.media.clean`: the file on stdin, the cleaned one on stdout. Exit code 0 means cleaned, 3
refused; anything else is a crash, and a refused file too.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from importlib import import_module

from bot.media.kinds import LARGEST, REFUSED, Refused, ending, family

CPU_SECONDS = 10
MEMORY = 512 * 1024 * 1024  # bytes of address space
_FILES = 32
_CLEANERS = {"image": "images", "ogg": "sounds", "mp3": "sounds", "amr": "sounds", "wav": "sounds"}


def clean(content: bytes) -> bytes:
    """The file as it may be kept; raises `Refused`, and whatever a parser raises that meets nonsense."""
    kind = family(content)
    cleaned = _cleaner(kind)(content) if kind else b""
    if ending(cleaned) is None or len(cleaned) > LARGEST:
        raise Refused
    return cleaned


def _cleaner(kind: str) -> Callable[[bytes], bytes]:
    """The function named like the kind. Its module is loaded now: a voice note has no use for a PDF library."""
    found: Callable[[bytes], bytes] = getattr(import_module(f"bot.media.{_CLEANERS.get(kind, kind)}"), kind)
    return found


def confine() -> None:
    """From here on this process has little memory and time, writes no file, and leaves no core behind."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_NPROC, 0),
    ):
        hard = resource.getrlimit(what)[1]
        low = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (low, low))


def main() -> int:
    """Clean stdin to stdout. Whatever goes wrong is told by the exit code alone: words could quote the file."""
    confine()
    try:
        cleaned = clean(sys.stdin.buffer.read())
    except ImportError:  # not the file's fault: a library is missing, and somebody should hear of it
        raise
    except Exception:
        return REFUSED
    sys.stdout.buffer.write(cleaned)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
