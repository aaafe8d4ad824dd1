"""Which area the mentions of a text agree on: "Selong" and "Lombok Timur" are one place, not two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.understanding.mention import Mention
from bot.understanding.places_table import DISTRICT, LEVELS, PROVINCE, REGENCY

MOST_LEAVES = 300
NEIGHBOUR = 3  # words between a weak mention and the one it leans on
RIVAL = 0.5  # another regency with half the score of the best keeps us from being sure
LONE_RIVAL = 0.1
TIE = 0.02
AGAIN, MOST_AGAIN = 0.1, 3  # what a second word for the same area adds: "Bintaro tangsel"
CHAIN = 2  # "bandar" leans on "batang", which leans on "jateng"
LONGER = 0.25  # what "Masbagik Utara" adds to the "Masbagik" in it

Fit = tuple[Mention, float, str]
Index = Mapping[str, Sequence[Mention]]


@dataclass(frozen=True, slots=True)
class Reading:
    """One area, how strongly the mentions speak for it, and which mentions do."""

    code: str
    score: float
    mentions: tuple[Mention, ...]


def readings(mentions: Sequence[Mention]) -> list[Reading]:
    """All areas that the mentions may mean, best first; of equal regencies the one named first, then by code."""
    index = defaultdict(list)
    for one in mentions:
        for code in one.codes:
            index[code].append(one)
    best: dict[str, Reading] = {}
    for leaf in sorted(index, key=lambda code: (len(code), code))[:MOST_LEAVES]:
        reading = _read(leaf, index)
        if reading and (reading.code not in best or reading.score > best[reading.code].score):
            best[reading.code] = reading
    return sorted(best.values(), key=lambda one: (-one.score, _named_at(one), one.code))


def _named_at(one: Reading) -> int:
    return min(at.first for at in one.mentions) if len(one.code) <= REGENCY else 0


def ties(found: Sequence[Reading]) -> list[Reading]:
    """The readings that are as good as the best one; a province only where none of its regencies is."""
    best = [one for one in found if one.score >= found[0].score * (1 - TIE)]
    inner = {one.code[:PROVINCE] for one in best if len(one.code) == REGENCY}
    return [one for one in best if one.code not in inner]


def rivals(found: Sequence[Reading]) -> list[Reading]:
    """Readings in another regency than the best that cannot be ruled out.

    A reading that explains only a part of the same words is none; a lone kecamatan has to fear any namesake.
    """
    best = ties(found)[0]
    share = LONE_RIVAL if len(best.mentions) == 1 and len(best.code) > REGENCY else RIVAL
    near = [one for one in found if one.score >= best.score * share and not _part(one, best)]
    return [one for one in near if one.code[:REGENCY] != best.code[:REGENCY] and not best.code.startswith(one.code)]


def common(codes: Sequence[str]) -> str:
    """The smallest area that contains all of the codes, "" where none does."""
    for size in reversed(LEVELS):
        heads = {code[:size] for code in codes}
        if len(heads) == 1 and all(len(code) >= size for code in codes):
            return heads.pop()
    return ""


def _part(one: Reading, whole: Reading) -> bool:
    mine, all_of_them = ({(at.first, at.end) for at in reading.mentions} for reading in (one, whole))
    return mine < all_of_them


def _read(leaf: str, index: Index) -> Reading | None:
    fits = _fits(leaf, index)
    standing = [fit for fit in fits if fit[0].stands]
    taken = _apart(standing) if standing else _pair(fits)
    if not taken:
        return None
    for _ in range(CHAIN if len(fits) > len(standing) else 0):
        taken += [fit for fit in _apart([fit for fit in fits if fit not in taken]) if _leans(fit, taken)]
    deepest = max((code for _, _, code in taken), key=len)
    once = {code: weight for _, weight, code in sorted(taken, key=lambda fit: fit[1])}
    again = AGAIN * min(len(taken) - len(once), MOST_AGAIN)
    return Reading(deepest, sum(once.values()) + again, tuple(one for one, _, _ in taken))


def _fits(leaf: str, index: Index) -> list[Fit]:
    """Each mention that speaks for the area or one around it, with the strongest thing it says."""
    best: dict[int, Fit] = {}
    for code in (leaf[:size] for size in LEVELS if size <= len(leaf)):
        for one in index.get(code, ()):
            known = best.get(id(one))
            if known is None or one.codes[code] >= known[1]:
                best[id(one)] = (one, one.codes[code], code)
    return list(best.values())


def _apart(fits: Sequence[Fit]) -> list[Fit]:
    """Those that do not share words: the longer name first, with the weight of what it contains, then the heavier."""
    kept: list[Fit] = []
    for fit in sorted(fits, key=lambda fit: (fit[0].first - fit[0].end, -fit[1])):
        one, weight, code = fit
        over = [at for at, (other, _, _) in enumerate(kept) if one.first < other.end and other.first < one.end]
        if not over:
            kept.append(fit)
        elif len(over) == 1 and len(kept[over[0]][2]) >= len(code) and _inside(one, kept[over[0]][0]):
            longer, own, inner = kept[over[0]]
            kept[over[0]] = (longer, max(own, weight + LONGER), inner)
    return kept


def _inside(one: Mention, other: Mention) -> bool:
    return other.first <= one.first and one.end <= other.end and (one.first, one.end) != (other.first, other.end)


def _pair(fits: Sequence[Fit]) -> list[Fit]:
    """A kecamatan and right beside it the regency or province around it: they vouch for each other."""
    small = [fit for fit in fits if len(fit[2]) == DISTRICT and not (fit[0].plain or fit[0].doubtful)]
    large = [fit for fit in fits if len(fit[2]) <= REGENCY and not fit[0].doubtful]
    pairs = ([one, other] for one in small for other in large if one[0].end == other[0].first)
    turned = ([one, other] for one in small for other in large if one[0].first == other[0].end)
    return next(chain(pairs, turned), [])


def _leans(fit: Fit, taken: Sequence[Fit]) -> bool:
    weak = fit[0]
    if any(weak.first < one.end and one.first < weak.end for one, _, _ in taken):
        return False
    if weak.plain:
        large = [one for one, _, code in taken if len(code) <= REGENCY]
        return any(
            0 <= one.first - weak.end <= int(one.marked) or (weak.after and one.end == weak.first) for one in large
        ) or any(
            (weak.end == one.first or one.end == weak.first) and code.startswith(f"{fit[2]}.") for one, _, code in taken
        )
    return 0 <= min(max(one.first - weak.end, weak.first - one.end) for one, _, _ in taken) < NEIGHBOUR
