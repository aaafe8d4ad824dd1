"""Place names with typing errors: "lombk timur", "surabya", "selog" beside "Lombok Timur"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from bot.understanding.mention import MARKED, Mention, best, of_kind
from bot.understanding.mention import WEIGHT as LEVEL_WEIGHT
from bot.understanding.nearest import bones, lacks_vowels
from bot.understanding.place_words import PlaceWords
from bot.understanding.places_table import DISTRICT, REGENCY, PlacesTable, bare
from bot.understanding.reader import Reader
from bot.understanding.short_names import LEAST_LEFT, without_vowels
from bot.understanding.spelling import Names, by_first_letter, by_initials
from bot.understanding.windows import extended, speech, touching, windows

SHORTEST = 5  # letters: four-letter names have too many neighbours
SHORTEST_ALIAS = 6
MOST_WINDOWS = 24
CLERKS = frozenset(
    "kantor pegawai petugas staf staff pihak oknum aparat pak bu ibu bapak orang".split()
)  # whose "kecamatan"
LONE, LONE_ANYWHERE = 8, 10  # letters of a kecamatan that is recognised alone in spite of an error
MOST_LONE = 40
MOST_REGENCIES = 48  # whose lists of names are kept: 150 names each
WEIGHT = 0.8
LONGER = 1.4  # what explains more words outweighs the exact name inside it


class Near:
    """Compares words that are no exact name with the names of all regencies and kecamatan."""

    def __init__(self, table: PlacesTable, lexicon: PlaceWords) -> None:
        """Prepares the lists of the large areas; those of the kecamatan when first asked, in some milliseconds."""
        self._table, self._lexicon = table, lexicon
        large = [(code, bare(name)) for code, name in table.names.items() if len(code) <= REGENCY]
        self._large = Names.of(_written_as_one(large))
        aliases = ((code, name) for name, codes in lexicon.aliases.items() for code in codes)
        self._spoken = Names.of((code, name) for code, name in aliases if len(name) >= SHORTEST_ALIAS)
        self._smaller = [(code, name) for code, name in table.names.items() if len(code) == DISTRICT]
        self._inside: dict[str, Names] = {}

    @cached_property
    def _districts(self) -> Mapping[str, Names]:
        return by_first_letter(_written_as_one(self._smaller))

    @cached_property
    def _vowelless(self) -> Mapping[str, tuple[str, ...]]:
        names = self._table.names.items()
        return without_vowels((code, bare(name)) for code, name in names if len(code) == REGENCY)

    @cached_property
    def _skeletons(self) -> Mapping[str, list[str]]:
        found = defaultdict(list)
        for word in self._lexicon.saying_nothing:
            found[bones(word)].append(word)
        return dict(found)

    def _no_word(self, said: str) -> bool:
        """Whether letters are so left out that no ordinary word can be meant: "dpok", but not "srng" (sering)."""
        meant = self._skeletons.get(bones(said), ()) if len(said) > LEAST_LEFT else (said,)
        return not any(word == said or lacks_vowels(said, word) for word in meant)

    @cached_property
    def _whole(self) -> Mapping[str, Names]:
        regencies = {code: bare(name) for code, name in self._table.names.items() if len(code) == REGENCY}
        return by_initials((code, f"{name} {regencies[code[:REGENCY]]}") for code, name in self._smaller)

    @cached_property
    def _tails(self) -> frozenset[str]:
        words = (word for _, name in self._smaller for word in name.lower().split()[1:])
        return frozenset(word for word in words if len(word) > 2)

    @property
    def kept(self) -> int:
        """Of how many regencies the names are in memory: at most MOST_REGENCIES."""
        return len(self._inside)

    def regencies(self, reader: Reader, known: Sequence[Mention]) -> list[Mention]:
        """Windows that are nearly a regency or province, else nearly "kecamatan regency"."""
        firm = [one for one in known if (one.stands or not one.plain) and not one.merely_a_word]
        found_in = windows(reader, firm, 3, self._tails, ordinary=True)
        apart = [at for at in found_in if reader.letters(*at) >= SHORTEST]
        apart = [at for at in apart if reader.marker(at[0]) not in {"district", "village"}]
        found = [one for at in apart[:MOST_WINDOWS] if (one := self._match_large(reader, at))]
        if found or not apart:
            return best(found) or self._lone(reader)
        longer = [at for at in windows(reader, [], 4, self._tails) if at[1] - at[0] > 1][:MOST_WINDOWS]
        return best([one for at in longer if (one := self._match_whole(reader, at))]) or self._lone(reader)

    def after_district(self, reader: Reader, lone: Mention | None = None) -> list[Mention]:
        """Exact kecamatan before what is nearly their own regency's name: "Salam Magelanng", though salam is a word.

        `lone`: the only place to look at.
        """
        for first in (lone.end,) if lone else range(1, len(reader.words)):
            for size in (1, 2) if self._followed(reader, first) else ():
                if first >= size and reader.joined(first - size, first):
                    found = self._own_regency(reader, first - size, first)
                    if found:
                        return found
        return []

    def _followed(self, reader: Reader, first: int) -> bool:
        return first < len(reader.words) and (reader.glued[first] or reader.between(first).strip(" ") == ",")

    def _own_regency(self, reader: Reader, first: int, end: int) -> list[Mention]:
        large = reader.table.large.get("".join(reader.said[first:end]), "")
        districts = [code for code in large.split() if len(code) == DISTRICT]
        for regency in dict.fromkeys(code[:REGENCY] for code in districts):
            name = bare(self._table.names[regency])
            stop = end + len(name.split())
            if reader.joined(end, stop) and (
                one := self._match(reader, (end, stop), Names.of([(regency, name)]), SHORTEST)
            ):
                inner = {code: LEVEL_WEIGHT[DISTRICT] * WEIGHT for code in districts if code.startswith(regency)}
                return [Mention(first, end, inner, doubtful=True), one]
        return []

    def shortened(self, reader: Reader, known: Sequence[Mention]) -> list[Mention]:
        """Regencies without some vowels: after "di" ("di Grut"), or beside what lies in them ("Blra Cepu")."""
        found = []
        for at, token in enumerate(reader.words):
            codes = self._vowelless.get(token.word, ())
            if codes and not (reader.lexicon.usual(token.word) or reader.table.codes(token.word)):
                kind = reader.marker(at)
                codes = of_kind(codes, kind, self._table) or codes
                named = reader.directly(at) or kind in {"kabupaten", "kota"} or self._no_word(token.word)
                inner = [code for code in codes if any(one.beside(at) and one.may_lie_in(code) for one in known)]
                if inner or (named and (len(token.word) > LEAST_LEFT or reader.capital(at))):
                    weight = LEVEL_WEIGHT[REGENCY] * WEIGHT
                    found.append(Mention(at, at + 1, dict.fromkeys(inner or codes, weight), doubtful=True))
        return found

    def _lone(self, reader: Reader) -> list[Mention]:
        """A long kecamatan's name with errors and no regency beside it: "rengasdenglok"."""
        windows = [(at, at + size) for at in range(len(reader.words)) for size in (3, 2, 1)]
        said = frozenset(filter(reader.lexicon.usual, set(reader.said)))
        long = [at for at in windows if reader.joined(*at) and reader.letters(*at) >= self._least(reader, at[0])]
        likely = [at for at in long if self._like(reader, at, said)]
        return best([one for at in likely[:MOST_LONE] if (one := self._match_district(reader, at))])

    def _least(self, reader: Reader, first: int) -> int:
        named = reader.marker(first) == "district" and reader.word(first - 2) not in CLERKS
        return SHORTEST if named else LONE

    def _like(self, reader: Reader, at: tuple[int, int], said: frozenset[str]) -> bool:
        """Whether words may be a kecamatan's name: placed or long, and of the words of speech only those of names."""
        usual = [reader.word(each) for each in range(*at) if reader.word(each) in said]
        if usual[:1] == [reader.word(at[0])] and not (reader.lexicon.plain(usual[0]) or speech(reader, at[0])):
            usual = usual[1:]
        tails = len(usual) < at[1] - at[0] and self._tails.issuperset(usual)
        if not tails or reader.on_street(at[0]) or reader.word(at[0] - 1) in reader.lexicon.things:
            return False
        return reader.letters(*at) >= LONE_ANYWHERE or reader.answer or reader.placed(at[0])

    def _match_district(self, reader: Reader, at: tuple[int, int]) -> Mention | None:
        names = self._districts.get(min(reader.word(each) for each in range(*at))[:1])
        found = self._match(reader, at, names) if names else None
        sharp = reader.letters(*at) > LONE_ANYWHERE or reader.answer or reader.placed(at[0])
        return found if found and (sharp or _one_error(found)) else None

    def longer(self, reader: Reader, known: Sequence[Mention]) -> list[Mention]:
        """Regencies and provinces of which a known name is only a part: "konawe seltan", "pdang Pariaman"."""
        large = [one for one in known if one.level <= REGENCY and not one.marked]
        said = {code for one in large for code in one.codes}  # "Moutong parimo" is no Parigi Moutong with errors
        found = [one for at in extended(reader, large, self._tails) if (one := self._match(reader, at, self._large))]
        return best([one for one in found if not said.issuperset(one.codes)])

    def inside(self, reader: Reader, regency: str, known: Sequence[Mention], beside: bool) -> list[Mention]:
        """Windows that are nearly a kecamatan or desa of the regency: longer than a known name, or `beside` one."""
        partly = [one for one in known if not one.marked and (regency in one.codes or _partly(one, beside))]
        districts = [one for one in known if one.marked and one.level == DISTRICT]
        longer = [*extended(reader, partly, self._tails), *extended(reader, districts, self._tails, back=False)]
        found = [one for at in longer if (one := self._match(reader, at, self._names_in(regency), weight=LONGER))]
        if beside:
            likely = windows(reader, known, 3, self._tails, ordinary=True, close=True)
            near = (at for at in likely if reader.directly(at[0]) or touching(reader, at, known))
            names = self._names_in(regency)
            found += [one for at in islice(near, MOST_WINDOWS) if (one := self._match(reader, at, names))]
        return best(found)

    def right_before(self, reader: Reader, regency: str, known: Mention) -> list[Mention]:
        """Windows that end where a name begins and are nearly a kecamatan or desa of the regency."""
        windows = [(known.first - size, known.first) for size in (1, 2, 3) if known.first >= size]
        apart = reader.joined(known.first - 1, known.first + 1) or reader.between(known.first).strip(" ") == ","
        long = [at for at in windows if apart and reader.joined(*at) and reader.letters(*at) > SHORTEST]
        clear = [at for at in long if not any(reader.lexicon.usual(reader.word(each)) for each in range(*at))]
        return best([one for at in clear if (one := self._match(reader, at, self._names_in(regency)))])

    def _names_in(self, regency: str) -> Names:
        """The names inside a regency; most texts have no word to compare with them, and wait for none."""
        names = self._inside.get(regency)
        if names is None:
            if len(self._inside) >= MOST_REGENCIES:
                self._inside.clear()
            names = self._inside[regency] = Names.of(_written_as_one(self._table.within(regency).items()))
        return names

    def _match_large(self, reader: Reader, at: tuple[int, int]) -> Mention | None:
        found = self._match(reader, at, self._large, SHORTEST)
        if found or any(reader.lexicon.usual(reader.word(each)) for each in range(*at)):
            return found
        one_error = self._spoken.nearest(reader.said[at[0] : at[1]])[1] <= 1  # "perpanjang" is no "Pdg. Panjang"
        return self._match(reader, at, self._spoken, ordered=False) if one_error else None

    def _match_whole(self, reader: Reader, at: tuple[int, int]) -> Mention | None:
        words = sorted(token.word for token in reader.words[at[0] : at[1]])
        names = self._whole.get("".join(word[0] for word in words))
        return self._match(reader, at, names) if names else None

    def _match(
        self,
        reader: Reader,
        at: tuple[int, int],
        names: Names,
        shortest: int = 0,
        ordered: bool = True,
        weight: float = WEIGHT,
    ) -> Mention | None:
        words = reader.said[at[0] : at[1]]
        codes, wrong, length = names.nearest(sorted(words) if ordered else words)
        if not codes or length < shortest:
            return None
        kind = of_kind(codes, reader.marker(at[0]), self._table)
        alike, more = weight * (1 - wrong / length), MARKED * WEIGHT if kind else 0.0
        return Mention(
            *at, {code: alike * LEVEL_WEIGHT.get(len(code), 0.5) + more for code in kind or codes}, doubtful=True
        )


def _written_as_one(names: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The names, and those of larger areas than desa as people glue them: "Lubuklinggau", "Tanjungmorawa"."""
    for code, name in names:
        yield code, name
        if " " in name and len(code) <= DISTRICT:
            yield code, name.replace(" ", "")


def _one_error(one: Mention) -> bool:
    """Whether no more than one letter in ten is wrong."""
    return max(one.codes.values()) >= WEIGHT * LEVEL_WEIGHT[DISTRICT] * (1 - 1.2 / LONE_ANYWHERE)


def _partly(one: Mention, beside: bool) -> bool:
    return one.level > REGENCY or one.doubtful or (one.known and beside)
