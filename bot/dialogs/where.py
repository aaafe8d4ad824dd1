"""Where the problem is: a pin, a street, a village, a landmark; two tries, then as the citizen wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogs.engine import Move, Option, Question, Scene
from bot.dialogs.session import Draft
from bot.dialogs.wording import Text
from bot.report import Place
from bot.understanding.understood import PlaceGuess

NONE = "none"
NONE_OF_THESE = Text("where.none_of_these", "None of these")
COARSE = Text("where.coarse", "{area} is noted. Please add the street, village or a landmark.")


def take(draft: Draft, guess: PlaceGuess | None) -> Draft:
    """The draft with a place the story told of: taken when sure, offered when unclear, else kept in mind."""
    if guess is None:
        return draft
    if guess.sure:
        return replace(draft, place=_with_pin_of(draft, guess.place))
    if guess.alternatives or guess.place.district:
        return replace(draft, readings=(guess.place, *guess.alternatives)[:3])
    return replace(draft, heard_place=guess.place.official)


def _with_pin_of(draft: Draft, place: Place) -> Place:
    return replace(place, pin=draft.place.pin) if draft.place else place


def _hear(scene: Scene) -> PlaceGuess | Place | None:
    """What the answer says: a guess to weigh, the words as written on the second try, None on the first."""
    known = scene.draft.heard_place
    guess = scene.understanding.gazetteer.find_answer(f"{scene.text}, {known}" if known else scene.text)
    if guess:
        return replace(guess, place=replace(guess.place, words=scene.text))
    return Place(words=scene.text) if scene.session.tries >= 1 else None


def _act(scene: Scene, found: PlaceGuess | Place) -> Move:
    draft = scene.draft
    if isinstance(found, Place):
        return _kept(scene, found)
    if found.alternatives or (not found.sure and found.place.district):
        named = [replace(each, words=scene.text) for each in (found.place, *found.alternatives)]
        session = replace(scene.session, draft=replace(draft, readings=tuple(named[:3]), place=None))
        return Move(session, go="lodge.which")
    if not found.place.district and not draft.heard_place and scene.text.count(" ") < 3:
        return _ask_closer(scene, found.place)
    return _kept(scene, found.place)


def _ask_closer(scene: Scene, place: Place) -> Move:
    session = replace(scene.session, tries=1, trail=scene.session.trail[:-1])
    session = replace(session, draft=replace(scene.draft, heard_place=place.official))
    return Move(session, go="lodge.where", note=scene.words(COARSE, area=place.official))


def _kept(scene: Scene, place: Place) -> Move:
    place = _with_pin_of(scene.draft, place)
    return Move(replace(scene.session, draft=replace(scene.draft, place=place, readings=(), heard_place="")))


def _readings(scene: Scene) -> Sequence[Option]:
    named = [Option(str(at), _label(place)) for at, place in enumerate(scene.draft.readings)]
    return [*named, Option(NONE, scene.words(NONE_OF_THESE))]


def _label(place: Place) -> str:
    official = place.official.replace("Kabupaten ", "Kab. ")
    return f"{official}, {place.province.name}" if place.province and place.regency else official


def _pick_reading(scene: Scene, key: str) -> Move:
    if key == NONE:
        draft = replace(scene.draft, readings=(), heard_place="")
        return Move(replace(scene.session, draft=draft, tries=1), go="lodge.where")
    place = scene.draft.readings[int(key)]
    return _kept(scene, place)


WHERE = Question(
    "where",
    ask="Where is it? Send the location, or write the street and the village.",
    unclear="I found no place in that. Try a street with a village or kecamatan, for example: Jl. Melati, Selong.",
    closing="Reply with the place.",
    hear=_hear,
    act=_act,
    when=lambda draft: draft.place is None and not draft.readings,
    wants_pin=True,
)
WHICH = Question(
    "which",
    ask="Which place do you mean?",
    unclear="Please choose one of these places.",
    options=_readings,
    act=_pick_reading,
    when=lambda draft: bool(draft.readings),
    counted=False,
)
