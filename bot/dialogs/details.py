"""What the agency's own system must know besides is asked once the topic is known, one question a message."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.asked import LISTS, MOST_ASKED, Answer, Attribute, Datatype, blank
from bot.dialogs import details_heard, greeting, recap
from bot.dialogs.engine import REVIEWED, Move, Option, Question, Scene, numbered, page
from bot.dialogs.session import Draft
from bot.dialogs.wording import Text

TWO_SMS = 300  # characters
NUMBERS = "Reply 1, 2, 3, 4, or 0."  # about as long in every language
LABEL, LEAST = 28, 40  # characters of a choice, and of a question where its choices leave little room

_SENTENCE_ENDS = (".", "?", "!", ":", ")")

LEAD = Text("details.lead", "The office needs to know ({now} of {all}):")
LEAD_ONE = Text("details.lead_one", "One more thing the office needs to know:")
NOT_YET = Text("details.not_yet", "It is not sent yet.")
NOT_KNOWN = Text("details.not_known", "Noted: not known.")
AS_WRITTEN = Text("details.as_written", "Noted as you wrote it.")
NOTHING = Text("details.nothing", "For this topic the office needs nothing more.")
GO_ON = Text("details.go_on", "Go on")
UNKNOWN_THEN = Text("details.skip", "If you do not know, type: skip.")
REPLIES = {
    Datatype.STRING: Text("details.reply_words", "Reply in your own words."),
    Datatype.TEXT: Text("details.reply_words", "Reply in your own words."),
    Datatype.NUMBER: Text("details.reply_number", "Reply a number, such as: 12."),
    Datatype.DATETIME: Text("details.reply_when", "Reply the day and the time, such as: {example} 08.30."),
    Datatype.MULTIVALUELIST: Text("details.reply_several", "Reply one or more numbers, such as: 1, 2."),
}
UNCLEAR = {
    Datatype.STRING: Text("details.no_words", "Sorry, we found no answer in that."),
    Datatype.TEXT: Text("details.no_words", "Sorry, we found no answer in that."),
    Datatype.NUMBER: Text("details.no_number", "Sorry, we found no number in that."),
    Datatype.DATETIME: Text("details.no_day", "Sorry, we found no day in that."),
    Datatype.SINGLEVALUELIST: Text("details.not_listed", "Sorry, that is none of the choices."),
    Datatype.MULTIVALUELIST: Text("details.not_listed", "Sorry, that is none of the choices."),
}


def looked(scene: Scene, move: Move, *, anew: bool = False) -> Move:
    """On the way to the recap: a move that wants the topic's questions, asks what is missing, or goes on.

    A core that could not be reached holds nobody up: the next way to the recap, or to sending, asks it again. `anew`:
    also what was told for this topic before, because drafts wait for days and agencies change their questions.
    """
    draft, wanted = move.session.draft, scene.facts.wanted
    before = draft.asked_for == draft.category
    if wanted is None or not draft.category or (before and not anew):
        return move
    if draft.category not in wanted:
        return replace(move, wants=draft.category)
    told = wanted[draft.category]
    if told is None or (before and told == draft.asked):
        return move
    draft = replace(draft, asked_for=draft.category, asked=told, answers=_still_right(draft, told))
    session = replace(move.session, draft=draft)
    first = next((f"lodge.{each.name}" for each in QUESTIONS if each.when(draft)), move.go)
    return replace(move, session=session, go=first)


def before_sending(scene: Scene) -> Move | None:
    """The same where something is about to be sent; None where nothing is missing."""
    move = looked(scene, Move(scene.session), anew=True)
    return replace(move, note=scene.words(NOT_YET)) if move.wants or move.go else None


def _still_right(draft: Draft, told: tuple[Attribute, ...]) -> tuple[Answer, ...]:
    """The answers that another topic, or the same one changed by the agency, asks for as well."""
    asked = {each.code: each for each in told}
    return tuple(each for each in draft.answers if each.code in asked and _fits(each, asked[each.code]))


def _fits(answer: Answer, attribute: Attribute) -> bool:
    listed = {key for key, _ in attribute.values}
    return attribute.kind not in LISTS or (answer.several == blank(attribute).several and set(answer.values) <= listed)


def _open(draft: Draft, at: int) -> bool:
    current = draft.asked_for == draft.category and at < len(draft.asked)
    return current and draft.asked[at].code not in {each.code for each in draft.answers}


def _attribute(scene: Scene, at: int) -> Attribute | None:
    """The question of this place; None where another topic asks fewer."""
    draft = scene.draft
    return draft.asked[at] if draft.asked_for == draft.category and at < len(draft.asked) else None


def _key(attribute: Attribute, at: int) -> str:
    """Short, and of this attribute alone: an old button never answers another question."""
    return f"{zlib.crc32(attribute.code.encode()):08x}.{at}"


def _options(scene: Scene, at: int) -> list[Option]:
    attribute, language = _attribute(scene, at), scene.session.language
    if attribute is None:
        return [Option("done", scene.words(GO_ON))]
    names = [attribute.value(key, language) for key, _ in attribute.values] if attribute.kind in LISTS else []
    return [Option(_key(attribute, nth), label) for nth, label in enumerate(_labels(names))]


def _labels(names: list[str]) -> list[str]:
    """Short names; without their middle where two would begin the same, because nobody could choose between those."""
    short = [recap.shortened(name, LABEL) for name in names]
    twice = Counter(short)
    return [_ends(name) if twice[cut] > 1 else cut for cut, name in zip(short, names, strict=True)]


def _ends(name: str) -> str:
    """How a long name begins and how it ends."""
    plain, half = " ".join(name.split()), (LABEL - 3) // 2
    return plain if len(plain) <= LABEL else f"{plain[:half].rstrip()}...{plain[-half:].lstrip()}"


def _ask(scene: Scene, at: int) -> str:
    attribute = _attribute(scene, at)
    if attribute is None:
        return scene.words(NOTHING)
    asked = len(scene.draft.asked[:MOST_ASKED])
    lead = scene.words(LEAD, now=at + 1, all=asked) if asked > 1 else scene.words(LEAD_ONE)
    again = attribute.code in {each.code for each in scene.draft.answers}
    return _with(scene, at, "" if again and REVIEWED in scene.session.trail else lead)


def _unclear(scene: Scene, at: int) -> str:
    attribute = _attribute(scene, at)
    if attribute is None:
        return scene.words(NOTHING)
    asked = _with(scene, at, scene.words(UNCLEAR[attribute.kind]))
    return f"{asked}{'' if asked.endswith(_SENTENCE_ENDS) else '.'} {scene.words(UNKNOWN_THEN)}"


def _with(scene: Scene, at: int, before: str) -> str:
    """The core's question after these words, cut where the choices leave no room for all of it."""
    attribute, language = _attribute(scene, at), scene.session.language
    assert attribute is not None
    asked = attribute.question(language)
    hint = f" ({attribute.hint})" if attribute.hint and asked == attribute.description else ""
    shown = page(scene, numbered(scene, QUESTIONS[at]))
    met = 0 if scene.session.told_privacy else len(scene.words(greeting.INTRODUCTION))
    parts = (
        before,
        scene.note,
        _closing(scene, at) or NUMBERS,
        scene.words(UNKNOWN_THEN),
        *(f"1. {each.label}" for each in shown),
    )
    room = max(LEAST, TWO_SMS - met - sum(len(part) + 1 for part in parts))
    whole = " ".join(f"{asked}{hint}".split())
    return " ".join(filter(None, (before, whole if len(whole) <= room else recap.shortened(asked, room))))


