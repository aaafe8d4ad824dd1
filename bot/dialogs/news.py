"""What the bot says on its own account when something happened to a report, and the question that comes with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.dialogs import survey
from bot.dialogs.engine import Move, Scene
from bot.dialogs.recap import shortened
from bot.dialogs.session import Case, Pending, Session
from bot.dialogs.wording import Text, Wording
from bot.message import Say
from bot.progress import By, Happened, Happening
from bot.report import Reference, Stage

ARRIVED = Text(
    "news.arrived",
    "Your report {number} has reached the SP4N-LAPOR! system. Next: staff check it and send it on, usually within 3 "
    "working days.",
)
ARRIVED_UNTOLD = Text(
    "news.arrived_untold",
    "The office has taken your report {number}. Its system sends no news through this service. The office may contact "
    "you itself.",
)
MISSING = Text(
    "news.missing", "We could not use {count} of your files. Photos (JPEG, PNG, WebP), PDF, sound and video work."
)
CLOSING = Text("news.closing", "Type STATUS to ask for news.")
KEPT = Text("news.kept", "Your message is saved. Our system is busy just now; the answer will follow by itself.")
LATER = Text("news.later", "Type ANSWER to reply to this, or go on with your report.")
LATER_FREE = Text("news.later_free", "Type ANSWER to reply to this.")
YOURS = Text("news.yours", "News of your report {number}{title}.")
SUPPORTED = Text("news.supported", "News of report {number} that you joined.")
TITLE = Text("news.title", ' "{title}"')
SECRET = Text("news.secret", "It is Secret, so we do not write more here. To read it, type CHECK {number}.")
SAYS = Text("news.says", 'The message: "{note}"')
OFFICE = Text("news.office", "the office")
STAFF = Text("news.staff", "our staff")
VERIFIED = Text("news.verified", "It was checked. Next: staff send it on to the office in charge.")
SENT_ON = Text("news.sent_on", "It was sent on to {agency}. The office has time until {day}.")
HANDED_ON = Text(
    "news.handed_on", "Another office is in charge: it is with {agency} now. The office has time until {day}."
)
ASKED = Text("news.asked", "There is a request from {agency}. Please answer by {day}.")
ANSWERED = Text("news.answered", "There is an answer from {agency}.")
CLOSED = Text("news.closed", "It was closed by {agency}.")
CLOSED_BY_TIME = Text("news.closed_by_time", "It was closed because nobody wrote after the office's answer.")
ARCHIVED = Text("news.archived", "It was archived: it is not taken further. {reason}")
WITHDRAWN = Text("news.withdrawn", "Its sender has withdrawn it.")
REOPENED = Text("news.reopened", "It was taken up again.")
WARNED_CLOSING = Text("news.warned_closing", "If we hear nothing from you, it is closed on {day}.")
WARNED_ARCHIVE = Text(
    "news.warned_archive", "The office still waits for your answer. Without it the report ends on {day}."
)
LATE = Text("news.late", "We are sorry: nothing came from {agency} by {day}.")
FINAL_LATE = Text("news.final_late", "We are sorry: the final answer was due on {day} and has not come.")
RIGHT = Text("news.right", "You have the right to go to the Ombudsman, the watchdog of public services (phone 137).")
REASONS = {
    "no_evidence": Text("news.reason.no_evidence", "There was too little proof. You may report it again with a photo."),
    "unclear": Text(
        "news.reason.unclear", "It was not clear what, where or when. You may report it again with more details."
    ),
    "out_of_scope": Text("news.reason.out_of_scope", "This matter is not handled here."),
    "duplicate": Text("news.reason.duplicate", "The same matter is handled under another report."),
    "in_court": Text("news.reason.in_court", "The matter is before a court; the court decides."),
    "to_wbs": Text("news.reason.to_wbs", "Such matters go to the whistleblowing system (WBS). It protects you better."),
    "no_answer": Text("news.reason.no_answer", "We asked for something more and got no answer."),
    "other": Text("news.reason.other", "The staff wrote why."),
}
# Where a core names no day.
UNDATED = {
    Happened.SENT_ON: Text("news.undated.sent_on", "It was sent on to {agency}."),
    Happened.HANDED_ON: Text("news.undated.handed_on", "Another office is in charge: it is with {agency} now."),
    Happened.ASKED: Text("news.undated.asked", "There is a request from {agency}. Please answer soon."),
}
TITLE_SHOWN, AGENCY_SHOWN, NOTE_SHOWN = 30, 60, 900  # characters
_PLAIN = {
    Happened.VERIFIED: VERIFIED,
    Happened.SENT_ON: SENT_ON,
    Happened.HANDED_ON: HANDED_ON,
    Happened.ASKED: ASKED,
    Happened.ANSWERED: ANSWERED,
    Happened.CLOSED: CLOSED,
    Happened.ARCHIVED: ARCHIVED,
    Happened.WITHDRAWN: WITHDRAWN,
    Happened.REOPENED: REOPENED,
    Happened.LATE: LATE,
    Happened.FINAL_LATE: FINAL_LATE,
}
# Which question comes with which news; those of LATE only until the citizen has been asked once.
ASKS = {
    Happened.ASKED: "filed.complete",
    Happened.ANSWERED: "filed.done",
    Happened.WARNED: "filed.done",
    Happened.LATE: "filed.appeal",
    Happened.FINAL_LATE: "filed.appeal",
    Happened.CLOSED: "survey.star",
}
_FREE = ("start", "follow")  # a citizen who stands there is asked at once


def kept_for_later(words: Wording) -> Say:
    """Nothing can be looked up just now, but the message is on the disk."""
    return Say(words(KEPT))


def arrived(words: Wording, reference: Reference, missing_files: int, *, silent: bool = False) -> Say:
    """The core has the report; says so, and which files it could not take along.

    `silent`: this core gives no number and tells nothing more, so that nothing can be promised.
    """
    body = words(ARRIVED_UNTOLD if silent else ARRIVED, number=reference.grouped)
    missing = words(MISSING, count=missing_files) if missing_files else ""
    return Say(" ".join(part for part in (body, missing) if part), closing=words(CLOSING))


def files_missing(words: Wording, count: int) -> Say:
    """Files that could not be used, of those sent to a filed report."""
    return Say(words(MISSING, count=count), closing=words(CLOSING))


def told(scene: Scene, news: Happening, case: Case | None, *, supporter: bool) -> Move:
    """What is said of something that happened; the question that comes with it waits where another one is open."""
    body = _body(scene, news, case, supporter=supporter)
    session = replace(scene.session, pending=_still(scene.session, news.reference))
    asked = "" if supporter else question(session, news.what, news.reference, news.stage)
    if not asked or (asked == "filed.appeal" and news.reference in session.late):
        return Move(_closed(session, news), say=Say(body, closing=scene.words(CLOSING)))
    if asked == "filed.appeal":
        session = replace(session, late=(*session.late, news.reference)[-20:])
    if not _free(session, news.reference):
        waits = (*session.pending, Pending(news.what, news.reference))
        later = LATER_FREE if session.draft.empty else LATER
        return Move(replace(session, pending=waits), say=Say(body, closing=scene.words(later)))
    return put(replace(scene, session=session), asked, news.reference, body)


def question(session: Session, what: Happened, reference: Reference, stage: Stage) -> str:
    """The question that news of this kind brings; "" for none."""
    if what is Happened.WARNED and stage is Stage.INCOMPLETE:
        return "filed.complete"
    asked = ASKS.get(what, "")
    known = {"filed.appeal": session.appealed, "survey.star": session.surveyed}
    return "" if reference in known.get(asked, ()) else asked


def put(scene: Scene, asked: str, reference: Reference, note: str) -> Move:
    """Ask the question now, about this report."""
    if asked == "survey.star":
        return survey.begin(scene, reference, note)
    session = replace(scene.session, about=reference, tries=0, page=0)
    return Move(session, go=asked, note=note)


def _still(session: Session, reference: Reference) -> tuple[Pending, ...]:
    """What waits, without the questions about this report: what happened now is the last word on it."""
    return tuple(each for each in session.pending if each.reference != reference)


def _free(session: Session, reference: Reference) -> bool:
    """Whether the citizen can be asked now: nothing is open, or only what this very news makes idle."""
    idle = session.at.partition(".")[0] in _FREE or session.at == "filed.more"
    return session.draft.empty and (idle or _asked_about(session, reference))


def _asked_about(session: Session, reference: Reference) -> bool:
    return session.at.partition(".")[0] in ("filed", "survey") and session.about == reference


def _closed(session: Session, news: Happening) -> Session:
    """Without the open question about this report, where nothing can be answered any more."""
    ended = news.stage in (Stage.CLOSED, Stage.ARCHIVED) and session.at.startswith("filed.")
    if not (ended and _asked_about(session, news.reference)):
        return session
    return replace(session, at=session.under or "start.menu", under="", about="", tries=0, page=0)


def _body(scene: Scene, news: Happening, case: Case | None, *, supporter: bool) -> str:
    secret, words = case.secret if case else not supporter, scene.words
    title = words(TITLE, title=shortened(case.title, TITLE_SHOWN)) if case and case.title and not secret else ""
    number = news.reference.grouped
    head = words(SUPPORTED, number=number) if supporter else words(YOURS, number=number, title=title)
    said = words(_text(news), **_values(scene, news))
    right = words(RIGHT) if news.what in (Happened.LATE, Happened.FINAL_LATE) and not supporter else ""
    return "\n".join(filter(None, (f"{head} {said}", _note(scene, news, hidden=secret), right)))


def _note(scene: Scene, news: Happening, *, hidden: bool) -> str:
    """The office's own words; of a secret report only that there are some, because a message can be read over."""
    if not news.note or news.by is By.CITIZEN:
        return ""
    if hidden:
        return scene.words(SECRET, number=news.reference.grouped)
    return scene.words(SAYS, note=shortened(news.note, NOTE_SHOWN))


