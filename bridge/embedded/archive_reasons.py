"""Why a report may be archived, so that no citizen reads "archived" without a reason they understand."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """The codes are kept in the database and never reused; the bot words them in the citizen's language."""

    NO_EVIDENCE = "no_evidence"
    UNCLEAR = "unclear"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate"
    IN_COURT = "in_court"
    TO_WBS = "to_wbs"
    NO_ANSWER = "no_answer"
    OTHER = "other"


OFFICERS_WORDS = {
    Reason.NO_EVIDENCE: "nothing that proves it or could be checked",
    Reason.UNCLEAR: "it does not say what, where or when",
    Reason.OUT_OF_SCOPE: "no public service is concerned",
    Reason.DUPLICATE: "the same citizen reported the same already",
    Reason.IN_COURT: "a court is or was dealing with it",
    Reason.TO_WBS: "belongs to the whistleblowing system",
    Reason.NO_ANSWER: "the citizen did not give what was asked for",
    Reason.OTHER: "another reason, which the note has to say",
}
AFTER_SILENCE = Reason.NO_ANSWER  # the one the system itself gives
