"""The story a citizen tells, in one message or ten, and everything it already says, so that nothing of it is asked."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogs import identity, recap, topic, where
from bot.dialogs.engine import Move, Question, Scene
from bot.dialogs.grammar import plain
from bot.dialogs.greeting import is_story, only_chat
from bot.dialogs.sayings import confirms, wants_secrecy
from bot.dialogs.session import Draft
from bot.dialogs.wording import Text

DANGER = Text("lodge.danger", "In danger now? First call 112 (police 110, ambulance 119).")
CORRUPTION = Text(
    "lodge.corruption",
    "Corruption can also be told to the whistleblowing system (WBS) or KPK. Others may be able to read SMS and chats.",
)
DESPAIR = Text("lodge.despair", "You are not alone. Please call 112 or 119 now, somebody will listen and help.")
NUMBERS_SEEN = Text(
    "story.numbers_seen",
    "Your story holds a phone or ID number that others may read. To keep it from the public, type SECRET.",
)
PRIVATE_NUMBER = re.compile(r"(?<!\d)(?:\d{16}|(?:\+?62|0)8[\d\s.-]{8,13})(?!\d)")
EMERGENCY = "112"


def begin_about(scene: Scene, category: str) -> Move:
    """Start a report about a category that was chosen outside, by a link or a QR code on the spot."""
    session = replace(scene.session, at="lodge.story", under="", trail=(), tries=0)
    note = f"{topic.name(scene, category)}."
    return Move(replace(session, draft=Draft(category=category).settle(topic.CHOSEN)), go="lodge.story", note=note)


def begin(scene: Scene, _: str = "") -> Move:
    """Start a report with a first free sentence."""
    session = replace(scene.session, at="lodge.story", under="", trail=("lodge.story",), tries=0)
    return told(replace(scene, session=session))


def told(scene: Scene) -> Move:
    """The story is heard: the draft it makes, and what has to be said first (whom to call, where else to turn)."""
    draft = take(scene)
    scene = replace(scene, session=replace(scene.session, draft=draft))
    warning = topic.warning(scene)
    if scene.understood.urgent and EMERGENCY in warning:
        warning = ""  # the emergency number is said already
    corruption = scene.words(CORRUPTION) if scene.understanding.alarms.corruption.heard(scene.text) else ""
    seen = scene.words(NUMBERS_SEEN) if PRIVATE_NUMBER.search(scene.text) and not draft.secret else ""
    return Move(scene.session, note="\n".join(filter(None, (warning, corruption, seen))))


def danger(scene: Scene) -> str:
    """Where words speak of danger now, the emergency number comes before any question."""
    if scene.understanding.alarms.despair.heard(scene.text):
        return scene.words(DESPAIR)
    return scene.words(DANGER) if scene.understood.urgent else ""


def in_danger(scene: Scene) -> bool:
    """Whether the story so far speaks of danger, so that "tolong cepat" asks for help and not for a list of words."""
    return bool(scene.draft.story) and scene.understanding.alarms.urgent.heard(scene.draft.story)


def take(scene: Scene) -> Draft:
    """The draft with the story and whatever else it says; what the citizen already settled stays as it is."""
    heard, draft = scene.understood, scene.draft
    draft = replace(draft, story=scene.text, title=heard.title, kind=heard.kind, happened_on=heard.date)
    if topic.CHOSEN not in draft.settled:  # what was only inferred from an earlier story is inferred again
        draft = topic.weigh(replace(draft, category=""), heard)
    draft = protected(scene, _placed(draft, scene))
    if scene.said.sender.channel in recap.BY_SMS:  # phones here send no photos by SMS
        draft = draft.settle("files")
    return replace(draft, short=draft.place is not None)


def grown(scene: Scene) -> Draft:
    """The draft with one more message of its story; what the whole story now says and was not known is filled in."""
    draft = scene.draft.tell(scene.text)
    heard = scene.understanding.understand(draft.story, scene.understanding_facts)
    draft = replace(draft, title=draft.title or heard.title, happened_on=draft.happened_on or heard.date)
    if not draft.category:
        draft = topic.weigh(draft, heard)
    return protected(scene, _placed(draft, scene))


def protected(scene: Scene, draft: Draft) -> Draft:
    """Where it is about violence or corruption the protective choice is made, and the recap says so."""
    if not (scene.understood.sensitive or wants_secrecy(scene.text)):
        return draft
    return identity.keep(draft, "both")


def _placed(draft: Draft, scene: Scene) -> Draft:
    known = draft.place is not None and (draft.place.words or draft.place.official)
    return draft if known else where.take(draft, scene.understood.place)


def _hear(scene: Scene) -> str | None:
    words = plain(scene.text).split()
    said = is_story(scene) or (len(words) == 2 and not only_chat(scene.text))
    return "story" if said and not confirms(scene.text) and recap.hear(scene) is None else None


STORY = Question(
    "story",
    ask="What is wrong, and where? Just tell it in everyday words.",
    unclear="Please tell a little more, for example: the street light in Jl. Melati, Selong, has been out for a week.",
    closing="Reply with your story. A photo or voice note is welcome too.",
    hear=_hear,
    act=lambda scene, _: told(scene),
    when=lambda draft: not draft.story,
)
