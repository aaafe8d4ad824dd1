"""The citizen's own words for the place: "depan pasar Selong Lombok Timur", cut out of the story as written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.understanding.mention import Mention
from bot.understanding.reader import Reader

STOPS = re.compile(r"[!?;\n\r]|\.\s")
LEFT, RIGHT, BETWEEN = 9, 6, 4  # words that a phrase may grow
EMPTY_STARTS = frozenset({"di", "d", "in", "at", "lokasi", "alamat", "lok", "tepatnya", "the", "dan", "nya", "ke"}) | {
    "ning", "nang", "ing", "neng", "nek", "ng", "kat", "teng", "dari", "from"
}  # fmt: skip
NO_STREET = frozenset({"umum", "utama", "lingkungan", "tol", "kota", "nasional", "dan", "ke", "yang"})


def phrase(reader: Reader, mentions: Sequence[Mention]) -> tuple[str, bool]:
    """The words that name the place, and whether they name a spot in it: a street, a landmark, a number.

    Mentions far apart give one phrase each, joined by ", ", and so does a street named elsewhere in the text.
    """
    spans = _together(reader, sorted({(one.first, one.end) for one in mentions}))
    grown = [(_left(reader, first), _right(reader, end)) for first, end in spans]
    grown = _merged([*grown, *_street(reader, grown)])
    words = [_written(reader, first, end) for first, end in grown]
    return ", ".join(filter(None, words)), any(_spot(reader, first, end) for first, end in grown)


def _together(reader: Reader, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for first, end in spans:
        if kept and first - kept[-1][1] <= BETWEEN and _unbroken(reader, kept[-1][1], first):
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((first, end))
    return kept


def _unbroken(reader: Reader, first: int, end: int) -> bool:
    inner = all(not reader.lexicon.ends(reader.word(at)) for at in range(first, end))
    return inner and all(not _stop(reader, at) for at in range(first, end + 1))


def _stop(reader: Reader, at: int) -> bool:
    """Whether a sentence ends before the word; the dot of "Jl." and "Kec." does not end one."""
    gap = reader.between(at)
    if gap.startswith(".") and reader.lexicon.leads(reader.word(at - 1)):
        gap = gap[1:]
    return bool(STOPS.search(gap))


def _left(reader: Reader, first: int) -> int:
    """Back to the first word of "depan pasar ..." before the names; the names themselves where there is none."""
    begin = first
    for at in range(first - 1, max(first - 1 - LEFT, -1), -1):
        word = reader.word(at)
        if _stop(reader, at + 1) or reader.lexicon.ends(word) or _broken_street(reader, at):
            break
        begin = at if reader.lexicon.leads(word) else begin
    return begin


def _broken_street(reader: Reader, at: int) -> bool:
    """Whether "jalan" is what is broken, not where: "jalan berlubang", "jalan di depan ..."."""
    if reader.word(at) not in reader.lexicon.streets:
        return False
    following = reader.word(at + 1)
    return reader.lexicon.ends(following) or following in reader.lexicon.relations or following in NO_STREET


def _right(reader: Reader, end: int) -> int:
    """On to the end of "... RT 03 dekat masjid" after the names."""
    if reader.word(end) == "lampu" and reader.word(end + 1) != "merah":
        return end
    if not reader.lexicon.leads(reader.word(end)) or _broken_street(reader, end) or _stop(reader, end):
        return end
    after = end
    for at in range(end, min(end + RIGHT, len(reader.words))):
        word = reader.word(at)
        if _stop(reader, at) or reader.lexicon.ends(word) or ("," in reader.between(at) and at > end):
            break
        after = at + 1
    return after


def _street(reader: Reader, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first street named outside the spans: "Jl. Melati" of "Jl. Melati rusak, di Selong"."""
    taken = {at for first, end in spans for at in range(first, end)}
    for at in range(len(reader.words) - 1):
        street = reader.word(at) in reader.lexicon.streets and not _broken_street(reader, at)
        if street and at not in taken and reader.word(at + 1) not in reader.lexicon.markers:
            return [(at, _name_end(reader, at + 1, taken))]
    return []


def _name_end(reader: Reader, at: int, taken: set[int]) -> int:
    end = at
    while end < min(at + 4, len(reader.words)) and end not in taken:
        if reader.lexicon.ends(reader.word(end)) or (end > at and reader.between(end).strip(" ")):
            break
        end += 1
    return end


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for first, end in sorted(spans):
        if kept and first <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(kept[-1][1], end))
        elif end > first:
            kept.append((first, end))
    return kept


def _written(reader: Reader, first: int, end: int) -> str:
    while first < end - 1 and reader.word(first) in EMPTY_STARTS:
        first += 1
    return " ".join(reader.text[reader.words[first].start : reader.words[end - 1].end].split())


def _spot(reader: Reader, first: int, end: int) -> bool:
    return any(reader.lexicon.names_spot(reader.word(at)) for at in range(first, end - 1))
