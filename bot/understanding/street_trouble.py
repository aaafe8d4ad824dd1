"""What is wrong with a street is not its name, however it was typed: "jalan brlubang", "jln rusk", "jl ambls"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.understanding.nearest import Nearest
from bot.understanding.place_words import PlaceWords
from bot.understanding.places_table import PlacesTable
from bot.understanding.words import Token, full

REACH = 3  # words behind "jalan" in which its trouble may stand: "jl melati raya brlubang"
PLAINLY = "rusak"  # an ordinary word, which ends every name
TROUBLES = frozenset(
    "rusak rusaknya berlubang lubang lobang bolong ambles amblas ambrol anjlok hancur ancur retak pecah becek banjir "
    "longsor licin jebol jelek remuk berlumpur bergelombang berdebu tergenang gelap macet sempit putus terputus parah "
    "terkelupas mengelupas berlobang kubangan gundul mampet rompal gompal tertutup kotor ruksak risak ringsek legok "
    "jeglong jeglongan blethok lunyu growong gorowong krowak bodhol ledeh diperbaiki diaspal potholes damaged broken "
    "flooded".split()
)


def without_trouble(text: str, words: Sequence[Token], table: PlacesTable, lexicon: PlaceWords) -> Sequence[Token]:
    """The words of a text, with a plain "rusak" for any mistyped or rare word of a street's trouble behind "jalan"."""
    streets = [at for at, token in enumerate(words) if token.word in lexicon.streets]
    behind = {at for street in streets for at in range(street + 1, min(street + 1 + REACH, len(words)))}
    wrong = {at for at in behind if _trouble(text, words[at], table, lexicon)}
    return [one._replace(word=PLAINLY) if at in wrong else one for at, one in enumerate(words)] if wrong else words


def _trouble(text: str, token: Token, table: PlacesTable, lexicon: PlaceWords) -> bool:
    """Whether it is trouble, though no ordinary word. A name has a capital inside a sentence, or is in the table."""
    if full(token.word) in TROUBLES:
        return not lexicon.plain(token.word)
    written = text[token.start : token.end]
    name = written[:1].isupper() and not written.isupper()
    return not (name or lexicon.usual(token.word) or table.codes(token.word)) and bool(_nearest().near(token.word))


@lru_cache(maxsize=1)
def _nearest() -> Nearest:
    return Nearest(dict.fromkeys(sorted(TROUBLES), 1), ())
