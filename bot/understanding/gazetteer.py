"""Finds the place in a citizen's sentence, so that a report goes to the right office without another question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.understanding.mention import Mention
from bot.understanding.near import Near
from bot.understanding.part_names import PartNames
from bot.understanding.phrase import phrase
from bot.understanding.place_words import PlaceWords
from bot.understanding.places_table import DISTRICT, PROVINCE, REGENCY, PlacesTable, bare
from bot.understanding.reader import Reader
from bot.understanding.readings import Reading, common, readings, rivals, ties
from bot.understanding.understood import PlaceGuess
from bot.understanding.words import Token, clean

MOST_ALTERNATIVES = 2
MOST_WEAK = 6
TOWARDS = frozenset({"arah", "menuju", "jurusan", "tujuan"})


@dataclass(frozen=True, slots=True, repr=False)
class Gazetteer:
    """All official areas, their everyday names, and the rules by which words become one of them."""

    table: PlacesTable
    lexicon: PlaceWords
    near: Near
    parts: PartNames

    @classmethod
    def load(cls) -> Gazetteer:
        """Reads the data files, once, at start: about half a second, 30 MB."""
        table = PlacesTable.load()
        lexicon = PlaceWords.load()
        large = [(code, bare(name)) for code, name in table.names.items() if len(code) <= REGENCY]
        return cls(table, lexicon, Near(table, lexicon), PartNames(large, table, lexicon))

    def find(self, text: str, words: Sequence[Token] = ()) -> PlaceGuess | None:
        """The place that a story speaks of; None where it names no area that we know.

        `place.words` is the citizen's phrase as written. `sure`: one regency without doubt, and in it a kecamatan,
        a desa, a street or a landmark. `words`: the tokens of a text that is clean, where they are read already.
        """
        return self._guess(Reader.of(clean(text), self.table, self.lexicon, words))

    def find_answer(self, text: str) -> PlaceGuess | None:
        """The place in an answer to "where is it?": the whole text is the place, so that any name may be one.

        None where no area is recognised; the words may still be a place, kept as written on the last try.
        """
        cleaned = clean(text)
        guess = self._guess(Reader.of(cleaned, self.table, self.lexicon, answer=True))
        return guess and _reworded(guess, " ".join(cleaned.split()))

    def _guess(self, reader: Reader) -> PlaceGuess | None:
        found = _telling(reader, self._read(reader))
        if not found:
            return None
        best = ties(found)
        code = common([one.code for one in best])
        if len(best) > 1 + MOST_ALTERNATIVES and len(code) < REGENCY:
            return self._province(reader, best, code)
        words, spot = phrase(reader, best[0].mentions)
        others = [one.code for one in [*best, *rivals(found)]]
        sure = _sure(reader, found, code, spot)
        return self._put(code if len(code) >= REGENCY else best[0].code, [*others, *self._suburbs(found)], words, sure)

    def _province(self, reader: Reader, best: Sequence[Reading], code: str) -> PlaceGuess | None:
        """The province, where it is named; a name that half the country shares says nothing."""
        if not any(code in one.codes for one in best[0].mentions):
            return None
        return PlaceGuess(self.table.place(code, phrase(reader, best[0].mentions)[0]), sure=False)

    def _suburbs(self, found: Sequence[Reading]) -> Sequence[str]:
        """What else "jogja" may mean, where nothing but the city's name is said."""
        best = ties(found)[0]
        return self.lexicon.suburbs.get(best.code, ()) if _name_of_province(best) else ()

    def _put(self, code: str, others: Sequence[str], words: str, sure: bool) -> PlaceGuess:
        kept = [other for other in dict.fromkeys(others) if other != code][:MOST_ALTERNATIVES]
        return PlaceGuess(self.table.place(code, words), sure, tuple(self.table.place(one, words) for one in kept))

    def _read(self, reader: Reader) -> list[Reading]:
        """Exact names first; typing errors only where these leave the regency or what is inside it open."""
        mentions = reader.mentions()
        mentions = [*mentions, *self.parts.mentions(reader, mentions)]
        found = _telling(reader, readings(mentions))
        if not found or _open(ties(found)) or _unread(reader, mentions):
            near = self.near.after_district(reader) or self.near.shortened(reader, mentions)
            mentions = [*mentions, *(near or self.near.regencies(reader, mentions))]
            found = _telling(reader, readings(mentions)) or readings(_capitals(reader, mentions))
        elif more := self._of_another(reader, found[0]) or self.near.longer(reader, found[0].mentions):
            mentions = [*mentions, *more]
            found = readings(mentions)
        more = self._inside(reader, found) if found else self._before_a_weak_one(reader, mentions)
        more = [one for one in more if not any(_is_itself(one, known) for known in mentions)]
        return readings([*mentions, *more]) if more else found

    def _of_another(self, reader: Reader, best: Reading) -> list[Mention]:
        """The kecamatan "Rembang" before what is nearly Purbalingga, though Rembang is a regency as well."""
        lone = best.mentions[0]
        namesake = lone.level == REGENCY and not lone.marked and any(len(code) == DISTRICT for code in lone.codes)
        return self.near.after_district(reader, lone) if namesake and len(best.mentions) == 1 else []

    def _inside(self, reader: Reader, found: Sequence[Reading]) -> list[Mention]:
        """Kecamatan and desa with typing errors in the regencies that the text may mean."""
        best = ties(found)
        regencies: dict[str, Reading] = {}
        for one in best:
            if len(one.code) >= REGENCY:
                regencies.setdefault(one.code[:REGENCY], one)
        if len(regencies) > 1 + MOST_ALTERNATIVES:
            return []
        open_ = len(common([one.code for one in best])) < DISTRICT
        more = (self.near.inside(reader, code, one.mentions, open_) for code, one in regencies.items())
        return [one for mentions in more for one in mentions]

    def _before_a_weak_one(self, reader: Reader, mentions: Sequence[Mention]) -> list[Mention]:
        """A kecamatan with typing errors before a name that is a word as well: "tembalag smg"."""
        weak = [(one, code) for one in mentions if not one.doubtful for code in one.codes if len(code) == REGENCY]
        return [hit for one, code in weak[:MOST_WEAK] for hit in self.near.right_before(reader, code, one)]


