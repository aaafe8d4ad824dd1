"""After a report is closed the citizen says what they think: one star, then nine questions if they like, never a must.

The session holds where it stands: the report is the last of `Session.surveyed`, the answers are `Session.opinion`.
Each answer is told at once by the effect `Opine`, whose opinion holds only the part that is new: the star; or all
elements up to the last one answered (0 where skipped); or everything that was said of the person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.dialogs import survey_course as course
from bot.dialogs import survey_heard as heard
from bot.dialogs import survey_texts as texts
from bot.dialogs.engine import Dialog, Option, Question, Scene
from bot.dialogs.identity import SKIP
from bot.dialogs.wording import Text

begin, resume = course.begin, course.resume


def _hear_star(scene: Scene) -> str | None:
    given = heard.stars(scene.text) or heard.alike(scene.text, _said(scene, texts.STARS))
    if given:
        return str(given)
    if heard.unsolved(scene.text):
        return heard.UNSOLVED
    return heard.beside(scene) or (heard.SKIP if heard.agreed(scene.text) == "no" else None)


def _claims_star(scene: Scene) -> bool:
    """ "belum diproses" asks for a status elsewhere; after a closing it says that the closing was too soon."""
    return heard.claims(scene) or heard.unsolved(scene.text)


def _hear_agree(scene: Scene) -> str | None:
    found = heard.beside(scene)
    if found in (heard.BACK, heard.PAUSE, heard.STORY):
        return found
    return "no" if found in (heard.STOP, heard.SKIP) else heard.agreed(scene.text)


def _hear_element(name: str) -> Callable[[Scene], str | None]:
    def hear(scene: Scene) -> str | None:
        given = heard.alike(scene.text, _said(scene, texts.ANSWERS[name]))
        given = given or (heard.quality(scene.text) if name != "cost" else 4 if heard.free(scene.text) else None)
        return str(given) if given else heard.beside(scene)

    return hear


def _hear_gender(scene: Scene) -> str | None:
    return heard.gender(scene.text) or heard.beside(scene)


def _hear_disability(scene: Scene) -> str | None:
    return heard.beside(scene) or heard.agreed(scene.text)


def _hear_age(scene: Scene) -> str | None:
    return heard.age(scene.text) or heard.beside(scene)


def _said(scene: Scene, answers: Mapping[int, Text]) -> dict[int, str]:
    return {value: scene.words(text) for value, text in answers.items()}


def _ask_star(scene: Scene) -> str:
    about = course.about(scene)
    return scene.words(texts.STAR_ASK, number=f" {about.grouped}" if about else "")


def _asking(name: str) -> Callable[[Scene], str]:
    at = texts.ELEMENTS.index(name) + 1

    def ask(scene: Scene) -> str:
        progress = scene.words(texts.PROGRESS, now=at, all=len(texts.ELEMENTS))
        return f"{progress} {scene.words(texts.ASKS[name])}"

    return ask


def _in_words(text: Text) -> Callable[[Scene], str]:
    return lambda scene: scene.words(text)


def _listed(answers: Mapping[str, Text]) -> Callable[[Scene], Sequence[Option]]:
    return lambda scene: [Option(key, scene.words(text)) for key, text in answers.items()]


def _question(name: str, ask: Callable[[Scene], str], act: course.Answered, **parts: object) -> Question:
    """A question of the survey: not one of a report's steps, and left by the same words as all the others."""
    parts = {"unclear": _in_words(texts.UNCLEAR), "claims": heard.claims, "counted": False, **parts}
    return Question(name, ask=ask, act=course.acting(name, act), **parts)  # type: ignore[arg-type]


def _element(name: str) -> Question:
    answers = {**{str(value): text for value, text in texts.ANSWERS[name].items()}, heard.SKIP: SKIP}
    return _question(name, _asking(name), course.element(name), options=_listed(answers), hear=_hear_element(name))


def _person(name: str, hear: Callable[[Scene], str | None]) -> Question:
    options = _listed(texts.PERSON[name])
    return _question(name, _in_words(texts.PERSON_ASKS[name]), course.personal(name), options=options, hear=hear)


STAR = _question(
    "star",
    _ask_star,
    course.star,
    unclear=_in_words(texts.STAR_UNCLEAR),
    closing=_in_words(texts.STAR_CLOSING),
    options=_listed({str(value): text for value, text in texts.STARS.items()}),
    hear=_hear_star,
    claims=_claims_star,
)
AGREE = _question(
    "agree",
    _in_words(texts.AGREE_ASK),
    course.agree,
    unclear=_in_words(texts.AGREE_UNCLEAR),
    options=_listed({"yes": texts.YES_NOW, "later": texts.LATER, "no": texts.NO_THANKS}),
    hear=_hear_agree,
)
CONSENT = _question(
    "consent",
    _in_words(texts.CONSENT_ASK),
    course.consent,
    unclear=_in_words(texts.CONSENT_UNCLEAR),
    options=_listed({"yes": texts.YES, "no": texts.NO_THANKS}),
    hear=_hear_agree,
)
SURVEY = Dialog(
    "survey",
    (
        STAR,
        AGREE,
        *(_element(name) for name in texts.ELEMENTS),
        CONSENT,
        _person("gender", _hear_gender),
        _person("disability", _hear_disability),
        _person("age", _hear_age),
    ),
)
COMMANDS = {"survey": resume}
