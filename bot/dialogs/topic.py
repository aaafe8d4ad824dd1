"""Which category a report is filed under: the story suggests, the citizen picks, nothing is filed on a silent guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogs import recap
from bot.dialogs.engine import Move, Option, Question, Scene
from bot.dialogs.grammar import plain
from bot.dialogs.greeting import only_chat
from bot.dialogs.hearing import more
from bot.dialogs.receipt import OTHER
from bot.dialogs.session import Draft
from bot.dialogs.wording import Text
from bot.understanding.catalogue import PICKING_WORDS, Category
from bot.understanding.understood import CategoryGuess, Understood

MAYBE = Text("lodge.maybe", "We are not sure which topic you mean.")
CHOSEN = "category"  # settled where the citizen named or picked it
SUGGESTED = 8  # categories that come before the others: two pages


def name(scene: Scene, code: str) -> str:
    """A category's name in the citizen's language."""
    return recap.category_name(scene, code, scene.session.language)


def weigh(draft: Draft, heard: Understood) -> Draft:
    """The draft with what its story speaks for: a clear category, or the best ones to choose from."""
    codes = tuple(each.code for each in heard.categories[:SUGGESTED] if each.code != OTHER)
    return replace(draft, category=codes[0] if heard.category_sure and codes else "", suggestions=codes)


def likely(scene: Scene) -> Category | None:
    """The category of the draft, the likeliest where none is chosen yet, None where nothing is known."""
    code = next(iter((scene.draft.category, *scene.draft.suggestions)), "")
    return scene.understanding.catalogue.find(code)


def warning(scene: Scene) -> str:
    """What has to be done before any report: whom to call about a broken power line."""
    found = likely(scene)
    return in_language(scene, found.warn) if found else ""


def details(scene: Scene) -> str:
    """What helps the office of this category: the number on the pole, since when."""
    found = likely(scene)
    return in_language(scene, found.ask) if found else ""


def in_language(scene: Scene, texts: Mapping[str, str]) -> str:
    """A text of the category table in the citizen's language, in Indonesian where there is none."""
    return texts.get(scene.session.language) or texts.get("id", "")


def decide(scene: Scene, code: str) -> Move:
    """The citizen has chosen: the draft with the category, and its warning if it has one."""
    chosen = replace(scene, session=replace(scene.session, draft=chose(scene.draft, code)))
    before, after = warning(scene), warning(chosen)
    return Move(chosen.session, note=after if after != before else "")


def meant(scene: Scene, words: str) -> str:
    """The category that the right half of "bukan air, tapi listrik" names; "" where it names a place or nothing."""
    if scene.understanding.gazetteer.find_answer(words):
        return ""
    found = scene.understanding.catalogue.picked(words, scene.session.language)
    return found.code if found else ""


def chose(draft: Draft, code: str) -> Draft:
    """The draft with the category that the citizen picked."""
    return replace(draft, category=code).settle(CHOSEN)


def _options(scene: Scene) -> list[Option]:
    catalogue = scene.understanding.catalogue
    first = [each for code in scene.draft.suggestions if (each := catalogue.find(code))]
    listed = [*first, *(each for each in catalogue.all if each not in first)]
    return [Option(each.code, each.name(scene.session.language)) for each in listed]


def picked(scene: Scene) -> CategoryGuess | None:
    """The category that a few words name, whatever small words stand around them ("yg lampu aja")."""
    bare = " ".join(word.text.replace("_", " ") for word in scene.heard.content)
    offered = [
        code for code in scene.draft.suggestions if bare and set(bare.split()) <= set(plain(name(scene, code)).split())
    ]
    if len(offered) == 1:
        return scene.understanding.catalogue.get(offered[0]).guess(scene.session.language)
    return scene.understanding.catalogue.picked(scene.text) or (
        scene.understanding.catalogue.picked(bare) if bare else None
    )


def _hear(scene: Scene) -> str | tuple[str, ...] | None:
    if only_chat(scene.text):  # "tolong", "bantu saya": a plea is no topic
        return OTHER if scene.session.tries >= 2 else None
    named = picked(scene)
    if named:
        return named.code
    ranked = tuple(each.code for each in scene.understood.categories[:SUGGESTED])
    if ranked and ranked != scene.draft.suggestions:
        return ranked
    return OTHER if scene.session.tries >= 2 else None


def _act(scene: Scene, found: str | tuple[str, ...]) -> Move:
    if isinstance(found, str):
        return decide(scene, found)
    told = len(scene.text.split()) > PICKING_WORDS  # a sentence goes on with the story
    draft = replace(scene.draft.tell(scene.text) if told else scene.draft, suggestions=found)
    offered = replace(scene.session, draft=draft, trail=scene.session.trail[:-1])
    return Move(offered, go="lodge.category", note=scene.words(MAYBE))


CATEGORY = Question(
    "category",
    ask="Topic? Choose a number, or write one or two words.",
    unclear="Sorry, we found no such topic. Choose a number, or write one or two words.",
    options=_options,
    hear=_hear,
    claims=lambda scene: more(scene.text),
    act=_act,
    when=lambda draft: not draft.category and not draft.suggestions,
)
