"""The places a text may speak of: every run of words that is an area's name, with how much it can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.understanding.bare_words import admitted, speaks
from bot.understanding.beside import LONGEST_NAME, after_larger, end_of_way, in_larger, kind_after, of_its_city, rare
from bot.understanding.forms import exact, formed, javanese, named, shortened
from bot.understanding.glued_words import unglued
from bot.understanding.mention import Mention, covers, held_by_kecamatan, of_kind, said_twice, trusted, weights_of
from bot.understanding.persons import of_person
from bot.understanding.place_words import PlaceWords
from bot.understanding.places_table import DISTRICT, REGENCY, PlacesTable, one_vowel
from bot.understanding.roles import weighed
from bot.understanding.segments import DIRECT, lit, named_by_street, signed
from bot.understanding.spelling import ABBREVIATED, ANOTHER_FORM, glued, other_forms, without_nasal, written_out
from bot.understanding.street_trouble import without_trouble
from bot.understanding.words import Token, tokens

MOST_MENTIONS = 40
MOST_NAMESAKES = 150
MOST_TIMES = 3
WHOLE = 10  # letters of a kecamatan of several words: no bank, shop or person
SHORT, YIELDING = 4, 0.985  # letters, and what less weigh beside another regency: still a tie
ENGLISH = 0.2  # of the words
REACH = 4  # words back in which "di", "pasar" ... make a name a place
ALONG = frozenset({"raya", "lintas", "poros"})  # a road so called leads through what it is named by
Said = Sequence[Token]


@dataclass(frozen=True, slots=True)
class Reader:
    """Finds mentions in one text. `answer`: the whole text answers "where?", so that any name may be a place."""

    text: str
    words: Sequence[Token]
    table: PlacesTable
    lexicon: PlaceWords
    answer: bool
    glued: Sequence[bool]
    said: Sequence[str]
    places: dict[int, bool] = field(default_factory=dict)  # where `placed` was asked for
    ways: list[bool] = field(default_factory=list)  # what `on_street` says of the first words
    english: bool = False  # in which "Pati" and "Serang" are no words

    @classmethod
    def of(cls, text: str, table: PlacesTable, lexicon: PlaceWords, said: Said = (), answer: bool = False) -> Reader:
        """A reader of a cleaned text, whose tokens are `said`, where they are read already."""
        spoken = unglued(text, written_out(text, said or tokens(text)), table, lexicon)
        words = without_trouble(text, spoken, table, lexicon)
        glue = [False, *(glued(text, words[at - 1], words[at]) for at in range(1, len(words)))]
        read = [one.word for one in words]
        english = sum(word in lexicon.english for word in read) > ENGLISH * len(read)
        return cls(text, words, table, lexicon, answer, glue, read, english=english)

    def mentions(self) -> list[Mention]:
        """All mentions, first come first; those inside a longer trusted one are left out, the weakest of many too."""
        found = [one for first, end, codes in self._named() if (one := self._mention(first, end, codes))]
        firm = [one for one in found if trusted(one, self.answer)]
        found = [one for one in found if not any(covers(other, one) for other in firm)]
        if len(found) > MOST_MENTIONS:
            found = sorted(found, key=lambda one: (not one.stands, not one.marked, one.level))[:MOST_MENTIONS]
        found = held_by_kecamatan(found, self.table)
        return weighed(self, said_twice(sorted(found, key=lambda one: (one.first, -one.end))))

    @property
    def roles(self) -> Mapping[str, frozenset[str]]:
        """The words that tell what a place is to the citizen."""
        return self.lexicon.roles

    def word(self, at: int) -> str:
        """The word at a position, "" outside the text."""
        return self.said[at] if 0 <= at < len(self.said) else ""

    def between(self, at: int) -> str:
        """What stands between the word at a position and the one before it."""
        return self.text[self.words[at - 1].end : self.words[at].start] if 0 < at < len(self.words) else ""

    def joined(self, first: int, end: int) -> bool:
        """Whether the words stand together, with nothing but spaces and hyphens between them."""
        return end <= len(self.words) and all(self.glued[first + 1 : end])

    def letters(self, first: int, end: int) -> int:
        """How many letters the words have."""
        return sum(map(len, self.said[first:end]))

    def placed(self, first: int) -> bool:
        """Whether a word shortly before says that a place follows, with nothing in between that ends the phrase."""
        if first not in self.places:
            self.places[first] = self._placed(first)
        return self.places[first]

    def _placed(self, first: int) -> bool:
        for at in range(first - 1, max(first - 1 - REACH, -1), -1):
            word = self.word(at)
            from_there = at == first - 1 and self._announces(word)
            if not self.flows(at + 1) or (self.lexicon.ends(word) and not from_there):
                return False
            if self.lexicon.leads(word) or from_there:
                return True
        return False

    def _announces(self, word: str) -> bool:
        """Whether the place of people, of who governs, or of where somebody lives follows: "bupati", "tinggal"."""
        there = word in self.roles["lives"] or word in self.roles["here"]
        around = self.lexicon
        return there or word in around.people or word in around.officials or word in around.offices

    def directly(self, first: int) -> bool:
        """Whether "di", a comma or the beginning of an answer stands right before."""
        return self.word(first - 1) in DIRECT or "," in self.between(first) or (self.answer and first == 0)

    def marker(self, first: int) -> str:
        """What the word before says that the name is: a key of SIZES, or ""."""
        return self.lexicon.markers.get(self._before(first), "")

    def _named(self) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Every run of words that is a name, the longest first at each word; said again and again, it counts thrice."""
        seen: Counter[tuple[str, ...]] = Counter()
        for first in range(len(self.words)):
            if len(self.said[first]) < 2 and not self.answer:
                continue
            end = first + 1
            while end < min(first + LONGEST_NAME, len(self.words)) and self.glued[end]:
                end += 1
            for last in range(end, first, -1):
                codes = self.codes(first, last) if last == first + 1 or self._hopeful(first, last) else ()
                if codes and seen[codes] < MOST_TIMES:
                    seen[codes] += 1
                    yield first, last, codes

    def _hopeful(self, first: int, end: int) -> bool:
        """Whether several words may be a name at all: asked of each run of words, of which hardly any is one."""
        words, table, aliases = self.said[first:end], self.table, self.lexicon.aliases
        whole = "".join(words)
        if whole in table.villages or whole in table.large or whole in aliases or words[0] in aliases:
            return True
        return one_vowel(whole) in table.javanese or not ANOTHER_FORM.isdisjoint(words)

    def codes(self, first: int, end: int) -> tuple[str, ...]:
        """The codes of the areas that the words name, everyday meanings first."""
        words = self.said[first:end]
        if words[0] == "di" and self.text[self.words[first].start] == "d":  # "di Yogyakarta" is no "DI Yogyakarta"
            return ()
        whole = "".join(words)
        if named(self, whole) and (codes := exact(self, whole)):
            other = javanese(self, whole) if len(codes[0]) > DISTRICT else ()
            return other if other and in_larger(self, end, other) else (*other, *codes)
        if end - first > 1:
            forms = () if ANOTHER_FORM.isdisjoint(words) else (exact(self, form) for form in other_forms(words))
            short = shortened(self, words) if words[0] in self.lexicon.aliases else ()
            return (forms and next(filter(None, forms), ())) or short or javanese(self, whole)
        name = without_nasal(whole) if whole[0] in "mn" else ""
        large = exact(self, name) if name and not self.lexicon.plain(name) else ()
        return tuple(code for code in large if len(code) <= DISTRICT) or javanese(self, whole) or self._formed(end - 1)

    def _formed(self, at: int) -> tuple[str, ...]:
        """The regencies behind a name with an ending or a doubled letter; "kec Mesuuji" is the kecamatan Mesuji."""
        codes = formed(self, at)
        return () if codes and self.marker(at) == "district" else codes

    def flows(self, at: int) -> bool:
        """Whether a word belongs to the one before it, be there a dot between: "Kec. Selong"."""
        if 0 < at < len(self.words) and self.glued[at]:
            return True
        return self.lexicon.leads(self.word(at - 1)) and bool(ABBREVIATED.fullmatch(self.between(at)))

    def _mention(self, first: int, end: int, codes: Sequence[str]) -> Mention | None:
        before = self._before(first)
        if len(codes) > MOST_NAMESAKES or of_person(self, first):
            return None
        if before in self.lexicon.things and not self._after_all(first, end, codes):
            return None
        lexicon = self.lexicon
        kind = lexicon.markers.get(before, "") or lexicon.governs.get(before, "") or kind_after(self, end)
        marked = of_kind(codes, kind, self.table)
        if marked:
            own = self.table.codes("".join(self.said[first:end]))
            marked = tuple(code for code in marked if code in own) or marked  # "kab. Puncak" is in Papua
        return self._weighed(first, end, marked or codes, before, bool(marked))

    def _after_all(self, first: int, end: int, codes: Sequence[str]) -> bool:
        """Whether it is no thing: a shop in a kecamatan ("toko Bangko Jambi"), a name's end ("Kebon Jeruk Jakbar")."""
        shop = self.word(first - 1) in self.lexicon.landmarks and len(codes[0]) == DISTRICT
        whole = len(codes[0]) == DISTRICT and end - first > 1 and self.letters(first, end) >= WHOLE
        named = self.codes(first - 2, first) if first > 1 and self.joined(first - 2, first) else ()
        return whole or any(len(code) <= DISTRICT for code in named) or (shop and in_larger(self, end, codes))

    def _before(self, first: int) -> str:
        if self.word(first - 2).isdigit() and not self.between(first - 1):
            return ""  # "kos2an Kudus": no "an." stands before the name
        of = self.word(first - 2) if self.word(first - 1) == "of" else ""
        if of in self.lexicon.markers or of in self.lexicon.governs:
            return of  # "the city of Bandung"
        return self.word(first - 1) if self.flows(first) or self.word(first - 1) == "pasar" else ""

    def _weighed(self, first: int, end: int, codes: Sequence[str], before: str, marked: bool) -> Mention | None:
        size = len(codes[0])
        plain = (not marked or size > DISTRICT) and all(map(self.lexicon.plain, self.said[first:end]))
        if plain and not marked and not admitted(self, first, end, size, codes):
            return None
        on_street = self.on_street(first)
        likely = self.lexicon.aliases.get("".join(self.said[first:end]), ())
        known = REGENCY if likely else size
        lone_name = not plain and rare(self, first, end, codes)
        stands = (marked and not plain) or (not on_street and (lone_name or speaks(self, first, end, known, plain)))
        stands = stands or (on_street and size <= REGENCY and not plain and lit(self, first))
        leads_there = end - first > 1 or (before in ALONG and not self.answer)
        stands = stands or (on_street and lone_name and leads_there)  # "jalan Bojong Gede rusak"
        stands = stands or (not on_street and end - first > 1 and of_its_city(self, first, codes))
        lone = plain and not stands and size <= REGENCY and signed(self, first, end)
        way = before in self.lexicon.travel or self.word(first - 2) in self.lexicon.bound
        far = not marked and (on_street or way or end_of_way(self, first))
        namesake = not marked and size == REGENCY and before in self.lexicon.namesakes
        tied = 1.0 if marked or size != REGENCY else self._among_equals(first, end)
        scale = (1 + 0.1 * (end - first - 1)) * (0.3 if far else 0.6 if namesake else tied)
        doubtful = far or namesake or lone
        weights = weights_of(codes, scale, marked, likely)
        word = plain and size == DISTRICT
        after = word and after_larger(self, first, codes)
        return Mention(first, end, weights, stands or lone, doubtful, marked, word, bool(likely), after)

    def _among_equals(self, first: int, end: int) -> float:
        """A little less than 1 for two or three letters, and for what another regency follows: "Kuningan Jaksel"."""
        after = self.codes(end, end + 1) if self.joined(end - 1, end + 1) else ()
        before = any(len(code) == REGENCY for code in after) and after != self.codes(first, end)
        return YIELDING if before or self.letters(first, end) < SHORT else 1.0

    def capital(self, at: int) -> bool:
        """Whether a word has a capital inside a sentence."""
        return at > 0 and self.text[self.words[at].start].isupper() and self.text[self.words[at - 1].start].islower()

    def on_street(self, first: int) -> bool:
        """Whether the name is a street's: "Jl. Surabaya", "jalan tol Jakarta", both of "jalan Cianjur-Sukabumi"."""
        for at in range(len(self.ways), first + 1):  # in order, as "a-b-c-d ..." would ask twice as often a word
            self.ways.append(named_by_street(self, at, self.ways))
        return first >= 0 and self.ways[first]
