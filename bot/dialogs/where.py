"""Where the problem is: a pin, a street, a village, a landmark; two tries, then as the citizen wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogs import which
from bot.dialogs.engine import Move, Option, Question, Scene
from bot.dialogs.grammar import heard, mended, plain
from bot.dialogs.sayings import asks, instead, places
from bot.dialogs.session import Draft
from bot.dialogs.wording import Text
from bot.report import Place
from bot.understanding.understood import PlaceGuess

NONE = "none"
LONGEST = 80
_SKIPS = (
    "skip ~ question first the self please",
    "no know ~ where the self name exactly",
    "no exist|need ~ where the",
    "no good ~ sure",
)
STORY_WORDS = 9  # a place answer so long tells more than a place
_OTHERS = (
    "other ~ where the",
    "no|none|wrong ~ all both exist fit here choose which other the where good",
)
LABEL = 42  # characters of a reading: three of them and the introduction are two SMS
NONE_OF_THESE = Text("where.none_of_these", "No, another place")
WHICH_PLACE = Text("lodge.which.ask", "Which place do you mean?")
NEAR = Text("where.near", "Your location seems to be here. Is that right?")
COARSE = Text("where.coarse", "{area} is noted. Please also give the street, the village or a landmark.")


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
    words = instead(scene.text)
    if heard(mended(words)).says(*_SKIPS):
        return _coarse(scene, tries=0) or Place(words=scene.draft.said_place)
    if asks(words) or not any(ch.isalpha() for ch in words) or scene.understood.urgent:
        return _coarse(scene)
    known = scene.draft.heard_place if places(words) else ""
    guess = scene.understanding.gazetteer.find_answer(f"{words}, {known}" if known else words)
    if guess:
        return replace(guess, place=replace(guess.place, words=_joined(scene, words)))
    return Place(words=words) if scene.session.tries >= 1 and places(words) else None


def _coarse(scene: Scene, tries: int = 2) -> PlaceGuess | None:
    """After so many answers that are none: the regency that was named before is enough."""
    known = scene.draft.heard_place if scene.session.tries >= tries else ""
    guess = scene.understanding.gazetteer.find_answer(known) if known else None
    return replace(guess, place=replace(guess.place, words=scene.draft.said_place or known)) if guess else None


def _joined(scene: Scene, words: str) -> str:
    """The street of a first try that named no known place, with the village of the second."""
    first = scene.draft.said_place
    return f"{first}, {words}" if first and plain(first) not in plain(words) else words


def remember(scene: Scene) -> Draft:
    """The draft with the words of a try that named no known place, if they speak of a spot."""
    words = instead(scene.text)
    fits = places(words) and any(ch.isalpha() for ch in words) and not asks(words) and len(words) <= LONGEST
    return replace(scene.draft, said_place=words) if fits else scene.draft


def _act(scene: Scene, found: PlaceGuess | Place) -> Move:
    if not scene.said.pin:  # a pin of before belongs to the place of before
        scene = scene.draw(place=None)
    if len(scene.text.split()) >= STORY_WORDS:  # somebody went on with the story, and named the place in it
        scene = replace(scene, session=replace(scene.session, draft=scene.draft.tell(scene.text)))
    draft = scene.draft
    if isinstance(found, Place):
        return _kept(scene, found)
    if found.alternatives or (not found.sure and found.place.district):
        named = [replace(each, words=found.place.words) for each in (found.place, *found.alternatives)]
        session = replace(scene.session, draft=replace(draft, readings=tuple(named[:3]), place=None))
        return Move(session, go="lodge.which")
    street = draft.heard_place or draft.said_place
    if not found.place.district and not street and scene.text.count(" ") < 3:
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
    named = [Option(str(at), label) for at, label in enumerate(_labels(scene.draft.readings))]
    return [*named, Option(NONE, scene.words(NONE_OF_THESE))]


def _labels(places: Sequence[Place]) -> list[str]:
    """For each reading the fullest name that fits its line; where none does, the shortest that no other shares."""
    forms = [_forms(place) for place in places]
    others = [{form for other in forms if other is not mine for form in other} for mine in forms]
    own = [[form for form in mine if form not in known] or mine[:1] for mine, known in zip(forms, others, strict=True)]
    return [next((form for form in mine if len(form) <= LABEL), min(mine, key=len)) for mine in own]


def _forms(place: Place) -> list[str]:
    """The names of a place from small to large, in full, then without the province, then without the kecamatan."""
    regency = replace(place.regency, name=_short(place.regency.name)) if place.regency else None
    place = replace(place, regency=regency)
    full = f"{place.official}, {place.province.name}" if place.province and regency else place.official
    brief = replace(place, district=None).official if place.village else place.official
    return list(dict.fromkeys((full, place.official, brief)))


def _short(regency: str) -> str:
    return regency.replace("Kabupaten ", "Kab. ").replace("Kota Administrasi ", "Kota ")


def _pinned_there(scene: Scene, place: Place) -> Place:
    """The place that was picked, with the pin unless that lies in another province."""
    pinned = _with_pin_of(scene.draft, place)
    near = scene.understanding.around(pinned.pin) if pinned.pin else None
    return replace(pinned, pin=None) if near and elsewhere(near.place, place) else pinned


def elsewhere(place: Place, other: Place) -> bool:
    """Whether two places lie in different provinces; a nearest town may well be over a regency's border."""
    return bool(place.province and other.province) and place.province != other.province


