"""Where and when it happened, which LAPOR!'s columns have no room for, at the end of Isi Laporan Akhir."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.pin import Pin

_NUMBER = r"-?[0-9][0-9.e-]*"
_ENDING = re.compile(
    r"\n"
    r"(?:\nLokasi: (?P<words>.+?))?"
    rf"(?:\nTitik: (?P<lat>{_NUMBER}), (?P<long>{_NUMBER})(?: \((?P<label>.*)\))?)?"
    r"(?:\nTanggal kejadian: (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}))?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Ending:
    """The place in the citizen's words, the pin, and the day on which it happened."""

    words: str = ""
    pin: Pin | None = None
    happened_on: date | None = None


def final_of(story: str, ending: Ending) -> str:
    """The story as officers complete it: with the ending in lines of its own, each only where there is something."""
    lines = [f"Lokasi: {ending.words}"] if ending.words else []
    if pin := ending.pin:
        lines.append(f"Titik: {pin.latitude!r}, {pin.longitude!r}" + (f" ({pin.label})" if pin.label else ""))
    if ending.happened_on:
        lines.append(f"Tanggal kejadian: {ending.happened_on.isoformat()}")
    return "\n".join([story, "", *lines]) if lines else story


def ending_in(story: str, final: str) -> Ending | None:
    """The ending by which `final` is longer than the story; None where an officer wrote something else there."""
    if not final.startswith(story):
        return None
    found = _ENDING.fullmatch(final[len(story) :])
    try:
        ending = _read(found) if found else Ending()
    except ValueError:
        return None
    return ending if final_of(story, ending) == final else None


def _read(found: re.Match[str]) -> Ending:
    pin = Pin(float(found["lat"]), float(found["long"]), found["label"] or "") if found["lat"] else None
    if pin and not pin.on_earth():
        raise ValueError(found["lat"])
    return Ending(found["words"] or "", pin, date.fromisoformat(found["day"]) if found["day"] else None)
