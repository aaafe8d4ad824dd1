"""Days by their date, their weekday or their feast: "12 Maret", "tgl 5 kemarin", "Senin lalu", "sejak lebaran"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.understanding.date_words import DateWords
from bot.understanding.spans import days_back, months_back, number_at

Found = tuple[int, date | None]
FIGURES = re.compile(r"(\d{1,4})([/.-])(\d{1,2})(?:[/.-](\d{2,4}))?", re.ASCII)
FEAST_DAY = re.compile(r"h([+-]\d{1,2})", re.ASCII)
ORDINALS = frozenset({"st", "nd", "rd", "th", "tahun"})  # "th" is written out as "tahun" before we see it
UNLIKELY = 330  # days back: a date without a year that is nearly due again is an appointment
TWO_SENSES = frozenset({"minggu", "rebu", "akad"})


def date_at(words: Sequence[str], at: int, known: DateWords, today: date) -> Found | None:
    """How many words the date has that begins at `at`, and its day; None where none begins, or it is a name."""
    if at and words[at - 1] in known.sets["unnumbered"]:
        return None
    return (
        _figures(words, at, known, today)
        or _day_month(words, at, known, today)
        or _month_day(words, at, known, today)
        or _day_alone(words, at, known, today)
    )


def weekday_at(words: Sequence[str], at: int, known: DateWords, today: date) -> Found | None:
    """ "hari Senin", "Jumat lalu", "malam Minggu kemarin": the last such day before today."""
    day = known.weekdays.get(words[at])
    before, follows = words[at - 1] if at else ".", words[at + 1] if at + 1 < len(words) else "."
    if (
        day is None
        or before in known.sets["placed"]
        or (words[at] in TWO_SENSES and not _weekday_meant(words, at, known))
    ):
        return None
    if _weekly(words, at, known):
        return 1, None
    if follows in known.sets["future"] | known.sets["until"]:
        return 1, None
    if before in known.sets["until"] | known.sets["future"] or follows in {"s", "dan", "sd"}:
        return 1, None
    if any(word in known.weekdays and word not in TWO_SENSES for word in (before, follows)):  # "Senin - Jumat"
        return 1, None
    end = at + 1
    while end < len(words) and words[end] in known.sets["parts"] | known.sets["past"]:
        end += 1
    return end - at, _last(day - (before == "malam"), words[at + 1 : at + 5], known, today)


def _weekly(words: Sequence[str], at: int, known: DateWords) -> bool:
    """Whether a weekday is a habit: "tiap Senin", "cuma buka hari Senin", "Sabtu dan Minggu", "Senin doang"."""
    follows = words[at + 1 : at + 3]
    past = known.among("past", follows) or known.among("was", words[max(0, at - 4) : at])
    pair = at > 1 and words[at - 1] in known.sets["paired"] and words[at - 2] in known.weekdays
    habit = known.among("habit", words[max(0, at - 3) : at]) or pair
    return known.among("every", words[max(0, at - 2) : at]) or (
        not past and (habit or known.among("habit_after", follows))
    )


def feast_at(words: Sequence[str], at: int, known: DateWords, today: date) -> Found | None:
    """ "sejak lebaran", "habis tahun baru": the first day of the last such feast."""
    found = known.feasts.at(words, at)
    if not found:
        return None
    length, feast = found
    before, after = words[max(0, at - 2) : at], words[at + length : at + length + 2]
    behind = known.among("feast_behind", before[-1:])
    if (known.among("feast_never_before", before) and not behind) or known.among("future", after):
        return length + known.among("past", after[:1]), None
    clear = str(feast).endswith("_eve") or words[at] == "awal"
    shift = _feast_shift(before, after, known)
    if not (clear or shift or known.among("feast_before", before) or known.among("feast_after", after)):
        return None
    if known.among("promised", words[max(0, at - 4) : at]):
        return length, None
    first = _feast(str(feast), known, today, last_year=after[:2] in (["tahun", "lalu"], ["tahun", "kemarin"]))
    day = first and first + timedelta(shift)
    return length, day if day and day <= today else None


def _feast_shift(before: Sequence[str], after: Sequence[str], known: DateWords) -> int:
    """Days from the first day of a feast: "h+3 lebaran", "hari kedua lebaran", "lebaran ketiga"."""
    counted = FEAST_DAY.fullmatch(before[-1]) if before else None
    if counted:
        return int(counted[1])
    told = after[1:2] if after[:1] == ["hari"] else after[:1]
    return next((known.feast_days[word] for word in (*before[-1:], *told) if word in known.feast_days), 0)


def _feast(feast: str, known: DateWords, today: date, *, last_year: bool) -> date | None:
    days = list(known.moving.get(feast.removesuffix("_eve"), ()))
    if feast not in known.moving:
        days = [day - timedelta(1) for day in days]
    if feast in known.fixed:
        days = [date(year, *known.fixed[feast]) for year in (today.year - 1, today.year) if year > 0]
    been = [day for day in days if day <= today and not (last_year and day.year == today.year)]
    return max(been) if been else None


def _figures(words: Sequence[str], at: int, known: DateWords, today: date) -> Found | None:
    match = FIGURES.fullmatch(words[at])
    if not match:
        return None
    first, sign, second, third = int(match[1]), match[2], int(match[3]), match[4]
    if len(match[1]) == 4:
        return (1, _exactly(first, second, int(third), today)) if third else None
    if third:
        return 1, _exactly(int(third) + (2000 if len(third) == 2 else 0), second, first, today)
    asked = at and (words[at - 1] in known.sets["dated"] or words[at - 1] in known.weekdays)
    plain = first > 12 and second <= 12 and sign == "/" and (first, second) != (24, 7)
    return (1, _last_date(second, first, today)) if asked or plain else None


def _day_month(words: Sequence[str], at: int, known: DateWords, today: date) -> Found | None:
    """ "12 Maret", "12 Maret 2026", "12th of March"."""
    day, month = _day_of_month(words, at, known)
    if day is None:
        return None
    while month < len(words) and words[month] in ORDINALS | {"of", "bulan"}:
        month += 1
    named = known.months.get(words[month]) if month < len(words) else None
    if named is None and words[month - 1] == "bulan" and words[month : month + 1]:  # "tgl 12 bulan 3"
        number = _day_number(words[month])
        named = number if number and number <= 12 else None
    return _with_year(words, at, month + 1, (named, day), known, today) if named else None


def _month_day(words: Sequence[str], at: int, known: DateWords, today: date) -> Found | None:
    """ "March 12", "April 3rd"."""
    month = known.months.get(words[at])
    day = _day_number(words[at + 1]) if month and at + 1 < len(words) else None
    follows = words[at + 2 : at + 3]
    ordinal = not ORDINALS.isdisjoint(follows)
    if month is None or day is None or (known.among("counted", follows) and not ordinal):
        return None
    end = at + 2 + ordinal
    return _with_year(words, at, end, (month, day), known, today)


def _with_year(
    words: Sequence[str], at: int, end: int, month_day: tuple[int, int], known: DateWords, today: date
) -> Found:
    year = words[end] if end < len(words) and re.fullmatch(r"20\d\d", words[end], re.ASCII) else ""
    if _to_come(words, at, end, known):
        return end - at, None
    if year:
        return end + 1 - at, _exactly(int(year), *month_day, today)
    if words[end : end + 2] in (["tahun", "lalu"], ["tahun", "kemarin"], ["last", "year"]):
        return end + 2 - at, _exactly(today.year - 1, *month_day, today)
    return end - at, _last_date(*month_day, today)


def _day_alone(words: Sequence[str], at: int, known: DateWords, today: date) -> Found | None:
    """ "tgl 12", "tanggal 5 bulan ini", "tgl 3 bulan lalu"."""
    day, end = _day_of_month(words, at, known)
    before = words[max(0, at - 1) : at]
    ordinal = before == ["the"] and not ORDINALS.isdisjoint(words[end : end + 1])
    if day is None or not (ordinal or known.among("the_date", before)):
        return None
    if known.among("every", words[max(0, at - 3) : at]) or _to_come(words, at, end, known):
        return end - at, None
    month = months_back(today.replace(day=1), 1) if day > today.day else today
    if words[end : end + 1] == ["bulan"]:
        month = months_back(today.replace(day=1), 1) if known.among("past", words[end + 1 : end + 3]) else today
    behind = known.among("past", words[end : end + 1])  # "tanggal 5 kemarin" is one day, not two
    return end - at + behind, _exactly(month.year, month.month, day, today) if month else None


def _to_come(words: Sequence[str], at: int, end: int, known: DateWords) -> bool:
    """Whether a date is an appointment or a limit: "tgl 30 nanti", "paling lambat 12 Mei"."""
    before = [word for word in words[max(0, at - 3) : at] if word != "tanggal"][-2:]
    return known.among("future", [*words[end : end + 2], *before]) or known.among("until", before)


def _weekday_meant(words: Sequence[str], at: int, known: DateWords) -> bool:
    """Whether "minggu" is the day and not a week, "rebu" Wednesday and not a thousand, "Senen" no market."""
    before, follows = words[at - 1] if at else ".", words[at + 1] if at + 1 < len(words) else "."
    if words[at] not in TWO_SENSES:
        return before not in known.sets["placed"]
    behind = before in known.sets["asked_for"]
    return behind or (follows in known.sets["parts"] and before not in known.numbers and not before.isdecimal())


def _last(day: int, follows: Sequence[str], known: DateWords, today: date) -> date | None:
    """The last such weekday strictly before today; "ini" may be today, "minggu lalu" is the calendar week before."""
    rest = list(follows[1:] if follows and follows[0] in known.sets["parts"] else follows)
    if (len(rest) > 1 and rest[0] in {"minggu", "pekan"} and known.among("past", rest[1:3])) or rest[:2] == [
        "last",
        "week",
    ]:
        return days_back(today, today.weekday() + 7 - day % 7)
    back = (today.weekday() - day) % 7
    return days_back(today, back if back or rest[:1] in (["ini"], ["tadi"]) else 7)


def _day_number(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31 else None


def _day_of_month(words: Sequence[str], at: int, known: DateWords) -> tuple[int | None, int]:
    """The day of the month and where it ends; in words ("dua puluh Maret") only behind "tanggal"."""
    if at and words[at - 1] in known.sets["the_date"] and not words[at].isdecimal():
        number, length = number_at(words, at, known) or (0, 1)
        return number if 0 < number <= 31 else None, at + length
    return _day_number(words[at]), at + 1


def _exactly(year: int, month: int, day: int, today: date) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:  # 31 Februari
        return None
    return found if found <= today else None


def _last_date(month: int, day: int, today: date) -> date | None:
    for year in (today.year, today.year - 1):
        found = _exactly(year, month, day, today)
        if found:
            return found if (today - found).days <= UNLIKELY else None
    return None


__all__ = ["date_at", "feast_at", "weekday_at"]
