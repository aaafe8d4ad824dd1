"""The recap before sending: every line as it will be filed, how to change it, and who will see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

from bot.asked import Answer, Attribute, Datatype
from bot.dialogs.engine import Option, Scene
from bot.dialogs.grammar import heard, mended, plain
from bot.dialogs.greeting import INTRODUCTION
from bot.dialogs.session import Draft
from bot.dialogs.wording import Text
from bot.report import Kind, Place

FIELDS = ("story", "where", "category", "identity", "files", "kind")
DAY_SHOWN = 14  # characters of " (17 Nov 2026)", which the story gives up where there is no more room
STORY_SHOWN, PLACE_SHOWN, NAME_SHOWN = 40, 75, 30  # characters: the longest recap is three SMS
BY_SMS = frozenset(("sms", "gateway"))
BODY, BODY_UNDECIDED = 372, 268  # characters of a recap, and of one that asks for the topic too
OFFICIAL_SHOWN, WORDS_SHOWN = 45, 20
MOST_WORDS = 6
DETAILS_SHOWN, DETAIL_LEAST = 160, 40  # characters of all answers to the core's own questions, and of one
LABEL = 28
_LACKS = (
    "add|short ~ good first story where category identity files kind the self want please digits exist",
    "not_yet good ~ story where category identity files kind add want the self",
)
_NOT_THIS = f"isnt {'|'.join(FIELDS)} ~ the other self here"

LINES = Text(
    "recap.lines",
    "{kind}: {story}\nPlace: {place}\nTopic: {category}\nFiles: {files}\nIdentity: {identity}{details}\n"
    "Send this report?",
)
UNDECIDED = Text(
    "recap.undecided",
    "{kind}: {story}\nPlace: {place}\nFiles: {files}\nIdentity: {identity}\nSend it under which topic?",
)
NO_FILES = Text("recap.no_files", "none yet")
FILE_COUNT = Text("recap.file_count", "{count}")
NOT_KNOWN = Text("recap.not_known", "not known")
NO_PLACE = Text("recap.no_place", "not given")
PINNED = Text("recap.pinned", "location noted")
HIDDEN_BY_DEFAULT = Text(
    "recap.hidden_by_default", "the public sees it, not your name (Anonymous). Or type SECRET, NAME SHOWN"
)
ANONYMOUS = Text("recap.anonymous", "the public sees it, not your name (Anonymous)")
SECRET = Text("recap.secret", "only the office sees the report (Secret){name}")
BOTH = Text("recap.both", "only the office sees the report, nobody your name (Anonymous, Secret)")
OPEN = Text("recap.open", "everybody sees the report (Name shown){name}")
NAMED = Text("recap.named", ", name: {name}")
COMPLAINT = Text("recap.complaint", "Complaint")
WISH = Text("recap.wish", "Wish")
QUESTION = Text("recap.question", "Question")
KINDS = {Kind.COMPLAINT: COMPLAINT, Kind.WISH: WISH, Kind.QUESTION: QUESTION}
FIELD_NAMES = {
    "story": Text("recap.field.story", "Story"),
    "where": Text("recap.field.where", "Place"),
    "category": Text("recap.field.category", "Topic"),
    "identity": Text("recap.field.identity", "Identity"),
    "files": Text("recap.field.files", "Files"),
    "kind": Text("recap.field.kind", "Kind of report"),
}


def shortened(text: str, most: int) -> str:
    """At most so many characters, cut at a word, with "..." where something is left out."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 3]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "..."


def category_name(scene: Scene, code: str, language: str) -> str:
    """A category's name; that of "other" where a later release no longer knows the code."""
    catalogue = scene.understanding.catalogue
    return (catalogue.find(code) or catalogue.get("other")).name(language)


def place_line(scene: Scene, place: Place | None) -> str:
    """The place in the citizen's words and the official names, or the pin."""
    if place is None:
        return scene.words(NO_PLACE)
    official = _official(place)
    left = max(WORDS_SHOWN, PLACE_SHOWN - len(official))
    words = "" if plain(place.words) in plain(place.official) else shortened(place.words, left)
    shown = f"{words} ({official})" if words and official else words or official
    pin = scene.words(PINNED) if place.pin else ""
    return "; ".join(part for part in (shown, pin) if part) or scene.words(NO_PLACE)


def _official(place: Place) -> str:
    """The official names; a long row of them without the kecamatan, which the village and the regency imply."""
    if len(place.official) <= OFFICIAL_SHOWN or not (place.village and place.regency):
        return place.official
    return replace(place, district=None).official.replace("Kabupaten ", "Kab. ")


def files(scene: Scene) -> str:
    """How many files hang on the report, in words."""
    count = len(scene.draft.attachments)
    return scene.words(FILE_COUNT, count=count) if count else scene.words(NO_FILES)


def identity(scene: Scene) -> str:
    """Who will see what, in one line; while nothing is chosen it says what else may be."""
    draft = scene.draft
    name = scene.words(NAMED, name=shortened(draft.name, NAME_SHOWN)) if draft.name else ""
    if draft.anonymous:
        untouched = "identity" not in draft.settled
        return scene.words(BOTH if draft.secret else HIDDEN_BY_DEFAULT if untouched else ANONYMOUS)
    return scene.words(SECRET if draft.secret else OPEN, name=name)


