"""A citizen's file goes through a confined process and comes back cleaned, or does not come back."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence

from bot.media.kinds import LARGEST, REFUSED, ending, family

SECONDS = 30.0  # for all of it, waiting included; the process's own CPU time is bounded lower
COMMAND = (sys.executable, "-I", "-B", "-m", "bot.media.clean")
Clean = Callable[[bytes], tuple[bytes, str] | None]
log = logging.getLogger(__name__)


def cleaned(content: bytes, command: Sequence[str] = COMMAND, seconds: float = SECONDS) -> tuple[bytes, str] | None:
    """The file as it may be kept and its ending; None where it is of no kind that we take, is broken or takes too long.

    What comes back is read up to a cap and looked at again: a process that a file took over is believed nothing. Raises
    OSError where no process can be started.
    """
    if family(content) is None:
        return None
    process = subprocess.Popen(  # noqa: S603 - our own module, no shell, no argument from outside
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/",
        close_fds=True,
    )  # fmt: skip
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        came = _through(process, content)
    finally:
        timer.cancel()
        process.kill()
        code = process.wait()
        _close(process)
    if code not in (0, REFUSED):
        log.warning("a file ended the process that cleaned it: %s", code)
    kind = ending(came[:16])
    return (came, kind) if code == 0 and kind and len(came) <= LARGEST else None


def _through(process: subprocess.Popen[bytes], content: bytes) -> bytes:
    """Everything in, then what comes out, a little more than allowed at the most."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(content)
        process.stdin.close()
    except BrokenPipeError:  # it ended before it had read all
        return b""
    came = process.stdout.read(LARGEST + 1)
    if len(came) <= LARGEST:
        process.wait()
    return came


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        try:
            if pipe:
                pipe.close()
        except BrokenPipeError:
            continue
