"""Where each answer of the survey leads, what of it is kept at once, and how it is left and taken up again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.dialogs import story, survey_heard
from bot.dialogs import survey_texts as texts
from bot.dialogs.engine import Move, Scene
from bot.dialogs.session import Effect, Opine, Opinion, Session
from bot.dialogs.survey_heard import AGAIN, BACK, PAUSE, STOP, STORY, UNSOLVED
from bot.dialogs.wording import Text
from bot.message import Say
from bot.report import Reference, Stage

MOST = 20  # reports remembered as asked about
LEFT = "left"  # in Opinion.person: whether the questions about the person are over

ORDER = ("star", "agree", *texts.ELEMENTS, "consent", *texts.PERSON)

Answered = Callable[[Scene, str], Move]


def begin(scene: Scene, reference: Reference, note: str = "") -> Move:
    """Ask for the star of a report that has ended; whatever was said of an earlier report is complete with that.

    A report that is being written stays where it is and comes back afterwards.
    """
    asked = (*(each for each in scene.session.surveyed if each != reference), str(reference))[-MOST:]
    session = replace(scene.session.aside(), about=str(reference), opinion=Opinion(), surveyed=asked)
    return Move(session, go="survey.star", note=note)


def resume(scene: Scene, _: str = "") -> Move:
    """SURVEY: go on where it was left, or begin with the last report that was closed."""
    session = scene.session
    step = _open(session.opinion) if session.surveyed else ""
    if step:
        return Move(replace(session.aside(), about=session.surveyed[-1]), go=f"survey.{step}")
    closed = [case for case in (scene.facts.cases.get(each) for each in session.cases) if case]
    fresh = [each.reference for each in closed if each.stage is Stage.CLOSED and each.reference not in session.surveyed]
    if fresh:
        return begin(scene, fresh[-1])
    return _end(scene, session, texts.COMPLETE if session.surveyed else texts.NOTHING)


def _open(opinion: Opinion) -> str:
    """The question that is next; "" where all are answered, skipped or declined."""
    if not opinion.elements:
        return "agree" if opinion.star else "star"
    if len(opinion.elements) < len(texts.ELEMENTS):
        return texts.ELEMENTS[len(opinion.elements)]
    if LEFT in opinion.person or not (opinion.star or any(opinion.elements)):
        return ""
    return next((each for each in texts.PERSON if each not in opinion.person), "") if opinion.person else "consent"


def about(scene: Scene) -> Reference | None:
    """The report that the opinion is about: the last one that was asked about."""
    return Reference(scene.session.surveyed[-1]) if scene.session.surveyed else None


def _opine(scene: Scene, part: Opinion) -> tuple[Effect, ...]:
    reference = about(scene)
    return (Opine(reference, part),) if reference else ()


def _end(scene: Scene, session: Session, *said: Text, do: tuple[Effect, ...] = ()) -> Move:
    """The last word, and back to where the citizen was before."""
    session = replace(session, at=session.under or "start.menu", under="", about="", tries=0, page=0)
    closing = scene.words(texts.NEXT_NONE if session.draft.empty else texts.NEXT_DRAFT)
    return Move(session, say=Say(" ".join(scene.words(each) for each in said), closing=closing), do=do)


def _go(scene: Scene, step: str, note: str = "", do: tuple[Effect, ...] = (), **opinion: object) -> Move:
    changed = replace(scene.session.opinion, **opinion)  # type: ignore[arg-type]
    return Move(replace(scene.session, opinion=changed), go=f"survey.{step}", note=note, do=do)


def acting(name: str, answered: Answered) -> Answered:
    """What an answer to this question does: the words that work at every one of them first."""

    def act(scene: Scene, value: str) -> Move:
        beside = {BACK: _back, STOP: _stop, PAUSE: _pause, STORY: _told, AGAIN: _again, UNSOLVED: _unsolved}
        return beside[value](scene, name) if value in beside else answered(scene, value)

    return act


def _back(scene: Scene, name: str) -> Move:
    at = ORDER.index(name)
    if at:
        return _go(scene, ORDER[at - 1])
    under = scene.session.under
    if under:
        return Move(replace(scene.session, at=under, under="", about=""), go=under)
    return _go(scene, name, scene.words(texts.FIRST))


def _again(scene: Scene, name: str) -> Move:
    return _go(scene, name)


def _pause(scene: Scene, _: str) -> Move:
    return _end(scene, scene.session, texts.PAUSED)


def _stop(scene: Scene, name: str) -> Move:
    """Enough: what was said stays; questions about the person that are left over are not asked again."""
    session, opinion = scene.session, scene.session.opinion
    given = opinion.star or any(opinion.elements)
    if name != "consent" and name not in texts.PERSON:
        return _end(scene, session, texts.THANKS if given else texts.FINE)
    return _personal_end(scene, opinion.person)


def _told(scene: Scene, _: str) -> Move:
    """A long story begins a report; one that is already begun is offered back first."""
    session = scene.session
    if session.draft.empty:
        move = story.begin(replace(scene, session=replace(session, about="")))
        return replace(move, note="\n".join(filter(None, (scene.words(texts.PAUSED), move.note))))
    return Move(replace(session, held=scene.text), go="start.draft")


def _unsolved(scene: Scene, _: str) -> Move:
    """ "Belum, masih mati": the report was closed too soon; the question whether it is solved hears these words."""
    reference = about(scene)
    if reference is None:
        return _go(scene, "star")
    asked = tuple(each for each in scene.session.surveyed if each != reference)  # asked again when it is closed again
    session = replace(scene.session, about=str(reference), opinion=Opinion(), surveyed=asked)
    return Move(session, go="filed.done", replay=scene.text)


def star(scene: Scene, value: str) -> Move:
    if value == survey_heard.SKIP:
        return _end(scene, scene.session, texts.FINE)
    note = scene.words(texts.STAR_KEPT, star=value)
    return _go(scene, "agree", note, _opine(scene, Opinion(star=int(value))), star=int(value))


def agree(scene: Scene, value: str) -> Move:
    if value == "yes":
        return _go(scene, texts.ELEMENTS[0])
    return _pause(scene, "") if value == "later" else _end(scene, scene.session, texts.THANKS)


def element(name: str) -> Answered:
    at = texts.ELEMENTS.index(name)

    def answered(scene: Scene, value: str) -> Move:
        """The answer in its place; all answers so far are told again, so that a changed one is changed everywhere."""
        before = scene.session.opinion.elements
        given = 0 if value == survey_heard.SKIP else int(value)
        padded = (*before, *([0] * at))[: max(at, len(before))]
        elements = (*padded[:at], given, *padded[at + 1 :])
        note = scene.words(texts.KEPT, answer=scene.words(texts.ANSWERS[name][given])) if given else ""
        changed = given or any(before[at : at + 1])
        do = _opine(scene, Opinion(elements=elements)) if changed else ()
        move = _go(scene, ORDER[ORDER.index(name) + 1], note, do, elements=elements)
        nothing = move.go == "survey.consent" and not any(elements)
        return replace(_end(scene, move.session, texts.FINE), do=do) if nothing else move

    return answered


def consent(scene: Scene, value: str) -> Move:
    if value == "yes":
        return _go(scene, "gender", person={"asked": "yes"})
    return _personal_end(scene, {})


def personal(name: str) -> Answered:
    def answered(scene: Scene, value: str) -> Move:
        told = "unsaid" if value == survey_heard.SKIP else value
        person = {**scene.session.opinion.person, name: told}
        following = ORDER[ORDER.index(name) + 1 :]
        return _go(scene, following[0], person=person) if following else _personal_end(scene, person)

    return answered


def _personal_end(scene: Scene, person: Mapping[str, str]) -> Move:
    """All that was said of the person goes out at once, so that it can be counted without a trace of who said it."""
    said = {key: value for key, value in person.items() if key in texts.PERSON}
    telling = any(value != "unsaid" for value in said.values()) and LEFT not in person
    session = replace(scene.session, opinion=replace(scene.session.opinion, person={**person, LEFT: "yes"}))
    return _end(scene, session, texts.THANKS, do=_opine(scene, Opinion(person=said)) if telling else ())
