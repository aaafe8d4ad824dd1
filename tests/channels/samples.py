"""The real-shaped requests in tests/wire and what they mean."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

WIRE = Path(__file__).parent.parent / "wire"


def samples(name: str) -> dict[str, Any]:
    """The channel's samples by file name."""
    return {path.stem: json.loads(path.read_text()) for path in sorted((WIRE / name).glob("*.json"))}