def _is_itself(one: Mention, known: Mention) -> bool:
    """Whether words that are nearly a desa's name are the very name of a regency: Sintang is not the desa Sintung."""
    firm = known.stands and not (known.doubtful or known.plain) and known.level <= REGENCY
    return firm and known.first <= one.first and one.end <= known.end


def _capitals(reader: Reader, mentions: Sequence[Mention]) -> list[Mention]:
    """Kecamatan that nothing but their capital tells from words: "ratan Slawi bolong"; never sure."""
    named = [one for one in mentions if one.level == DISTRICT and not (one.plain or one.doubtful)]
    return [replace(one, stands=True, doubtful=True) for one in named if reader.capital(one.first)]


def _open(best: Sequence[Reading]) -> bool:
    """Whether no regency is said, or a kecamatan that several have."""
    regencies = {one.code[:REGENCY] for one in best}
    return max(len(one.code) for one in best) < REGENCY or (len(regencies) > 1 and len(best[0].code) > REGENCY)


def _unread(reader: Reader, mentions: Sequence[Mention]) -> bool:
    """Whether behind a "kab" stands what no table has: "Wonosari kab Klten" is not the Wonosari that everyone knows."""
    known = {at for one in mentions for at in range(one.first, one.end)}
    behind = (at for at in range(1, len(reader.words)) if at not in known and not reader.lexicon.plain(reader.word(at)))
    return any(reader.marker(at) == "kabupaten" for at in behind)


