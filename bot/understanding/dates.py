"""When it happened, out of "kemarin", "3 hari lalu" or "12 Maret", so that the citizen need not be asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.understanding.words import full, tokens

MONTH_NAMES = (
    "januari jan january",
    "februari feb pebruari february",
    "maret mar march",
    "april apr",
    "mei may",
    "juni jun june",
    "juli jul july",
    "agustus agu agt ags august aug",
    "september sep sept",
    "oktober okt october oct",
    "november nov nopember",
    "desember des december dec",
)
MONTHS = {name: number for number, names in enumerate(MONTH_NAMES, 1) for name in names.split()}
NUMBER_NAMES = ("satu one", "dua two", "tiga three", "empat four", "lima five", "enam six", "tujuh seven", "delapan")
NUMBERS = {name: number for number, names in enumerate(NUMBER_NAMES, 1) for name in names.split()}
UNITS = {"hari": 1, "minggu": 7, "pekan": 7, "day": 1, "days": 1, "week": 7, "weeks": 7}
ONE = {"sehari": 1, "seminggu": 7, "sepekan": 7}
AGO = frozenset({"lalu", "kemarin", "ago", "yang"})
SAID_TODAY = "hari ini,tadi pagi,tadi siang,tadi sore,tadi subuh,pagi ini,siang ini,malam ini,barusan,baru saja"
DAYS_BACK = {
    **dict.fromkeys((*SAID_TODAY.split(","), "today", "this morning", "tonight"), 0),
    **dict.fromkeys(("kemarin", "kemaren", "yesterday", "semalam", "tadi malam", "last night"), 1),
    **dict.fromkeys(("kemarin lusa", "kemarin dulu", "day before yesterday"), 2),
}
NOT_A_DAY = re.compile(r"(?:minggu|bulan|tahun|hari|dari|sejak) (?:kemarin|kemaren)")
OLDEST = 366  # days; without a year, a date is the last one that has been


def date_in(text: str, today: date) -> date | None:
    """The day a text names, never after `today`; None where it names none, or only a stretch ("sejak 3 hari").

    Numbers alone ("12/3") are not read: nobody can tell whether the day or the month comes first.
    """
    words = [full(token.word) for token in tokens(text)]
    return _calendar(words, today) or _ago(words, today) or _named(words, today)


def _calendar(words: Sequence[str], today: date) -> date | None:
    for at in range(len(words) - 1):
        if words[at].isdecimal() and len(words[at]) <= 2 and words[at + 1] in MONTHS:
            year = words[at + 2] if at + 2 < len(words) and re.fullmatch(r"20\d\d", words[at + 2], re.ASCII) else ""
            day = _day(int(words[at]), MONTHS[words[at + 1]], int(year or 0), today)
            if day:
                return day
    return None


def _day(day: int, month: int, year: int, today: date) -> date | None:
    for candidate in [year] if year else [today.year, today.year - 1]:
        try:
            found = date(candidate, month, day)
        except ValueError:  # 31 Februari
            continue
        if found <= today:
            return found
    return None


def _ago(words: Sequence[str], today: date) -> date | None:
    """ "3 hari lalu", "dua minggu yang lalu", "seminggu lalu", "5 days ago"."""
    for at, word in enumerate(words[:-1]):
        if words[at + 1] not in AGO:
            continue
        number = NUMBERS.get(words[at - 1]) or _small(words[at - 1]) if at else None
        days = ONE.get(word) or (UNITS.get(word, 0) * (number or 0))
        follows = words[at + 1] != "yang" or "lalu" in words[at + 2 : at + 3]
        if 0 < days <= OLDEST and follows:
            return _back(today, days)
    return None


def _small(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) <= 3 else None


def _named(words: Sequence[str], today: date) -> date | None:
    said = NOT_A_DAY.sub(" ", f" {' '.join(words)} ")
    places = ((said.find(f" {phrase} "), -len(phrase), days) for phrase, days in DAYS_BACK.items())
    found = [place for place in places if place[0] >= 0]
    return _back(today, min(found)[2]) if found else None


def _back(today: date, days: int) -> date | None:
    return today - timedelta(days) if today.toordinal() > days else None
