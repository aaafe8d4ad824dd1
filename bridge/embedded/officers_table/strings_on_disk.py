"""The texts that a workbook's cells share, on disk: a hundred thousand citizens' stories would fill the memory."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator
from types import TracebackType
from typing import IO
from xml.etree.ElementTree import Element, iterparse

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"


class StringsOnDisk:
    """A sequence of texts in a temporary file that nobody else can read; eight bytes of memory each."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._starts = array("Q", [0])

    def __enter__(self) -> StringsOnDisk:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, at: int) -> str:
        """IndexError where there is none."""
        if not 0 <= at < len(self):
            raise IndexError(at)
        start, end = self._starts[at], self._starts[at + 1]
        self._file.seek(start)
        return self._file.read(end - start).decode("utf-8", "surrogatepass")

    def fill(self, source: IO[bytes]) -> None:
        """Read xl/sharedStrings.xml (ECMA-376 part 1, 18.4)."""
        for text in _texts(source):
            whole = text.encode("utf-8", "surrogatepass")
            self._file.write(whole)
            self._starts.append(self._starts[-1] + len(whole))


def _texts(source: IO[bytes]) -> Iterator[str]:
    table: Element | None = None
    for event, node in iterparse(source, events=("start", "end")):  # noqa: S314 - expat bounds what entities become
        if table is None:
            table = node
        elif event == "end" and node.tag in (f"{_MAIN}si", f"{_STRICT}si"):
            yield "".join(_parts(node))
            table.clear()


def _parts(node: Element) -> Iterator[str]:
    """The plain text, or that of each differently formatted piece; not how it is pronounced (rPh)."""
    for child in node:
        name = child.tag.rpartition("}")[2]
        if name == "t":
            yield child.text or ""
        elif name == "r":
            yield from (piece.text or "" for piece in child if piece.tag.rpartition("}")[2] == "t")
