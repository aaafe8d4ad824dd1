"""The conversation as a pure function: a session, a message and the facts give the next session, an answer, effects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from bot.dialogs import hearing
from bot.dialogs.grammar import Heard, heard
from bot.dialogs.session import Draft, Effect, Facts, Session
from bot.dialogs.wording import WIB, Text, Wording
from bot.message import Choice, Said, Say
from bot.progress import Near
from bot.report import Reference
from bot.understanding import understood as mind
from bot.understanding.understand import Understanding

REVIEWED = "lodge.review"
PAGE = 4  # choices on one page; with "more" it makes five, the most that one SMS carries well


@dataclass(frozen=True)
class Scene:
    """Everything a question may look at: the session, what was said, the facts, the words of the language."""

    session: Session
    said: Said
    facts: Facts
    words: Wording
    understanding: Understanding
    contact: str = ""
    note: str = ""  # what is said before the question that is about to be asked

    @property
    def draft(self) -> Draft:
        return self.session.draft

    @property
    def text(self) -> str:
        return self.said.text.strip()

    @cached_property
    def heard(self) -> Heard:
        """The small words of the text."""
        return heard(self.text)

    @cached_property
    def understood(self) -> mind.Understood:
        """What the text says; computed once, only when somebody asks."""
        return self.understanding.understand(self.text, self.understanding_facts)

    @property
    def understanding_facts(self) -> mind.Facts:
        return mind.Facts(today=self.today, language=self.session.language)

    @property
    def today(self) -> date:
        """The day in western Indonesian time."""
        return self.facts.now.astimezone(WIB).date()

    def draw(self, **changes: Any) -> Scene:
        """The same scene with a changed draft."""
        return replace(self, session=replace(self.session, draft=replace(self.draft, **changes)))


@dataclass(frozen=True)
class Option:
    """A choice before it has its number: what Redis keeps and the words in the citizen's language."""

    key: str
    label: str


@dataclass(frozen=True)
class Move:
    """Where an answer leads: the session, a question to ask next ("" = the first open one), a note said before it.

    `say` ends the dialog with a sentence; `asks`, `near` and `wants` want facts first and the same step again.
    """

    session: Session
    go: str = ""
    note: str = ""
    say: Say | None = None
    do: tuple[Effect, ...] = ()
    asks: tuple[Reference, ...] = ()
    near: Near | None = None
    wants: str = ""
    unclear: bool = False  # the note explains what was not understood: it stands in the question's place
    replay: str = ""  # words to hear again at the question that is open now
    spoken: Text | None = None  # a note in the language that this move has just chosen


def _never(_: Scene) -> Any:
    return None


def _nothing(_: Scene) -> bool:
    return False


def _always(_: Draft) -> bool:
    return True


def _no_options(_: Scene) -> Sequence[Option]:
    return ()


def _no_values(_: Scene) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True)
class Question:
    """One question: what is asked, how an answer is heard, what is kept, when it is skipped.

    `hear` returns a value or None ("ask again, more helpfully"). `keep` puts the value into the draft; `act`
    does more (jump, finish, effects). `values` fills the places in the sentences. `exact` refuses a button of an
    older picture of the same question, where pressing it would confirm something the citizen has not seen, and
    a number or label that is part of a question or of more words. `claims`: these words answer here, though they
    are a command elsewhere.
    """

    name: str
    ask: str | Callable[[Scene], str]
    hear: Callable[[Scene], Any] = _never
    keep: Callable[[Draft, Any], Draft] | None = None
    act: Callable[[Scene, Any], Move] | None = None
    unclear: str | Callable[[Scene], str] = ""
    closing: str | Callable[[Scene], str] = ""
    options: Callable[[Scene], Sequence[Option]] = _no_options
    values: Callable[[Scene], Mapping[str, object]] = _no_values
    when: Callable[[Draft], bool] = _always
    claims: Callable[[Scene], bool] = _nothing
    wants_pin: bool = False
    exact: bool = False
    counted: bool = True  # whether it is one of the steps in "step 2 of 5"
    aside: bool = False  # asked only when something leads to it, never by its place in the list


@dataclass(frozen=True)
class Dialog:
    """A conversation about one thing: its questions in order."""

    name: str
    questions: Sequence[Question] = field(default_factory=tuple)

    def get(self, name: str) -> Question | None:
        """The question of this name; None where this release no longer knows it."""
        return next((each for each in self.questions if each.name == name), None)

    def open(self, draft: Draft) -> Question:
        """The first question that still has to be asked; the last one where none is."""
        asked = [each for each in self.questions if not each.aside]
        return next((each for each in asked if each.when(draft)), asked[-1])

    def remaining(self, draft: Draft, after: Question) -> int:
        """How many counted questions come after this one on this branch."""
        listed = list(self.questions)
        later = listed[listed.index(after) + 1 :]
        return sum(each.counted and not each.aside and each.when(draft) for each in later)


