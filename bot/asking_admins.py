"""The admins' questionnaire in a terminal: one statement at a time, kept at once, left and taken up again at will."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialogs import admins, survey_heard
from bot.dialogs.engine import Question, Scene, pick, render, unclear
from bot.dialogs.session import Facts, Session
from bot.dialogs.wording import Wording
from bot.message import Said, Sender
from bot.understanding.understand import Understanding

_LEAVING = (survey_heard.STOP, survey_heard.PAUSE)


@dataclass(frozen=True)
class Questionnaire:
    """What a run needs: the words, a way to read a line (None at the end of input), to say one, to keep an answer."""

    words: Wording
    understanding: Understanding
    now: datetime
    read: Callable[[], str | None]
    say: Callable[[str], None]
    keep: Callable[[str, int], None]

    def run(self, answered: Mapping[str, int]) -> bool:
        """Ask what is not answered yet; returns whether now everything is."""
        questions = admins.ADMINS.questions
        at = next((at for at, each in enumerate(questions) if each.name not in answered), len(questions))
        while at < len(questions):
            value = self._ask(questions[at])
            if value is None or value in _LEAVING:
                return False
            if value == survey_heard.BACK:
                at = max(0, at - 1)
                continue
            self.keep(questions[at].name, 0 if value == survey_heard.SKIP else int(value))
            at += 1
        return True

    def _ask(self, question: Question) -> str | None:
        """The answer to one statement, asked until it is understood; None at the end of input."""
        scene = self._scene(question, "")
        note = ""
        while True:
            shown = render(replace(scene, note=note), admins.ADMINS, question, instead=bool(note))
            self.say(shown.as_text())
            line = self.read()
            if line is None:
                return None
            heard = self._scene(question, line)
            value = pick(heard, question) or question.hear(heard)
            if value is not None and value in _UNDERSTOOD:
                return str(value)
            note = unclear(heard, admins.ADMINS, question)

    def _scene(self, question: Question, line: str) -> Scene:
        session = Session(at=f"admins.{question.name}", language=self.words.language)
        said = Said(Sender("terminal", ""), "", line)
        return Scene(session, said, Facts(now=self.now), self.words, self.understanding)


_UNDERSTOOD = (*admins.AGREEMENT, survey_heard.BACK, *_LEAVING)
