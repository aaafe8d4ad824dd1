"""The last look before sending: the recap, the category where it is still open, and any line can be changed."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogs import details, identity, recap, similar, topic
from bot.dialogs.beside import change, moved
from bot.dialogs.engine import Move, Option, Question, Scene
from bot.dialogs.hearing import label
from bot.dialogs.receipt import send
from bot.dialogs.sayings import confirms, corrects, instead
from bot.dialogs.session import Draft
from bot.dialogs.wording import Text
from bot.message import Choice
from bot.report import Kind

AS, TOPIC, SEEN = "as:", "topic:", "seen:"  # send it as this category; take this category; let it be seen so
OFFERED = 3

COMPLAINT = Text("lodge.complaint", "Complaint")
WISH = Text("lodge.wish", "Wish or proposal")
QUESTION = Text("lodge.question", "Question")
KINDS = {Kind.COMPLAINT: COMPLAINT, Kind.WISH: WISH, Kind.QUESTION: QUESTION}
SEND = Text("recap.send", "Send")
CHANGE_IT = Text("recap.change", "Change")
OTHER_TOPIC = Text("recap.other_topic", "Another topic")
UNCLEAR = Text("lodge.review.unclear", "It is not sent yet. Reply 1 or SEND to send it, 2 to change something.")
UNCLEAR_TOPIC = Text("review.unclear_topic", "It is not sent yet. Reply the number of the topic: then we send it.")
CLOSING = Text("lodge.review.closing", "You may add a photo. Reply 1 to send, 2 to change.")
CLOSING_TOPIC = Text("review.closing_topic", "Reply the number of the topic: then we send it.")


def _options(scene: Scene) -> list[Option]:
    """Send or change; while the category is open, each likely one sends."""
    if not recap.undecided(scene.draft):
        return [Option("send", scene.words(SEND)), Option("change", scene.words(CHANGE_IT))]
    likely = [Option(f"{AS}{code}", topic.name(scene, code)) for code in scene.draft.suggestions[:OFFERED]]
    return [*likely, Option("category", scene.words(OTHER_TOPIC)), Option("change", scene.words(CHANGE_IT))]


def _hear(scene: Scene) -> str | None:
    if confirms(scene.text):
        return None if recap.undecided(scene.draft) else "send"
    seen = label(scene.text, [Choice(each.key, 0, each.label) for each in identity.choices(scene)]) or identity.hear(
        scene
    )
    if seen:
        return f"{SEEN}{seen}"
    if corrects(scene.text):
        meant = topic.meant(scene, instead(scene.text))
        return f"{TOPIC}{meant}" if meant else "moved"
    named = topic.picked(scene) if recap.undecided(scene.draft) else None
    return recap.hear(scene) or (f"{TOPIC}{named.code}" if named else None)


def _act(scene: Scene, key: str) -> Move:
    if key == "send":
        return details.before_sending(scene) or send(scene)
    if key.startswith(AS):
        chosen = topic.chose(scene.draft, key.removeprefix(AS))
        scene = replace(scene, session=replace(scene.session, draft=chosen))
        return similar.before_sending(scene) or details.before_sending(scene) or send(scene)
    if key.startswith(TOPIC):
        return topic.decide(scene, key.removeprefix(TOPIC))
    if key.startswith(SEEN):
        return Move(replace(scene.session, draft=identity.keep(scene.draft, key.removeprefix(SEEN))))
    if key == "moved":
        return moved(scene)
    return change(scene, key) if recap.changeable(scene, key) else Move(scene.session, go="lodge.change")


def _kinds(scene: Scene) -> list[Option]:
    return [Option(kind.value, scene.words(text)) for kind, text in KINDS.items()]


def _keep_kind(draft: Draft, key: str) -> Draft:
    return replace(draft, kind=Kind(key))


REVIEW = Question(
    "review",
    ask=recap.body,
    unclear=lambda scene: scene.words(UNCLEAR_TOPIC if recap.undecided(scene.draft) else UNCLEAR),
    closing=lambda scene: scene.words(CLOSING_TOPIC if recap.undecided(scene.draft) else CLOSING),
    options=_options,
    hear=_hear,
    act=_act,
    exact=True,
)
CHANGE = Question(
    "change",
    ask="What do you want to change?",
    unclear="Please choose the part you want to change.",
    options=recap.fields,
    hear=recap.hear_field,
    act=change,
    counted=False,
    aside=True,
)
KIND = Question(
    "kind",
    ask="What kind of report is it?",
    unclear="Please choose one of the three.",
    options=_kinds,
    keep=_keep_kind,
    counted=False,
    aside=True,
)
