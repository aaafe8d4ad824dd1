"""What happens while it is written, "sekarang lagi terbakar", happens today: nobody in danger is asked for the date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.understanding.date_words import DateWords
from bot.understanding.lexicon import since_stop

FILLING = frozenset({"ini", "iki", "ieu", "juga", "nih", "jg"})  # "sekarang ini juga lagi banjir"
EVENT = 3  # words behind "sekarang lagi" in which the event stands
EVENT_BEFORE = 5  # words before "right now" in which it stands


def moment_at(words: Sequence[str], at: int, known: DateWords, today: date) -> tuple[int, date | None] | None:
    """ "skrg lagi dipukuli", "ayeuna keur kahuruan", "house burning now"; neither "sampai" nor "kirim sekarang"."""
    if words[at] not in known.sets["moment_now"] or known.among("up_to", words[max(0, at - 2) : at]):
        return None
    before, after = since_stop(words[max(0, at - EVENT_BEFORE) : at]), since_stop(words[at + 1 : at + 2 + EVENT])
    while after and after[0] in FILLING:
        after = after[1:]
    lasting = known.among("moment_lasting", after[:1]) and known.among("moment_event", after[1:])
    over = known.among("moment_over", [*before, *after[:1]])
    going = known.among("moment_lasting", before[-2:-1]) and known.among("moment_event", before[-1:])
    burning = known.among("moment_burning", before if before[-1:] == ["right"] else before[-1:])
    return (1, today) if lasting or ((going or burning) and not over) else None


__all__ = ["moment_at"]
