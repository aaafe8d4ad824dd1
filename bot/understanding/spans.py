"""Days counted back, "3 hari lalu" or "sudah dua minggu", so that nobody has to look at a calendar."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from bot.understanding.bare_spans import not_come_in, tells_since, too_short
from bot.understanding.date_words import DateWords

FARTHEST = 3_660  # days: older than ten years is a story of old times, no date
HOURS_AGO = frozenset({"lalu", "ago", "kepungkur", "silam", "yang", "sing", "nu"})
THEN = re.compile(r"(?:me|ber)\w{3}|pergi|pulang|kabur|keluar|datang|baru|mati|di(?=\w{4})")
PAST = frozenset({"past", "last"})
DAYS_IN = {"day": 1, "pasar": 5, "week": 7, "fortnight": 14, "lapan": 35}
EXPIRY = 4  # words before a span in which goods may be said to be past their date


def span_at(words: Sequence[str], at: int, known: DateWords, today: date) -> tuple[int, date | None] | None:
    """How many words the span that begins at `at` has, and the day it began; None where none begins or it says no day.

    "3 hari lalu", "sudah 3 hari", "seminggu ini", "3 hari air mati", "two weeks ago".
    """
    found = _amount(words, at, known)
    if found is None or (found[2] == "day" and known.among("clock", words[max(0, at - 1) : at])):
        return None
    end, count, unit = found
    ago = None if _of_age(words, at, end, unit, known) else known.ago.at(words, end)
    clear = ago and words[end] not in known.sets["loose"]
    short = known.among("only", words[max(0, at - 1) : at]) and not clear and not not_come_in(words, at, known)
    if words[at] == "semalam" and not ago:
        return None  # "last night": read as a day
    if short or known.never.at(words, end) or _expired(words, at, known) or (not clear and too_short(words, at, known)):
        return end - at, None
    if not (ago or tells_since(words, at, end, known)):
        return None
    length = end - at + (ago[0] if ago else 0)
    if unit == "hour":
        then = THEN.match(words[end + 1]) if end + 1 < len(words) else None  # "lima menit lalu pergi"
        return length, today if ago and words[end] in HOURS_AGO and not then else None
    vague = unit == "month" and not ago and known.among("vague", [*words[max(0, at - 2) : at], *words[end : end + 1]])
    vague = vague or (words[at] == "couple" and unit != "day")  # of weeks: more or less
    return length, None if vague else counted_back(today, count, unit)


def _of_age(words: Sequence[str], at: int, end: int, unit: str, known: DateWords) -> bool:
    """Whether it is an age, and the day behind it stands alone: "bocah 5 tahun kemarin sore"."""
    if unit not in {"year", "month"} or end >= len(words) or words[end] not in known.sets["yesterday"]:
        return False
    return known.among("ages", words[max(0, at - 2) : at]) or known.among("parts", words[end + 1 : end + 2])


def _expired(words: Sequence[str], at: int, known: DateWords) -> bool:
    """Whether goods are that old: "exp nya udah lewat 4 bulan"."""
    for before in range(at - 1, max(-1, at - 1 - EXPIRY), -1):
        if words[before] in known.sets["expired"]:
            return True
        if words[before] not in known.sets["since_words"] | known.sets["since_between"] | {"nya", "date"}:
            return False
    return False


def number_at(words: Sequence[str], at: int, known: DateWords) -> tuple[int, int] | None:
    """The number that begins at `at` and how many words it has: "3", "dua belas", "tigang dasa kalih", "twenty one"."""
    word = words[at]
    if word.isdecimal():
        return (int(word), 1) if len(word) <= 3 else None
    number = known.numbers.get(word)
    if number is None or at + 1 >= len(words):
        return (number, 1) if number else None
    times, more = known.orders.get(words[at + 1], (0, 0)) if number < 10 else (0, 0)
    whole, length = (number * times + more, 2) if times else (number, 1)
    ones = known.numbers.get(words[at + length], 0) if whole % 10 == 0 and at + length < len(words) else 0
    return (whole + ones, length + 1) if whole >= 20 and 0 < ones < 10 else (whole, length)


def _amount(words: Sequence[str], at: int, known: DateWords) -> tuple[int, int, str] | None:
    """Where the span ends, the number and the unit."""
    if words[at] in known.one:
        single = known.one[words[at]]
        days = single in {"pasar", "lapan"} and known.units.get("".join(words[at + 1 : at + 2])) == "day"
        return at + 1 + days, 1, single  # "selapan dina" is one span
    if words[at] in PAST and list(words[max(0, at - 2) : at]) == ["for", "the"]:  # "for the past week"
        unit = known.units.get(words[at + 1]) if at + 1 < len(words) else None
        return (at + 2, 1, unit) if unit else None
    number = None if at and words[at - 1] in known.sets["storeys"] else number_at(words, at, known)
    if number is None:
        return None
    end = at + number[1] + (words[at + number[1] : at + number[1] + 1] == ["of"])
    unit = known.units.get(words[end]) if end < len(words) else None
    if unit is None or (
        at
        and words[at].isalpha()
        and words[at] != "couple"
        and known.numbers.get(words[at - 1], 0) == number[0] - 1 > 0
    ):
        return None  # "dua tiga hari" is no number
    return (_nights(words, end + 1, known) if unit == "day" else end + 1, number[0], unit)


def _nights(words: Sequence[str], end: int, known: DateWords) -> int:
    """Where "tiga hari tiga malam" ends, of which the days have been read."""
    number = number_at(words, end, known) if end < len(words) else None
    stop = end + number[1] if number else end
    again = number and known.units.get("".join(words[stop : stop + 1])) == "day"
    return stop + 1 if again else end


def counted_back(today: date, count: int, unit: str) -> date | None:
    """The day that many units back; years are said so roughly that they are no day."""
    if unit == "year":
        return None
    return months_back(today, count) if unit == "month" else days_back(today, count * DAYS_IN[unit])


def days_back(today: date, days: int) -> date | None:
    """The day that many days before, None beyond ten years or the first year."""
    return today - timedelta(days) if 0 <= days <= min(FARTHEST, today.toordinal() - 1) else None


def months_back(today: date, months: int) -> date | None:
    """The same day of an earlier month, or its last day where that month is shorter."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    if year < 1 or months * 30 > FARTHEST:
        return None
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


__all__ = ["counted_back", "days_back", "months_back", "number_at", "span_at"]
