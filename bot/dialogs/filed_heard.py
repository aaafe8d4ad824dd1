"""At a question about a filed report small words are heard as people mean them: "udah", "belum saya cek", "makasih"."""

from __future__ import annotations

from bot.dialogs import survey_heard
from bot.dialogs.commands import command
from bot.dialogs.engine import Scene
from bot.dialogs.grammar import heard, mended, mentions, plain
from bot.dialogs.greeting import is_story
from bot.dialogs.sayings import thanks

YES, NO, BECAUSE, WAIT, MEANT, ENOUGH = "yes", "no", "because", "wait", "meant", "enough"
FEW = 8  # words in which "sudah bagus" is the whole message

_SMALL = "self the it please yes first"
_SOLVED = "done|good|yes|solved ~ it all thanks now already processed report reported yes good done the self much"
_UNSOLVED = "not_yet|no ~ done good solved yet processed it at all the still self report reported yes"
_ENOUGH = (
    "no|done|skip|none ~ thanks it all more exist yes good done again the",
    "all ~ it the thanks",
    "yes|good ~ thanks it done all much",
)
_UNKNOWN = f"no|not_yet know|understand|see|status ~ now exist {_SMALL}"  # "belum saya cek", "tidak tahu"
# "bentar, saya foto dulu"
_LATER = f"later|wait ~ files see status send know write want can reply processed no excuse asking {_SMALL}"
_BUT = ("no", "not_yet", "still", "again", "bad", "wrong", "short", "of")  # "of" holds the words for "but"


def done(scene: Scene) -> str | None:
    """What an answer to "is it solved?" says; None where it says nothing of that."""
    said = heard(mended(scene.text))
    found = command(scene.text)
    if survey_heard.asks(scene.text) or (found and found.name == "discard"):
        return None
    for value, patterns in ((WAIT, (_UNKNOWN, _LATER)), (NO, (_UNSOLVED,)), (YES, (_SOLVED,))):
        if said.says(*patterns):
            return value
    if unsolved(scene) or (said.words and said.words[0].means & {"no", "not_yet", "still"}):
        return BECAUSE  # "belum, lampunya masih mati"
    if _praised(scene.text):
        return YES
    return MEANT if is_story(scene) else None


def unsolved(scene: Scene) -> bool:
    """ "belum diperbaiki" asks for a status elsewhere; where a report is spoken of it says that it is not solved."""
    return survey_heard.unsolved(scene.text) and not mentions(scene.text, "status") and not unknown(scene)


def unknown(scene: Scene) -> bool:
    """ "tidak tahu", "belum saya cek": an answer here, a cry for help elsewhere."""
    return scene.heard.says(_UNKNOWN)


def later(scene: Scene) -> bool:
    """Whether the citizen only says that the answer will come."""
    return heard(mended(scene.text)).says(_LATER) and "?" not in scene.text


def enough(scene: Scene) -> bool:
    """Whether there is nothing to add; thanks say so too."""
    return heard(mended(scene.text)).says(*_ENOUGH) or thanks(scene.text)


def _praised(text: str) -> bool:
    """ "alhamdulillah jalannya sudah bagus": something is done and good, and no word takes it back."""
    fine = any(mentions(text, each) for each in ("good", "satisfied", "solved"))
    few = len(plain(text).split()) <= FEW
    return fine and few and mentions(text, "done") and not any(mentions(text, each) for each in _BUT)
