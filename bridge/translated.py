"""An agency writes its core's questions in the citizens' languages, in the mapping file that it has already."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from bot.asked import Attribute, Spoken
from bridge.wanted import Told

LANGUAGES = ("id", "jv", "su", "en")
_HEAD = """
# What this core demands besides the report. Citizens are asked in these words; in the core's own where there are none.
# `unanswered`: the value that is sent where a citizen does not know. Take the # away from what you fill in.
"""


class BadTranslation(ValueError):
    """A table [attributes.CODE] cannot be read; the text says which and why."""


def told_in(table: object) -> dict[str, Told]:
    """The tables [attributes.CODE] of a mapping file. Raises BadTranslation."""
    if not isinstance(table, dict):
        raise BadTranslation("[attributes] must hold a table for each attribute")
    return {code: _told(code, each) for code, each in table.items()}


def lacking(attributes: Iterable[Attribute], told: Mapping[str, Told]) -> list[tuple[Attribute, tuple[str, ...]]]:
    """The attributes whose question or values are not translated, with those languages. `jv`, `su` may read `id`."""
    found = [(each, tuple(_untold(each, told.get(each.code, Told())))) for each in attributes]
    return [(each, languages) for each, languages in found if languages]


def stubs(attributes: Sequence[Attribute], told: Mapping[str, Told]) -> str:
    """Commented tables for the attributes that are not translated; "" where none is."""
    blocks = ["\n".join(_stub(each, languages)) for each, languages in lacking(attributes, told)]
    return _HEAD + "\n\n".join(blocks) + "\n" if blocks else ""


def _told(code: str, table: object) -> Told:
    if not isinstance(table, dict):
        raise BadTranslation(f"[attributes.{code}] must be a table")
    unknown = sorted(set(table) - {*LANGUAGES, "values", "unanswered"})
    if unknown:
        raise BadTranslation(f"[attributes.{code}] knows no {', '.join(unknown)}; languages are {', '.join(LANGUAGES)}")
    values = table.get("values", {})
    rows = [table, *(values.values() if isinstance(values, dict) else [None])]
    if not all(isinstance(row, dict) and _texts(row) for row in rows):
        raise BadTranslation(f'[attributes.{code}] must hold words in quotes, and values such as values.KEY.id = "..."')
    spoken = {language: _spoken(table, values, language) for language in LANGUAGES}
    return Told({language: each for language, each in spoken.items() if each != Spoken()}, table.get("unanswered", ""))


def _texts(row: Mapping[str, object]) -> bool:
    return all(isinstance(words, str) for name, words in row.items() if name != "values")


def _spoken(table: Mapping[str, str], values: Mapping[str, Mapping[str, str]], language: str) -> Spoken:
    names = {key: row[language].strip() for key, row in values.items() if row.get(language, "").strip()}
    return Spoken(str(table.get(language, "")).strip(), names)


def _untold(attribute: Attribute, told: Told) -> Iterable[str]:
    for language in LANGUAGES:
        spoken = told.spoken.get(language, Spoken())
        if not spoken.description or {key for key, _ in attribute.values} - set(spoken.values):
            yield language


def _stub(attribute: Attribute, languages: Sequence[str]) -> Iterable[str]:
    yield f"# [attributes.{_key(attribute.code)}]    # {_plain(attribute.own)} ({attribute.kind}, required)"
    for language in languages:
        yield f"# {language} = {_quoted(attribute.own)}"
    for key, name in attribute.values:
        for language in languages:
            yield f"# values.{_key(key)}.{language} = {_quoted(name)}"
    yield f'# unanswered = "{"KEY" if attribute.values else "-"}"'


def _key(code: str) -> str:
    """A key as TOML wants it: bare where that is allowed."""
    return code if code and all(ch.isascii() and (ch.isalnum() or ch in "_-") for ch in code) else _quoted(code)


def _quoted(text: str) -> str:
    return json.dumps(_plain(text), ensure_ascii=False)


def _plain(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)