def _pick_reading(scene: Scene, key: str) -> Move:
    if key == NONE:
        draft = replace(scene.draft, heard_place="")
        return Move(replace(scene.session, draft=draft, tries=1), go="lodge.where")
    place = _pinned_there(scene, scene.draft.readings[int(key)])
    label = scene.draft.place.words if scene.draft.place else ""
    place = replace(place, words=place.words or label)
    draft = replace(scene.draft, place=place, heard_place="")  # the readings stay, so that KEMBALI finds them
    return Move(replace(scene.session, draft=draft))


def _hear_reading(scene: Scene) -> str | PlaceGuess | Place | None:
    """Another place than those offered, or words for "none of these"."""
    if heard(mended(scene.text)).says(*_OTHERS):
        return NONE
    if _pinned(scene.draft) and scene.heard.says("yes|good ~ the it here please"):
        return "0"
    chosen = which.chosen(scene.draft.readings, scene.heard, scene.understanding.gazetteer)
    return str(chosen) if chosen is not None else _hear(scene)


def _act_reading(scene: Scene, found: str | PlaceGuess | Place) -> Move:
    return _pick_reading(scene, found) if isinstance(found, str) else _act(scene, found)


def unsettled(draft: Draft) -> bool:
    """Whether there are readings and no area yet: a pin or a label alone does not say which of them is meant."""
    return bool(draft.readings) and not (draft.place and (draft.place.official or _written(draft.place)))


def _written(place: Place) -> bool:
    return bool(place.words) and place.pin is None


def _pinned(draft: Draft) -> bool:
    """Whether the one reading is what lies around a pin."""
    return len(draft.readings) == 1 and draft.place is not None and draft.place.pin is not None


WHERE = Question(
    "where",
    ask="Where is it? Write the street and the village, or send the location.",
    unclear="Sorry, we did not find that place. Try a street and a village or kecamatan, such as: Jl. Melati, Selong.",
    closing="Reply with the place.",
    hear=_hear,
    act=_act,
    claims=lambda scene: plain(scene.text) == "bali",
    when=lambda draft: draft.place is None and not draft.readings,
    wants_pin=True,
)
WHICH = Question(
    "which",
    ask=lambda scene: scene.words(NEAR if _pinned(scene.draft) else WHICH_PLACE),
    unclear="Please choose one of these places.",
    options=_readings,
    hear=_hear_reading,
    act=_act_reading,
    when=unsettled,
    counted=False,
)
