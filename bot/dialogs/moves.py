"""What a message does: a command, an answer to the open question, something said beside it, or not understood."""

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
    filed,
    filed_begin,
    follow,
    hearing,
    lodge,
    start,
    story,
    survey,
    where,
)
from bot.dialogs.commands import ABOUT_FILED, Command, command, nearly
from bot.dialogs.engine import Dialog, Move, Question, Scene, numbered, pick, unclear
from bot.dialogs.hearing import MORE
from bot.dialogs.session import Session

AWAY = timedelta(hours=12)  # after so long a silence, words may belong to something new
LONGEST = 6000  # characters of one message; nobody types more by hand, and Redis keeps every one
TRAIL = 20

Act = Callable[[Scene, str], Move]
DIALOGS: Sequence[Dialog] = (start.START, lodge.LODGE, follow.FOLLOW, filed_begin.FILED, survey.SURVEY)
ANYWHERE: Mapping[str, Act] = {**start.COMMANDS, **follow.COMMANDS, **filed_begin.COMMANDS, **survey.COMMANDS}


@dataclass(frozen=True)
class Moves:
    """Finds the move for each message; knows all dialogs and nothing of any citizen."""

    dialogs: Mapping[str, Dialog]

    def of(self, scene: Scene) -> Move:
        """The move that this message is."""
        said = scene.said
        if len(said.text) > LONGEST:
            return self._again(scene, excuses.too_long(scene, LONGEST))
        if said.tap:
            return self._tapped(scene)
        found = command(said.text)
        if found and not self._labelled(scene) and not _answers(scene, found):
            return self._commanded(scene, found)
        if said.unsupported:
            return self._again(scene, attached.unsupported(scene))
        if said.attachments or said.pin:
            return self._attached(scene)
        if not scene.text:
            return self._again(scene, attached.nothing(scene))
        if follow.only_a_number(scene.text) and not self._labelled(scene):
            return follow.check(scene, scene.text)
        if self._was_away(scene):
            return start.welcome_back(scene)
        return self._heard(scene)

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
        _, question = self.open(scene.session)
        return question.claims(scene) or hearing.label(scene.text, numbered(scene, question)) is not None

    def _tapped(self, scene: Scene) -> Move:
        tap, session = scene.said.tap, scene.session
        _, question = self.open(session)
        assert tap is not None
        shown = session.last.revision if session.last else session.revision
        if tap.step != session.at or (question.exact and tap.revision != shown):
            return self._again(scene, excuses.old_button(scene))
        return self._heard(scene)

    def _attached(self, scene: Scene) -> Move:
        if scene.session.at.startswith("filed.") and scene.session.about:
            taken = filed.attached(scene, scene.session.at.partition(".")[2])
            if taken:
                return taken
        kept = attached.keep(scene)
        if isinstance(kept, str):
            return self._again(scene, kept)
        begins = scene.draft.empty and not scene.session.at.startswith("lodge.")
        scene, note = kept
        if begins:  # a photo with words under it is the beginning of a report
            scene = replace(scene, session=replace(scene.session, at="lodge.story", under=""))
        _, question = self.open(scene.session)
        if scene.text:
            return noted(self._heard(scene), note)
        return attached.lead_on(scene, question.name, note)

    def _heard(self, scene: Scene) -> Move:
        dialog, question = self.open(scene.session)
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
        added = filed_begin.addition(scene)
        if added or question.claims(scene):
            return added
        told = faq.answer(scene) or (afterwards.thanked(scene) if not scene.draft.empty else "")
        if told:
            return self._again(scene, told)
        return beside.aside(scene, question.name) if scene.session.at.startswith("lodge.") else None

    def _replayed(self, scene: Scene, move: Move) -> Move:
        """Words said before it was clear what they belong to, heard at the question that is open now."""
        session, _, question = self.asked(move)
        if question.exact:
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
        _, question = self.open(session)
        return not question.options(scene) or pick(scene, question) is None

    def open(self, session: Session) -> tuple[Dialog, Question]:
        """The question a session stands at; an unknown name leads to the first open one, with the draft intact."""
        name, _, step = session.at.partition(".")
        dialog = self.dialogs.get(name) or self.dialogs["lodge" if not session.draft.empty else "start"]
        return dialog, dialog.get(step) or dialog.open(session.draft)

    def asked(self, move: Move) -> tuple[Session, Dialog, Question]:
        """The question to which a move leads, and the session that stands there."""
        session = replace(move.session, at=move.go or move.session.at)
        dialog, question = self.open(session)
        if not move.go:
            question = dialog.open(session.draft)
        return replace(session, at=f"{dialog.name}.{question.name}"), dialog, question


def _answers(scene: Scene, found: Command) -> bool:
    """Whether "selesai" or "tambah", said at an open question or by somebody without reports, is no command.

    JAWAB is one wherever news said to type it: their question waits.
    """
    if found.name == "answer" and scene.session.pending:
        return False
    dialog = scene.session.at.partition(".")[0]
    at_question = dialog in ("lodge", "survey") or (dialog == "filed" and found.name == "done")
    return found.name in ABOUT_FILED and not found.argument and (at_question or not scene.session.cases)


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


def noted(move: Move, note: str) -> Move:
    """The move with a note before its own."""
    return replace(move, note="\n".join(part for part in (note, move.note) if part))
