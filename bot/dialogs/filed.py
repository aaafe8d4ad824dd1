"""A citizen answers the office, adds words and photos to a filed report, and goes on where they were before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.dialogs import filed_heard, news
from bot.dialogs.engine import Move, Option, Question, Scene
from bot.dialogs.recap import shortened
from bot.dialogs.session import Case, Do, Effect, Session
from bot.dialogs.wording import Text
from bot.message import Attachment, Say
from bot.progress import Doing
from bot.report import ENDED, Reference, Stage

PASSED_ON = Text("filed.passed_on", "Thank you. We pass it on.")
NONE_OPEN = Text(
    "filed.none_open", "You have no open report here. Made on another phone? Type CHECK, the number and the PIN."
)
NOTHING_ASKED = Text("filed.nothing_asked", "We have no question for you just now.")
ENOUGH = Text("filed.enough", "That is all")
PLACE_SENT = Text("filed.place_sent", "(Location: {latitude}, {longitude})")
NO_HURRY = Text("filed.no_hurry", "Please take your time. We wait for your answer here.")
NO_HURRY_CLOSING = Text("filed.no_hurry_closing", "Just write here when you can.")


def about(scene: Scene) -> Reference:
    """The report that the open question is about."""
    return Reference(scene.session.about)


def open_cases(scene: Scene) -> list[Case]:
    """The citizen's own reports that have not ended, the last one first."""
    return [case for case in own(scene) if case.stage not in ENDED]


def closed_cases(scene: Scene) -> list[Case]:
    """The citizen's own reports that were closed, the last one first."""
    return [case for case in own(scene) if case.stage is Stage.CLOSED]


def own(scene: Scene) -> list[Case]:
    """The citizen's own reports, the last one first."""
    mine = (scene.facts.cases.get(reference) for reference in reversed(scene.session.cases))
    return [case for case in mine if case]


def leave(scene: Scene, session: Session, note: str, *effects: Effect) -> Move:
    """The question is answered: the next one that waits, or where the citizen was before."""
    session = replace(session, about="", tries=0, page=0)
    if session.pending:
        first, *rest = session.pending
        session = replace(session, pending=tuple(rest))
        case = scene.facts.cases.get(first.reference)
        asked = news.question(session, first.what, first.reference, case.stage if case else Stage.FOLLOWED_UP)
        if asked:
            waiting = scene.words(news.YOURS, number=first.reference.grouped, title="")
            move = news.put(replace(scene, session=session), asked, first.reference, f"{note}\n{waiting}")
            return replace(move, do=(*effects, *move.do))
    session = replace(session, at=session.under or "start.menu", under="")
    return Move(session, say=Say(note, closing=closing(scene)), do=effects)


def closing(scene: Scene) -> str:
    """What to type after the last word: go on with the draft, or ask for news."""
    return scene.words(NEXT_DRAFT if not scene.draft.empty else news.CLOSING)


NEXT_DRAFT = Text("filed.next_draft", "Type RESUME to go on with your report.")


def attached(scene: Scene, name: str) -> Move | None:
    """Photos, voice notes and pins at a question about a filed report go to that report; None at all others."""
    if name not in ("complete", "add", "more", "why", "done", "meant"):
        return None
    pin = scene.said.pin
    place = scene.words(PLACE_SENT, latitude=pin.latitude, longitude=pin.longitude) if pin else ""
    words = "\n".join(filter(None, (scene.text, place)))
    return passed_on(scene, words, scene.said.attachments)


def passed_on(scene: Scene, words: str, files: tuple[Attachment, ...] = ()) -> Move:
    act = Do(about(scene), Doing.ADD, words, files)
    return Move(scene.session, go="filed.more", note=scene.words(PASSED_ON), do=(act,))


def waits(scene: Scene) -> Move:
    """The question stays open: the answer to it may come at any time."""
    return Move(scene.session, say=Say(scene.words(NO_HURRY), closing=scene.words(NO_HURRY_CLOSING)))


def answers(scene: Scene) -> str | None:
    """Any words are an answer, except a bare number or yes, which say nothing to an office."""
    return scene.text if sum(ch.isalpha() for ch in scene.text) > 1 else None


def _answer(scene: Scene) -> str | None:
    return filed_heard.WAIT if filed_heard.later(scene) else answers(scene)


def _to_the_office(scene: Scene) -> str | None:
    """What the office asked may be answered by "12" alone."""
    return _answer(scene) or (scene.text if any(ch.isalnum() for ch in scene.text) else None)


def _act_answer(scene: Scene, key: str) -> Move:
    return waits(scene) if key == filed_heard.WAIT else passed_on(scene, key)


def claims(scene: Scene) -> bool:
    """Words that are a command elsewhere and an answer here: "belum diperbaiki", "tidak tahu"."""
    return filed_heard.unsolved(scene) or filed_heard.unknown(scene)


def _hear_more(scene: Scene) -> str | None:
    return filed_heard.ENOUGH if filed_heard.enough(scene) else answers(scene)


def _act_more(scene: Scene, key: str) -> Move:
    if key == filed_heard.ENOUGH:
        return leave(scene, scene.session, scene.words(NO_MORE_TO_ADD))
    return passed_on(scene, key)


NO_MORE_TO_ADD = Text("filed.all_passed_on", "All right. We tell you when there is news.")


def two(yes: str, yes_text: Text, no: str, no_text: Text) -> Callable[[Scene], Sequence[Option]]:
    """The two choices of a question."""
    return lambda scene: [Option(yes, scene.words(yes_text)), Option(no, scene.words(no_text))]


def number(scene: Scene) -> dict[str, object]:
    """The report's number and title, for the sentences."""
    case = scene.facts.cases.get(scene.session.about)
    title = shortened(case.title, 30) if case and not case.secret else ""
    return {"number": about(scene).grouped, "title": f' "{title}"' if title else ""}


def question(name: str, **parts: object) -> Question:
    """A question about one filed report, asked only when something leads to it."""
    return Question(name, values=number, counted=False, aside=True, **parts)  # type: ignore[arg-type]


COMPLETE = question(
    "complete",
    ask="Please answer here.",
    unclear="Please write a few words, or send a photo.",
    closing="Reply with words or a photo.",
    hear=_to_the_office,
    act=_act_answer,
    claims=claims,
)
ADD = question(
    "add",
    ask="What should be added to report {number}{title}?",
    unclear="Please write a few words, or send a photo.",
    closing="Reply with words or a photo.",
    hear=_answer,
    act=_act_answer,
    claims=claims,
)
MORE = question(
    "more",
    ask="Is there more? Write or send it.",
    unclear="Please write a few words, send a photo, or reply 1.",
    closing="Reply 1 if that is all.",
    options=lambda scene: [Option("enough", scene.words(ENOUGH))],
    hear=_hear_more,
    act=_act_more,
    claims=claims,
)
