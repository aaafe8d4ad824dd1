"""Every province, regency, kecamatan and desa by code and by name, so that a citizen's place finds its office."""

from __future__ import annotations

import lzma
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from bot.report import Area, Place
from bot.understanding.words import DATA, key

PROVINCE, REGENCY, DISTRICT, VILLAGE = (
    2,
    5,
    8,
    13,
)  # length of a Kemendagri code: "52", "52.03", "52.03.07", "52.03.07.1001"
LEVELS = (PROVINCE, REGENCY, DISTRICT, VILLAGE)
JAVANESE = frozenset({"33", "34", "35"})
SHORTEST_JAVANESE = 6  # letters: shorter names are words when an "a" is an "o"
KIND = re.compile(r"^(?:Kabupaten|Kota)(?: Administrasi)? ")
OTHER_NAME = re.compile(r"[/()]")
KINDS = ("kota", "kabupaten")


class PlacesTable:
    """The table in memory: about 20 MB; villages stay one text and a dictionary from name to codes."""

    def __init__(self, text: str) -> None:
        """`text` has a line "code,name" an area: provinces, regencies, kecamatan, desa, each sorted by code."""
        border = re.search(r"^\d\d\.\d\d\.\d\d\.\d{4},", text, re.MULTILINE)
        start = border.start() if border else len(text)
        self._village_text = "\n" + text[start:]
        self.names = dict(_rows(text[:start]))
        self.large = _by_key(self.names.items())
        self.villages = _villages(text[start:])

    @classmethod
    def load(cls) -> PlacesTable:
        """Reads data/places.csv.xz, once, at start."""
        return cls(lzma.decompress((DATA / "places.csv.xz").read_bytes()).decode())

    def codes(self, name: str) -> tuple[str, ...]:
        """Every area of a name in compact form ("lomboktimur"), large areas first."""
        large, villages = self.large.get(name), self.villages.get(name)
        return (*(large or "").split(), *(villages or "").split()) if large or villages else ()

    def area(self, code: str) -> Area:
        """The area of a code; raises KeyError for a code that does not exist."""
        if code in self.names:
            return Area(code, self.names[code])
        at = self._line_of(code)
        if not self._village_text.startswith(f"{code},", at):
            raise KeyError(code)
        return Area(code, self._village_text[at + len(code) + 1 : self._village_text.index("\n", at)])

    def _line_of(self, code: str) -> int:
        """Where the first village stands whose code is not smaller: the lines are in order, so by halving."""
        text = self._village_text
        low, high = 1, len(text)  # both always at the beginning of a line
        while low < high:
            middle = text.rfind("\n", 0, (low + high) // 2) + 1
            if text[middle : middle + VILLAGE] < code:
                low = text.index("\n", middle) + 1
            else:
                high = middle
        return low

    def place(self, code: str, words: str = "") -> Place:
        """The place of a code with all larger areas it lies in; without a code, only the words."""
        province, regency, district, village = (self.area(code[:n]) if len(code) >= n else None for n in LEVELS)
        return Place(words, province, regency, district, village)

    def within(self, code: str) -> dict[str, str]:
        """Code -> name of the kecamatan and desa inside a regency or kecamatan."""
        inside = {at: self.names[at] for at in self.districts.get(code[:REGENCY], ()) if at.startswith(code)}
        first, last = self._line_of(code), self._line_of(f"{code}~")
        return inside | dict(_rows(self._village_text[first:last]))

    def every_code(self) -> Iterator[str]:
        """The codes of all areas, desa included."""
        yield from self.names
        yield from (code for code, _ in _rows(self._village_text) if code)

    @cached_property
    def javanese(self) -> dict[str, tuple[str, ...]]:
        """Regencies and kecamatan of Java's Javanese provinces by `one_vowel(name)`: "Juwono" is Juwana there."""
        found: dict[str, tuple[str, ...]] = {}
        for name, codes in self.large.items():
            there = tuple(code for code in codes.split() if code[:PROVINCE] in JAVANESE and len(code) > PROVINCE)
            if there and len(name) >= SHORTEST_JAVANESE:
                found[one_vowel(name)] = (*found.get(one_vowel(name), ()), *there)
        return found

    @cached_property
    def districts(self) -> dict[str, list[str]]:
        """Codes of the kecamatan of each regency."""
        found = defaultdict(list)
        for code in self.names:
            if len(code) == DISTRICT:
                found[code[:REGENCY]].append(code)
        return dict(found)


def bare(name: str) -> str:
    """A regency's name without Kabupaten or Kota."""
    return KIND.sub("", name)


def one_vowel(name: str) -> str:
    """The name as if "o" were "a", since Javanese writes one sound either way: Ponorogo, Panaraga."""
    return name.replace("o", "a")


def _rows(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        code, _, name = line.partition(",")
        yield code, name


def _by_key(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Compact name -> codes with a space between: a third of the memory of tuples."""
    found: dict[str, str] = {}
    for code, name in rows:
        for form in _forms(name, len(code) > REGENCY):
            found[form] = f"{found[form]} {code}" if form in found else code
    return found


def _villages(text: str) -> dict[str, str]:
    """What `_by_key` makes of their lines, in half the time: nearly all 84,000 are letters and spaces."""
    found: dict[str, str] = {}
    for line, solid in zip(text.splitlines(), text.replace(" ", "").lower().splitlines(), strict=True):
        code, name = solid[:VILLAGE], solid[VILLAGE + 1 :]
        if name.isalpha() and name.isascii() and len(name) > 2 and not name.startswith(KINDS):
            found[name] = f"{found[name]} {code}" if name in found else code
        else:
            for form in _forms(line[VILLAGE + 1 :], True):
                found[form] = f"{found[form]} {code}" if form in found else code
    return found


def _forms(name: str, small: bool) -> Iterable[str]:
    """The compact names under which an area is found: without its kind, and each side of a slash or bracket.

    In a small area's name "Kota" is a part of the name ("Kota Raja"), which people leave out or not.
    """
    plain = bare(name)
    if small and plain != name:
        return {form for form in (key(name), key(plain)) if len(form) > 3}
    simple = plain.replace(" ", "")
    if simple.isascii() and simple.isalpha():  # nearly all: half the time
        return (simple.lower(),) if len(simple) > 2 else ()
    parts = OTHER_NAME.split(plain) if OTHER_NAME.search(plain) else []
    return {form for form in map(key, [plain, *parts]) if len(form) > 2}