def _closing(scene: Scene, at: int) -> str:
    """What to type; "" where the numbers of the choices are named."""
    attribute = _attribute(scene, at)
    text = REPLIES.get(attribute.kind) if attribute else None
    return scene.words(text, example=scene.words.date(scene.today)) if text else ""


def _act(scene: Scene, at: int, value: Any) -> Move:
    attribute = _attribute(scene, at)
    if attribute is None:
        return Move(scene.session)
    said = value if isinstance(value, Answer) else _picked(attribute, value)
    others = [each for each in scene.draft.answers if each.code != said.code]
    note = "" if said.values else scene.words(AS_WRITTEN if said.words else NOT_KNOWN)
    return Move(replace(scene.session, draft=replace(scene.draft, answers=(*others, said))), note=note)


def _picked(attribute: Attribute, key: str) -> Answer:
    return replace(blank(attribute), values=(attribute.values[int(key.partition(".")[2])][0],))


def _hear(scene: Scene, at: int) -> Answer | None:
    attribute = _attribute(scene, at)
    return details_heard.answer(scene, attribute) if attribute else None


def _claims(scene: Scene, at: int) -> bool:
    attribute = _attribute(scene, at)
    return attribute is not None and details_heard.claims(scene, attribute)


def _question(at: int) -> Question:
    """The place for the core's question number `at`; what it asks stands in the draft."""

    def of(part: Callable[..., Any]) -> Callable[..., Any]:
        return lambda scene, *more: part(scene, at, *more)

    return Question(
        f"detail{at + 1}",
        ask=of(_ask),
        unclear=of(_unclear),
        closing=of(_closing),
        options=of(_options),
        hear=of(_hear),
        act=of(_act),
        claims=of(_claims),
        when=lambda draft: _open(draft, at),
        counted=False,
    )


QUESTIONS = tuple(_question(at) for at in range(MOST_ASKED))
