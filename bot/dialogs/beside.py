"""What is said at any question beside its answer: a change, a plea for secrecy, one more line of the story."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogs import identity, recap, topic
from bot.dialogs.engine import Move, Scene
from bot.dialogs.grammar import mentions
from bot.dialogs.greeting import is_story
from bot.dialogs.sayings import adds, anew, asks, confirms, corrects, drops_files, instead, places, wants_secrecy
from bot.dialogs.story import grown
from bot.dialogs.wording import Text

ADDED = Text("lodge.added", "We have added that to your story.")
DROPPED = Text("lodge.dropped", "All files are removed from the report.")
SEEN_SO = Text("beside.seen_so", "Noted: {seen}.")
TOPIC_NOW = Text("beside.topic_now", "Topic noted: {topic}.")
KEPT_SECRET = Text(
    "lodge.kept_secret", "Noted: Anonymous and Secret. Only the office sees the report, nobody your name."
)
_ABOUT_SENDING = ("send", "cancel", "later", "wait", "no", "not_yet", "first")
_GIVING_UP = "delete ~ draft report reported all the self want please"
MOST_ASIDE = 6  # words; a longer sentence with "rahasia" in it tells a story


def aside(scene: Scene, question: str) -> Move | None:
    """What may be said at any question of a report beside its answer: a change, "hapus foto", "tolong rahasiakan"."""
    if scene.draft.empty or question in ("story", "change"):
        return None
    if scene.heard.says(_GIVING_UP) and not scene.heard.asked:
        return Move(scene.session.aside(), go="start.discard")
    if drops_files(scene.text):
        draft = replace(scene.draft, attachments=())
        return Move(replace(scene.session, draft=draft), go=scene.session.at, note=scene.words(DROPPED))
    if seen := _seen_as(scene, question):
        note = scene.words(KEPT_SECRET) if seen == "both" else scene.words(SEEN_SO, seen=_called(scene, seen))
        return Move(replace(scene.session, draft=identity.keep(scene.draft, seen)), go=scene.session.at, note=note)
    if anew(scene.text, firm=question != "review") and scene.understood.categories:
        return Move(replace(scene.session, under=scene.session.at, held=scene.text), go="start.draft")
    if question in ("where", "which") and corrects(scene.text):
        return _other_topic(scene)
    if question != "review" and corrects(scene.text):
        return moved(scene)
    field = recap.hear(scene) if question != "review" else None
    return change(scene, field) if field and recap.changeable(scene, field) and field != question else None


def _seen_as(scene: Scene, question: str) -> str:
    """Who may see it, said beside another answer; "anonim" takes no secrecy away. "" where nothing is said of it."""
    if question != "identity" and wants_secrecy(scene.text) and len(scene.text.split()) <= MOST_ASIDE:
        return "both"
    seen = identity.hear(scene) if question not in ("identity", "name", "review") else None
    if not seen or not scene.heard.has("anonymous", "private", "name"):
        return ""
    return "both" if seen == "anonymous" and scene.draft.secret else seen


def _called(scene: Scene, seen: str) -> str:
    return next(each.label for each in identity.choices(scene) if each.key == seen)


def _other_topic(scene: Scene) -> Move | None:
    """At the place "bukan jalan rusak tapi lampunya mati": another topic, and a line of the story that tells why."""
    words = instead(scene.text)
    draft, heard = scene.draft.tell(scene.text), scene.understanding.understand(words, scene.understanding_facts)
    if code := topic.meant(scene, words):
        draft, note = topic.chose(draft, code), scene.words(TOPIC_NOW, topic=topic.name(scene, code))
    elif heard.categories and not heard.place:
        draft, note = topic.weigh(draft, heard), scene.words(ADDED)
    else:
        return None
    draft = replace(draft, title=heard.title or draft.title)  # officers read it first
    return Move(replace(scene.session, draft=draft), go=scene.session.at, note=note)


def leftover(scene: Scene, question: str) -> Move | None:
    """Words that answer nothing and tell something: they belong to the story, which grows by them."""
    wanted = question in ("where", "which", "category", "files", "identity", "name")
    wanted = wanted or (question == "review" and _goes_on(scene.text))
    told = is_story(scene) and not (asks(scene.text) or corrects(scene.text) or confirms(scene.text))
    if question in ("where", "which") and places(scene.text):
        return None  # a spot that no table knows is a try at the place, not a line of the story
    if not (adds(scene.text) or (wanted and told)) or scene.draft.empty:
        return None
    return Move(replace(scene.session, draft=grown(scene)), go=scene.session.at, note=scene.words(ADDED))


def _goes_on(text: str) -> bool:
    """Whether words at the recap go on with the story: four or more, and none about sending."""
    return len(text.split()) >= 4 and not any(mentions(text, concept) for concept in _ABOUT_SENDING)


def change(scene: Scene, field: str) -> Move:
    """Ask one line of the recap again, keeping all others."""
    draft = replace(scene.draft, readings=(), heard_place="")
    return Move(replace(scene.session, draft=draft, tries=0), go=f"lodge.{field}")


def moved(scene: Scene) -> Move:
    """ "Bukan di Pancor tapi di Kelayu": another place; one that no table knows lies in the regency of before."""
    move, old = change(scene, "where"), scene.draft.place
    if old and old.regency and not scene.understanding.gazetteer.find_answer(instead(scene.text)):
        draft = replace(move.session.draft, heard_place=old.regency.name)
        move = replace(move, session=replace(move.session, draft=draft))
    return replace(move, replay=scene.text)
