"""Names as people mistype them: the official name that is a letter or two away."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.understanding.words import Token

SHORTEST_BESIDE = 4  # but not within one regency, right beside its name
SAME_START = 7  # letters: in shorter words the first letter has to be right
TWO_ERRORS = 9  # letters from which on two errors are forgiven

NUMERALS = (("1", "i", "satu"), ("2", "ii", "dua"), ("3", "iii", "tiga"), ("4", "iv", "empat"), ("5", "v", "lima"))
SAME_NUMBER = {form: [other for other in forms if other != form] for forms in NUMERALS for form in forms}
SHORT_STARTS = {
    "tj": "tanjung", "tjg": "tanjung", "tg": "tanjung", "tlk": "teluk", "kep": "kepulauan", "pd": "pondok",
    "pdk": "pondok", "kb": "kebon", "kbn": "kebon", "kebun": "kebon", "gn": "gunung", "bkt": "bukit",
    "lb": "lubuk", "lbk": "lubuk", "ma": "muara", "mr": "muara", "sei": "sungai", "sungai": "sei", "ps": "pasar",
    "psr": "pasar", "sp": "simpang", "krg": "karang", "mdn": "medan", "jkt": "jakarta", "bdg": "bandung",
    "bks": "bekasi", "smg": "semarang", "dps": "denpasar", "kal": "kalimantan", "sul": "sulawesi",
    "sum": "sumatera", "lbh": "labuhan", "pkl": "pangkalan", "kby": "kebayoran", "ckr": "cikarang", "btu": "batu",
}  # fmt: skip
DIRECTIONS = {
    "timur": ("tmr", "tim", "tmur", "wetan", "etan", "east"), "barat": ("brt", "bar", "kulon", "west"),
    "utara": ("utr", "ut", "lor", "north"), "selatan": ("sel", "slt", "sltn", "kidul", "south"),
    "tengah": ("tgh", "teng", "tngh", "central"), "pusat": ("pst", "central"), "tenggara": ("southeast",),
    "baratdaya": ("southwest",), "hulu": ("hlu",), "hilir": ("hlr",),
}  # fmt: skip
ENGLISH = frozenset({"north", "south", "east", "west", "central", "southeast", "southwest"})
SHORT_ENDS = {
    short: [whole for whole, known in DIRECTIONS.items() if short in known]
    for shorts in DIRECTIONS.values()
    for short in shorts
}
ANOTHER_FORM = frozenset({*SAME_NUMBER, *SHORT_STARTS, *SHORT_ENDS, "islands", "regency"})
NASAL = {"mb": 1, "nj": 1, "nd": 1, "ngg": 2}  # Javanese says "Mbandung", "Njombang", "Nggresik"

GUNUNGKIDUL = re.compile(r"\b[A-Z][a-z]{3,},? GK\b")
COMPASS = re.compile(r"\b[NSEW](?=\.? [A-Z][A-Za-z]{3})")
LETTERS = {"n": "north", "s": "south", "e": "east", "w": "west"}
GAP = re.compile(r"[ \t\-'’]{0,3}")
ABBREVIATED = re.compile(r"[ \t]{0,3}[.:]?[ \t]{0,3}")

Codes = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Names:
    """Names as one run of letters, their words in order, so that the order in which people write them is free."""

    codes: Codes
    words: Sequence[str]

    @classmethod
    def of(cls, names: Iterable[tuple[str, str]]) -> Names:
        """From pairs of code and name."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for code, name in names:
            said = name.lower()
            found["".join(sorted(said.split())) if " " in said else said].append(code)
        return cls(dict(found), list(found))

    def nearest(self, words: Sequence[str]) -> tuple[Sequence[str], int, int]:
        """The codes of the name with the fewest wrong letters, how many those are of how many; no codes if none."""
        said = "".join(words)
        most = _errors(len(said))
        hit = process.extractOne(said, self.words, scorer=OSA.distance, score_cutoff=most) if most else None
        if hit is None or _errors(len(hit[0])) < hit[1] or (len(said) < SAME_START and said[0] != hit[0][0]):
            return (), 0, 0
        return self.codes[hit[0]], int(hit[1]), len(hit[0])


def glued(text: str, before: Token, after: Token) -> bool:
    """Whether nothing but a space or hyphen, or the dot of "Tj. Priok", stands between two words."""
    start, end = before.end, after.start
    if text[start:end] == " " or GAP.fullmatch(text, start, end):
        return True
    short = before.word in SHORT_STARTS or (before.word in ENGLISH and before.end - before.start == 1)
    return short and bool(ABBREVIATED.fullmatch(text, start, end))


def other_forms(words: Sequence[str]) -> Iterator[str]:
    """How the table may write a name of several words: "tj priok", "lombok tmr", "East Lombok", "Ilir Timur 2"."""
    *start, last = words
    for other in SAME_NUMBER.get(last, ()):
        yield "".join([*start, other])
    whole = [SHORT_STARTS.get(word, word) for word in start]
    for end in (last, *SHORT_ENDS.get(last, ())):
        yield "".join([*whole, end])
        yield "".join([*start, end])
    if words[0] in ENGLISH:
        yield from ("".join([*words[1:], direction]) for direction in SHORT_ENDS[words[0]])
    if last == "islands":
        yield "".join(["kepulauan", *start])


def written_out(text: str, words: Sequence[Token]) -> Sequence[Token]:
    """The words, with the "GK" of "Wonosari GK" as Gunungkidul; "gk" and a shouted "GK" are a "tidak"."""
    words = _compass(text, words)
    ends = {match.end() for match in GUNUNGKIDUL.finditer(text)}
    return [one._replace(word="gunungkidul") if one.end in ends else one for one in words] if ends else words


def _compass(text: str, words: Sequence[Token]) -> Sequence[Token]:
    """The words, with the "S." of "S. Jakarta" written out."""
    starts = {match.start() for match in COMPASS.finditer(text)}
    return [one._replace(word=LETTERS[one.word]) if one.start in starts else one for one in words] if starts else words


def without_nasal(word: str) -> str:
    """The name in a Javanese "Mbandung", "" where the word has no such beginning."""
    if word[0] not in "mn":
        return ""
    return next((word[cut:] for start, cut in NASAL.items() if len(word) > 5 and word.startswith(start)), "")


def _errors(length: int) -> int:
    """How many wrong, missing, doubled or swapped letters a name of a length may have."""
    return 0 if length < SHORTEST_BESIDE else 1 if length < TWO_ERRORS else 2


def by_initials(names: Iterable[tuple[str, str]]) -> Mapping[str, Names]:
    """By the first letters of the words, which typing errors spare: a hundredth of the names to compare with."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, name in names:
        found["".join(sorted(word[0] for word in name.lower().split()))].append((code, name))
    return {initials: Names.of(some) for initials, some in found.items()}


def by_first_letter(names: Iterable[tuple[str, str]]) -> Mapping[str, Names]:
    """By the first letter of the name with its words in order."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, name in names:
        found[min(name.lower().split())[:1]].append((code, name))
    return {letter: Names.of(some) for letter, some in found.items()}