def _text(news: Happening) -> Text:
    if news.what is Happened.WARNED:
        return WARNED_ARCHIVE if news.stage is Stage.INCOMPLETE else WARNED_CLOSING
    if news.what is Happened.CLOSED and news.by is By.SYSTEM:
        return CLOSED_BY_TIME
    if news.day is None and news.what in UNDATED:
        return UNDATED[news.what]
    return _PLAIN[news.what]


def _values(scene: Scene, news: Happening) -> Mapping[str, str]:
    words = scene.words
    nobody = OFFICE if news.by is By.OFFICE or news.what is Happened.ANSWERED else STAFF
    at_door = news.what is Happened.CLOSED and news.by is By.ADMIN
    agency = "" if at_door else shortened(news.agency, AGENCY_SHOWN)
    reason = words(REASONS.get(news.reason, REASONS["other"])) if news.what is Happened.ARCHIVED else ""
    return {"agency": agency or words(nobody), "day": _day(scene, news.day), "reason": reason}


def _day(scene: Scene, day: date | None) -> str:
    return scene.words.date(day) if day else ""


def tells(news: Happening, *, supporter: bool) -> bool:
    """Whether this is told at all: not what the citizen did, and to supporters only how the matter goes on."""
    if supporter:
        return news.what in _FOR_SUPPORTERS
    return news.by is not By.CITIZEN and (news.what in _PLAIN or news.what is Happened.WARNED)


_FOR_SUPPORTERS = (
    Happened.SENT_ON,
    Happened.ANSWERED,
    Happened.CLOSED,
    Happened.ARCHIVED,
    Happened.WITHDRAWN,
    Happened.REOPENED,
)
