"""The day, the danger and the need for protection that a message speaks of."""

from __future__ import annotations

from datetime import date

import pytest

from bot.understanding.dates import date_in
from bot.understanding.understand import Understanding

TODAY = date(2026, 3, 15)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("kejadian kemarin sore", date(2026, 3, 14)),
        ("lampu mati sejak kemaren", date(2026, 3, 14)),
        ("tadi malam motor saya hilang", date(2026, 3, 14)),
        ("semalam ada tawuran", date(2026, 3, 14)),
        ("tadi pagi air mati", TODAY),
        ("hari ini belum diangkut", TODAY),
        ("hr ini sampah numpuk", TODAY),
        ("kemarin lusa pohon tumbang", date(2026, 3, 13)),
        ("3 hari lalu saya ke kantor camat", date(2026, 3, 12)),
        ("dua hari yang lalu", date(2026, 3, 13)),
        ("2 mgg lalu", date(2026, 3, 1)),
        ("seminggu lalu", date(2026, 3, 8)),
        ("tgl 12 Maret 2026 jam 9", date(2026, 3, 12)),
        ("12 maret", date(2026, 3, 12)),
        ("20 Desember", date(2025, 12, 20)),
        ("5 Januari 2024", date(2024, 1, 5)),
        ("it happened yesterday", date(2026, 3, 14)),
        ("two days ago", date(2026, 3, 13)),
        ("this morning", TODAY),
        ("bulan kemarin", None),
        ("minggu kemarin", date(2026, 3, 8)),
        ("sudah 3 hari air mati", date(2026, 3, 12)),
        ("31 Februari", None),
        ("20 Maret 2026", None),
        ("12/3", None),
        ("٣ hari lalu", date(2026, 3, 12)),
        ("999999999999 hari lalu", None),
        ("99 maret 0000", None),
        ("jalan rusak", None),
        ("", None),
    ],
)
def test_the_day_is_read_or_left_open(text: str, day: date | None) -> None:
    """A named day is found and a stretch counted back; a month, a day to come and an impossible day are not."""
    assert date_in(text, TODAY) == day


def test_the_first_day_of_the_calendar_breaks_nothing() -> None:
    """Going back before the year 1 gives no date instead of an error."""
    assert date_in("kemarin", date(1, 1, 1)) is None
    assert date_in("20 Desember", date(1, 1, 1)) is None


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("ada kebakaran di pasar tolong", True),
        ("kecelakaan motor, korban luka parah", True),
        ("anak saya tidak sadar sejak tadi", True),
        ("anak sy tdk sadar", True),
        ("saya mau bunuh diri", True),
        ("kabel listrik putus di jalan", True),
        ("my neighbour's house is on fire", True),
        ("jalan berlubang depan pasar, bahaya malam hari", False),
        ("jalan ini rawan kecelakaan", False),
        ("mobil pemadam kebakaran rusak", False),
        ("urus akta meninggal lama", False),
        ("lampu jalan mati", False),
        ("", False),
    ],
)
def test_danger_is_heard(understanding: Understanding, text: str, urgent: bool) -> None:
    """Somebody in danger now is heard; a danger that is only possible is not an emergency."""
    assert understanding.alarms.urgent.heard(text) is urgent


@pytest.mark.parametrize(
    ("text", "sensitive"),
    [
        ("oknum minta uang pelicin", True),
        ("dana desa dikorupsi kades", True),
        ("istri dipukul suami", True),
        ("anak saya dibully di sekolah", True),
        ("the officer asked for a bribe", True),
        ("pelayanan bagus tanpa pungli", False),
        ("banjir di bandar lampung", False),
        ("sampah menumpuk", False),
    ],
)
def test_the_need_for_protection_is_heard(understanding: Understanding, text: str, sensitive: bool) -> None:
    """Corruption, violence and children call for the protective choice."""
    assert understanding.alarms.sensitive.heard(text) is sensitive
