"""Which of Indonesia's three times a place keeps, so that nobody is woken by news."""

from __future__ import annotations

from bot.report import Place

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
# Kemendagri's codes of the provinces outside western time (Keppres 41/1987; new provinces as those they came from).
_CENTRAL = frozenset("51 52 53 63 64 65 71 72 73 74 75 76".split())
_EASTERN = frozenset("81 82 91 92 93 94 95 96".split())


def zone_of(place: Place) -> str:
    """The IANA zone of a place; western time where no province is known."""
    area = place.province or place.regency or place.district or place.village
    code = area.code[:2] if area else ""
    return WITA if code in _CENTRAL else WIT if code in _EASTERN else WIB
