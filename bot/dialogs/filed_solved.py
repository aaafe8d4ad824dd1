"""A citizen says whether the problem is solved: the report is closed, taken up again, or the office answers again."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogs import filed_heard, story, survey
from bot.dialogs.engine import Move, Scene
from bot.dialogs.filed import about, answers, claims, leave, passed_on, question, two, waits
from bot.dialogs.session import Do
from bot.dialogs.wording import Text
from bot.progress import Doing
from bot.report import Stage

THANKS_DONE = Text("filed.thanks_done", "Good to hear. Report {number} is closed.")
TAKEN_UP = Text("filed.taken_up", "All right. Report {number} is taken up again, and we pass on what you wrote.")
TOLD_OFFICE = Text("filed.told_office", "We pass that on. The office has to answer again.")
NO_MORE = Text(
    "filed.no_more",
    "Report {number} cannot be taken up again. You may make a new report, or call the Ombudsman at 137.",
)
YES_DONE = Text("filed.yes_done", "Solved")
NOT_DONE = Text("filed.not_yet", "Not yet")
TO_OFFICE = Text("filed.to_office", "Yes, for the office")
NEW_REPORT = Text("filed.new_report", "No, a new report")


def _act_done(scene: Scene, key: str) -> Move:
    if key == filed_heard.YES:
        return _solved(scene)
    if key == filed_heard.BECAUSE:
        return _unsolved(scene, scene.text)
    if key == filed_heard.WAIT:
        return waits(scene)
    if key == filed_heard.MEANT:
        return Move(replace(scene.session, held=scene.text), go="filed.meant")
    reference = about(scene)
    if reference not in scene.facts.statuses:
        return Move(scene.session, asks=(reference,))
    return Move(scene.session, go="filed.why") if _may_still(scene) else _no_more(scene)


def _may_still(scene: Scene) -> bool:
    """Whether "not solved" still leads anywhere: nobody is asked why for nothing."""
    status = scene.facts.statuses[about(scene)]
    return status is None or bool({Doing.REOPEN, Doing.ADD} & set(status.may))


def _no_more(scene: Scene) -> Move:
    return leave(scene, scene.session, scene.words(NO_MORE, number=about(scene).grouped))


def _solved(scene: Scene) -> Move:
    reference = about(scene)
    done = Do(reference, Doing.DONE)
    note = scene.words(THANKS_DONE, number=reference.grouped)
    if reference in scene.session.surveyed:
        return leave(scene, scene.session, note, done)
    move = survey.begin(scene, reference, note)
    return replace(move, do=(done, *move.do))


def _unsolved(scene: Scene, words: str) -> Move:
    """Taken up again where that is still possible, else told to the office; the core says which."""
    reference = about(scene)
    if reference not in scene.facts.statuses:
        return Move(scene.session, asks=(reference,))
    status = scene.facts.statuses[reference]
    number = reference.grouped
    if status is None or Doing.REOPEN in status.may:
        return leave(scene, scene.session, scene.words(TAKEN_UP, number=number), Do(reference, Doing.REOPEN, words))
    if Doing.ADD in status.may:
        return leave(scene, scene.session, scene.words(TOLD_OFFICE), Do(reference, Doing.ADD, words))
    return _no_more(scene)


def _act_meant(scene: Scene, key: str) -> Move:
    held, session = scene.session.held, replace(scene.session, held="")
    if key == "office":
        case = scene.facts.cases.get(session.about)
        answered = case is not None and case.stage in (Stage.FOLLOWED_UP, Stage.CLOSED, Stage.ARCHIVED)
        scene = replace(scene, session=session)
        return _unsolved(scene, held) if answered else passed_on(scene, held)
    again = replace(session, at="start.menu", about="", under="")
    if not scene.draft.empty:
        return Move(again, go="start.menu", replay=held)
    return story.begin(replace(scene, session=again, said=replace(scene.said, text=held, tap=None)))


DONE = question(
    "done",
    ask="Is the problem solved?",
    unclear="Nothing has changed yet. Please reply 1 if it is solved, 2 if it is not.",
    options=two("yes", YES_DONE, "no", NOT_DONE),
    hear=filed_heard.done,
    claims=lambda scene: filed_heard.done(scene) not in (None, filed_heard.MEANT),  # "sudah diperbaiki" is no question
    act=_act_done,
)
WHY = question(
    "why",
    ask="What is still wrong? A few words are enough. We pass them on to the office.",
    unclear="Please write a few words, for example: the lamp is still dark.",
    closing="Reply with your words.",
    hear=answers,
    act=_unsolved,
    claims=claims,
)
MEANT = question(
    "meant",
    ask="Is that for the office, about report {number}?",
    unclear="Please choose one of the two. What you wrote is kept.",
    options=two("office", TO_OFFICE, "new", NEW_REPORT),
    act=_act_meant,
)
