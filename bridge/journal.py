"""What was sent to a core is written down before and after, so that no citizen's report is sent twice after a crash."""

from __future__ import annotations

from typing import Protocol


class Journal(Protocol):
    """Short notes under names, which outlive the process that wrote them."""

    def read(self, name: str) -> str:
        """The note; "" where there is none."""
        ...

    def write(self, name: str, words: str) -> None:
        """Put a note in the place of the last one; "" takes it away."""
        ...


class Memory:
    """Notes of this process alone: for cores that show at once what they took, and for tests."""

    def __init__(self) -> None:
        self._notes: dict[str, str] = {}

    def read(self, name: str) -> str:
        """The note; "" where there is none."""
        return self._notes.get(name, "")

    def write(self, name: str, words: str) -> None:
        """Put a note in the place of the last one; "" takes it away."""
        self._notes[name] = words
