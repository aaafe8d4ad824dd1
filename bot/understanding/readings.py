"""Which area the mentions of a text agree on: "Selong" and "Lombok Timur" are one place, not two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.understanding.mentions import Mention
from bot.understanding.places_table import LEVELS, REGENCY

MOST_LEAVES = 400
NEIGHBOUR = 3  # words between a weak mention and the one it leans on
RIVAL = 0.5  # another regency with half the score of the best keeps us from being sure
LONE_RIVAL = 0.1
TIE = 0.02


@dataclass(frozen=True, slots=True)
class Reading:
    """One area, how strongly the mentions speak for it, and which mentions do."""

    code: str
    score: float
    mentions: tuple[Mention, ...]


def readings(mentions: Sequence[Mention]) -> list[Reading]:
    """All areas that the mentions may mean, best first; the order of equals is that of their codes."""
    leaves = sorted({code for one in mentions for code in one.codes}, key=lambda code: (len(code), code))
    best: dict[str, Reading] = {}
    for leaf in leaves[:MOST_LEAVES]:
        reading = _read(leaf, mentions)
        if reading and (reading.code not in best or reading.score > best[reading.code].score):
            best[reading.code] = reading
    return sorted(best.values(), key=lambda one: (-one.score, one.code))


def ties(found: Sequence[Reading]) -> list[Reading]:
    """The readings that are as good as the best one."""
    return [one for one in found if one.score >= found[0].score * (1 - TIE)]


def rivals(found: Sequence[Reading]) -> list[Reading]:
    """Readings in another regency than the best that cannot be ruled out.

    A reading that explains only a part of the same words is none; a lone kecamatan has to fear any namesake.
    """
    best = found[0]
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


def _read(leaf: str, mentions: Sequence[Mention]) -> Reading | None:
    chain = {leaf[:size] for size in LEVELS if size <= len(leaf)}
    fits = [(one, *best) for one in mentions if (best := _best(one, chain))]
    taken = _apart([fit for fit in fits if fit[0].stands])
    if not taken:
        return None
    taken += [fit for fit in _apart([fit for fit in fits if not fit[0].stands]) if _leans(fit[0], taken)]
    deepest = max((code for _, _, code in taken), key=len)
    once = {code: weight for _, weight, code in sorted(taken, key=lambda fit: fit[1])}
    return Reading(deepest, sum(once.values()), tuple(one for one, _, _ in taken))


def _best(mention: Mention, chain: set[str]) -> tuple[float, str] | None:
    return max(((mention.codes[code], code) for code in chain if code in mention.codes), default=None)


def _apart(fits: Sequence[tuple[Mention, float, str]]) -> list[tuple[Mention, float, str]]:
    """Those that do not share words: the heavier first."""
    kept: list[tuple[Mention, float, str]] = []
    for fit in sorted(fits, key=lambda fit: -fit[1]):
        if all(fit[0].end <= one.first or one.end <= fit[0].first for one, _, _ in kept):
            kept.append(fit)
    return kept


def _leans(weak: Mention, taken: Sequence[tuple[Mention, float, str]]) -> bool:
    return 0 <= min(max(one.first - weak.end, weak.first - one.end) for one, _, _ in taken) < NEIGHBOUR
