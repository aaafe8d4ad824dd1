"""Short words at the menu that more likely go on about a filed report than begin a new one: asked, never guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.dialogs import filed, filed_begin
from bot.dialogs.engine import Move, Scene
from bot.dialogs.follow import ask_status
from bot.dialogs.grammar import mentions, plain
from bot.dialogs.sayings import asks, corrects
from bot.dialogs.session import Case

FEW = 8  # words; whoever says more tells something new
RECENT = timedelta(days=14)  # since something happened to the report
_GOES_ON = ("not_yet", "still", "done", "solved", "processed", "reply")
_PHOTO = "files ~ send want add can more again self please the"


def goes_on(scene: Scene) -> bool:
    """Whether the words are perhaps about the report to which something happened lately."""
    few = len(plain(scene.text).split()) <= FEW
    if not scene.draft.empty or not few or not _latest(scene):
        return False
    if corrects(scene.text):  # "bukan di Pancor tapi di Kelayu", said a moment too late
        return True
    if scene.understood.place:
        return False
    return _photo(scene) or asks(scene.text) or any(mentions(scene.text, each) for each in _GOES_ON)


def act(scene: Scene) -> Move:
    """A photo is welcome, a question is answered with how the report stands, and for all else it is asked."""
    latest = _latest(scene)
    assert latest is not None
    if _photo(scene):
        return filed_begin.begin("add")(scene, "")
    if asks(scene.text) and not scene.understanding.catalogue.sure(scene.understood.categories):
        return ask_status(scene, latest.reference)
    session = replace(scene.session.aside(), about=latest.reference, held=scene.text)
    return Move(session, go="filed.meant")


def _photo(scene: Scene) -> bool:
    return scene.heard.says(_PHOTO)


def _latest(scene: Scene) -> Case | None:
    lately = [case for case in filed.own(scene) if scene.facts.now - case.since < RECENT]
    return max(lately, key=lambda case: case.since, default=None)
