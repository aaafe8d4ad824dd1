"""Citizens' files lie in a folder, or wherever the agency keeps such things: any place that fsspec can reach."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from fsspec.core import url_to_fs  # type: ignore[import-untyped]

T = TypeVar("T")
_START = 16  # bytes; enough to tell what a file is


class Place:
    """Files by name under one fsspec URL, such as "var/media" or "s3://bucket/folder".

    Every method raises OSError where the place cannot be used just now, whatever its own library raises. Nothing is
    listed and no listing is cached, so that several processes see the same. ValueError or ImportError at once where the
    URL is of a kind that nobody here can reach.
    """

    def __init__(self, url: str) -> None:
        self._system, self._root = url_to_fs(url, use_listings_cache=False)
        self._local = "file" in self._system.protocol

    def start(self, name: str) -> bytes | None:
        """A file's first bytes; None where there is none."""
        return self._read(name, 0, _START)

    def read(self, name: str) -> bytes | None:
        """A whole file; None where there is none."""
        return self._read(name, None, None)

    def write(self, name: str, content: bytes) -> None:
        """Whole or not at all, and on the disk before this returns: a reader never meets half a file."""
        _plainly(lambda: self._on_disk(name, content) if self._local else self._put(name, content))

    def _read(self, name: str, start: int | None, end: int | None) -> bytes | None:
        try:
            return _plainly(lambda: bytes(self._system.cat_file(self._path(name), start=start, end=end)))
        except FileNotFoundError:
            return None

    def _put(self, name: str, content: bytes) -> None:
        self._system.pipe_file(self._path(name), content)

    def _on_disk(self, name: str, content: bytes) -> None:
        self._system.makedirs(self._root, exist_ok=True)
        part = self._path(f".{name}.{os.getpid()}.part")
        with self._system.open(part, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        self._system.mv(part, self._path(name))

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"


def _plainly(do: Callable[[], T]) -> T:
    try:
        return do()
    except OSError:
        raise
    except Exception as trouble:  # each library behind fsspec has errors of its own; their texts may hold keys
        problem = OSError(f"files cannot be reached ({type(trouble).__name__})")
    raise problem
