"""What a place is to the citizen: where it happened, where they live or were born, or where it was not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from bot.understanding.mention import Mention
from bot.understanding.places_table import REGENCY

HAPPENED, LIVES, PEOPLE, BORN, DENIED = "happened", "lives", "people", "born", "denied"
SCALES: Mapping[str, float] = {HAPPENED: 1.3, LIVES: 0.8, PEOPLE: 0.6, BORN: 0.3}
REACH: Mapping[str, int] = {HAPPENED: 4, LIVES: 3, PEOPLE: 1, BORN: 4, DENIED: 3}
OTHER = frozenset({"di", "d", "ke", "dari"})  # "yang lain di Bandung" is Indonesian and denies nothing
ENDS = re.compile(r"[,;!?\n]|\.\s")
BESIDE = re.compile(r"[ ,]{0,2}|[ ]?\([ ]?")


class Spoken(Protocol):
    """What is needed of a reader: words by position, what stands before each, and the tables of words."""

    def word(self, at: int) -> str: ...
    def between(self, at: int) -> str: ...

    @property
    def roles(self) -> Mapping[str, frozenset[str]]: ...


def role(reader: Spoken, first: int) -> str:
    """What the words right before a name say of it, a key of REACH; "" where they say nothing."""
    for at in range(first - 1, max(first - 1 - max(REACH.values()), -1), -1):
        if ENDS.search(reader.between(at + 1)) and reader.word(at) not in reader.roles["link"]:
            return ""
        word = reader.word(at)
        found = next((name for name in REACH if word in reader.roles[name] and first - at <= REACH[name]), "")
        if found and not (word == "lain" and reader.word(at + 1) in OTHER):
            return found
        if word not in reader.roles["link"]:
            return ""
    return ""


def weighed(reader: Spoken, found: Sequence[Mention]) -> list[Mention]:
    """The mentions with what is no place of the trouble made light, and what is denied left out where more remains."""
    roles = _inherited(reader, found)
    denied = {at for at, said in enumerate(roles) if said == DENIED and not _only(reader, found[at])}
    left = [at for at in range(len(found)) if at not in denied]
    if not any(found[at].stands for at in left):
        left = list(range(len(found)))
    return [_scaled(found[at], roles[at]) for at in left]


def _inherited(reader: Spoken, found: Sequence[Mention]) -> list[str]:
    """Each mention's role; the regency behind a kecamatan has the same: "KTP Luwuk, Banggai"."""
    roles = [role(reader, one.first) for one in found]
    for at, one in enumerate(found):
        for before in range(at - 1, -1, -1):
            inner = found[before]
            beside = inner.end == one.first and BESIDE.fullmatch(reader.between(one.first))
            if beside and roles[before] and not roles[at] and _within(inner, one):
                roles[at] = roles[before]
    return roles


def _within(inner: Mention, outer: Mention) -> bool:
    return any(small.startswith(large) and small != large for large in outer.codes for small in inner.codes)


def _only(reader: Spoken, one: Mention) -> bool:
    """Whether "not only" is said: "bukan Klaten saja"."""
    return reader.word(one.end) in reader.roles["only"]


def _scaled(one: Mention, said: str) -> Mention:
    scale = SCALES.get(said, 1.0)
    if said == DENIED and one.known and one.level > REGENCY:
        return replace(one, stands=False)
    if scale == 1.0:
        return one
    codes = {code: weight * scale for code, weight in one.codes.items()}
    return replace(one, codes=codes, doubtful=one.doubtful or said in (BORN, PEOPLE))


__all__ = ["role", "weighed"]
