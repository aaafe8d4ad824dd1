"""Cores have more words than open and closed; the citizen is told what such a word is known to mean, and no more."""

from __future__ import annotations

from bot.report import Stage

# FixMyStreet's extended statuses (servicerequestupdates) and the words that other GeoReport servers put into `status`.
# None but these is understood: a word that is not here promises nothing.
_MEANS = {
    "open": Stage.RECEIVED,
    "new": Stage.RECEIVED,
    "received": Stage.RECEIVED,
    "submitted": Stage.RECEIVED,
    "reopen": Stage.RECEIVED,
    "reopened": Stage.RECEIVED,
    "acknowledged": Stage.VERIFIED,
    "confirmed": Stage.VERIFIED,
    "investigating": Stage.SENT_ON,
    "assigned": Stage.SENT_ON,
    "planned": Stage.SENT_ON,
    "action_scheduled": Stage.SENT_ON,
    "in_progress": Stage.SENT_ON,
    "internal_referral": Stage.SENT_ON,
    "closed": Stage.CLOSED,
    "fixed": Stage.CLOSED,
    "resolved": Stage.CLOSED,
    "duplicate": Stage.ARCHIVED,
    "archived": Stage.ARCHIVED,
    "no_further_action": Stage.ARCHIVED,
    "not_councils_responsibility": Stage.ARCHIVED,
    "not_responsible": Stage.ARCHIVED,
    "unable_to_fix": Stage.ARCHIVED,
}


def stage_named(word: str) -> Stage | None:
    """The stage that a core's own status word means, however it is written ("In Progress"); None for a strange word."""
    plain = "_".join(word.casefold().replace("-", " ").replace("_", " ").split())
    return _MEANS.get(plain) or _MEANS.get(plain.removesuffix("_by_council"))
