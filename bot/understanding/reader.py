"""The places a text may speak of: every run of words that is an area's name, with how much it can be trusted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.understanding.forms import exact, formed, javanese
from bot.understanding.mention import Mention, covers, of_kind, said_twice, trusted, weights_of
from bot.understanding.place_words import SIZES, PlaceWords
from bot.understanding.places_table import DISTRICT, PROVINCE, REGENCY, PlacesTable
from bot.understanding.roles import weighed
from bot.understanding.segments import DIRECT, alone, said_to_be, signed
from bot.understanding.spelling import ABBREVIATED, ANOTHER_FORM, glued, other_forms, without_nasal, written_out
from bot.understanding.street_trouble import without_trouble
from bot.understanding.words import Token, tokens

LONGEST_NAME = 4  # words: "Ogan Komering Ulu Timur"
MOST_MENTIONS = 40
MOST_NAMESAKES = 150
MOST_TIMES = 3
BREAK = re.compile(r"[,.\n]")
RARE = 7  # letters of the only kecamatan of a name, which is no word of speech
REACH = 4  # words back in which "di", "pasar" ... make a name a place


@dataclass(frozen=True, slots=True)
class Reader:
    """Finds mentions in one text. `answer`: the whole text answers "where?", so that any name may be a place."""

    text: str
    words: Sequence[Token]
    table: PlacesTable
    lexicon: PlaceWords
    answer: bool
    glued: Sequence[bool]

    @classmethod
    def of(cls, text: str, table: PlacesTable, lexicon: PlaceWords, answer: bool = False) -> Reader:
        """A reader of a cleaned text."""
        words = without_trouble(text, written_out(text, tokens(text)), table, lexicon)
        glue = [False, *(glued(text, words[at - 1], words[at]) for at in range(1, len(words)))]
        return cls(text, words, table, lexicon, answer, glue)

    def mentions(self) -> list[Mention]:
        """All mentions, first come first; those inside a longer trusted one are left out, the weakest of many too."""
        found = [one for first, end, codes in self._named() if (one := self._mention(first, end, codes))]
        firm = [one for one in found if trusted(one, self.answer)]
        found = [one for one in found if not any(covers(other, one) for other in firm)]
        if len(found) > MOST_MENTIONS:
            found = sorted(found, key=lambda one: (not one.stands, not one.marked, one.level))[:MOST_MENTIONS]
        return weighed(self, said_twice(sorted(found, key=lambda one: (one.first, -one.end))))

    @property
    def roles(self) -> Mapping[str, frozenset[str]]:
        """The words that tell what a place is to the citizen."""
        return self.lexicon.roles

    def word(self, at: int) -> str:
        """The word at a position, "" outside the text."""
        return self.words[at].word if 0 <= at < len(self.words) else ""

    def between(self, at: int) -> str:
        """What stands between the word at a position and the one before it."""
        return self.text[self.words[at - 1].end : self.words[at].start] if 0 < at < len(self.words) else ""

    def joined(self, first: int, end: int) -> bool:
        """Whether the words stand together, with nothing but spaces and hyphens between them."""
        return end <= len(self.words) and all(self.glued[first + 1 : end])

    def letters(self, first: int, end: int) -> int:
        """How many letters the words have."""
        return sum(len(self.word(at)) for at in range(first, end))

    def placed(self, first: int) -> bool:
        """Whether a word shortly before says that a place follows, with nothing in between that ends the phrase."""
        for at in range(first - 1, max(first - 1 - REACH, -1), -1):
            word = self.word(at)
            from_there = at == first - 1 and word in self.lexicon.people
            if not self._flows(at + 1) or (self.lexicon.ends(word) and not from_there):
                return False
            if self.lexicon.leads(word) or from_there:
                return True
        return False

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
            if len(self.word(first)) < 2 and not self.answer:
                continue
            end = first + 1
            while end < min(first + LONGEST_NAME, len(self.words)) and self.glued[end]:
                end += 1
            for last in range(end, first, -1):
                codes = self._codes(first, last)
                if codes and seen[codes] < MOST_TIMES:
                    seen[codes] += 1
                    yield first, last, codes

    def _codes(self, first: int, end: int) -> tuple[str, ...]:
        words = [token.word for token in self.words[first:end]]
        whole = "".join(words)
        if codes := exact(self, whole):
            other = javanese(self, whole) if len(codes[0]) > DISTRICT else ()
            return other if other and self._in_larger(end, other) else (*other, *codes)
        if end - first > 1:
            forms = () if ANOTHER_FORM.isdisjoint(words) else (exact(self, form) for form in other_forms(words))
            return next(filter(None, forms), ()) or javanese(self, whole)
        name = without_nasal(whole)
        large = exact(self, name) if name and not self.lexicon.plain(name) else ()
        return tuple(code for code in large if len(code) <= DISTRICT) or javanese(self, whole) or formed(self, end - 1)

    def _flows(self, at: int) -> bool:
        if 0 < at < len(self.words) and self.glued[at]:
            return True
        return self.lexicon.leads(self.word(at - 1)) and bool(ABBREVIATED.fullmatch(self.between(at)))

    def _mention(self, first: int, end: int, codes: Sequence[str]) -> Mention | None:
        before = self._before(first)
        if len(codes) > MOST_NAMESAKES or (before in self.lexicon.things and not self._after_all(first, end, codes)):
            return None
        kind = self.lexicon.markers.get(before, "") or self._kind_after(end)
        marked = of_kind(codes, kind, self.table)
        own = self.table.codes("".join(token.word for token in self.words[first:end]))
        marked = tuple(code for code in marked if code in own) or marked  # "kab. Puncak" is in Papua
        return self._weighed(first, end, marked or codes, before, bool(marked))

    def _kind_after(self, end: int) -> str:
        """What the word after says: "Mojokerto kota", "Malang kab", unless that begins the next name."""
        kind = self.lexicon.markers.get(self.word(end), "") if self.joined(end - 1, end + 1) else ""
        regency = SIZES.get(kind) == REGENCY
        return kind if regency and not (self._flows(end + 1) and self._any_from(end + 1)) else ""

    def _any_from(self, first: int) -> bool:
        return any(exact(self, "".join(each.word for each in self.words[first:end])) for end in (first + 1, first + 2))

    def _after_all(self, first: int, end: int, codes: Sequence[str]) -> bool:
        """Whether it is no thing: a shop in a kecamatan ("toko Bangko Jambi"), a name's end ("Kebon Jeruk Jakbar")."""
        shop = self.word(first - 1) in self.lexicon.landmarks and len(codes[0]) == DISTRICT
        return (shop and self._in_larger(end, codes)) or (self.joined(first - 2, first) and self._ends_a_name(first))

    def _ends_a_name(self, first: int) -> bool:
        return first > 1 and any(len(code) <= DISTRICT for code in self._codes(first - 2, first))

    def _before(self, first: int) -> str:
        if self.word(first - 2).isdigit() and not self.between(first - 1):
            return ""  # "kos2an Kudus": no "an." stands before the name
        if self.word(first - 1) == "of" and self.word(first - 2) in self.lexicon.markers:
            return self.word(first - 2)  # "the city of Bandung"
        return self.word(first - 1) if self._flows(first) or self.word(first - 1) == "pasar" else ""

    def _weighed(self, first: int, end: int, codes: Sequence[str], before: str, marked: bool) -> Mention | None:
        size = len(codes[0])
        plain = (not marked or size > DISTRICT) and all(self.lexicon.plain(self.word(at)) for at in range(first, end))
        if plain and not marked and not self._admitted(first, end, size, codes):
            return None
        on_street = self.on_street(first)
        likely = self.lexicon.aliases.get("".join(token.word for token in self.words[first:end]), ())
        known = REGENCY if likely else size
        rare = size == DISTRICT and len(codes) == 1 and not plain and self.letters(first, end) >= RARE
        stands = (marked and not plain) or (not on_street and (rare or self._stands(first, end, known, plain)))
        lone = plain and not stands and size <= REGENCY and signed(self, first, end)
        far = not marked and (on_street or before in self.lexicon.travel)
        namesake = not marked and size == REGENCY and before in self.lexicon.namesakes
        scale = (1 + 0.1 * (end - first - 1)) * (0.3 if far else 0.6 if namesake else 1.0)
        doubtful = far or namesake or lone
        weights = weights_of(codes, scale, marked, likely)
        word = plain and size == DISTRICT
        after = word and self._after_larger(first, codes)
        return Mention(first, end, weights, stands or lone, doubtful, marked, word, bool(likely), after)

    def _admitted(self, first: int, end: int, size: int, codes: Sequence[str]) -> bool:
        """Whether ordinary words may be a place after all."""
        if size <= REGENCY or end - first > 1 or self.answer or self._between_commas(first, end):
            return True
        if size != DISTRICT or self._small_word(first):
            return False
        named = self.capital(first) and self.word(first - 1) in self.lexicon.relations
        return named or self._after_larger(first, codes) or self._in_larger(end, codes)

    def _after_larger(self, first: int, codes: Sequence[str]) -> bool:
        """Whether the regency of one of the codes stands right before, with a comma: "Sragen, Gondang"."""
        if self.between(first).strip() != ",":
            return False
        heads = {code[:REGENCY] for code in codes}
        starts = range(max(first - LONGEST_NAME, 0), first)
        return any(self.joined(at, first) and heads.intersection(self._codes(at, first)) for at in starts)

    def _small_word(self, first: int) -> bool:
        word, around = self.word(first), self.lexicon
        road = word in around.streets or word in around.fine or word in around.relations or word in around.markers
        return road or len(word) < 3 or (word in around.landmarks and not self.directly(first))

    def _in_larger(self, end: int, codes: Sequence[str]) -> bool:
        """Whether the name right after is the regency or province of one of the codes."""
        heads = {head for code in codes if len(code) == DISTRICT for head in (code[:PROVINCE], code[:REGENCY])}
        if SIZES.get(self.lexicon.markers.get(self.word(end), "")) == REGENCY and self._flows(end):
            end += 1
        stop = end
        while stop < min(end + LONGEST_NAME, len(self.words)) and self._flows(stop):
            stop += 1
            if heads.intersection(exact(self, "".join(token.word for token in self.words[end:stop]))):
                return True
        return False

    def _stands(self, first: int, end: int, size: int, plain: bool) -> bool:
        if plain:
            whole = self.answer and end - first == len(self.words)
            named = self.capital(first) and self.word(first - 1) in self.lexicon.relations
            if size == DISTRICT and named and end - first == 1:
                return True
            name = size <= REGENCY or (size == DISTRICT and end - first > 1)
            return whole or (name and (self.answer or said_to_be(self, first))) or self._proper(first, end, size)
        if self.word(first) in self.lexicon.streets:
            return self.answer
        clear = end - first > 1 or alone(self, first, end) or self.word(first - 1) in self.lexicon.travel
        return self.answer or size <= REGENCY or self.placed(first) or (size == DISTRICT and clear)

    def _proper(self, first: int, end: int, size: int) -> bool:
        """Whether ordinary words are a regency's name: "Musi Rawas"; "Serang" with a capital inside a sentence."""
        if size > REGENCY or "".join(token.word for token in self.words[first:end]) in self.lexicon.phrases:
            return False
        return end - first > 1 or (self.capital(first) and self.word(first - 1) in self.lexicon.landmarks)

    def capital(self, at: int) -> bool:
        """Whether a word has a capital inside a sentence."""
        return at > 0 and self.text[self.words[at].start].isupper() and self.text[self.words[at - 1].start].islower()

    def _between_commas(self, first: int, end: int) -> bool:
        begins = first == 0 or bool(BREAK.search(self.between(first))) or self.placed(first)
        return begins and "," in self.between(end)

    def on_street(self, first: int) -> bool:
        """Whether the name is a street's: "Jl. Surabaya", "jalan tol Jakarta", both of "jalan Cianjur-Sukabumi"."""
        if first > 0 and self.between(first).strip() in {"-", "–"}:
            return self.on_street(first - 1) or (self.glued[first - 1] and self.on_street(first - 2))
        back = first - 1 if self.word(first - 1) not in {"raya", "tol", "lintas"} else first - 2
        return self.word(back) in self.lexicon.streets - {"road", "street"}  # "ring road Bantul"
