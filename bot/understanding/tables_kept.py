"""Tables are read without a search for garbage among them, so that a start keeps no citizen waiting."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def all_kept() -> Iterator[None]:
    """While everything that is made is kept, looking for what is not costs a sixth of the time; resumed behind it."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


__all__ = ["all_kept"]
