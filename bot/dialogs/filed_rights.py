"""What a citizen may decide about a filed report: withdraw it, take it to the Ombudsman, follow it from this phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.dialogs import filed
from bot.dialogs.engine import Move, Scene
from bot.dialogs.grammar import heard, mended
from bot.dialogs.session import Appeal, Do, Follow
from bot.dialogs.wording import Text
from bot.progress import Doing

WITHDRAWN = Text("filed.withdrawn", "Report {number} is withdrawn. It is not taken further.")
NOT_WITHDRAWN = Text("filed.not_withdrawn", "Report {number} goes on.")
TOO_LATE = Text(
    "filed.too_late",
    "Report {number} can no longer be withdrawn: the office has answered it, or it has ended.",
)
APPEALED = Text(
    "filed.appealed", "We prepare the papers of report {number} for the Ombudsman. We tell you when it is done."
)
NOT_APPEALED = Text("filed.not_appealed", "All right. You can still do it later: type OMBUDSMAN.")
ALREADY = Text("filed.already", "Report {number} is on its way to the Ombudsman already.")
NOT_LATE = Text(
    "filed.not_late", "The office still has time for report {number}. You may call the Ombudsman at 137 all the same."
)
HERE = Text("filed.here_done", "News of report {number} come here from now on.")
NOT_HERE = Text("filed.not_here", "All right, nothing changes.")
WITHDRAW = Text("filed.withdraw_it", "Yes, withdraw it")
LEAVE = Text("filed.leave_it", "No, go on")
SEND_ON = Text("filed.send_on", "Send to the Ombudsman")
NO_APPEAL = Text("filed.no_appeal", "Not now")
FOLLOW = Text("filed.follow", "Yes, to this phone")
AS_BEFORE = Text("filed.as_before", "No")


def _act_withdraw(scene: Scene, key: str) -> Move:
    reference = filed.about(scene)
    if key == "leave":
        return filed.leave(scene, scene.session, scene.words(NOT_WITHDRAWN, number=reference.grouped))
    withdrawn = Do(reference, Doing.WITHDRAW)
    return filed.leave(scene, scene.session, scene.words(WITHDRAWN, number=reference.grouped), withdrawn)


def _act_appeal(scene: Scene, key: str) -> Move:
    reference = filed.about(scene)
    if key == "leave":
        return filed.leave(scene, scene.session, scene.words(NOT_APPEALED))
    session = replace(scene.session, appealed=(*scene.session.appealed, reference)[-20:])
    return filed.leave(scene, session, scene.words(APPEALED, number=reference.grouped), Appeal(reference))


def _act_here(scene: Scene, key: str) -> Move:
    reference = filed.about(scene)
    if key == "leave":
        return filed.leave(scene, scene.session, scene.words(NOT_HERE))
    session = scene.session
    mine = (*(each for each in session.cases if each != reference), reference)[-20:]
    session = replace(session, cases=mine)
    follow, note = Follow(reference), scene.words(HERE, number=reference.grouped)
    if scene.session.at == "filed.here_asked":
        return Move(replace(session, tries=0), go="filed.complete", note=note, do=(follow,))
    return filed.leave(scene, session, note, follow)


_LEAVING = "no|not_yet|later ~ need thanks want first report reported go_on please withdraw send ombudsman"
_WITHDRAWING = "withdraw ~ report reported yes good it all now please self want"
_SENDING = "send|ombudsman ~ yes good it all now please to send ombudsman report reported"


def _hearing(key: str, pattern: str) -> Callable[[Scene], str | None]:
    """A plain word for doing it, or for leaving it; a bare yes is neither, for this cannot be undone."""

    def hear(scene: Scene) -> str | None:
        if scene.heard.says(pattern) and scene.heard.firm:
            return key
        return "leave" if heard(mended(scene.text)).says(_LEAVING) and not scene.heard.asked else None

    return hear


def _hear_here(scene: Scene) -> str | None:
    said = heard(mended(scene.text))
    if said.asked:
        return None
    return "leave" if said.says(_LEAVING) else "here" if said.says("yes|good ~ want please here send to") else None


WITHDRAW_IT = filed.question(
    "withdraw",
    ask="Withdraw report {number}{title}? Nobody works on it then, and that cannot be undone.",
    unclear="Nothing is withdrawn yet. Please choose one of the two.",
    options=filed.two("withdraw", WITHDRAW, "leave", LEAVE),
    hear=_hearing("withdraw", _WITHDRAWING),
    claims=lambda scene: scene.heard.says(_WITHDRAWING) and scene.heard.firm,
    act=_act_withdraw,
    exact=True,
)
APPEAL = filed.question(
    "appeal",
    ask="Shall we send report {number}{title} to the Ombudsman? The story, the dates and the list of files go along. "
    "An anonymous report stays without a name.",
    unclear="Nothing is sent to the Ombudsman yet. Please choose one of the two.",
    options=filed.two("appeal", SEND_ON, "leave", NO_APPEAL),
    hear=_hearing("appeal", _SENDING),
    claims=lambda scene: scene.heard.says(_SENDING) and scene.heard.firm and scene.heard.has("send"),
    act=_act_appeal,
    exact=True,
)
HERE_QUESTION, HERE_ASKED = (
    filed.question(
        name,
        ask="Shall news of this report come to this phone from now on?",
        unclear="Please choose one of the two.",
        options=filed.two("here", FOLLOW, "leave", AS_BEFORE),
        hear=_hear_here,
        act=_act_here,
    )
    for name in ("here", "here_asked")  # the second where the office waits for an answer
)
