"""A citizen chooses the language, by command or by list."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogs.commands import language_named
from bot.dialogs.engine import Move, Option, Question, Scene
from bot.dialogs.wording import LANGUAGES, Text

SPOKEN = Text("start.spoken", "From now on we answer in English.")


def choose(scene: Scene, chosen: str) -> Move:
    """Speak the chosen language from now on; ask which where it is none of ours."""
    return _act(scene, chosen) if chosen in LANGUAGES else Move(scene.session.aside(), go="start.language")


def _hear(scene: Scene) -> str | None:
    named = language_named(scene.text)
    return named if named in LANGUAGES else None


def _act(scene: Scene, language: str) -> Move:
    session = replace(scene.session, language=language, language_chosen=True)
    if session.at == "start.language":
        session = replace(session, at=session.under or "start.menu", under="")
    return Move(session, go=session.at, spoken=SPOKEN)


QUESTION = Question(
    "language",
    ask="Which language?",
    unclear="Sorry, we do not have that language yet. Please choose one of these.",
    options=lambda _: [Option(code, name) for code, name in LANGUAGES.items()],
    hear=_hear,
    act=_act,
    counted=False,
    aside=True,
)
