"""How small words are read: by concepts of the vocabulary, and one unknown word keeps a text from being a command.

A pattern is a line such as "change ~ want field|name": every concept before "~" (or one of those joined by "|") is in
the text, those after it may be, and nothing else but fillers is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.dialogs.vocabulary import SHORTEST, vocabulary

LONGEST = 14  # words; whoever says more tells something
SMALL = 400  # characters; nothing longer is an answer, or "kirim", four hundred dots and "jangan" would send
_ENDINGS = re.compile(r"^(.{3,}?)(?:nya|ipun|ku|mu|nipun|ne|na|e|kah|lah|pun)$")
_TWICE = re.compile(r"(.)\1+")
_AGAIN = re.compile(r"\b([^\W\d]{2,})2")  # "dua2nya": a word said twice
_APART = re.compile(
    r"\bdi (?=kirim|krm|hapus|hps|apus|buang|simpan|ulang|lewat|tulis|tampil|ubah|ganti|proses|tanggap)"
)
_EXACT = frozenset(("send", "delete"))
_ORDINALS = frozenset("first second third fourth fifth".split())
_IMPLIED = frozenset(("filler", "admin", "wonder", "of", "if"))
_SMALL = _IMPLIED | frozenset("the self digits please yes choose good to".split())
_UNFIRM = ("wonder", "of", "if")  # "kirim kalau sudah benar", "eh kirim": no plain word
_DONT_BEFORE_VERB = frozenset(("aja", "ampun"))  # Javanese "don't", and Indonesian "just" behind the verb
_BEFORE_TAG = frozenset(("can", "know", "need", "safe"))
AUXILIARIES = frozenset("is are do does did will would should could may".split())  # first, they ask
_TAGS = frozenset("ga gak gk nggak ngga enggak tidak tdk ora teu gx kah not belum blm blom durung boten mboten".split())


def plain(text: str) -> str:
    """The words of the first 400 characters for comparing: lower case, no accents, no punctuation, single spaces."""
    return " ".join(_words(text[:SMALL]))


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(ch if ch.isalnum() else " " for ch in folded if not unicodedata.combining(ch)).split()


@dataclass(frozen=True, slots=True)
class Word:
    """One word or phrase, what it may mean (nothing: it is content), and the number that it is."""

    text: str
    means: frozenset[str]
    number: int | None = None


@dataclass(frozen=True)
class Heard:
    """A text in words. `asked`: a question mark, a question word or a tag ("... ga?") makes it no statement."""

    words: tuple[Word, ...]
    asked: bool

    @cached_property
    def known(self) -> bool:
        """Whether every word is one of the vocabulary or a number."""
        return bool(self.words) and all(word.means for word in self.words)

    @cached_property
    def firm(self) -> bool:
        """Whether it can be an order: no question, no condition, no surprise."""
        return not (self.asked or self.has(*_UNFIRM))

    @cached_property
    def number(self) -> int | None:
        """The one number in it; None where there is none, or where there are several."""
        numbers = {word.number for word in self.words if word.number is not None}
        return numbers.pop() if len(numbers) == 1 else None

    @property
    def once(self) -> bool:
        """Whether it has one number, and that once: "satu-satu" is "one by one"."""
        return sum(word.number is not None for word in self.words) == 1

    @property
    def content(self) -> list[Word]:
        """The words that are more than fillers and numbers."""
        return [word for word in self.words if not word.means & _SMALL]

    def has(self, *concepts: str) -> bool:
        """Whether a word means one of these."""
        return any(word.means & set(concepts) for word in self.words)

    def says(self, *patterns: str) -> bool:
        """Whether the whole text is one of these patterns."""
        return self.known and any(self._fits(pattern) for pattern in patterns)

    def _fits(self, pattern: str) -> bool:
        needed, _, allowed = pattern.partition("~")
        groups = [set(group.split("|")) for group in needed.split()]
        every = _IMPLIED.union(allowed.split(), *groups)
        return all(word.means & every for word in self.words) and all(self.has(*group) for group in groups)


def heard(text: str) -> Heard:
    """A text read word by word; one that is too long for a small answer has no words at all."""
    words = _APART.sub("di", _AGAIN.sub(r"\1 \1", plain(text))).split()
    read = _tagged(_read(words)) if len(text) <= SMALL and len(words) <= LONGEST else []
    asked = any(word.means & {"asking", "tag"} for word in read)
    return Heard(tuple(read), asked or "?" in text or bool(AUXILIARIES.intersection(words[:1])))


def mentions(text: str, concept: str) -> bool:
    """Whether a word of a text of any length is one of the concept as it stands in the vocabulary."""
    return any(concept in vocabulary().meanings.get(word, ()) for word in _words(text))


def mended(text: str) -> str:
    """The text with typing mistakes of one letter mended, if then every word is known; else the text as it is.

    No mistake is ever mended into a word that sends or deletes, or into a number, nor beside one.
    """
    words = plain(text).split()
    long = len(text) > SMALL or len(words) > LONGEST
    if long or heard(text).known or any(word in vocabulary().unmended or word.isdecimal() for word in words):
        return text
    spelled = " ".join(word if _meaning(word) else _nearest(word) for word in words)
    return spelled if heard(spelled).known else text


def _nearest(word: str) -> str:
    if len(word) < SHORTEST:
        return word
    near = process.extractOne(word, vocabulary().mendable, scorer=OSA.distance, score_cutoff=1)
    return near[0] if near else word


def _tagged(read: list[Word]) -> list[Word]:
    """With the "not" at the end of a question ("bisa ga ya") marked as its tag."""
    last = next((at for at in range(len(read) - 1, 0, -1) if not read[at].means & _IMPLIED), 0)
    said = any(not word.means & {*_IMPLIED, "yes"} for word in read[:last])
    asking = [last] if said else []
    asking += [at for at, word in enumerate(read) if at and read[at - 1].means & _BEFORE_TAG]  # "tau ga no hp saya"
    for at in asking:
        if read[at].text in _TAGS:
            read[at] = replace(read[at], means=read[at].means | {"tag"})
    return read


def _read(words: list[str]) -> list[Word]:
    """The words with phrases taken as one, the longest first; the "one" of "the first one" is no number."""
    read: list[Word] = []
    at = 0
    while at < len(words):
        length = _phrase(words[at:])
        if not (words[at] == "one" and read and read[-1].text in _ORDINALS):
            read.append(_word("_".join(words[at : at + length]), "".join(words[at + length : at + length + 1])))
        at += length
    return read


def _phrase(words: list[str]) -> int:
    """How many of these words, from the first on, are one entry of the vocabulary."""
    meanings, most = vocabulary().meanings, min(vocabulary().longest, len(words))
    return next((length for length in range(most, 1, -1) if "_".join(words[:length]) in meanings), 1)


def _word(text: str, following: str) -> Word:
    if text in _DONT_BEFORE_VERB and (following.startswith("di") or _meaning(following) & {"send", "delete", "show"}):
        return Word(text, frozenset(("no",)))
    number = int(text) if text.isdecimal() else vocabulary().numbers.get(text)
    counted = {"digits", "one"} if number == 1 else {"digits"} if number is not None else set()
    return Word(text, _meaning(text) | counted, number)


def _meaning(text: str) -> frozenset[str]:
    """What a word means as it stands, with a letter typed twice, or without its ending."""
    meanings = vocabulary().meanings
    known = meanings.get(text) or meanings.get(_TWICE.sub(r"\1", text))
    stem = _ENDINGS.match(text)
    if known or not stem:
        return known or frozenset()
    means = meanings.get(stem[1], frozenset()) - _EXACT
    return means | {"asking"} if means and text.endswith("kah") else means
