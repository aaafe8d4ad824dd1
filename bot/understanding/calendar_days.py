"""Days by their date or their feast: "12 Maret", "tgl 5 kemarin", "ping 3 bulan ieu", "sejak lebaran"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.understanding.date_words import DateWords
from bot.understanding.spans import DAYS_IN, months_back, number_at

Found = tuple[int, date | None]
FIGURES = re.compile(r"(\d{1,4})([/.-])(\d{1,2})(?:[/.-](\d{2,4}))?", re.ASCII)
FEAST_DAY = re.compile(r"h([+-]\d{1,2})", re.ASCII)
ORDINALS = frozenset({"st", "nd", "rd", "th", "tahun"})  # "th" is written out as "tahun" before we see it
ASKS = frozenset({"tanya", "nanya", "bertanya", "menanyakan", "naros", "taros", "takon", "tanglet", "lapor", "ask"})
SHORT_MONTH = 3  # letters: "May first ..." is more often the verb
UNLIKELY = 330  # days back: a date without a year that is nearly due again is an appointment


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


def feast_at(words: Sequence[str], at: int, known: DateWords, today: date) -> Found | None:
    """ "sejak lebaran", "habis tahun baru": the first day of the last such feast."""
    found = known.feasts.at(words, at)
    if not found:
        return None
    length, feast = found
    before, after = words[max(0, at - 2) : at], words[at + length : at + length + 2]
    if known.among("prayers", after[:1]):  # "bada magrib"
        return None
    behind = known.among("feast_behind", before[-1:])
    asked = known.among("asks", words[max(0, at - 3) : at]) and not known.among("past", after)
    if asked or (known.among("feast_never_before", before) and not behind) or known.among("future", after):
        return length + known.among("past", after[:1]), None
    clear = str(feast).endswith("_eve") or words[at] == "awal"
    shift = _feast_shift(words[max(0, at - 3) : at], after, known)
    if not (clear or shift is not None or known.among("feast_before", before) or known.among("feast_after", after)):
        return None
    if _promised(words[max(0, at - 4) : at], known):
        return length, None
    first = _feast(str(feast), known, today, last_year=after[:2] in (["tahun", "lalu"], ["tahun", "kemarin"]))
    day = first and first + timedelta(shift or 0)
    return length, day if day and day <= today else None


def _promised(before: Sequence[str], known: DateWords) -> bool:
    """Whether a feast was only what something was to follow; "mau tanya" promises nothing."""
    asks = {at for at, word in enumerate(before) if word in ASKS}
    return known.among("promised", [word for at, word in enumerate(before) if at + 1 not in asks])


def _feast_shift(before: Sequence[str], after: Sequence[str], known: DateWords) -> int | None:
    """Days from the first day of a feast: "h+3 lebaran", "hari kedua lebaran", "lebaran ketiga"; or None."""
    counted = FEAST_DAY.fullmatch(before[-1]) if before else None
    if counted:
        return int(counted[1])
    told = after[1:2] if after[:1] == ["hari"] else after[:1]
    ordinal = next((known.feast_days[word] for word in (*before[-1:], *told) if word in known.feast_days), None)
    return ordinal if ordinal is not None else _days_after(before, known) or None


def _days_after(before: Sequence[str], known: DateWords) -> int:
    """Days that the words before a feast count from it: "dua hari setelah lebaran", "a week after Eid"."""
    if not known.among("feast_behind", before[-1:]) or len(before) < 2:
        return 0
    single = DAYS_IN.get(known.one.get(before[-2], ""), 0)
    unit = DAYS_IN.get(known.units.get(before[-2], ""), 0)
    number = number_at(before[-3:-2], 0, known) if unit and len(before) > 2 else None
    return single or (number[0] * unit if number else 0)


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
    month = known.months.get("".join(words[at + 1 : at + 2])) if sign == "-" and first <= second <= 31 else None
    if month and first:  # "10-12 Juli"
        return _with_year(words, at, at + 2, (month, first), known, today)
    asked = at and (words[at - 1] in known.sets["dated"] or words[at - 1] in known.weekdays)
    day = second <= 12 and sign == "/" and (first, second) != (24, 7)
    past = known.among("past", words[at + 1 : at + 2])  # "5/3 kemarin" is one day, not two
    plain = day and (first > 12 or past or _timed(words[at + 1 : at + 3], known))
    return (1 + past, _last_date(second, first, today)) if asked or plain else None


def _timed(after: Sequence[str], known: DateWords) -> bool:
    """Whether the time of day follows: "3/2 jam 10", "3/2 pagi", but not "1/2 jam"."""
    hour = known.among("clocked", after[:1]) and after[-1].isdecimal()
    return hour or known.among("parts", after[:1])


def _day_month(words: Sequence[str], at: int, known: DateWords, today: date) -> Found | None:
    """ "12 Maret", "12 Maret 2026", "12th of March"."""
    day, month = _day_of_month(words, at, known)
    if day is None:
        return None
    while month < len(words) and words[month] in ORDINALS | {"of", "bulan"}:
        month += 1
    named = known.months.get(words[month]) if month < len(words) else None
    dated = at and words[at - 1] in known.sets["dated"] | known.sets["the_date"] | known.weekdays.keys()
    if named is None and dated and words[month - 1] == "bulan" and words[month : month + 1]:  # "tgl 12 bulan 3"
        number = _day_number(words[month])
        named = number if number and number <= 12 else None
    return _with_year(words, at, month + 1, (named, day), known, today) if named else None


def _month_day(words: Sequence[str], at: int, known: DateWords, today: date) -> Found | None:
    """ "March 12", "April 3rd"."""
    month = known.months.get(words[at])
    if month and words[at + 1 : at + 2] == ["the"]:  # "April the 3rd"
        words = [*words[: at + 1], *words[at + 2 :]]
    at_day = "".join(words[at + 1 : at + 2]) if month else ""
    day = _day_number(at_day) or (known.ordinals.get(at_day) if len(words[at]) > SHORT_MONTH else None)
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
    if day is None or not _asked_for(words, at, end, known):
        return None
    if known.among("every", words[max(0, at - 3) : at]) or _to_come(words, at, end, known):
        return end - at, None
    named = known.months.get(words[at - 2]) if at > 1 else None  # "bulan Maret tanggal 7"
    if named:
        return _with_year(words, at, end, (named, day), known, today)
    said = _month_said(words, at, end, known)
    month = months_back(today.replace(day=1), int(day > today.day) if said is None else said)
    behind = known.among("past", words[end : end + 1])  # "tanggal 5 kemarin" is one day, not two
    return end - at + behind, _exactly(month.year, month.month, day, today) if month else None


def _to_come(words: Sequence[str], at: int, end: int, known: DateWords) -> bool:
    """Whether a date is an appointment or a limit: "tgl 30 nanti", "paling lambat 12 Mei"."""
    before = [word for word in words[max(0, at - 3) : at] if word != "tanggal"][-2:]
    return known.among("future", [*words[end : end + 2], *before]) or known.among("until", before)


def _day_number(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31 else None


def _day_of_month(words: Sequence[str], at: int, known: DateWords) -> tuple[int | None, int]:
    """The day of the month and where it ends; in words ("dua puluh Maret") only behind "tanggal" or "ping"."""
    ordinal = known.ordinals.get(words[at])
    if ordinal:
        return (ordinal, at + 1) if words[at + 1 : at + 2] == ["of"] else (None, at + 1)
    spelled = at and words[at - 1] in known.sets["the_date"] | known.sets["ping"]
    if spelled and not words[at].isdecimal():
        number, length = number_at(words, at, known) or (0, 1)
        return number if 0 < number <= 31 else None, at + length
    return _day_number(words[at]), at + 1


def _asked_for(words: Sequence[str], at: int, end: int, known: DateWords) -> bool:
    """Whether the words before a number say that it is a day: "tgl 12", "the 5th", "ti ping 18", not "ping 3"."""
    before = words[max(0, at - 2) : at]
    if before[-1:] == ["the"]:
        return not ORDINALS.isdisjoint(words[end : end + 1])
    if known.among("ping", before[-1:]):
        month = known.units.get("".join(words[end : end + 1])) == "month"
        return (month and words[at].isdecimal()) or known.among("ping_day", before[:-1])
    return known.among("the_date", before[-1:])


def _month_said(words: Sequence[str], at: int, end: int, known: DateWords) -> int | None:
    """Which month a day alone is in: 0 "bulan ini", 1 "bulan lalu", None where nothing is said."""
    rest = words[end : end + 4]
    while rest and rest[0] in ORDINALS | {"of", "the"}:
        rest = rest[1:]
    if list(rest[:2]) == ["last", "month"]:
        return 1
    if rest and known.units.get(rest[0]) == "month" and words[end - 1 : end] != ["this"]:
        return int(known.among("past", rest[1:3]))
    before = [word for word in words[max(0, at - 4) : at] if word not in known.sets["dated"] | known.sets["the_date"]]
    behind = len(before) > 1 and known.units.get(before[-2]) == "month" and known.among("past", before[-1:])
    return 1 if behind else None  # "bulan lalu tanggal 28"


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


__all__ = ["date_at", "feast_at"]
