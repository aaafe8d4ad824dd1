"""A citizen asks what became of a report: stage, date, what comes next, what may be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogs.engine import Dialog, Move, Option, Question, Scene
from bot.dialogs.hearing import Mentioned, mentioned
from bot.dialogs.recap import shortened
from bot.dialogs.session import AskAgain, Case
from bot.dialogs.wording import Text
from bot.message import Say
from bot.progress import By, Doing
from bot.report import Reference, Stage, Status

NEXT_DRAFT = Text("follow.next_draft", "Type RESUME to go on with your report.")
NEXT_NONE = Text("follow.next_none", "Type STATUS to ask again, or MENU.")
MISTYPED = Text(
    "follow.mistyped",
    "The number {digits} does not match yet. Maybe a digit is different, missing or too many. Please look at it again. "
    "A report number has 10 digits, for example 2611 0042 70.",
)
UNKNOWN = Text(
    "follow.unknown",
    "We cannot find report {number}, or cannot show it here. Please look at the number again. If the report is Secret, "
    "type CHECK, the number, then the PIN.",
)
LAPOR_NUMBER = Text(
    "follow.lapor_number",
    "{digits} looks like a number from lapor.go.id. Please look it up there. The numbers of reports made here have 10 "
    "digits.",
)
SLOW = Text(
    "follow.slow",
    "Several PINs did not fit. For safety, our answer comes in about {minutes} minutes. No need to write again.",
)
NOT_SENT = Text("follow.not_sent", "Your report is saved and not yet sent.")
UNREACHABLE = Text("follow.unreachable", "The central system is not answering. This is the latest we know.")
ABOUT = Text("follow.about", "Report {number}{title}: {stage}, since {day}.")
TITLE = Text("follow.title", ' "{title}"')
OFFICE = Text("follow.office", "Office: {agency}.")
NOTE = Text("follow.note", "The office says: {note}")
STAGES = {
    Stage.WAITING: Text("follow.stage.waiting", "saved, not yet sent"),
    Stage.RECEIVED: Text("follow.stage.received", "waiting to be checked"),
    Stage.VERIFIED: Text("follow.stage.verified", "checked"),
    Stage.SENT_ON: Text("follow.stage.sent_on", "sent on to the office"),
    Stage.FOLLOWED_UP: Text("follow.stage.followed_up", "followed up by the office"),
    Stage.REPLIED: Text("follow.stage.replied", "with your reply at the office"),
    Stage.INCOMPLETE: Text("follow.stage.incomplete", "waiting for more information"),
    Stage.CLOSED: Text("follow.stage.closed", "closed"),
    Stage.ARCHIVED: Text("follow.stage.archived", "archived (not taken further)"),
}
NEXT = {
    Stage.WAITING: Text("follow.after.waiting", "Next: we send it and tell you. You do not need to do anything."),
    Stage.RECEIVED: Text(
        "follow.after.received", "Next: staff check it and send it on, usually within 3 working days."
    ),
    Stage.VERIFIED: Text("follow.after.verified", "Next: staff send it on to the office in charge."),
    Stage.SENT_ON: Text("follow.after.sent_on", "Next: the office follows it up, usually within 5 working days."),
    Stage.FOLLOWED_UP: Text("follow.after.followed_up", "Is it solved or not? Type SOLVED, then choose."),
    Stage.REPLIED: Text("follow.after.replied", "Next: the office answers what you wrote."),
    Stage.INCOMPLETE: Text("follow.after.incomplete", "Next: you. To answer, type ANSWER."),
    Stage.CLOSED: Text("follow.after.closed", "Not solved? Type SOLVED and the report number, or make a new report."),
    Stage.ARCHIVED: Text("follow.after.archived", "You may make a new report with more details."),
}
WITHDRAWN = Text("follow.stage.withdrawn", "withdrawn by you")
WITHDRAWN_NEXT = Text("follow.after.withdrawn", "You may make a new report.")
CLOSED_FOR_GOOD = Text("follow.closed_for_good", "If it is not solved, you may make a new report.")
DEADLINE = Text("follow.deadline", "By {day} at the latest. After that you may call the Ombudsman (watchdog) at 137.")
ENDS = Text("follow.ends", "Without your answer it ends on {day}.")
LATE = Text("follow.late", "The time ran out on {day}. To go to the Ombudsman (watchdog), type OMBUDSMAN.")
OMBUDSMAN = Text("follow.ombudsman", "If it takes too long, you may call the Ombudsman (service watchdog) at 137.")
NOTE_WHOLE = 900  # characters: news of a secret report do not tell it, so it stands here
TITLE_IN_LIST, TITLE_SHOWN, AGENCY_SHOWN, NOTE_SHOWN = 18, 30, 60, 70  # characters: a status is three SMS at most
_UNDERWAY = (Stage.RECEIVED, Stage.VERIFIED, Stage.SENT_ON, Stage.REPLIED)


def ask_status(scene: Scene, argument: str) -> Move:
    """CEK and STATUS: of the number given, of the only report there is, or a question which one."""
    if mentioned(argument):
        return check(scene, argument)
    own = _own(scene)
    if not own and not scene.draft.empty:
        return _say(scene, scene.words(NOT_SENT))
    if len(own) == 1:
        return _tell(scene, own[0])
    under = scene.session.at if scene.session.at.startswith("lodge.") else scene.session.under
    return Move(replace(scene.session, under=under, tries=0), go="follow.which" if own else "follow.number")


def check(scene: Scene, text: str) -> Move:
    """The status of the report whose number stands in the text."""
    found = mentioned(text)
    if found is None or found.reference is None:
        return _say(scene, _wrong(scene, found))
    if found.pin and scene.facts.pin_wait:
        return _wait(scene, text)
    case = scene.facts.cases.get(found.reference)
    if case is None or (case.secret and found.reference not in scene.facts.opened):
        return _say(scene, scene.words(UNKNOWN, number=found.reference.grouped))
    told = _tell(scene, case)
    elsewhere = found.pin and found.reference in scene.facts.opened and found.reference not in scene.session.cases
    return _offer(scene, found.reference, told) if elsewhere else told


def _offer(scene: Scene, reference: Reference, told: Move) -> Move:
    """Number and PIN came from another phone than the report: its news may come here from now on."""
    if told.say is None:
        return told
    status = scene.facts.statuses.get(reference)
    waits = status is not None and status.stage is Stage.INCOMPLETE
    session = replace(scene.session.aside(), about=reference)
    return Move(session, go="filed.here_asked" if waits else "filed.here", note=told.say.body)


def _wait(scene: Scene, text: str) -> Move:
    """After many wrong PINs each further one takes its time, the right one too; none is refused."""
    wait = scene.facts.pin_wait
    minutes = max(1, round(wait.total_seconds() / 60))
    slow = _say(scene, scene.words(SLOW, minutes=minutes))
    return replace(slow, do=(AskAgain(f"CEK {text}", scene.facts.now + wait),))


def _wrong(scene: Scene, found: Mentioned | None) -> str:
    digits = found.digits if found else scene.text[:20]
    return scene.words(LAPOR_NUMBER if len(digits) == 7 else MISTYPED, digits=digits)


def _tell(scene: Scene, case: Case) -> Move:
    if case.stage is Stage.WAITING:
        return _say(scene, _describe(scene, case, Status(case.reference, Stage.WAITING, case.since)))
    if case.reference not in scene.facts.statuses:
        return Move(scene.session, asks=(case.reference,))
    status = scene.facts.statuses[case.reference]
    if status is None:
        known = _describe(scene, case, Status(case.reference, case.stage, case.since))
        return _say(scene, f"{scene.words(UNREACHABLE)} {known}")
    return _say(scene, _describe(scene, case, status))


def _describe(scene: Scene, case: Case, status: Status) -> str:
    """Stage, date, office, next step and what may be done; the title and the office's words only where opened."""
    opened = case.reference in scene.facts.opened
    parts = [
        scene.words(
            ABOUT,
            number=case.reference.grouped,
            title=scene.words(TITLE, title=shortened(case.title, TITLE_SHOWN)) if opened and case.title else "",
            stage=scene.words(WITHDRAWN if _withdrawn(status) else STAGES[status.stage]),
            day=scene.words.day(status.since),
        ),
        scene.words(OFFICE, agency=shortened(status.agency, AGENCY_SHOWN)) if status.agency else "",
        scene.words(NOTE, note=shortened(status.note, NOTE_WHOLE if case.secret else NOTE_SHOWN))
        if status.note and opened
        else "",
        scene.words(_next(status)),
        _right(scene, status),
    ]
    return " ".join(part for part in parts if part).replace("....", "...")


