"""Before the recap: open reports of the same thing at the same spot are offered once, to join instead of repeating."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.dialogs import recap, topic
from bot.dialogs.engine import Move, Option, Question, Scene
from bot.dialogs.grammar import heard, mended
from bot.dialogs.session import Do, Draft, Follow
from bot.dialogs.wording import Text
from bot.message import Say
from bot.progress import Doing, Near, Similar
from bot.report import Place, Reference

LOOK_BACK = timedelta(days=30)
MINE = "mine"
SETTLED = "similar"
CLOSE_BY = Text("similar.close_by", "{place}, {metres} m away, {day}")
SAME_VILLAGE = Text("similar.same_village", "{place}, {day}")
OTHERS = Text("similar.others", "{said} (+{count} people)")
NOT_THAT = Text("similar.not_that", "None of these")
JOINED = Text(
    "similar.joined",
    "Thank you. You joined report {number}, and the office gets what you wrote. We tell you here when there is news.",
)
ADDED = Text("similar.added", "Thank you. We add what you wrote to your report {number}.")
CLOSING = Text("similar.next", "Type STATUS and the number to ask for news.")
_ANOTHER = "no|other|isnt|none ~ which one asking other new report reported self the it here all same problem something"
PLACE_SHOWN = 40  # characters


def wanted(draft: Draft) -> bool:
    """Whether to look: topic and exact place are known, nothing is secret, and nobody looked yet."""
    return bool(draft.category) and _exact(draft.place) and not draft.secret and SETTLED not in draft.settled


def near(scene: Scene, draft: Draft) -> Near:
    """What to look for."""
    return Near(draft.category, draft.place or Place(), scene.facts.now - LOOK_BACK)


def _exact(place: Place | None) -> bool:
    return bool(place and (place.pin or place.village))


def looked(scene: Scene, move: Move) -> Move:
    """On the way to the recap: a move that asks what there is, offers it, or goes on."""
    draft = move.session.draft
    if not wanted(draft):
        return move
    found = scene.facts.similar
    if found is None:
        return replace(move, near=near(scene, draft))
    session = replace(move.session, draft=replace(draft, similar=found).settle(SETTLED))
    return replace(move, session=session, go="lodge.similar" if found else move.go)


def before_sending(scene: Scene) -> Move | None:
    """Where a number at the recap picks the topic and sends: the same look before it; None where nothing is like it."""
    move = looked(scene, Move(scene.session))
    return move if move.near or move.go else None


def _options(scene: Scene) -> Sequence[Option]:
    return [*(Option(each.reference, _label(scene, each)) for each in scene.draft.similar), _other(scene)]


def _other(scene: Scene) -> Option:
    return Option(MINE, scene.words(NOT_THAT))


def _label(scene: Scene, one: Similar) -> str:
    text = SAME_VILLAGE if one.metres is None else CLOSE_BY
    place, day = recap.shortened(one.place, PLACE_SHOWN), scene.words.day(one.since)
    said = scene.words(text, place=place, metres=one.metres, day=day)
    return scene.words(OTHERS, said=said, count=one.supporters) if one.supporters else said


def _hear(scene: Scene) -> str | None:
    said = heard(mended(scene.text))
    return MINE if said.says(_ANOTHER) and "?" not in scene.text else None


def _act(scene: Scene, key: str) -> Move:
    if key == MINE:
        return Move(replace(scene.session, draft=replace(scene.draft, similar=())))
    reference, draft = Reference(key), scene.draft
    own = reference in scene.session.cases
    act = Do(reference, Doing.ADD if own else Doing.SUPPORT, draft.story, draft.attachments)
    session = replace(scene.session, at="start.menu", under="", draft=Draft(), trail=(), reminded=False)
    say = Say(scene.words(ADDED if own else JOINED, number=reference.grouped), closing=scene.words(CLOSING))
    return Move(session, say=say, do=(act,) if own else (act, Follow(reference, supporter=True)))


def _values(scene: Scene) -> Mapping[str, object]:
    return {"topic": topic.name(scene, scene.draft.category)}


SIMILAR = Question(
    "similar",
    ask="This seems to be reported already ({topic}). Is it one of these? You can join it instead of reporting again.",
    unclear="Nothing is sent yet. Please choose the report to join, or the last one to send your own.",
    options=_options,
    hear=_hear,
    claims=lambda scene: _hear(scene) is not None,  # "bukan, beda" is no correction of the place
    act=_act,
    values=_values,
    exact=True,
    counted=False,
    aside=True,
)
