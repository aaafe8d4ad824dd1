"""Whether a stretch of time says since when, so that "air mati 3 hari" is a date and "parkir 2 hari" is none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.understanding.date_words import DateWords
from bot.understanding.lexicon import STOP, since_stop

LONGEST_BRIDGE = 5  # words between "sudah" and the number
STATE_BEFORE = 5  # words before a stretch in which a trouble may stand: "mati lampu di rumah kami 3 hari"
ROUGHLY = (["kurang", "lebih"], ["lebih", "kurang"], ["lebih"])
NEVER_BEFORE = 4  # words before it that make it a price, a promise or a habit
NOT_COME = 6  # words before "in two weeks" in which "hasn't" may stand
TROUBLE_AFTER = 3  # words behind it in which a trouble may stand


def tells_since(words: Sequence[str], at: int, end: int, known: DateWords) -> bool:
    """Whether the stretch in words[at:end] reaches up to now: "sudah 3 hari", "hampir 3 hari", "air mati 3 hari"."""
    return _since(words, at, known) or not_come_in(words, at, known) or _bare(words, at, end, known)


def not_come_in(words: Sequence[str], at: int, known: DateWords) -> bool:
    """Whether "in" is "since": "the truck hasn't come in two weeks"."""
    return words[max(0, at - 1) : at] == ["in"] and known.among("bare_perfect", words[max(0, at - NOT_COME) : at])


def too_short(words: Sequence[str], at: int, known: DateWords) -> bool:
    """Whether it has not lasted that long: "belum 2 minggu", "tidak sampai 3 hari", "kurang dari seminggu"."""
    start = at
    while start and words[start - 1] in known.sets["bare_than"]:
        start -= 1
    before, last = words[max(0, start - 2) : start], "".join(words[max(0, start - 1) : start])
    not_yet = known.sets["bare_not_yet"]
    less = start < at and last in known.sets["bare_less"] and not known.among("bare_denied", before[:-1])
    if last in not_yet or less or (start == at and last in known.sets["bare_beyond"]):
        return True
    reached = known.sets["bare_reaching"] if not_yet.intersection(before[:1]) else frozenset()
    if known.among("bare_denied", before[:1]):
        reached |= known.sets["bare_reaching"] - known.sets["bare_being"]
    return last in reached


def _since(words: Sequence[str], at: int, known: DateWords) -> bool:
    """Whether "sudah" stands before, with only words between that do not break the thought."""
    for before in range(at - 1, max(-1, at - 2 - LONGEST_BRIDGE), -1):
        if words[before] in known.sets["since_words"] or _so(words, before, at, known):
            return True
        if words[before] not in known.sets["since_between"]:
            return False
    return False


def _so(words: Sequence[str], before: int, at: int, known: DateWords) -> bool:
    """Whether "so" is the "sudah" of Manado and not the English word."""
    return words[before] == "so" and not known.among("since_english", words[before + 1 : at + 2])


def _bare(words: Sequence[str], at: int, end: int, known: DateWords) -> bool:
    """ "air mati 3 hari", "kami 3 hari tanpa air", "hampir 3 hari"; no price, no promise, no habit, no age."""
    start = at
    while start and words[start - 1] in known.sets["nearly"]:
        start -= 1
    before, after = since_stop(words[max(0, start - STATE_BEFORE) : start]), words[end : end + TROUBLE_AFTER]
    if known.among("bare_whole", after[:1]):
        after = after[1:]
    if _other(before, after, known):
        return False
    roughly = known.among("bare_roughly", words[start:at]) or words[start:at] in ROUGHLY
    behind = before[:-1] if before[-1:] == ["pun"] else before  # "pejah pun tigang dinten": "pun" is "sampun"
    in_row = words[end : end + 1] == ["berturut"]
    return roughly or in_row or _trouble(behind, known) or _trouble_follows(before, after, known)


def _other(before: Sequence[str], after: Sequence[str], known: DateWords) -> bool:
    """Whether it is how long something takes or costs: "token habis 4 hari", "3 hari jadi", "seminggu 2 kali"."""
    never = known.among("bare_never_before", before[-NEVER_BEFORE:]) or known.among("bare_never_close", before[-2:])
    if never or known.among("bare_never_after", after[:1]):
        return True
    if known.among("ages", before[-1:]) or known.among("bare_joined", before[-1:]):
        return True
    if known.among("bare_paid", before[-2:]):
        return True  # "gaji 2 bulan belum dibayar"
    if before and known.units.get(before[-1]) in {"day", "hour"} and before[-1] not in {"malam", "night"}:
        return True  # "2 hari seminggu"
    counts = bool(before) and (before[-1] in known.numbers or before[-1].isdecimal())  # "paeh tilu sapoe"
    return counts or any(one.isdecimal() and known.among("bare_times", [two]) for one, two in pairwise(after))


def _trouble(before: Sequence[str], known: DateWords) -> bool:
    """Whether something is wrong: "mati lampu", "tidak mengalir"; "tidak" right before the number is no trouble."""
    return known.among("since_state", before) or known.among("bare_denied", before[-TROUBLE_AFTER:-1])


def _trouble_follows(before: Sequence[str], after: Sequence[str], known: DateWords) -> bool:
    follows = after[0] if after else STOP
    opens = follows in known.sets["since_then"] and (not before or known.among("since_state", after))
    return opens or follows in known.sets["since_state"] | known.sets["bare_denied"] | known.sets["bare_not_yet"]


__all__ = ["tells_since", "too_short"]
