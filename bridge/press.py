"""The process that sets one paper, so that no citizen's text can hold up or swell a worker: JSON in, PDF out."""

from __future__ import annotations

import json
import resource
import sys
from datetime import datetime
from pathlib import Path

import typst

from bridge.legible import FOLDER

_SECONDS = 30  # of processor time
_MEMORY = 2 * 1024**3  # bytes of address space; the typesetter itself maps 100 MB


def press(template: Path, data: str, now: datetime) -> bytes:
    """The PDF/UA-1; typst.TypstError where the text cannot be set with the fonts that come with us."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])
    compiler = typst.Compiler(template.read_bytes(), font_paths=fonts, sys_inputs={"data": data})
    pdf = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=now)
    if not isinstance(pdf, bytes):
        raise TypeError("Typst made no PDF")
    return pdf


def main() -> None:
    """Set the paper on stdin, write the PDF to stdout."""
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    order = json.load(sys.stdin)
    sys.stdout.buffer.write(press(Path(order["template"]), order["data"], datetime.fromisoformat(order["now"])))


if __name__ == "__main__":
    main()
