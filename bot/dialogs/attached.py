"""Photos, voice notes, documents and pins: welcome at any question, kept in the draft, acknowledged in words."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogs.engine import Move, Scene
from bot.dialogs.where import elsewhere, unsettled
from bot.dialogs.wording import Text
from bot.message import Attachment
from bot.pin import Pin
from bot.report import Place

MOST = 10
INDONESIA = ((-11.5, 6.5), (94.5, 141.5))  # degrees: south and north, west and east
KEPT = Text("attached.kept", "Received, thank you. Files so far: {count}.")
PLACED = Text("attached.placed", "The location is noted.")
FULL = Text("attached.full", "A report can hold {most} files. Yours is full, so we did not add the new file.")
OFF_EARTH = Text(
    "attached.off_earth",
    "We cannot find that location on the map. Please send it again, or write the street and village.",
)
ABROAD = Text("attached.abroad", "That location is outside Indonesia. Please send it again, or write the place.")
UNSUPPORTED = Text(
    "attached.unsupported",
    "Sorry, we cannot read that kind of message. Text, photos, voice notes, videos, documents and locations work.",
)
NOTHING = Text("attached.nothing", "That message was empty. Nothing is lost.")
VOICE_STORY = Text("attached.voice_story", "(The story is in the attached voice note.)")


def unsupported(scene: Scene) -> str:
    """Said to a sticker, a contact, a poll: what works instead."""
    return scene.words(UNSUPPORTED)


def nothing(scene: Scene) -> str:
    """Said to an empty message."""
    return scene.words(NOTHING)


def keep(scene: Scene) -> tuple[Scene, str] | str:
    """The scene with the files and the pin in its draft and what to say of them; a sentence where nothing fits."""
    if scene.said.pin and not scene.said.pin.on_earth():
        return scene.words(OFF_EARTH)
    if scene.said.pin and not _in_indonesia(scene.said.pin):
        return scene.words(ABROAD)
    known = {each.locator for each in scene.draft.attachments}
    fresh = tuple(each for each in scene.said.attachments if each.locator not in known)
    if len(scene.draft.attachments) + len(fresh) > MOST:
        return scene.words(FULL, most=MOST)
    return _with_pin(_with_files(scene, fresh))


def _in_indonesia(pin: Pin) -> bool:
    (south, north), (west, east) = INDONESIA
    return south <= pin.latitude <= north and west <= pin.longitude <= east


def _with_files(scene: Scene, fresh: tuple[Attachment, ...]) -> Scene:
    return scene.draw(attachments=(*scene.draft.attachments, *fresh))


def _with_pin(scene: Scene) -> tuple[Scene, str]:
    notes = [scene.words(KEPT, count=len(scene.draft.attachments))] if scene.said.attachments else []
    pin = scene.said.pin
    if pin:
        scene = _located(scene, pin)
        notes.append(scene.words(PLACED))
    return scene, " ".join(notes)


def _located(scene: Scene, pin: Pin) -> Scene:
    """The pin with the area it lies in: as the story named it, by official boundaries, or as a question."""
    draft = scene.draft
    place = replace(draft.place or Place(words=pin.label), pin=pin)
    near = scene.understanding.around(pin)
    if place.official and near and elsewhere(place, near.place):
        return scene.draw(place=Place(pin=pin), readings=(replace(place, pin=None), near.place))
    if place.official:
        return scene.draw(place=place, readings=())
    named = scene.understanding.gazetteer.find_answer(draft.heard_place) if draft.heard_place else None
    if named:
        return scene.draw(place=replace(named.place, words=place.words, pin=pin), readings=(), heard_place="")
    if near and near.sure:
        return scene.draw(place=replace(near.place, words=place.words, pin=pin), readings=())
    return scene.draw(place=place, readings=(near.place,) if near else ())


def lead_on(scene: Scene, question: str, note: str) -> Move:
    """What comes after a file or pin without words: the same question, unless it was the answer."""
    session, draft = scene.session, scene.draft
    if not session.at.startswith("lodge."):
        session = replace(session, at="lodge.story", under="")
    if not draft.story and any(each.kind == "voice" for each in scene.said.attachments):
        session = replace(session, draft=replace(draft, story=scene.words(VOICE_STORY)))
        return Move(session, note=note)
    stays = scene.session.at.startswith("lodge.") and not (scene.said.pin and question in ("where", "which"))
    return Move(session, go=session.at if stays and not unsettled(draft) else "", note=note)
