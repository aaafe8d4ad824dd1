"""What a citizen answers to a question of the core's own, whatever way it is typed, becomes a value the core reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.asked import LISTS, Answer, Attribute, Datatype, blank
from bot.dialogs.engine import Scene
from bot.dialogs.grammar import heard, mended, plain
from bot.dialogs.hearing import more
from bot.dialogs.sayings import asks
from bot.dialogs.zones import zone_of
from bot.report import Place

LONGEST = 2000  # characters of an answer in words
SHORT = 80  # characters; a number or a day stands in few words, a longer text tells something else
_SKIPS = ("skip ~ question first the self please", "no|not_yet know ~ where the self name exactly good")
_ALL = "all ~ the it here choose yes"
_APART = re.compile(r"[,;/&+\n]|\b(?:dan|and|karo|lan|sareng|jeung|sama|serta)\b", re.I)
_FIGURES = re.compile(r"(?<![\w.,])[+-]?\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_HOUR = re.compile(r"\b(?:jam|pukul|pkl|jm|tabuh|at)\s*(\d{1,2})(?:[.:](\d{2}))?(?!\d)", re.I)
_CLOCK = re.compile(r"(?<![\d.:/-])(\d{1,2})[.:](\d{2})(?![\d.:/-])")
_NOON = re.compile(r"\b(?:siang|awan|beurang|noon)\b", re.I)
_EVENING = re.compile(r"\b(?:sore|sonten|afternoon|evening|pm)\b|(?<=\d)pm\b", re.I)
_NIGHT = re.compile(r"\b(?:malam|mlm|dalu|bengi|wengi|peuting|night)\b", re.I)


def skips(text: str) -> bool:
    """Whether words say that the citizen does not know it, or wants to go on without."""
    return heard(mended(text)).says(*_SKIPS)


def claims(scene: Scene, attribute: Attribute) -> bool:
    """Whether words that would mean something else at another question answer this one: "tidak tahu", "2611004279"."""
    if skips(scene.text) or (attribute.kind in LISTS and more(scene.text)):
        return True
    bare = re.sub(r"[\s.\-]", "", figures(scene.text))
    return attribute.kind not in LISTS and bare.isdecimal() and bare not in scene.session.cases


def answer(scene: Scene, attribute: Attribute) -> Answer | None:
    """The answer in these words; None where they are none. From the third try on words are taken as they are."""
    if skips(scene.text):
        return blank(attribute)
    values = _HEARD[attribute.kind](scene, attribute)
    if values:
        return replace(blank(attribute), values=values)
    if scene.session.tries < 2 or not any(ch.isalnum() for ch in scene.text):
        return None
    if attribute.kind in (Datatype.STRING, Datatype.TEXT):
        return replace(blank(attribute), values=(scene.text[:LONGEST],))
    if attribute.kind in LISTS and not any(ch.isalpha() for ch in scene.text):
        return None  # a number that no choice has says nothing to an officer
    return replace(blank(attribute), words=" ".join(scene.text.split())[:LONGEST])


def figures(text: str) -> str:
    """The text with the digits of every script as 0 to 9."""
    return "".join(str(unicodedata.decimal(ch)) if ch.isdecimal() else ch for ch in text)


def number_in(text: str) -> str:
    """The one number in a text as the core reads it ("2,5 meter" is 2.5, "1.500" is 1500, "dua" is 2); "" for none."""
    if len(text) > SHORT:
        return ""
    found = _FIGURES.findall(figures(text))
    if len(found) == 1:
        return _plain_number(found[0])
    worded = heard(text).number if not found else None
    return "" if worded is None else str(worded)


def moment_in(text: str, day: date | None, zone: str) -> str:
    """Day and time in a text, ISO 8601 with the zone's offset; midnight where no time is named; "" for no day.

    `day` is what else is known of the day that the words name ("kemarin").
    """
    said = figures(text)
    written = _written_day(said) or day
    if written is None or len(text) > SHORT:
        return ""
    return datetime.combine(written, _time_in(said), ZoneInfo(zone)).isoformat()


def _plain_number(written: str) -> str:
    if _THOUSANDS.fullmatch(written):
        return written.replace(".", "").replace(",", "")
    decimal = max(written.rfind("."), written.rfind(","))
    whole, part = (written[:decimal], written[decimal + 1 :]) if decimal >= 0 else (written, "")
    whole = whole.replace(".", "").replace(",", "")
    return f"{whole}.{part}" if part else whole


def _written_day(text: str) -> date | None:
    iso, day = _ISO.search(text), _DAY.search(text)
    parts = iso.groups() if iso else day.groups()[::-1] if day else None
    try:
        return date(*map(int, parts)) if parts else None
    except ValueError:
        return None


def _time_in(text: str) -> time:
    found = _HOUR.search(text) or _CLOCK.search(_DAY.sub(" ", text))
    if not found:
        return time()
    hour, minute = int(found[1]), int(found[2] or 0)
    late = (_EVENING.search(text) and hour < 12) or (_NOON.search(text) and hour <= 5)
    if late or (_NIGHT.search(text) and 6 <= hour < 12):
        hour += 12
    elif _NIGHT.search(text) and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else time()


def _words(scene: Scene, _: Attribute) -> tuple[str, ...]:
    readable = any(ch.isalnum() for ch in scene.text) and not asks(scene.text)
    return (scene.text[:LONGEST],) if readable else ()


def _number(scene: Scene, _: Attribute) -> tuple[str, ...]:
    found = number_in(scene.text)
    return (found,) if found else ()


def _moment(scene: Scene, _: Attribute) -> tuple[str, ...]:
    found = moment_in(scene.text, scene.understood.date, zone_of(scene.draft.place or Place()))
    return (found,) if found else ()


def _one(scene: Scene, attribute: Attribute) -> tuple[str, ...]:
    found = _named(scene.text, _names(attribute, scene.session.language))
    return (found,) if found else ()


def _several(scene: Scene, attribute: Attribute) -> tuple[str, ...]:
    keys, names = [key for key, _ in attribute.values], _names(attribute, scene.session.language)
    if heard(scene.text).says(_ALL):
        return tuple(keys)
    parts = [part for part in _APART.split(figures(scene.text)) if part.strip()]
    found = [key for part in parts for key in _numbered(part, keys) or [_named(part, names)]]
    return tuple(dict.fromkeys(found)) if all(found) else ()


def _numbered(part: str, keys: Sequence[str]) -> list[str]:
    """The values meant by "1 3", "nomor 2", "tiga"; [] where there is more in it, "" for a number that none has."""
    said = heard(part)
    numbers = [word.number for word in said.words if word.number is not None]
    if not numbers or not said.says("digits ~ number choose the and yes one"):
        return []
    return [keys[each - 1] if 0 < each <= len(keys) else "" for each in numbers]


def _names(attribute: Attribute, language: str) -> Mapping[str, Iterable[str]]:
    """Key -> the words by which a value is known: in the citizen's language, in the core's, its key."""
    return {key: (attribute.value(key, language), name, key) for key, name in attribute.values}


def _named(text: str, names: Mapping[str, Iterable[str]]) -> str:
    """The key of the one value that these words name; "" where none or several are."""
    words = set(plain(text).split())
    same = [key for key, each in names.items() if any(plain(name) == plain(text) for name in each)]
    denied = heard(text).has("no", "isnt", "none") or "?" in text
    part = [key for key, each in names.items() if any(_within(words, set(plain(name).split())) for name in each)]
    found = same or ([] if denied else part)
    return found[0] if len(found) == 1 else ""


def _within(said: set[str], name: set[str]) -> bool:
    return bool(said and name) and (said <= name or name <= said)


_HEARD: Mapping[Datatype, Callable[[Scene, Attribute], tuple[str, ...]]] = {
    Datatype.STRING: _words,
    Datatype.TEXT: _words,
    Datatype.NUMBER: _number,
    Datatype.DATETIME: _moment,
    Datatype.SINGLEVALUELIST: _one,
    Datatype.MULTIVALUELIST: _several,
}
