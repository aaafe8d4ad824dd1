"""Answers to an agency's own questions reach it as it wants them, and in words where none of its values fitted."""

from __future__ import annotations

from collections.abc import Sequence

from bot.asked import Answer


def answer_fields(answer: Answer) -> list[tuple[str, str]]:
    """attribute[CODE]=value, and attribute[CODE][] for each of a list of several (GeoReport v2, POST request)."""
    name = f"attribute[{answer.code}]"
    return [(f"{name}[]" if answer.several else name, value) for value in answer.values]


def in_words(answers: Sequence[Answer]) -> str:
    """What citizens answered in words that are none of the core's values: a line each below the story."""
    return "".join(f"\n{each.asked or each.code}: {each.words}" for each in answers if each.words)
