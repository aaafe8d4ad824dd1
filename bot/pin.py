"""The point on the map that a citizen sends, shared by messages and reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pin:
    """A point the citizen sent, in degrees (WGS 84), with the label the carrier gave it."""

    latitude: float
    longitude: float
    label: str = ""

    def on_earth(self) -> bool:
        """Whether the coordinates exist: latitude within 90, longitude within 180 degrees."""
        return -90 <= self.latitude <= 90 and -180 <= self.longitude <= 180
