"""The day on which it happened, as people write it in four languages."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentence_tables import rows

from bot.understanding.date_words import date_words
from bot.understanding.dates import date_in

TODAY = date(2026, 4, 15)  # a Wednesday, four weeks after Idulfitri
LEAST = 0.99
PIECES = st.sampled_from(
    (
        "sejak 3 hari lalu yang kemarin kamari wingi tgl 12 maret 2026 12/3/2026 31-02-26 senin minggu dua belas puluh "
        "lebaran sudah . , tadi malam sebulan tahun a week ago the 5th rong dina 999 seminggu nanti tiap 00/00 29 feb"
    ).split(" ")
)


def test_the_day_of_nearly_every_sentence() -> None:
    """Of some three hundred sentences nearly all give the right day, or none where none is said."""
    table = rows("date_sentences.txt")
    wrong = [(text, said, told) for text, said in table if (told := str(date_in(text, TODAY) or "-")) != said]
    assert len(table) > 300
    assert len(wrong) <= len(table) * (1 - LEAST), wrong


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("sebulan lalu", date(2026, 3, 31), date(2026, 2, 28)),
        ("2 bulan lalu", date(2026, 1, 15), date(2025, 11, 15)),
        ("29 februari", date(2026, 3, 1), None),
        ("29 februari 2024", date(2026, 3, 1), date(2024, 2, 29)),
        ("sejak lebaran", date(2026, 3, 19), date(2025, 3, 31)),
        ("sejak lebaran", date(2033, 12, 31), date(2033, 12, 23)),
        ("hari Senin", date(2026, 4, 13), date(2026, 4, 6)),
        ("hari Senin ini", date(2026, 4, 13), date(2026, 4, 13)),
        ("tgl 31", date(2026, 3, 30), None),
        ("malam tahun baru", date(2026, 1, 1), date(2025, 12, 31)),
        ("3 hari lalu", date(1, 1, 2), None),
        ("sejak lebaran", date(2019, 1, 1), None),
    ],
)
def test_the_calendar_is_kept(text: str, today: date, day: date | None) -> None:
    """Short months, turns of the year, the last feast and the first day of all days are reckoned with."""
    assert date_in(text, today) == day


@given(words=st.lists(PIECES, max_size=40), back=st.integers(0, 20_000))
def test_no_day_is_to_come(words: list[str], back: int) -> None:
    """Whatever is written, the day is not after today."""
    today = TODAY - timedelta(back)
    day = date_in(" ".join(words), today)
    assert day is None or day <= today


@pytest.mark.parametrize("feast", ["idulfitri", "iduladha", "ramadan"])
def test_every_year_has_its_feasts(feast: str) -> None:
    """The tables of feasts run from 2020 to 2035 without a gap, eleven days earlier every year or so."""
    days = date_words().moving[feast]
    gaps = {(later - earlier).days for earlier, later in pairwise(days)}
    assert (days[0].year, days[-1].year) == (2020, 2035)
    assert gaps <= {353, 354, 355, 356}
