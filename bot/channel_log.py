"""What went to and from each carrier in the last seven days, for whoever looks for a fault: shapes, not contents."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl

NAMES = ("sms", "whatsapp", "telegram", "gateway")
KEEP_DAYS = 7
# Values that say nothing of a person and much of a fault.
PLAIN = frozenset(
    ("NumMedia", "NumSegments", "MessageStatus", "ErrorCode", "OptOutType", "update_id", "method", "SmsStatus")
)
DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request to or from a carrier. `shape` has the names of its fields, and of their values the length only."""

    at: str
    channel: str
    direction: str  # "in": a webhook; "out": a call of ours
    what: str
    outcome: str
    milliseconds: int
    shape: Mapping[str, str] = field(default_factory=dict)


class ChannelLog:
    """A file a day and channel, one JSON object a line; lines are short enough to be written whole by any process."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self._folder, self._clock = folder, clock

    def note(
        self, channel: str, direction: str, what: str, outcome: str, took: timedelta, shape: Mapping[str, str]
    ) -> None:
        """Write an exchange down. A full disk loses the line, never the message."""
        at = self._clock()
        exchange = Exchange(
            at.isoformat(timespec="milliseconds"), channel, direction, what, outcome, round(took / _MILLISECOND), shape
        )
        try:
            self._append(channel, at, json.dumps(asdict(exchange), ensure_ascii=True))
        except OSError:
            return

    def called(self, channel: str, what: str, outcome: str, took: timedelta) -> None:
        """A call of ours to a carrier, and what came of it."""
        self.note(channel, "out", what, outcome, took, {})

    def read(self, channel: str) -> Iterator[Exchange]:
        """All that is kept of a channel, oldest first."""
        for path in sorted(self._folder.glob(f"{channel}-*.jsonl")):
            for line in path.read_text().splitlines():
                yield Exchange(**json.loads(line))

    def _append(self, channel: str, at: datetime, line: str) -> None:
        path = self._folder / f"{channel}-{at:%Y-%m-%d}.jsonl"
        if not path.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            self._forget(at)
        with path.open("a") as file:
            file.write(line + "\n")

    def _forget(self, now: datetime) -> None:
        """Files that are older than a week are gone as soon as a new day begins."""
        oldest = f"{now - timedelta(days=KEEP_DAYS - 1):%Y-%m-%d}"
        for path in self._folder.glob("*.jsonl"):
            if path.stem[-10:] < oldest:
                path.unlink(missing_ok=True)


_MILLISECOND = timedelta(milliseconds=1)


def shape_of(content_type: str, body: bytes) -> dict[str, str]:
    """The fields of a form or a JSON object with the lengths of their values; {} for anything else."""
    try:
        if "json" in content_type:
            return dict(_flat("", json.loads(body), DEEPEST))
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    except (ValueError, RecursionError):
        return {}
    return {name[:40]: _sized(name, value) for name, value in pairs[:60]}


def _flat(name: str, value: object, depth: int) -> Iterator[tuple[str, str]]:
    if depth and isinstance(value, dict):
        for key, inner in list(value.items())[:40]:
            yield from _flat(f"{name}.{key}"[:80].lstrip("."), inner, depth - 1)
    elif depth and isinstance(value, list):
        for at, inner in enumerate(value[:5]):
            yield from _flat(f"{name}[{at}]", inner, depth - 1)
    else:
        yield name, _sized(name, value)


def _sized(name: str, value: object) -> str:
    """The value where it says nothing of a person, else its kind and length."""
    if name in PLAIN:
        return str(value)[:30]
    return f"<{type(value).__name__} {len(str(value))}>"
