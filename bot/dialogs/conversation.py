"""One message in, one answer out: the pure heart of every channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.dialogs import details, filed, greeting, reminder, similar, story
from bot.dialogs.commands import command
from bot.dialogs.engine import Move, Scene, pick, render
from bot.dialogs.moves import DIALOGS, Moves, noted
from bot.dialogs.review import REVIEW
from bot.dialogs.session import Facts, Session, Turn
from bot.dialogs.wording import Text, Wording
from bot.message import Said, Say
from bot.understanding.understand import Understanding

LOST = Text("conversation.lost", "Sorry: we cannot open your earlier unsent report. Please tell us again.")


@dataclass(frozen=True)
class Conversation:
    """All dialogs with what they share; holds nothing of any citizen."""

    wordings: Mapping[str, Wording]
    understanding: Understanding
    contact: str
    moves: Moves

    def advance(self, session: Session, said: Said, facts: Facts) -> Turn:
        """The whole conversation: what this message does to this session, given these facts. Raises nothing."""
        scene = self.scene(session, said, facts)
        scene = greeting.language_of(scene, self.wordings)
        move = self._warned(scene, self.moves.of(scene))
        for looked in (similar.looked, details.looked):
            move = self._before_recap(scene, move, looked)
        move = _asked_next(scene, move)
        if move.asks or move.near or move.wants:
            return Turn(session, None, asks=move.asks, near=move.near, wants=move.wants)
        return self._turn(scene, move)

    def scene(self, session: Session, said: Said, facts: Facts) -> Scene:
        """Everything that a question may look at, in the session's language."""
        words = self.wordings.get(session.language) or self.wordings["id"]
        return Scene(session, said, facts, words, self.understanding, self.contact)

    def _before_recap(self, scene: Scene, move: Move, looked: Callable[[Scene, Move], Move]) -> Move:
        """On the way to the recap others' open reports of the same, and the core's own questions, are looked for."""
        if move.say or move.asks or move.near or move.wants:
            return move
        _, _, question = self.moves.asked(move)
        return looked(scene, move) if question is REVIEW else move

    def _warned(self, scene: Scene, move: Move) -> Move:
        """Whatever a message was an answer to: if it speaks of danger now, the emergency number comes first."""
        _, question = self.moves.open(scene.session)
        chosen = pick(scene, question) is not None  # "Banjir atau longsor" may be a topic's name
        if move.asks or move.wants or move.say or chosen or not scene.text or command(scene.text):
            return move
        return noted(move, story.danger(scene))

    def _turn(self, scene: Scene, move: Move) -> Turn:
        scene = replace(scene, session=move.session, words=self.scene(move.session, scene.said, scene.facts).words)
        session, say = (move.session, move.say) if move.say else self.ask(scene, move)
        session = replace(session, revision=scene.session.revision + 1, seen_at=scene.facts.now)
        if not session.told_privacy:
            say, session = greeting.introduce(replace(scene, session=session), say)
        if scene.facts.lost:
            say = replace(say, body=f"{scene.words(LOST)}\n{say.body}")
        say = replace(say, revision=session.revision)
        return Turn(replace(session, last=say), say, move.do, reminder.timers(session, scene.facts.now))

    def ask(self, scene: Scene, move: Move) -> tuple[Session, Say]:
        """The question to which a move leads, as it is said, and the session that stands there."""
        session, dialog, question = self.moves.asked(move)
        session = replace(session, page=session.page if session.at == scene.session.at else 0)
        note = move.note or (scene.words(move.spoken) if move.spoken else "")
        return session, render(replace(scene, session=session, note=note), dialog, question, instead=move.unclear)


def _asked_next(scene: Scene, move: Move) -> Move:
    """After the last word of a survey the question of other news that waits, if there is one."""
    after = move.session
    over = move.say is not None and scene.session.at.startswith("survey.") and after.at == "start.menu"
    if not (over and move.say and after.pending and after.draft.empty):
        return move
    return filed.leave(replace(scene, session=after), after, move.say.body, *move.do)


def conversation(wordings: Mapping[str, Wording], understanding: Understanding, contact: str) -> Conversation:
    """The conversation with every dialog this release knows."""
    return Conversation(wordings, understanding, contact, Moves({each.name: each for each in DIALOGS}))