def answers(draft: Draft) -> tuple[Answer, ...]:
    """The answers to the questions that the core has for the topic as it is now, in the core's order."""
    asked = [each.code for each in draft.asked] if draft.asked_for == draft.category else []
    found = [each for each in draft.answers if each.code in asked]
    return tuple(sorted(found, key=lambda each: asked.index(each.code)))


def details(scene: Scene) -> str:
    """A line for each answer to a question of the core's own; the more there are, the shorter each."""
    asked, found = {each.code: each for each in scene.draft.asked}, answers(scene.draft)
    most = max(DETAIL_LEAST, DETAILS_SHOWN // max(1, len(found)))
    return "".join(f"\n{_detail(scene, asked[each.code], each, most)}" for each in found)


def _detail(scene: Scene, asked: Attribute, answer: Answer, most: int) -> str:
    said = shortened(_said(scene, asked, answer), most * 3 // 4)
    question = shortened(asked.question(scene.session.language).rstrip(" ?:"), max(DETAIL_LEAST // 2, most - len(said)))
    return f"{question}: {said}"


def _said(scene: Scene, asked: Attribute, answer: Answer) -> str:
    """An answer as the citizen knows it: names for keys, a day for a moment."""
    if asked.kind is Datatype.DATETIME and answer.values:
        moment = datetime.fromisoformat(answer.values[0])
        hour = "" if moment.time() == time() else f", {moment:%H.%M}"
        return f"{scene.words.date(moment.date())}{hour}"
    named = ", ".join(asked.value(each, scene.session.language) for each in answer.values)
    return named or answer.words or scene.words(NOT_KNOWN)


def undecided(draft: Draft) -> bool:
    """Whether the category is still to be picked among the likely ones."""
    return not draft.category and bool(draft.suggestions)


def _kind(scene: Scene) -> str:
    """The kind of report, and the day it is about where the story named one."""
    kind, day = scene.words(KINDS[scene.draft.kind]), scene.draft.happened_on
    return f"{kind} ({scene.words.date(day)})" if day else kind


def body(scene: Scene) -> str:
    """The whole recap; the story gets the room that the other lines leave."""
    lines = {
        "kind": _kind(scene),
        "place": place_line(scene, scene.draft.place),
        "category": category_name(scene, scene.draft.category, scene.session.language),
        "files": files(scene),
        "identity": identity(scene),
        "details": details(scene),
    }
    wording, most = (UNDECIDED, BODY_UNDECIDED) if undecided(scene.draft) else (LINES, BODY)
    ahead = len(scene.note) + (0 if scene.session.told_privacy else len(scene.words(INTRODUCTION)) + 1)
    room = most - ahead - len(scene.words(wording, story="", **lines))
    least = STORY_SHOWN - (DAY_SHOWN if scene.draft.happened_on else 0)
    return scene.words(wording, story=shortened(scene.draft.story, max(least, room)), **lines)


def fields(scene: Scene) -> list[Option]:
    """The lines that can be changed."""
    own = [Option(name, shortened(question, LABEL)) for name, question in _questions(scene).items()]
    return [*(Option(field, scene.words(FIELD_NAMES[field])) for field in FIELDS), *own]


def changeable(scene: Scene, field: str) -> bool:
    """Whether a line of the recap bears this name."""
    return field in FIELDS or field in _questions(scene)


def _questions(scene: Scene) -> dict[str, str]:
    """The core's own questions that were answered, by the names of their places."""
    draft = scene.draft
    found = {each.code for each in answers(draft)}
    asked = [(f"detail{at}", each) for at, each in enumerate(draft.asked, 1) if each.code in found]
    return {name: each.question(scene.session.language) for name, each in asked}


def hear(scene: Scene) -> str | None:
    """ "ubah lokasi", "kategori salah": the line to change; "ubah" alone: which; never a yes to sending."""
    said = heard(mended(scene.text))
    field = hear_field(scene)
    plainly = said.has("change", "wrong") or (field and said.has("should"))
    if len(said.words) > MOST_WORDS or not (plainly or said.says(_NOT_THIS, *_LACKS)):
        return None
    return field or "change"


def hear_field(scene: Scene) -> str | None:
    """The one line that the words name; None where none or several are named."""
    said = heard(mended(scene.text))
    named = [field for field in FIELDS if said.has(field)]
    return named[0] if len(named) == 1 else None if named else _hear_question(scene)


def _hear_question(scene: Scene) -> str | None:
    """The core's own question that two of its words, or the only word said, name ("ubah nomor tiang")."""
    words = {each.text for each in scene.heard.words if not each.means & {"change", "wrong", "should", "want"}}
    shared = {name: _shared(words, plain(question).split()) for name, question in _questions(scene).items()}
    found = [name for name, count in shared.items() if count and count >= min(2, len(words))]
    return found[0] if len(found) == 1 else None


def _shared(said: set[str], asked: Sequence[str]) -> int:
    """How many words of both are the same, or begin so: "tiang" and "tiangnya"."""
    same = [each for each in said if each in asked]
    begun = [each for each in said - set(same) if len(each) > 3 and any(word.startswith(each) for word in asked)]
    return len(same) + len(begun)
