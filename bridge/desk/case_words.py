"""What the page of a report says: what happened, who did it, why something cannot be done; in an officer's words."""

from __future__ import annotations

from collections.abc import Mapping

from bot.progress import By, Happened
from bridge.desk.words import N_
from bridge.embedded.archive_reasons import Reason
from bridge.embedded.course import Action

HAPPENED: Mapping[Happened, str] = {
    Happened.RECEIVED: N_("The report came in"),
    Happened.VERIFIED: N_("Verified"),
    Happened.SENT_ON: N_("Sent on to %(office)s"),
    Happened.HANDED_ON: N_("Handed on to %(office)s"),
    Happened.ASKED: N_("The citizen was asked for what is missing"),
    Happened.COMPLETED: N_("The citizen gave what was missing"),
    Happened.ADDED: N_("The citizen told more"),
    Happened.ANSWERED: N_("Answered"),
    Happened.REPLIED: N_("The citizen replied to the answer"),
    Happened.REOPENED: N_("Opened again: the citizen says it is not solved"),
    Happened.CLOSED: N_("Closed"),
    Happened.ARCHIVED: N_("Archived"),
    Happened.WITHDRAWN: N_("The citizen withdrew it"),
    Happened.CORRECTED: N_("Category corrected from %(before)s to %(after)s"),
    Happened.SUPPORTED: N_("Somebody else reported the same problem"),
    Happened.LATE: N_("The deadline for the next step passed"),
    Happened.FINAL_LATE: N_("The deadline for the final answer passed"),
    Happened.WARNED: N_("The citizen was told that it ends soon without a reply"),
}
WHO: Mapping[By, str] = {
    By.ADMIN: N_("admin"),
    By.OFFICE: N_("office"),
    By.CITIZEN: N_("citizen"),
    By.SYSTEM: N_("system"),
}
UNTIL: Mapping[Happened, str] = {
    Happened.LATE: N_("It was due on %(day)s."),
    Happened.FINAL_LATE: N_("It was due on %(day)s."),
    Happened.ANSWERED: N_("Without a reply it is closed on %(day)s."),
    Happened.ASKED: N_("Without a reply it is archived on %(day)s."),
    Happened.WARNED: N_("Without a reply it ends on %(day)s."),
}
NEXT_STEP = N_("The next step is due on %(day)s.")
REASONS: Mapping[str, str] = {
    Reason.NO_EVIDENCE: N_("Nothing proves it, or could be checked"),
    Reason.UNCLEAR: N_("It does not say what, where or when"),
    Reason.OUT_OF_SCOPE: N_("No public service is concerned"),
    Reason.DUPLICATE: N_("The same citizen reported the same before"),
    Reason.IN_COURT: N_("A court is or was dealing with it"),
    Reason.TO_WBS: N_("It belongs to the whistleblowing system (WBS)"),
    Reason.NO_ANSWER: N_("The citizen did not give what was asked for"),
    Reason.OTHER: N_("Another reason, which the note says"),
}
KINDS = {"pengaduan": N_("Complaint"), "aspirasi": N_("Wish"), "informasi": N_("Request for information")}
LANGUAGES = {"id": N_("Indonesian"), "en": N_("English"), "jv": N_("Javanese"), "su": N_("Sundanese")}
CHANNELS = {"sms": "SMS", "whatsapp": "WhatsApp", "telegram": "Telegram", "simulator": "Simulator"}

TITLES: Mapping[Action, str] = {
    Action.VERIFY: N_("Verify"),
    Action.SEND_ON: N_("Send on"),
    Action.ANSWER: N_("Answer"),
    Action.ASK: N_("Ask for what is missing"),
    Action.HAND_ON: N_("Hand on to another office"),
    Action.CLOSE: N_("Close"),
    Action.ARCHIVE: N_("Archive"),
}
HINTS: Mapping[Action, str] = {
    Action.VERIFY: N_("The report is complete and can be acted on. After that it is sent on to an office."),
    Action.SEND_ON: N_("The office gets the report, and its time to answer begins."),
    Action.ANSWER: N_("What was done, or by when it will be. The citizen can reply."),
    Action.ASK: N_("Say exactly what is needed. While the citizen is asked, no deadline of the office runs."),
    Action.HAND_ON: N_("Where another office is competent. Its time to answer begins anew."),
    Action.CLOSE: N_("The matter is done. Say how it ended."),
    Action.ARCHIVE: N_("The report ends without being acted on. The citizen reads the reason."),
}
KEYS: Mapping[Action, str] = {
    Action.VERIFY: "v",
    Action.SEND_ON: "d",
    Action.ANSWER: "a",
    Action.ASK: "q",
    Action.HAND_ON: "h",
    Action.CLOSE: "c",
    Action.ARCHIVE: "r",
}
# What accepting a proposal does, by the decisions it consists of.
ACCEPT: Mapping[tuple[str, ...], str] = {
    ("verify",): N_("Verify as %(category)s"),
    ("verify", "send-on"): N_("Verify and send on to %(office)s"),
    ("verify", "correct"): N_("Verify and correct the category to %(category)s"),
    ("verify", "correct", "send-on"): N_("Verify, correct the category to %(category)s and send on to %(office)s"),
    ("correct",): N_("Correct the category to %(category)s"),
    ("correct", "send-on"): N_("Correct the category to %(category)s and send on to %(office)s"),
    ("correct", "hand-on"): N_("Correct the category to %(category)s and hand on to %(office)s"),
    ("send-on",): N_("Send on to %(office)s"),
}
MISSING = {
    "agency": N_("Choose the office that is to act."),
    "note": N_("Write a note that the citizen can read."),
    "reason": N_("Choose the reason for archiving."),
}
NOT_NOW = N_("That cannot be done with this report now. It stands at: %(stage)s.")
HAS_IT = N_("%(office)s has the report already.")
NO_OFFICE = N_("No office of this desk is called %(office)s.")
NEAR = N_("Did you mean: %(names)s?")
OUTSIDE = N_("If the name is right, tick that the office is not in the list.")
NO_CATEGORY = N_("There is no one category called %(name)s.")
SAME_CATEGORY = N_("The report has that category already.")
TOO_LONG = N_("The note is too long: at most %(most)s characters.")
CHANGED = N_("The proposal is not the same any more. Look again, then decide.")
MEANWHILE = N_("Something happened to this report while you were looking at it. Nothing of yours was done yet.")
BY_YOU = N_("You changed this report yourself, perhaps by pressing twice. This time nothing was done.")
NOW_SO = N_("Report %(number)s is now: %(stage)s.")
NOW_CATEGORY = N_("Report %(number)s now has the category %(category)s.")
GONE_ON = N_("It is with another office now and no longer in your inbox.")
CHOOSE_TEXT = N_("Choose a ready text first, then insert it.")
