"""How strongly the words of a story speak for each category: BM25 over a table of words and phrases."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from bot.understanding.nearest import Nearest
from bot.understanding.usual_words import own_words, usual_words
from bot.understanding.words import KNOWN_STEMS, Token, full, stem, tokens

# The numbers were chosen on tests/corpus/open (`make eval`); none of them matters by more than two points.
SATURATION = 1.2  # BM25's k1: the third "sampah" adds little
LENGTH = 0.3  # BM25's b: how much a label with many words has to prove itself
SHORTEST_NUMBER = 3  # digits: 112 and 1708 mean something, the 2 of "anak2" does not
LONGEST = 3  # words of a phrase that are compared as one
PART = 0.35  # what a single word of a phrase counts by itself
OFTEN = 0.4  # how much more it counts for each e-fold of the phrases that hold it
PHRASE = 0.3  # what every further word of a whole phrase adds
EARLY = 1.6  # the first words of a story say most about it
OPENING = 12  # words
MENDED = 0.7  # what a word with a typing error counts
GUESSED = 0.5  # what one counts that may be another word
MOST_MENDED = 40  # unknown words of a text that are looked up: nobody errs more often
SILENT = frozenset(
    "yang di ke dari dan itu ini nya sudah saya kami kita ada untuk dengan pada dalam juga sangat sekali masih lagi "
    "sih dong ya pak bu mohon tolong banyak terus sering telah akan bisa jadi karena agar atas oleh para se min admin "
    "hari minggu bulan tahun depan dekat samping sejak kemarin tadi sekarang lalu besok setiap tiap "
    "the a an of in on at is are was and to my our for with this that there it has been have very".split()
)

Term = tuple[str, ...]
Said = list[tuple[str, float]]  # stems, and how much each is to be trusted


class Evidence:
    """Which words and phrases speak for which label, rarer ones more."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        """`words`: label -> its words and phrases in ordinary spelling."""
        self._words: Counter[str] = Counter()
        self._weights = _weights({label: self._table(phrases) for label, phrases in words.items()})
        self._openings = frozenset(term[0] for term in self._weights if len(term) > 1)

    def _table(self, phrases: Iterable[str]) -> dict[Term, float]:
        """The terms of a label with what each counts: whole phrases fully, their words by how often they come."""
        wholes, every = [], list[str]()
        for phrase in phrases:
            said = [word for each in _words(phrase) if (word := _telling_word(each))][:LONGEST]
            every += said
            wholes.append(tuple(map(stem, said)))
        self._words.update(every)
        return _counting([whole for whole in wholes if whole])

    def scores(self, text: str) -> dict[str, float]:
        """The labels with any evidence and their scores; only scores of one text compare."""
        scores: defaultdict[str, float] = defaultdict(float)
        for term, force in self._said(text):
            for label, weight in self._weights[term].items():
                scores[label] += weight * force
        return dict(scores)

    def reasons(self, text: str) -> dict[str, list[tuple[str, float]]]:
        """For each label the terms that spoke for it with their weights, strongest first."""
        found: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        for term, force in self._said(text):
            for label, weight in self._weights[term].items():
                found[label].append((" ".join(term), round(weight * force, 3)))
        return {label: sorted(words, key=lambda word: -word[1]) for label, words in found.items()}

    def _said(self, text: str) -> Iterator[tuple[Term, float]]:
        """The terms in a text that speak for a label, and with how much force."""
        for term, (count, first, trust) in self._counted(self._heard(text)).items():
            yield (
                term,
                trust * count * (SATURATION + 1) / (count + SATURATION) * (EARLY if first < OPENING else 1.0),
            )

    def _counted(self, said: Said) -> dict[Term, tuple[int, int, float]]:
        """Every known run of up to three stems, how often it occurs, where first, and how far it is to be trusted."""
        found: dict[Term, tuple[int, int, float]] = {}
        stems, trusts = tuple(word for word, _ in said), [trust for _, trust in said]
        for at, opening in enumerate(stems):
            for size in range(1, min(LONGEST, len(stems) - at) + 1 if opening in self._openings else 2):
                term = stems[at : at + size]
                if term in self._weights:
                    count, first, most = found.get(term, (0, at, 0.0))
                    found[term] = (count + 1, first, max(most, min(trusts[at : at + size])))
        return found

    def _heard(self, text: str) -> Said:
        """The stems of a text; those of words that no label has, but something very like them, with less trust."""
        telling = list(_telling(text))
        short = len(telling) <= OPENING
        unknown = [token for token in telling if (stem(token.word),) not in self._weights][:MOST_MENDED]
        mended = {token.start: self._mended(token, text, short) for token in unknown}
        return [mended.get(token.start) or (stem(token.word), 1.0) for token in telling]

    def _mended(self, token: Token, text: str, short: bool) -> tuple[str, float] | None:
        """In a short text a likely error is enough; a long one has other words, and more that no table has."""
        if _right(token, text):
            return None
        word, surely = self._nearest.meant(full(token.word))
        return (stem(word), MENDED if surely else GUESSED) if surely or (word and short) else None

    @cached_property
    def _nearest(self) -> Nearest:
        """The words of all phrases; made at the first unknown word, so that no start waits for it."""
        return Nearest(self._words, usual_words(), self._sense)

    def _sense(self, word: str) -> str:
        """The label that a word speaks for most, its stem where it speaks for none."""
        weights = self._weights.get((stem(word),))
        return max(weights, key=lambda label: weights[label]) if weights else stem(word)


def terms(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order."""
    return [stem(token.word) for token in _telling(text)]


