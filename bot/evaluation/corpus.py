"""The exam: invented complaints with what a reasonable officer would make of each, written apart from the tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

OPEN = "open"
HELD_OUT = "held out"
FOLDERS = {OPEN: "open", HELD_OUT: "held_out"}
SHORT = {OPEN: "short.jsonl", HELD_OUT: "short_held_out.jsonl"}


@dataclass(frozen=True, slots=True)
class Complaint:
    """One text and what is right. `regencies` are Kemendagri's codes of which any is right, () where none is named."""

    text: str
    part: str
    style: str
    language: str
    today: date
    categories: tuple[str, ...]
    regencies: tuple[str, ...]
    district: str
    date: date | None
    sensitive: bool
    urgent: bool


@dataclass(frozen=True, slots=True)
class Utterance:
    """A short answer, the part of the corpus it stands in, and its language ("any" for "1" or "ok")."""

    text: str
    part: str
    language: str


def complaints(folder: Path) -> list[Complaint]:
    """All complaints under tests/corpus, both parts; raises ValueError with file and line where one is malformed."""
    return [one for part, name in FOLDERS.items() for one in _read_all(sorted((folder / name).glob("*.jsonl")), part)]


def utterances(folder: Path) -> list[Utterance]:
    """All short answers under tests/corpus; raises OSError where they are missing."""
    rows = ((part, row) for part, name in SHORT.items() for _, row in _rows(folder / name))
    return [Utterance(row["text"], part, row["language"]) for part, row in rows]


def _read_all(paths: list[Path], part: str) -> Iterator[Complaint]:
    for path in paths:
        for number, row in _rows(path):
            try:
                yield _complaint(row, part)
            except (KeyError, TypeError, ValueError) as wrong:
                raise ValueError(f"{path.name}, line {number}: {type(wrong).__name__} {wrong}") from None


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.strip():
            yield number, json.loads(line)


def _complaint(row: dict[str, Any], part: str) -> Complaint:
    place = row["place"] or {}
    regency = place.get("regency") or []
    return Complaint(
        text=row["text"],
        part=part,
        style=row["style"],
        language=row["language"],
        today=date.fromisoformat(row["today"]),
        categories=(row["category"], *row["also"]),
        regencies=(regency,) if isinstance(regency, str) else tuple(regency),
        district=place.get("district") or "",
        date=date.fromisoformat(row["date"]) if row["date"] else None,
        sensitive=row["sensitive"],
        urgent=row["urgent"],
    )
