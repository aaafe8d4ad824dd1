"""What the seed is told of the catalogue: which categories there are and whose they are, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """A category: its code, its names by language (Indonesian always among them), the office by what it does."""

    code: str
    names: Mapping[str, str]
    office: str

    def name(self, language: str) -> str:
        """Its name in a language, else in Indonesian."""
        return self.names.get(language, self.names["id"])
