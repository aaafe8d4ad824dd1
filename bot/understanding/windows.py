"""Runs of words that may be a place's name with errors, so that "kec gandusri" and "di Pelabuan Ratu" are looked up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from bot.understanding.mention import Mention, at_hand
from bot.understanding.reader import Reader
from bot.understanding.segments import ANYWHERE, apart, stands_out
from bot.understanding.spelling import DIRECTIONS, SHORTEST_BESIDE

SHORTEST_ADDED = 2  # letters of a word that makes a known name longer
MARKED_PLAIN = 5  # letters of an ordinary word that is a name with an error behind "kab" or "kec": "kab remang"
SAID = frozenset({"kab", "kabupaten", "kec", "kecamatan"})  # before these words "kota" is no sign: "kota besar"


def extended(
    reader: Reader, known: Sequence[Mention], tails: Collection[str], back: bool = True
) -> Iterator[tuple[int, int]]:
    """Windows one or two words longer than a name, on either side: "prcut" before "Sei Tuan", "utara" after.

    `tails`: the words that names end in. Not `back`: only behind the name.
    """
    for one in known:
        for before, after in ((1, 0), (0, 1), (2, 0), (0, 2)) if back else ((0, 1), (0, 2)):
            first, end = one.first - before, one.end + after
            added = [*range(first, one.first), *range(one.end, end)]
            if first >= 0 and reader.joined(first, end) and not any(_outside(reader, at, tails) for at in added):
                yield first, end


def windows(
    reader: Reader,
    known: Sequence[Mention],
    longest: int,
    tails: Collection[str],
    ordinary: bool = False,
    close: bool = False,
) -> Iterator[tuple[int, int]]:
    """Words that may be a name with errors. `ordinary`: its first word may be one ("batang gansl").

    `close`: only what stands right behind "di" or a comma, or beside a known name.
    """
    taken = {at for one in known for at in range(one.first, one.end)}
    for first in range(len(reader.words)):
        if close and not (at_hand(first, longest, known) or reader.directly(first)):
            continue
        plain = speech(reader, first)
        if (plain and not ordinary) or first in taken or reader.word(first - 1) in reader.lexicon.things:
            continue
        placed = (reader.answer or reader.placed(first)) and not reader.on_street(first)
        opens = placed or len(reader.said[first]) >= ANYWHERE or apart(reader, first)
        if not (opens or at_hand(first, longest, known)):
            continue
        for end in range(first + 1, first + 1 + longest):
            outside = end > first + 1 and _outside(reader, end - 1, tails)
            if outside or end - 1 in taken or not reader.joined(first, end):
                break
            tail = end - (reader.word(end - 1) in DIRECTIONS)  # "batang alay utara"
            named = not plain or (tail > first + 1 and not reader.lexicon.usual(reader.word(tail - 1)))
            likely = placed or touching(reader, (first, end), known) or stands_out(reader, first, end)
            if named and likely and reader.letters(first, end) >= SHORTEST_BESIDE:
                yield first, end


def speech(reader: Reader, at: int) -> bool:
    """Whether a word is one of speech and no name with an error; with "di" before, "labuan" is no form of "labu"."""
    word = reader.said[at]
    if not reader.lexicon.usual(word):
        return False
    if reader.word(at - 1) in SAID and reader.flows(at) and len(word) >= MARKED_PLAIN:
        return reader.lexicon.leads(word)
    return reader.lexicon.plain(word) or not (reader.placed(at) and reader.lexicon.unlikely(word))


def touching(reader: Reader, at: tuple[int, int], known: Sequence[Mention]) -> bool:
    """Whether a known name stands right beside a window, or with a "kec" between."""
    return any(one.first == at[1] or one.end == at[0] or _marker_between(reader, at, one) for one in known)


def _marker_between(reader: Reader, at: tuple[int, int], one: Mention) -> bool:
    gap = at[1] if one.first - at[1] == 1 else one.end if at[0] - one.end == 1 else -1
    return reader.word(gap) in reader.lexicon.markers


def _outside(reader: Reader, at: int, tails: Collection[str]) -> bool:
    word = reader.word(at)
    if word.isdigit() or len(word) < SHORTEST_ADDED:
        return True
    return word not in tails and (reader.lexicon.ends(word) or reader.lexicon.leads(word))


__all__ = ["extended", "speech", "touching", "windows"]
