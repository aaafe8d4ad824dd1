"""The words for days, weeks and feasts in four languages, so that a citizen may say when in any of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.understanding.lexicon import STOP, Phrases
from bot.understanding.words import DATA, LONGEST_WORD, MOST_WORDS, full, normal

TOKEN = re.compile(
    r"(?<![\d.,/-])(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}([/.-])\d{1,2}(?:\1(?:\d{4}|\d{2}))?)(?![\d/]|[.,]\d)"
    r"|\b[hH][+-]\d{1,2}\b|[^\W\d_]+(?:['’][^\W\d_]+)*(?:2(?!\w))?|\d+|[.!?;\n]+"
)
BEFORE_DAY = re.compile(r"(?:^|\s)([a-z]+),? +$")  # a word in small letters on the same line
CAPITAL_DAY = re.compile(r" +(?:y[an]?n?g +)?(?:lalu|lewat|k[ea]?m[ae]?ri?n|wingi|kamari|kepungkur)\b")
SHORTENED = frozenset({"tgl", "tg", "hr", "bln", "thn", "mgg", "jl", "jln", "gg", "yg", "sdh", "dr", "no", "st", "kec"})


@dataclass(frozen=True, slots=True, repr=False)
class DateWords:
    """data/dates.toml, turned for looking up; `orders`: "belas" -> (1, 10), to multiply by and to add."""

    spellings: Mapping[str, str]
    numbers: Mapping[str, int]
    orders: Mapping[str, tuple[int, int]]
    units: Mapping[str, str]
    one: Mapping[str, str]
    ago: Phrases
    never: Phrases
    sets: Mapping[str, frozenset[str]]
    weekdays: Mapping[str, int]
    pasaran: Mapping[str, int]
    months: Mapping[str, int]
    days: Phrases
    dawn: Phrases
    feasts: Phrases
    fixed: Mapping[str, tuple[int, int]]
    moving: Mapping[str, tuple[date, ...]]
    feast_days: Mapping[str, int]
    ordinals: Mapping[str, int]
    counted: Mapping[str, str]
    counts: Mapping[str, int]
    openings: frozenset[str]

    def begins(self, word: str) -> bool:
        """Whether a day can begin with a word: most do not, which keeps reading quick."""
        return word in self.openings or word[0].isdecimal()

    def number(self, word: str) -> bool:
        """Whether a word is a number."""
        return word.isdecimal() or word in self.numbers

    def read(self, text: str) -> list[str]:
        """The words of a text, spelled as in the tables; a date in figures is one word, a "." ends a sentence."""
        words: list[str] = []
        last = ""
        for match in TOKEN.finditer(text):
            word = match[0].lower()
            if word == "minggu" and _sunday(text, match, self):
                word = "ahad"
            if word[0] not in ".!?;\n":
                plain = word if word[-1].isdecimal() and not word[:-1].isalpha() else full(normal(word))
                if plain in self.spellings or not plain:
                    words += (self.spellings.get(plain, plain) or STOP).split()
                else:
                    words.append(plain)
            elif not (word == "." and last in SHORTENED):
                words.append(STOP)
            last = word
            if len(words) >= MOST_WORDS:
                break
        return words

    def among(self, name: str, words: Sequence[str]) -> bool:
        """Whether any of some words belongs to a named set."""
        return not self.sets[name].isdisjoint(words)


def _sunday(text: str, match: re.Match[str], known: DateWords) -> bool:
    """Whether "Minggu" has a capital inside a sentence and "lalu" behind it: the day; a week has none."""
    if match[0] != "Minggu" or not CAPITAL_DAY.match(text, match.end()):
        return False
    before = BEFORE_DAY.search(text[max(0, match.start() - LONGEST_WORD) : match.start()])
    return before is not None and not known.number(before[1])


@cache
def date_words() -> DateWords:
    """Reads data/dates.toml when first asked."""
    table = tomllib.loads((DATA / "dates.toml").read_text(encoding="utf-8"))
    sets = {**table["around"], **{f"feast_{name}": words for name, words in table["feasts_beside"].items()}}
    for part in ("since", "bare", "counted", "moment"):
        sets |= {f"{part}_{name}": words for name, words in table[part].items()}
    days = Phrases({phrase: int(days) for phrase, days in _turned(table["days"]).items()})
    dawn = Phrases(table["dawn"]["words"])
    feasts = Phrases({phrase: feast for phrase, feast in _turned(table["feasts"]).items()})
    numbers, orders = _numbers(table)
    counted = {word: unit for word, unit in _turned(table["units"]).items() if unit in {"day", "week", "month"}}
    named = ("one", "weekdays", "months", "pasaran", "ordinals")
    single = frozenset(numbers).union(*(_turned(table[name]) for name in named))
    return DateWords(
        spellings=table["spellings"],
        numbers=numbers,
        orders=orders,
        units=_turned(table["units"]),
        one=_turned(table["one"]),
        ago=Phrases(table["ago"]["words"]),
        never=Phrases(table["ago"]["never"]),
        sets={name: frozenset(words) for name, words in sets.items()},
        weekdays={word: int(day) for word, day in _turned(table["weekdays"]).items()},
        pasaran={word: int(day) for word, day in _turned(table["pasaran"]).items()},
        months={word: int(month) for word, month in _turned(table["months"]).items()},
        days=days,
        dawn=dawn,
        feasts=feasts,
        fixed={feast: (int(day[:2]), int(day[3:])) for feast, day in table["fixed"].items()},
        moving={feast: tuple(days) for feast, days in table["moving"].items()},
        feast_days={word: int(days) for word, days in _turned(table["feast_days"]).items()},
        ordinals={word: int(day) for word, day in _turned(table["ordinals"]).items()},
        counted=counted,
        counts=_counts(numbers) | {word: int(day) for word, day in _turned(table["counts"]).items()},
        openings=single
        | frozenset(counted)
        | frozenset(table["moment"]["now"])
        | days.openings
        | dawn.openings
        | feasts.openings
        | frozenset({"past"}),
    )


def _numbers(table: Mapping[str, Mapping[str, Sequence[str]]]) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
    """The words for numbers, also joined ("duapuluh", "patlikur"), and what "puluh" does to the one before."""
    numbers = {word: int(number) for word, number in _turned(table["numbers"]).items()}
    orders = {word: (int(of[:2]), int(of[3:])) for word, of in _turned(table["orders"]).items()}
    joined = {
        f"{word}{order}": number * times + more
        for word, number in numbers.items()
        for order, (times, more) in orders.items()
        if 1 < number < 10
    }
    return joined | numbers, orders


def _counts(numbers: Mapping[str, int]) -> dict[str, int]:
    """ "ketiga", "katilu": which one in a row."""
    return {f"{prefix}{word}": number for word, number in numbers.items() for prefix in ("ke", "ka") if number > 1}


def _turned(table: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {word: means for means, words in table.items() for word in words}


__all__ = ["DateWords", "date_words"]
