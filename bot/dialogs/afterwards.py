"""After a report is sent: thanks are answered, and who regrets something is told where it can be mended."""

from __future__ import annotations

from bot.dialogs.engine import Scene
from bot.dialogs.sayings import confirms, thanks
from bot.dialogs.wording import Text

YOU_ARE_WELCOME = Text("start.you_are_welcome", "You are welcome.")
NOTHING_TO_SEND = Text("start.nothing_to_send", "There is no report waiting to be sent.")
ALREADY_SENT = Text(
    "start.already_sent",
    "A report that was sent cannot be changed, but you can add to it: type ADD. To take it back: WITHDRAW.",
)
MOST_WORDS = 7


def thanked(scene: Scene) -> str:
    """What is said to thanks; "" for anything else."""
    return scene.words(YOU_ARE_WELCOME) if thanks(scene.text) else ""


def answer(scene: Scene) -> str:
    """What is said to thanks and to regrets; "" for anything else."""
    if thanks(scene.text):
        return thanked(scene)
    if scene.draft.empty and confirms(scene.text):
        return scene.words(NOTHING_TO_SEND)
    sent = scene.draft.empty and bool(scene.session.cases)
    if sent and scene.heard.says("yes|good ~ the it all done thanks"):
        return scene.words(YOU_ARE_WELCOME)
    return scene.words(ALREADY_SENT) if sent and _about_sent(scene) else ""


def _about_sent(scene: Scene) -> bool:
    """ "kategori saya salah", "hapus laporan saya" after sending: a change of what was sent, and no new story."""
    said = scene.heard
    about = said.has("where", "category", "files", "identity", "report", "reported", "story")
    return len(said.words) <= MOST_WORDS and about and said.has("change", "wrong", "delete", "cancel", "withdraw")
