"""One message in, one answer out: commands first, then the open question, then the next one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.dialogs import (
    afterwards,
    attached,
    beside,
    excuses,
    faq,
    follow,
    greeting,
    hearing,
    lodge,
    reminder,
    start,
    story,
    where,
)
from bot.dialogs.commands import Command, command, nearly
from bot.dialogs.engine import Dialog, Move, Question, Scene, numbered, pick, render, unclear
from bot.dialogs.hearing import MORE
from bot.dialogs.session import Facts, Session, Tell, Turn
from bot.dialogs.wording import Text, Wording
from bot.message import Said, Say, Sender
from bot.understanding.understand import Understanding

AWAY = timedelta(hours=12)  # after so long a silence, words may belong to something new
LONGEST = 6000  # characters of one message; nobody types more by hand, and Redis keeps every one
TRAIL = 20
LOST = Text("conversation.lost", "Sorry: we cannot open your earlier unsent report. Please tell us again.")

Act = Callable[[Scene, str], Move]
DIALOGS: Sequence[Dialog] = (start.START, lodge.LODGE, follow.FOLLOW)
ANYWHERE: Mapping[str, Act] = {**start.COMMANDS, **follow.COMMANDS}


@dataclass(frozen=True)
class Conversation:
    """All dialogs with what they share; holds nothing of any citizen."""

    wordings: Mapping[str, Wording]
    understanding: Understanding
    contact: str
    dialogs: Mapping[str, Dialog]

    def advance(self, session: Session, said: Said, facts: Facts) -> Turn:
        """The whole conversation: what this message does to this session, given these facts. Raises nothing."""
        scene = self._scene(session, said, facts)
        scene = greeting.language_of(scene, self.wordings)
        move = self._warned(scene, self._move(scene))
        if move.asks:
            return Turn(session, None, asks=move.asks)
        return self._turn(scene, move)

    def wake(self, session: Session, name: str, facts: Facts) -> Turn:
        """What a timer of this name does: at most one message, said on the bot's own account."""
        scene = self._scene(session, Said(Sender("", ""), ""), facts)
        say = reminder.remind(scene, name)
        after = replace(session, revision=session.revision + 1, reminded=session.reminded or say is not None)
        return Turn(after, None, do=(Tell(say),) if say else ())

    def _scene(self, session: Session, said: Said, facts: Facts) -> Scene:
        words = self.wordings.get(session.language) or self.wordings["id"]
        return Scene(session, said, facts, words, self.understanding, self.contact)

    def _move(self, scene: Scene) -> Move:
        said = scene.said
        if len(said.text) > LONGEST:
            return self._again(scene, excuses.too_long(scene, LONGEST))
        if said.tap:
            return self._tapped(scene)
        found = command(said.text)
        if found and not self._labelled(scene):
            return self._commanded(scene, found)
        if said.unsupported:
            return self._again(scene, attached.unsupported(scene))
        if said.attachments or said.pin:
            return self._attached(scene)
        if not scene.text:
            return self._again(scene, attached.nothing(scene))
        if follow.only_a_number(scene.text):
            return follow.check(scene, scene.text)
        if self._was_away(scene):
            return start.welcome_back(scene)
        return self._heard(scene)

    def _warned(self, scene: Scene, move: Move) -> Move:
        """Whatever a message was an answer to: if it speaks of danger now, the emergency number comes first."""
        chosen = pick(scene, self._open(scene.session)[1]) is not None  # "Banjir atau longsor" may be a topic's name
        if move.asks or move.say or chosen or not scene.text or command(scene.text):
            return move
        return _noted(move, story.danger(scene))

    def _commanded(self, scene: Scene, found: Command) -> Move:
        if found.name == "back":
            return self._back(scene)
        if found.name == "help" and len(scene.text.split()) > 1 and story.in_danger(scene):
            return self._again(scene, scene.words(story.DANGER))
        if found.name == "repeat":
            return self._repeat(scene)
        move = ANYWHERE[found.name](scene, found.argument)
        return self._replayed(scene, move) if move.replay else move

    def _labelled(self, scene: Scene) -> bool:
        """Whether the words are a choice's own label here ("Mulai" of "Mulai laporan baru"), and so no command."""
        _, question = self._open(scene.session)
        return question.claims(scene) or hearing.label(scene.text, numbered(scene, question)) is not None

    def _tapped(self, scene: Scene) -> Move:
        tap, session = scene.said.tap, scene.session
        _, question = self._open(session)
        assert tap is not None
        shown = session.last.revision if session.last else session.revision
        if tap.step != session.at or (question.exact and tap.revision != shown):
            return self._again(scene, excuses.old_button(scene))
        return self._heard(scene)

    def _attached(self, scene: Scene) -> Move:
        kept = attached.keep(scene)
        if isinstance(kept, str):
            return self._again(scene, kept)
        begins = scene.draft.empty and not scene.session.at.startswith("lodge.")
        scene, note = kept
        if begins:  # a photo with words under it is the beginning of a report
            scene = replace(scene, session=replace(scene.session, at="lodge.story", under=""))
        _, question = self._open(scene.session)
        if scene.text:
            return _noted(self._heard(scene), note)
        return attached.lead_on(scene, question.name, note)

    def _heard(self, scene: Scene) -> Move:
        dialog, question = self._open(scene.session)
        key = pick(scene, question)
        if key is None and not scene.said.tap:
            aside = self._aside(scene, question)
            if aside:
                return self._replayed(scene, aside) if aside.replay else aside
        if key == MORE:
            return Move(replace(scene.session, page=scene.session.page + 1), go=scene.session.at)
        value = key if key is not None else (None if scene.said.tap else question.hear(scene))
        if value is None:
            return self._not_understood(scene, dialog, question)
        move = _kept(scene, question, value)
        return self._replayed(scene, move) if move.replay else move

    def _aside(self, scene: Scene, question: Question) -> Move | None:
        """What is said beside the answer: a change or a question about the bot; the open question is asked again."""
        told = faq.answer(scene) or (afterwards.thanked(scene) if not scene.draft.empty else "")
        if told:
            return self._again(scene, told)
        return beside.aside(scene, question.name) if scene.session.at.startswith("lodge.") else None

    def _replayed(self, scene: Scene, move: Move) -> Move:
        """Words said before it was clear what they belong to, heard at the question that is open now."""
        session, _ = self._ask(scene, move)
        if self._open(session)[1].exact:
            return replace(move, replay="")  # nothing is ever confirmed by words that were said before
        again = replace(scene, session=session, said=replace(scene.said, text=move.replay, tap=None))
        heard = self._heard(again)
        return heard if heard.session.tries == 0 else replace(move, replay="")

    def _not_understood(self, scene: Scene, dialog: Dialog, question: Question) -> Move:
        found = nearly(scene.text)
        if found:
            return self._commanded(scene, found)
        leftover = beside.leftover(scene, question.name) if dialog.name == "lodge" and not scene.said.tap else None
        if leftover:
            return leftover
        excuse = faq.excuse(scene)
        if excuse:
            return self._again(scene, excuse)
        if question.name == "where":
            scene = replace(scene, session=replace(scene.session, draft=where.remember(scene)))
        session = replace(scene.session, tries=scene.session.tries + 1)
        return Move(session, go=session.at, note=unclear(scene, dialog, question), unclear=True)

    def _back(self, scene: Scene) -> Move:
        session = scene.session
        if session.at.partition(".")[0] != "lodge" and session.under:
            return Move(replace(session, at=session.under, under=""), go=session.under)
        if not session.trail:
            return self._again(scene, excuses.first_question(scene))
        return Move(replace(session, trail=session.trail[:-1], tries=0, page=0), go=session.trail[-1])

    def _repeat(self, scene: Scene) -> Move:
        return Move(scene.session, say=scene.session.last) if scene.session.last else self._again(scene, "")

    def _again(self, scene: Scene, note: str) -> Move:
        return Move(scene.session, go=scene.session.at, note=note)

    def _was_away(self, scene: Scene) -> bool:
        session = scene.session
        if session.seen_at is None or session.draft.empty or scene.facts.now - session.seen_at < AWAY:
            return False
        _, question = self._open(session)
        return not question.options(scene) or pick(scene, question) is None

    def _open(self, session: Session) -> tuple[Dialog, Question]:
        """The question a session stands at; an unknown name leads to the first open one, with the draft intact."""
        name, _, step = session.at.partition(".")
        dialog = self.dialogs.get(name) or self.dialogs["lodge" if not session.draft.empty else "start"]
        return dialog, dialog.get(step) or dialog.open(session.draft)

    def _turn(self, scene: Scene, move: Move) -> Turn:
        scene = replace(scene, session=move.session, words=self._scene(move.session, scene.said, scene.facts).words)
        session, say = (move.session, move.say) if move.say else self._ask(scene, move)
        session = replace(session, revision=scene.session.revision + 1, seen_at=scene.facts.now)
        if not session.told_privacy:
            say, session = greeting.introduce(replace(scene, session=session), say)
        if scene.facts.lost:
            say = replace(say, body=f"{scene.words(LOST)}\n{say.body}")
        say = replace(say, revision=session.revision)
        return Turn(replace(session, last=say), say, move.do, reminder.timers(session, scene.facts.now))

    def _ask(self, scene: Scene, move: Move) -> tuple[Session, Say]:
        session = replace(move.session, at=move.go or move.session.at)
        dialog, question = self._open(session)
        if not move.go:
            question = dialog.open(session.draft)
        at = f"{dialog.name}.{question.name}"
        session = replace(session, at=at, page=session.page if at == scene.session.at else 0)
        note = move.note or (scene.words(move.spoken) if move.spoken else "")
        return session, render(replace(scene, session=session, note=note), dialog, question, instead=move.unclear)


def _kept(scene: Scene, question: Question, value: Any) -> Move:
    session = scene.session
    if session.at.startswith("lodge.") and not question.aside:
        session = replace(session, trail=(*session.trail, session.at)[-TRAIL:])
    session = replace(session, tries=0, page=0)
    scene = replace(scene, session=session)
    if question.act:
        return question.act(scene, value)
    assert question.keep is not None, question.name
    return Move(replace(session, draft=question.keep(session.draft, value)))


def _noted(move: Move, note: str) -> Move:
    return replace(move, note="\n".join(part for part in (note, move.note) if part))


def conversation(wordings: Mapping[str, Wording], understanding: Understanding, contact: str) -> Conversation:
    """The conversation with every dialog this release knows."""
    return Conversation(wordings, understanding, contact, {each.name: each for each in DIALOGS})
