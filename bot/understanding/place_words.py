"""The words around place names (places.toml), by which the bot tells a village from an ordinary word."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.understanding.language import function_words
from bot.understanding.places_table import DISTRICT, PROVINCE, REGENCY, VILLAGE
from bot.understanding.words import DATA, stem, word_list

MOST_ASKED, LONGEST_ASKED = 20_000, 30  # words of which an answer is remembered, and their letters: two megabytes
SIZES = {"province": PROVINCE, "kabupaten": REGENCY, "kota": REGENCY, "district": DISTRICT, "village": VILLAGE}


@dataclass(frozen=True, slots=True, repr=False)
class PlaceWords:
    """Tables of normal-form words; `markers` gives for "kec" what it announces: a key of SIZES;
    `governs` for "pemkot" of what kind the area is that it governs.

    `aliases` has the codes that an everyday name means; `suburbs` those that a city's name may mean beside the city;
    `roles` the words of `bot.understanding.roles`.
    """

    aliases: Mapping[str, tuple[str, ...]]
    suburbs: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, frozenset[str]]
    markers: Mapping[str, str]
    governs: Mapping[str, str]
    relations: frozenset[str]
    streets: frozenset[str]
    fine: frozenset[str]
    landmarks: frozenset[str]
    inside: frozenset[str]
    travel: frozenset[str]
    things: frozenset[str]
    people: frozenset[str]
    officials: frozenset[str]
    offices: frozenset[str]
    naming: frozenset[str]
    owners: frozenset[str]
    bound: frozenset[str]
    namesakes: frozenset[str]
    foreign: frozenset[str]
    phrases: frozenset[str]
    ordinary: frozenset[str]
    english: frozenset[str] = field(init=False)
    asked: dict[str, bool] = field(init=False, default_factory=dict)  # what `usual` said of a word
    leading: frozenset[str] = field(init=False)  # what `leads` and `plain` know, put together
    saying_nothing: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Puts together the words that are asked for most."""
        leading = self.relations.union(self.streets, self.fine, self.landmarks, self.markers)
        object.__setattr__(self, "leading", leading)
        object.__setattr__(self, "english", frozenset(function_words()["en"]["clear"]))
        object.__setattr__(self, "saying_nothing", leading.union(self.ordinary, self.inside))

    @classmethod
    def load(cls) -> PlaceWords:
        """Reads data/places.toml and data/ordinary.txt, once, at start."""
        table = tomllib.loads((DATA / "places.toml").read_text(encoding="utf-8"))
        aliases, suburbs = ({name: tuple(codes) for name, codes in table[of].items()} for of in ("aliases", "suburbs"))
        markers, governs = (
            {word: kind for kind, words in table[of].items() for word in words} for of in ("markers", "governs")
        )
        around = {name: frozenset(words) for name, words in table["around"].items()}
        roles = {name: frozenset(words) for name, words in table["roles"].items()}
        return cls(
            aliases, suburbs, roles, markers, governs, ordinary=word_list("ordinary.txt") | _small_words(), **around
        )

    def leads(self, word: str) -> bool:
        """Whether a place may follow the word ("di", "pasar", "jl", "kec")."""
        return word in self.leading

    def names_spot(self, word: str) -> bool:
        """Whether the word names something finer than a village: a street, a number, a landmark."""
        return word in self.streets or word in self.fine or word in self.landmarks

    def ends(self, word: str) -> bool:
        """Whether the word cannot stand inside a phrase that names a place."""
        return word in self.ordinary and word not in self.inside and word not in self.leading

    def plain(self, word: str) -> bool:
        """Whether the word alone says nothing of an area: ordinary, a landmark, a number, very short."""
        return word in self.saying_nothing or len(word) < 3 or word.isdigit()

    def unlikely(self, word: str) -> bool:
        """Whether nothing but cutting off an ending or a beginning makes the word usual: "samarina", "labuan"."""
        return word not in self.foreign and not (word[:-1] in self.ordinary and word[-1] == "e")

    def usual(self, word: str) -> bool:
        """Whether the word is plain, or an ordinary word with an ending ("jalannya"): no name with a typing error."""
        found = self.asked.get(word)
        if found is None:
            found = self._usual(word)
            if len(self.asked) < MOST_ASKED and len(word) <= LONGEST_ASKED:
                self.asked[word] = found
        return found

    def _usual(self, word: str) -> bool:
        own = word[:-1] in self.ordinary and word[-1] == "e"  # "timbangane"
        return self.plain(word) or own or word in self.foreign or stem(word) in self.ordinary


def _small_words() -> frozenset[str]:
    """The words by which languages are told apart are never places."""
    return frozenset(word for words in function_words().values() for word in words["clear"])
