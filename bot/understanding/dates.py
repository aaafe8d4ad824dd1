"""When it happened, out of "kemarin", "3 hari lalu" or "12 Maret", so that the citizen need not be asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bot.understanding.calendar_days import date_at, feast_at
from bot.understanding.counted_days import counted_at
from bot.understanding.date_words import DateWords, date_words
from bot.understanding.lexicon import STOP, since_stop
from bot.understanding.spans import days_back, span_at
from bot.understanding.this_moment import moment_at
from bot.understanding.week_days import market_day_at, weekday_at
from bot.understanding.words import READ

RANGE = re.compile(r"\d{1,2}[-/]\d{1,2}", re.ASCII)
MENDED = 4  # words between a day and the one that is meant instead
QUEUE = 4  # words around "sejak subuh" that may say how long one queues
NEAR = 3  # words before a day that tell what happened then
SAID_BEFORE, SAID_AFTER = 2, 3  # words between a day and "saya lapor" on that day
DAWN, RELATIVE, SPAN, WEEKDAY, EXACT = range(5)  # how sharply a day is named


@dataclass(frozen=True, slots=True)
class Day:
    """A day that a text names, where it stands, and whether it is "kemarin" or says itself which day."""

    start: int
    end: int
    day: date
    kind: int


def date_in(text: str, today: date) -> date | None:
    """The day on which a text says that it happened or began, never after `today`; None where it names none.

    A stretch of time is counted back ("sudah 3 hari"); "bulan lalu" and "sudah lama" are no days, nor are appointments.
    Of several days the one after "sejak" or "kejadian" counts, else the first, else the day on which it was reported.
    """
    known = date_words()
    words = known.read(text[:READ])
    days = _meant(words, list(_days(words, known, today)), known)
    if not days:
        return None
    days.sort(key=lambda one: (_rank(words, one, known), one.start))
    return _sharper(days[0], days).day


def _days(words: Sequence[str], known: DateWords, today: date) -> Iterator[Day]:
    at = 0
    while at < len(words):
        if not known.begins(words[at]):
            at += 1
            continue
        length, day, kind = _day_at(words, at, known, today)
        denied = at > 0 and words[at - 1] in known.sets["not_this"]
        if day is not None and not denied:
            yield Day(at, at + length, day, kind)
        at += max(1, length)


def _meant(words: Sequence[str], days: Sequence[Day], known: DateWords) -> list[Day]:
    """The days without those that the citizen takes back: "tadi malam, eh tadi pagi maksudnya"."""
    mended = {
        one.start
        for one, other in pairwise(days)
        if other.start - one.end <= MENDED and known.among("mended", words[one.end : other.start])
    }
    return [one for one in days if one.start not in mended]


def _day_at(words: Sequence[str], at: int, known: DateWords, today: date) -> tuple[int, date | None, int]:
    for read, kind in READINGS:
        found = read(words, at, known, today)
        if found:
            return (*found, kind)
    return 0, None, RELATIVE


def _relative_at(words: Sequence[str], at: int, known: DateWords, today: date) -> tuple[int, date | None] | None:
    """ "kemarin", "tadi malam", "minggu lalu"."""
    found = known.days.at(words, at)
    if not found:
        return None
    length, days = found
    sharper = known.days.at(words, at + length - 1)
    if sharper and sharper[0] > 1 and length > 1:  # "dari tadi" and "tadi malam"
        length, days = length - 1 + sharper[0], sharper[1]
    before, follows = words[max(0, at - 4) : at], words[at + length : at + length + 1]
    if (not int(days) and known.among("up_to", before[-2:])) or _points_elsewhere(
        words[at : at + length], before or [STOP], follows, known
    ):
        return length, None
    return length, days_back(today, int(days))


def _dawn_at(words: Sequence[str], at: int, known: DateWords, today: date) -> tuple[int, date | None] | None:
    """ "sejak subuh": today, but neither a habit nor "antre sejak subuh sampai siang"."""
    found = known.dawn.at(words, at)
    if not found:
        return None
    before, after = words[max(0, at - QUEUE) : at], words[at + found[0] : at + found[0] + QUEUE]
    never = known.among("queue", before) or known.among("every", before) or known.among("up_to", after)
    return found[0], None if never else today


def _points_elsewhere(phrase: Sequence[str], before: Sequence[str], follows: Sequence[str], known: DateWords) -> bool:
    last = before[-1]
    if phrase[0] in known.units and (RANGE.fullmatch(last) or last in known.sets["only"] | known.numbers.keys()):
        return True  # "2-3 hari ini", "berapa hari ini"
    if phrase == ["tadi"]:
        return last in known.sets["reference"]
    if phrase in (["baru", "saja"], ["baru", "aja"], ["barusaja"]):
        return known.among("built", follows)
    if phrase[0] in {"kemarin", "wingi", "kamari"}:
        return _other_yesterday(before, follows, known) or [last] == phrase or follows in (phrase, ["ieu"])
    return last in known.sets["every"] | known.sets["only"] - {"in"} or list(before[-2:]) == ["in", "the"]


def _other_yesterday(before: Sequence[str], follows: Sequence[str], known: DateWords) -> bool:
    """Whether "kemarin" is of something longer: "beberapa hari kemarin", "musim hujan kemarin", "medio Mei kemarin"."""
    last = before[-1]
    some = last in known.units and known.among("only", before[-2:-1])
    figure = before[-2:-1] and before[-2].isdecimal() and known.among("ages", before[:-2])
    aged = figure or known.among("parts", follows)  # "bocah 5 tahun kemarin sore" is not "tahun kemarin"
    longer = last in known.months or (last in known.sets["monthly"] and not aged)
    return some or longer or known.among("seasons", before[-2:-1])


READINGS = (
    (counted_at, SPAN),
    (date_at, EXACT),
    (span_at, SPAN),
    (feast_at, EXACT),
    (weekday_at, WEEKDAY),
    (market_day_at, WEEKDAY),
    (_relative_at, RELATIVE),
    (_dawn_at, DAWN),
    (moment_at, DAWN),
)


def _rank(words: Sequence[str], day: Day, known: DateWords) -> int:
    """0: said to be the beginning; 3: only hours; 2: the day on which somebody was told; 1: all others."""
    if day.kind == DAWN:
        return 3
    before = since_stop(words[max(0, day.start - NEAR) : day.start])
    if known.among("onset", before) or known.among("onset_close", _near_words(before, known)):
        return 0
    close = since_stop(words[max(0, day.start - SAID_BEFORE) : day.start])
    turned = known.among("turn", close[-1:])  # "sudah lapor, tapi kemarin ..."
    near = [*([] if turned else close), *words[day.end : day.end + SAID_AFTER]]
    return 2 if known.among("said", near) else 1


def _near_words(before: Sequence[str], known: DateWords) -> Sequence[str]:
    """The last word, or the one before "hari" or "tanggal"."""
    return before[-2:] if before and before[-1] in known.sets["dated"] else before[-1:]


def _sharper(day: Day, days: Sequence[Day]) -> Day:
    """ "kemarin, Senin 9 Maret": the date right beside a vaguer word is meant."""
    beside = [one for one in days if one.kind > day.kind and 0 <= one.start - day.end <= 1]
    return max(beside, key=lambda one: one.kind) if beside else day


__all__ = ["date_in"]