def _telling(reader: Reader, found: list[Reading]) -> list[Reading]:
    """The readings that are more than one word which some desa is named like; all of them in an answer."""
    if reader.answer:
        return found
    return [one for one in found if len(one.mentions) > 1 or not one.mentions[0].merely_a_word]


def _name_of_province(best: Reading) -> bool:
    return len(best.code) == REGENCY and all(best.code[:PROVINCE] in one.codes for one in best.mentions)


def _sure(reader: Reader, found: Sequence[Reading], code: str, spot: bool) -> bool:
    """One regency, no rival, at least one name beyond doubt, and a place inside the regency."""
    best = ties(found)[0]
    firm = [one for one in best.mentions if not one.doubtful and not one.plain]
    vouched = any(one.marked or one.level <= DISTRICT for one in firm)
    inside = len(code) >= DISTRICT or spot
    loose = len(best.mentions) == 1 and _loose(reader, best.mentions[0])
    guessed = any(one.plain for one in best.mentions) or _name_of_province(best)
    guessed = guessed or any(_goes_on(reader, one) for one in best.mentions)
    guessed = guessed or any(_on_the_way(reader, one) or _astray(reader, one, best) for one in best.mentions)
    certain = vouched and _decided(firm, code[:REGENCY])
    return len(code) >= REGENCY and certain and inside and not (loose or guessed or rivals(found))


def _on_the_way(reader: Reader, one: Mention) -> bool:
    """Whether the trouble is before the place and perhaps in another kecamatan: "dalan arah Telaga Ngebel"."""
    behind = reader.word(one.first - 1) in reader.lexicon.landmarks and reader.word(one.first - 2) in TOWARDS
    return behind and one.level > REGENCY


def _goes_on(reader: Reader, one: Mention) -> bool:
    """Whether a strange word behind "kec Tabir" may belong to the name: "kec Tabir slatan"."""
    word = reader.word(one.end)
    strange = one.marked and one.level == DISTRICT and reader.joined(one.end - 1, one.end + 1) and word.isalpha()
    return strange and not (reader.lexicon.usual(word) or reader.codes(one.end, one.end + 1))


def _astray(reader: Reader, one: Mention, best: Reading) -> bool:
    """Whether a word is a desa only because one in the regency is named so: "penerbangan perintis dari Timika"."""
    word = one.level > DISTRICT and one.end - one.first == 1 and not (one.marked or one.known)
    if not word or reader.placed(one.first) or reader.directly(one.first):
        return False
    return not any(one.beside(other.end - 1) or one.beside(other.first) for other in best.mentions)


def _decided(firm: Sequence[Mention], regency: str) -> bool:
    """Whether the names without errors fit no other regency: "gayamsri Semarang" fits two."""
    others = {code[:REGENCY] for one in firm for code in one.codes if len(code) >= REGENCY} - {regency}
    return not any(all(_fits(one, other) for one in firm) for other in others)


def _fits(one: Mention, regency: str) -> bool:
    strongest = max(one.codes.values())
    return any(
        weight > strongest / 2 and (code.startswith(regency) or regency.startswith(code))
        for code, weight in one.codes.items()
    )


def _loose(reader: Reader, lone: Mention) -> bool:
    """Whether a lone kecamatan of one word (or "pasar" and one) stands where any word might."""
    one_word = lone.end - lone.first == 1 or reader.word(lone.first) in reader.lexicon.landmarks
    named = reader.capital(lone.first) or not all(map(reader.lexicon.plain, reader.said[lone.first : lone.end]))
    marked = lone.marked and named  # "dari kecamatan lama sekali" is hardly Kota Lama
    return one_word and lone.level > REGENCY and not (marked or reader.directly(lone.first))


def _reworded(guess: PlaceGuess, words: str) -> PlaceGuess:
    return replace(
        guess,
        place=replace(guess.place, words=words),
        alternatives=tuple(replace(other, words=words) for other in guess.alternatives),
    )