STEP = Text("engine.step", "Step {now} of {all}.")
OR_LAST = Text("engine.or_last", ", or")
REPLY_NUMBERS = Text("engine.reply_numbers", "Reply {numbers}.")
OR = Text("engine.or", "or")
MORE_CHOICES = Text("engine.more", "More choices")
LOCATION_BUTTON = Text("engine.location_button", "Send my location")


def numbered(scene: Scene, question: Question) -> list[Choice]:
    """All choices of a question with the numbers they always have, whatever page is shown."""
    return [Choice(option.key, at, option.label) for at, option in enumerate(question.options(scene), 1)]


def page(scene: Scene, choices: list[Choice]) -> list[Choice]:
    """The choices of the page that is open, with "0" for others where there are more."""
    if len(choices) <= PAGE + 1:
        return choices
    first = (scene.session.page * PAGE) % (-(-len(choices) // PAGE) * PAGE)
    return [*choices[first : first + PAGE], Choice(hearing.MORE, 0, scene.words(MORE_CHOICES))]


def pick(scene: Scene, question: Question) -> str | None:
    """The key of the choice meant, by button, number or words; "more" turns the page."""
    choices = numbered(scene, question)
    more = [Choice(hearing.MORE, 0, scene.words(MORE_CHOICES))] if len(choices) > PAGE + 1 else []
    if more and hearing.more(scene.text) and not hearing.label(scene.text, choices):
        return hearing.MORE
    if scene.said.tap:
        keys = {each.key for each in choices + more}
        return scene.said.tap.key if scene.said.tap.key in keys else None
    return hearing.choice(scene.text, choices + more, exact=question.exact)


def render(scene: Scene, dialog: Dialog, question: Question, *, instead: bool = False) -> Say:
    """The question as it is said now: note, progress, question, choices, what to type.

    `instead`: the note explains an answer that was not understood, and takes the place of the long question.
    """
    shown = page(scene, numbered(scene, question))
    values = question.values(scene)
    asked = [_progress(scene, dialog, question), _sentence(scene, dialog, question, "ask", values)]
    question_line = "" if instead else " ".join(part for part in asked if part)
    return Say(
        body="\n".join(part for part in (scene.note, question_line) if part),
        choices=tuple(shown),
        closing=_sentence(scene, dialog, question, "closing", values) or _reply_with(scene, shown),
        step=f"{dialog.name}.{question.name}",
        ask_pin=question.wants_pin,
        pin_label=scene.words(LOCATION_BUTTON) if question.wants_pin else "",
    )


def _sentence(scene: Scene, dialog: Dialog, question: Question, slot: str, values: Mapping[str, object]) -> str:
    source = getattr(question, slot)
    if callable(source):
        return str(source(scene))
    return scene.words(Text(f"{dialog.name}.{question.name}.{slot}", source), **values)


def unclear(scene: Scene, dialog: Dialog, question: Question) -> str:
    """What is said when the answer was not understood: what was wrong and an example."""
    return _sentence(scene, dialog, question, "unclear", question.values(scene))


def _progress(scene: Scene, dialog: Dialog, question: Question) -> str:
    changing = REVIEWED in scene.session.trail  # one line of the recap is asked again: no longer a row of steps
    if not question.counted or question.aside or question.exact or scene.draft.short or changing:
        return ""
    done = sum(each in scene.session.trail for each in _counted(dialog, question))
    return scene.words(STEP, now=done + 1, all=done + 1 + dialog.remaining(scene.draft, question))


def _counted(dialog: Dialog, before: Question) -> list[str]:
    return [f"{dialog.name}.{q.name}" for q in dialog.questions if q.counted and not q.aside and q is not before]


def _reply_with(scene: Scene, shown: Sequence[Choice]) -> str:
    if not shown:
        return ""
    numbers = [str(each.number) for each in shown]
    before_last = scene.words(OR_LAST) if len(numbers) > 2 else f" {scene.words(OR)}"
    listed = ", ".join(numbers[:-1]) + f"{before_last} {numbers[-1]}" if len(numbers) > 1 else numbers[0]
    return scene.words(REPLY_NUMBERS, numbers=listed)