def _telling(text: str) -> Iterator[Token]:
    """The words that carry meaning."""
    for token in tokens(text):
        if _telling_word(token.word):
            yield token


@lru_cache(maxsize=KNOWN_STEMS)
def _telling_word(word: str) -> str:
    """The word written out, "" where it carries no meaning."""
    word = full(word)
    return "" if word in SILENT or (word.isdigit() and len(word) < SHORTEST_NUMBER) else word


def _words(phrase: str) -> list[str]:
    """The words of a phrase of a table; nearly all are small letters and spaces, which is quicker."""
    simple = phrase.islower() and phrase.isascii() and phrase.replace(" ", "").isalpha()
    return phrase.split() if simple else [token.word for token in tokens(phrase)]


def _right(token: Token, text: str) -> bool:
    """Whether a word is right as it is: a name, with a capital inside a sentence, or one that looks like a topic."""
    return token.word in own_words() or _capital(text, token)


def _capital(text: str, token: Token) -> bool:
    before = text[max(0, token.start - 2) : token.start]
    inside = before[:1].islower() or before[:1] == ","
    return inside and text[token.start].isupper() and text[token.start + 1 : token.end].islower()


def _counting(wholes: Sequence[Term]) -> dict[Term, float]:
    parts = Counter(part for whole in wholes for part in set(whole))
    table: dict[Term, float] = {
        (part,): min(1.0, PART * (1 + OFTEN * math.log(count))) for part, count in parts.items()
    }
    for whole in wholes:
        table[whole] = 1.0 + PHRASE * (len(whole) - 1)
    return table


def _weights(tables: Mapping[str, Mapping[Term, float]]) -> dict[Term, dict[str, float]]:
    lengths = {label: _length(table) for label, table in tables.items()}
    usual = sum(lengths.values()) / max(1, len(tables))
    sizes = {label: 1 - LENGTH + LENGTH * length / usual if usual else 1.0 for label, length in lengths.items()}
    weights = _by_term(tables)
    for labels in weights.values():
        share = sum([min(1.0, counts) for counts in labels.values()])
        rarity = math.log(1 + (len(tables) - share + 0.5) / (share + 0.5))
        for label, counts in labels.items():
            labels[label] = counts * rarity / sizes[label]
    return weights


def _by_term(tables: Mapping[str, Mapping[Term, float]]) -> dict[Term, dict[str, float]]:
    found: dict[Term, dict[str, float]] = {}
    for label, table in tables.items():
        for term, counts in table.items():
            if term in found:
                found[term][label] = counts
            else:
                found[term] = {label: counts}
    return found


def _length(table: Mapping[Term, float]) -> float:
    return sum(min(1.0, counts) for counts in table.values())
