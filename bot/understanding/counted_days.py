"""Days of a trouble that people count, "udah masuk hari ketiga", "day four without water": the first is the date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.understanding.date_words import DateWords
from bot.understanding.lexicon import since_stop
from bot.understanding.spans import counted_back, number_at

Found = tuple[int, date | None]
FRAME = 3  # words around the count that say that it goes on
TIMES = frozenset({"ke", "ka", "kaping", "ping"})  # between the unit and the figure
LETTERS = frozenset({"st", "nd", "rd", "tahun"})  # behind an English figure; "th" is written out as "tahun"
MOST = 60


def counted_at(words: Sequence[str], at: int, known: DateWords, today: date) -> Found | None:
    """ "sudah hari ke-4 banjir" is three days back, "masuk minggu ketiga" fourteen; a third day of school none."""
    counted = _native(words, at, known) or _english(words, at, known)
    if counted is None:
        return None
    end, count, unit = counted
    before, after = since_stop(words[max(0, at - FRAME) : at]), words[end : end + FRAME]
    if not 2 <= count <= MOST or _of_another(before, after, known) or not _goes_on(before, after, known):
        return None
    return end - at, counted_back(today, count - 1, unit)


def _native(words: Sequence[str], at: int, known: DateWords) -> tuple[int, int, str] | None:
    """ "hari ketiga", "hari ke-3", "dina kaping papat", "poe katilu", "day three"."""
    unit = known.counted.get(words[at])
    if unit is None or at + 1 >= len(words):
        return None
    ordinal = known.counts.get(words[at + 1])
    if ordinal:
        return at + 2, ordinal, unit
    figure = at + 2 if words[at + 1] in TIMES else at + 1
    if figure == at + 1 and (words[at] != "day" or words[figure] == "a"):
        return None
    number = number_at(words, figure, known) if figure < len(words) else None
    return (figure + number[1], number[0], unit) if number else None


def _english(words: Sequence[str], at: int, known: DateWords) -> tuple[int, int, str] | None:
    """ "third day", "4th day"."""
    ordinal, end = known.ordinals.get(words[at]), at + 1
    if words[at].isdecimal() and words[end : end + 1] and words[end] in LETTERS:
        ordinal, end = int(words[at][:3]), at + 2
    unit = known.counted.get(words[end]) if ordinal and end < len(words) else None
    return (end + 1, ordinal, unit) if ordinal and unit else None


def _of_another(before: Sequence[str], after: Sequence[str], known: DateWords) -> bool:
    """Whether it is a day of a feast, of school or of a month: "lebaran hari ketiga", "minggu kedua Maret"."""
    near = [*before[-2:], *after[: 2 if after[:1] in (["masuk"], ["of"]) else 1]]
    return (
        known.among("counted_of", near)
        or any(word in known.feasts.openings and word not in known.counted for word in near)
        or (bool(after) and (after[0] in known.months or known.units.get(after[0]) == "month"))
    )


def _goes_on(before: Sequence[str], after: Sequence[str], known: DateWords) -> bool:
    return (
        known.among("since_words", before)
        or known.among("counted_now", before)
        or known.among("counted_now", [] if after[:1] == ["masuk"] else after[:2])
        or known.among("since_state", [*before, *after])
        or known.among("bare_denied", after[:2])
        or known.among("bare_not_yet", after[:2])
    )


__all__ = ["counted_at"]
