"""Whether an unsent report may be deleted: only by a plain word for it; a bare yes deletes nothing."""

from __future__ import annotations

from bot.dialogs.engine import Scene
from bot.dialogs.grammar import heard, mended
from bot.dialogs.sayings import ordered

_DELETING = (
    "delete ~ yes good all it now please one",
    "delete report|reported|draft ~ yes good all it now please one self",
)
_KEEPING = (
    "no ~ delete yes need first become report reported draft all the self want cancel keep thanks wait can",
    "keep ~ delete yes no report reported draft the self first all wrong",
    "cancel delete ~ yes the first",
)


def hear(scene: Scene) -> str | None:
    """A plain word for deleting, or for keeping; a bare yes is neither."""
    if scene.heard.says(*_DELETING) and scene.heard.firm and ordered(scene.heard):
        return "discard"
    return "keep" if heard(mended(scene.text)).says(*_KEEPING) else None
