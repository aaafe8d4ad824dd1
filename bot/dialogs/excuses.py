"""What is said to a message that cannot be taken as it is: too long, an old button, nothing to go back to."""

from __future__ import annotations

from bot.dialogs.engine import Scene
from bot.dialogs.wording import Text

OLD_BUTTON = Text("start.old_button", "That button belongs to an earlier question. This is the question now:")
FIRST = Text("start.first", "This is the first question. To delete the report, type DISCARD.")
TOO_LONG = Text(
    "start.too_long",
    "That message is too long: {length} letters. Please send it in parts, each with at most {most} letters.",
)


def too_long(scene: Scene, most: int) -> str:
    """Said instead of cutting a message silently."""
    return scene.words(TOO_LONG, length=len(scene.said.text), most=most)


def old_button(scene: Scene) -> str:
    """Said when a button of an earlier question is pressed."""
    return scene.words(OLD_BUTTON)


def first_question(scene: Scene) -> str:
    """Said when there is nothing to go back to."""
    return scene.words(FIRST)
