"""A citizen makes a report: the story, then only what the story leaves open, a recap, and a receipt."""

from __future__ import annotations

from bot.dialogs import details, recap, topic, where
from bot.dialogs.engine import Dialog, Option, Question, Scene
from bot.dialogs.grammar import heard, mended
from bot.dialogs.identity import IDENTITY, NAME, SKIP
from bot.dialogs.review import CHANGE, KIND, REVIEW
from bot.dialogs.sayings import confirms
from bot.dialogs.similar import SIMILAR
from bot.dialogs.story import STORY
from bot.dialogs.wording import Text

FEW = 6  # words about having no photo
_CAMERA = "files excuse now much self the use to first send can see not_yet want later exist number"
_WITHOUT = (
    f"skip|go_on|done|none ~ no {_CAMERA} exist",
    f"no ~ thanks need {_CAMERA}",
    f"not_yet|later ~ no {_CAMERA}",
    f"excuse ~ no {_CAMERA}",
)
DONE = Text("lodge.done", "Done")
FILES_ASK = Text(
    "lodge.files.ask", "A photo, voice note or document helps. You may send several. It is fine to send none."
)
DETAILS = Text("files.details", "You may also write: {details}.")


def title(scene: Scene) -> str:
    """What the draft is called when it is spoken of: its title, or the beginning of its story."""
    draft = scene.draft
    named = draft.title or recap.shortened(draft.story, 40)
    only_topic = draft.category and not draft.attachments
    return named or (topic.name(scene, draft.category) if only_topic else recap.files(scene))


def _hear_files(scene: Scene) -> str | None:
    said = heard(mended(scene.text))
    lacking = said.has("no", "not_yet", "none") and said.has("files") and len(said.words) <= FEW
    without = said.says(*_WITHOUT) or (lacking and not said.asked)
    return "done" if without or confirms(scene.text) else None


def _files_option(scene: Scene) -> list[Option]:
    return [Option("done", scene.words(DONE if scene.draft.attachments else SKIP))]


def _ask_files(scene: Scene) -> str:
    helpful = topic.details(scene)
    more = scene.words(DETAILS, details=helpful) if helpful else ""
    return " ".join(filter(None, (scene.words(FILES_ASK), more)))


FILES = Question(
    "files",
    ask=_ask_files,
    unclear="Send a photo, voice note or document now, or go on without.",
    closing="Send a file, or reply 1 to go on.",
    options=_files_option,
    hear=_hear_files,
    claims=lambda scene: scene.heard.says("go_on ~ first"),
    keep=lambda draft, _: draft.settle("files"),
    when=lambda draft: not draft.short and not draft.attachments and "files" not in draft.settled,
)
LODGE = Dialog(
    "lodge",
    (
        STORY,
        where.WHERE,
        where.WHICH,
        topic.CATEGORY,
        FILES,
        NAME,
        SIMILAR,
        *details.QUESTIONS,
        REVIEW,
        IDENTITY,
        CHANGE,
        KIND,
    ),
)
