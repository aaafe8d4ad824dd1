"""Days by their names: "Senin lalu", "malam Minggu", "Selasa minggu lalu", and Java's market days, "Setu Pon"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.understanding.date_words import DateWords
from bot.understanding.lexicon import STOP, since_stop
from bot.understanding.spans import days_back, number_at

Found = tuple[int, date | None]
TWO_SENSES = frozenset({"minggu", "rebu", "akad", "sun", "sat", "mon"})
LEGI = date(1945, 8, 17)  # a Friday of the first of the five market days
MARKET_WEEK = 5
ROUND = 35  # days until weekday and market day meet again
WITHIN = frozenset({"of", "in", "on", "the", "pada", "di"})  # between a weekday and its week: "Tuesday of last week"
LINKS = frozenset({"on", "hari", "dina", "dinten", "poe", "tepatnya", "tepate", "pas"})  # "last week on Tuesday"
AGO = frozenset({"ago", "back", "yang", "sing", "nu", "ingkang", "kang", "silam", "ka"})
BEFORE = 4  # words before a weekday in which "minggu lalu" may stand


def weekday_at(words: Sequence[str], at: int, known: DateWords, today: date) -> Found | None:
    """ "hari Senin", "Jumat lalu", "malam Minggu kemarin", "Setu Pon": the last such day before today."""
    day = known.weekdays.get(words[at])
    before, follows = words[at - 1] if at else ".", words[at + 1] if at + 1 < len(words) else "."
    if (
        day is None
        or before in known.sets["placed"]
        or (words[at] in TWO_SENSES and not _weekday_meant(words, at, known))
    ):
        return None
    if _weekly(words, at, known) or _told(words, at, known, today):
        return 1, None
    if _not_yet(_before_links(words, at), follows, known) and not _up_to_now(words[at + 1 : at + 5], known):
        return 1, None
    if any(word in known.weekdays and word not in TWO_SENSES for word in (before, follows)):  # "Senin - Jumat"
        return 1, None
    if day == 5 and follows == "minggu" and not known.among("past", words[at + 2 : at + 4]):
        return 2, None  # "Sabtu Minggu" is every weekend
    market = known.pasaran.get(follows)
    end = at + 1
    while end < len(words) and words[end] in known.sets["parts"] | known.sets["past"] | known.pasaran.keys():
        end += 1
    if market is not None:
        return end - at, _both(day, market, before == "malam", today)
    return end - at, _last(day - (before == "malam"), words, at, known, today)


def market_day_at(words: Sequence[str], at: int, known: DateWords, today: date) -> Found | None:
    """ "dina Pon wingi", "malem Kliwon": the last such day of the five; as the name of a market or a habit no day."""
    market = known.pasaran.get(words[at])
    before, follows = words[max(0, at - 2) : at], words[at + 1 : at + 2]
    if market is None or not (known.among("pasaran", before[-1:]) or (not before and known.among("past", follows))):
        return None
    if known.among("every", before) or known.among("future", follows):
        return 1, None
    eve = before[-1:] == ["malam"]
    back = ((today - LEGI).days - market + eve) % MARKET_WEEK or MARKET_WEEK
    return 1 + known.among("past", follows), days_back(today, back)


def _before_links(words: Sequence[str], at: int) -> str:
    """The word before "hari Senin" or "on Monday"."""
    while at > 1 and words[at - 1] in LINKS:
        at -= 1
    return words[at - 1] if at else STOP


def _both(day: int, market: int, eve: bool, today: date) -> date | None:
    """The last day before today that is both, or the last evening before such a day."""
    for back in range(1, ROUND + 1):
        named = days_back(today, back - eve)
        if named and named.weekday() == day and (named - LEGI).days % MARKET_WEEK == market:
            return days_back(today, back)
    return None


def _not_yet(before: str, follows: str, known: DateWords) -> bool:
    """Whether it is to come or the end of a stretch: "Senin depan", "sampai Sabtu", "Senin s/d ..."."""
    to_come = known.sets["future"] | known.sets["until"]
    return before in to_come or follows in to_come or follows in {"s", "dan", "sd"}


def _up_to_now(follows: Sequence[str], known: DateWords) -> bool:
    """Whether it goes on since then: "Senin sampai sekarang", "from Monday until today"."""
    last = list(follows[1:])
    last = last[1:] if last[:1] in (["dengan"], ["ka"], ["ke"], ["d"]) else last
    stretch = bool(follows) and follows[0] in known.sets["until"]
    been = last[:1] and last[0] in known.weekdays and known.among("past", last[1:2])  # "sabtu sampai selasa kemarin"
    return stretch and (
        bool(been)
        or last[:2] in (["hari", "ini"], ["dina", "iki"], ["dinten", "menika"])
        or known.among("now", last[:1])
    )


def _weekly(words: Sequence[str], at: int, known: DateWords) -> bool:
    """Whether a weekday is a habit: "tiap Senin", "cuma buka hari Senin", "Sabtu dan Minggu", "Senin doang"."""
    follows = words[at + 1 : at + 3]
    past = known.among("past", follows) or known.among("was", words[max(0, at - 4) : at])
    pair = at > 1 and words[at - 1] in known.sets["paired"] and words[at - 2] in known.weekdays
    habit = known.among("habit", words[max(0, at - 3) : at]) or pair
    asked = known.among("asks", since_stop(words[max(0, at - 3) : at]))
    return known.among("every", words[max(0, at - 2) : at]) or (
        not past and (habit or asked or known.among("habit_after", follows))
    )


def _told(words: Sequence[str], at: int, known: DateWords, today: date) -> bool:
    """Whether it says which day is today: "dari minggu, ini udah kamis"."""
    before = known.among("told", words[max(0, at - 1) : at]) or known.among("now", words[max(0, at - 2) : at])
    return before and known.weekdays[words[at]] == today.weekday()


def _weekday_meant(words: Sequence[str], at: int, known: DateWords) -> bool:
    """Whether "minggu" is the day and not a week, "rebu" Wednesday and not a thousand, "Senen" no market."""
    before, follows = words[at - 1] if at else ".", words[at + 1] if at + 1 < len(words) else "."
    if words[at] not in TWO_SENSES:
        return before not in known.sets["placed"]
    if (words[at], before) == ("akad", "hari"):  # of a wedding
        return False
    behind = before in known.sets["asked_for"] or _since_sunday(words, at, known) or follows in known.pasaran
    behind = behind or (follows in known.sets["past"] and known.among("parts", words[at + 2 : at + 3]))
    return behind or (follows in known.sets["parts"] and before not in known.numbers and not before.isdecimal())


def _since_sunday(words: Sequence[str], at: int, known: DateWords) -> bool:
    """Whether it goes on since "minggu", and not since last week: "dr minggu, ini udah kamis"."""
    if words[at] != "minggu" or not known.among("since_day", words[max(0, at - 1) : at]):
        return False
    follows = words[at + 1 : at + 3]
    this = known.among("told", follows[:1]) and not known.among("told", follows[1:])  # "dari minggu ini"
    return not this and not known.among("week_behind", follows[:1]) and not known.counts.keys() & set(follows[:1])


def _last(day: int, words: Sequence[str], at: int, known: DateWords, today: date) -> date | None:
    """The last such weekday strictly before today; "ini" may be today, "minggu lalu" is the calendar week before."""
    rest = list(words[at + 1 : at + 7])
    rest = rest[1:] if rest and rest[0] in known.sets["parts"] else rest
    weeks = _weeks_ago(rest, known) or _weeks_before(words, at, known)
    if weeks:
        return days_back(today, today.weekday() + 7 * weeks - day % 7)
    back = (today.weekday() - day) % 7
    return days_back(today, back if back or rest[:1] in (["ini"], ["tadi"]) else 7)


def _weeks_ago(rest: Sequence[str], known: DateWords) -> int:
    """How many calendar weeks back the words say at their beginning: "minggu lalu", "of last week", "2 minggu lalu"."""
    while rest and rest[0] in WITHIN:
        rest = rest[1:]
    if list(rest[:2]) == ["last", "week"]:
        return 1
    if rest and rest[0] in known.sets["weekly"] and known.among("past", rest[1:3]):
        return 1
    if not rest:
        return 0
    single = known.one.get(rest[0]) == "week"
    count, length = (1, 0) if single else number_at(rest, 0, known) or (0, 0)
    weeks = single or (length and known.units.get("".join(rest[length : length + 1])) == "week")
    return count if weeks and not (known.sets["past"] | AGO).isdisjoint(rest[length + 1 : length + 2]) else 0


def _weeks_before(words: Sequence[str], at: int, known: DateWords) -> int:
    """The same said before the weekday: "minggu lalu hari Senin", "last week on Tuesday"."""
    end = at
    while end and words[end - 1] in LINKS:
        end -= 1
    for start in range(max(0, end - BEFORE), end - 1):
        weeks = _weeks_ago(words[start:end], known)
        sunday = start and words[start - 1] in known.sets["asked_for"]  # "hari Minggu kemarin"
        if weeks and not sunday and STOP not in words[start:end]:
            return weeks
    return 0


__all__ = ["market_day_at", "weekday_at"]