def _next(status: Status) -> Text:
    if _withdrawn(status):
        return WITHDRAWN_NEXT
    over = status.stage is Stage.CLOSED and Doing.REOPEN not in status.may
    return CLOSED_FOR_GOOD if over else NEXT[status.stage]


def _withdrawn(status: Status) -> bool:
    return status.stage is Stage.ARCHIVED and status.by == By.CITIZEN


def _right(scene: Scene, status: Status) -> str:
    if status.ends:
        return scene.words(ENDS, day=scene.words.date(status.ends))
    if status.deadline and status.deadline < scene.today:
        return scene.words(LATE, day=scene.words.date(status.deadline))
    if status.deadline:
        return scene.words(DEADLINE, day=scene.words.date(status.deadline))
    return scene.words(OMBUDSMAN) if status.stage in _UNDERWAY else ""


def _say(scene: Scene, body: str) -> Move:
    session = scene.session
    if session.at.startswith("follow."):
        session = replace(session, at=session.under or "start.menu", under="")
    return Move(session, say=Say(body, closing=scene.words(NEXT_NONE if scene.draft.empty else NEXT_DRAFT)))


def _own(scene: Scene) -> list[Case]:
    mine = (scene.facts.cases.get(reference) for reference in reversed(scene.session.cases))
    return [case for case in mine if case]


def _options(scene: Scene) -> Sequence[Option]:
    return [
        Option(case.reference, f"{case.reference.grouped} {shortened(case.title, TITLE_IN_LIST)}".strip())
        for case in _own(scene)
    ]


def _hear(scene: Scene) -> str | None:
    return scene.text if mentioned(scene.text) else None


def _act(scene: Scene, answer: str) -> Move:
    return check(scene, answer)


WHICH = Question(
    "which",
    ask="Which report?",
    unclear="Sorry, that one is not in the list. Choose from the list, or write the number.",
    options=_options,
    hear=_hear,
    act=_act,
    counted=False,
    aside=True,
)
NUMBER = Question(
    "number",
    ask="Please write the number of your report, 10 digits. We sent it to you when the report was saved.",
    unclear="We found no report number in that. It has 10 digits, for example 2611 0042 70.",
    closing="Reply with the number, or type MENU.",
    hear=_hear,
    act=_act,
    counted=False,
)
FOLLOW = Dialog("follow", (WHICH, NUMBER))


def only_a_number(text: str) -> bool:
    """Whether a message is nothing but a well-formed tracking number (and perhaps its PIN)."""
    return own_reference(text) is not None and not any(ch.isalpha() for ch in text)


def own_reference(text: str) -> Reference | None:
    """The well-formed reference in a text, so that a caller can have its case at hand."""
    found = mentioned(text)
    return found.reference if found else None


COMMANDS = {"status": ask_status}
