"""A citizen makes a report: the story, then only what the story leaves open, a recap, and a receipt."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogs import recap, where
from bot.dialogs.beside import change
from bot.dialogs.engine import Dialog, Move, Option, Question, Scene
from bot.dialogs.greeting import is_story, only_chat
from bot.dialogs.hearing import NO, plain
from bot.dialogs.receipt import OTHER, send
from bot.dialogs.sayings import asks, confirms, corrects, wants_secrecy
from bot.dialogs.session import Draft
from bot.dialogs.wording import Text
from bot.report import Kind
from bot.understanding.catalogue import PICKING_WORDS

_DONE_WORDS = "selesai lewati lewat skip done sudah cukup kosong nihil tanpa none nothing rampung"
_DONE = frozenset(_DONE_WORDS.split()) | NO
_NONE_OF = frozenset("ada punya foto yang ini dulu saja aja sih pak bu have any photo".split())
_NEEDLESS = frozenset("usah perlu mau need".split())
LONGEST_NAME, WORDS_OF_A_NAME = 80, 6

SKIP = Text("lodge.skip", "Skip")
DONE = Text("lodge.done", "Done")
ANONYMOUS = Text("lodge.anonymous", "Anonymous")
SECRET = Text("lodge.secret", "Secret")
BOTH = Text("lodge.both", "Both")
OPEN = Text("lodge.open", "Name shown")
COMPLAINT = Text("lodge.complaint", "Complaint")
WISH = Text("lodge.wish", "Wish or proposal")
QUESTION = Text("lodge.question", "Question")
KINDS = {Kind.COMPLAINT: COMPLAINT, Kind.WISH: WISH, Kind.QUESTION: QUESTION}
DANGER = Text("lodge.danger", "In danger now? First call 112 (police 110, ambulance 119).")
MAYBE = Text("lodge.maybe", "We are not sure which topic you mean.")

_IDENTITIES = {"anonymous": (True, False), "secret": (False, True), "both": (True, True), "open": (False, False)}


def title(scene: Scene) -> str:
    """What the draft is called when it is spoken of: its title, or the beginning of its story."""
    draft = scene.draft
    named = draft.title or recap.shortened(draft.story, 40)
    only_topic = draft.category and not draft.attachments
    return named or (topic(scene, draft.category) if only_topic else recap.files(scene))


def topic(scene: Scene, category: str) -> str:
    """A category's name in the citizen's language."""
    return recap.category_name(scene, category, scene.session.language)


def begin_about(scene: Scene, category: str) -> Move:
    """Start a report about a category that was chosen outside, by a link or a QR code on the spot."""
    session = replace(scene.session, at="lodge.story", under="", trail=(), tries=0)
    return Move(replace(session, draft=Draft(category=category)), go="lodge.story", note=f"{topic(scene, category)}.")


def begin(scene: Scene, _: str = "") -> Move:
    """Start a report with a first free sentence."""
    session = replace(scene.session, at="lodge.story", under="", trail=("lodge.story",), tries=0)
    return Move(replace(session, draft=take_story(scene)))


def danger(scene: Scene) -> str:
    """Where words speak of danger now, the emergency number comes before any question."""
    return scene.words(DANGER) if scene.understood.urgent else ""


def take_story(scene: Scene) -> Draft:
    """The draft with the story and whatever else it says; what the citizen already settled stays as it is."""
    heard, draft = scene.understood, scene.draft
    draft = replace(draft, story=scene.text, title=heard.title, kind=heard.kind, happened_on=heard.date)
    if not draft.category:
        sure = heard.category_sure and bool(heard.categories)
        codes = tuple(each.code for each in heard.categories[:3])
        draft = replace(draft, category=codes[0] if sure else "", suggestions=codes)
    if draft.place is None or not (draft.place.words or draft.place.official):
        draft = where.take(draft, heard.place)
    if heard.sensitive or wants_secrecy(scene.text):  # the protective choice is made, and the recap says so
        draft = replace(draft, anonymous=True, secret=True).settle("identity")
    return replace(draft, short=bool(draft.category and draft.place))


def _hear_story(scene: Scene) -> str | None:
    words = plain(scene.text).split()
    told = is_story(scene) or (len(words) == 2 and not only_chat(scene.text))
    return "story" if told and not confirms(scene.text) and recap.hear(scene) is None else None


def _categories(scene: Scene) -> list[Option]:
    catalogue = scene.understanding.catalogue
    every = [each.code for each in catalogue.all]
    first = [code for code in scene.draft.suggestions if code in every]
    codes = [*first, *(code for code in every if code not in first)]
    return [Option(code, catalogue.get(code).name(scene.session.language)) for code in codes]


def _hear_category(scene: Scene) -> str | tuple[str, ...] | None:
    if only_chat(scene.text):  # "tolong", "bantu saya": a plea is no topic
        return OTHER if scene.session.tries >= 2 else None
    named = scene.understanding.catalogue.picked(scene.text)
    if named:
        return named.code
    ranked = tuple(each.code for each in scene.understood.categories[:3])
    if ranked and ranked != scene.draft.suggestions:
        return ranked
    return OTHER if scene.session.tries >= 2 else None


def _act_category(scene: Scene, found: str | tuple[str, ...]) -> Move:
    if isinstance(found, str):
        return Move(replace(scene.session, draft=replace(scene.draft, category=found)))
    told = len(scene.text.split()) > PICKING_WORDS  # a sentence goes on with the story
    draft = replace(scene.draft.tell(scene.text) if told else scene.draft, suggestions=found)
    offered = replace(scene.session, draft=draft, trail=scene.session.trail[:-1])
    return Move(offered, go="lodge.category", note=scene.words(MAYBE))


def _hear_files(scene: Scene) -> str | None:
    words = set(plain(scene.text).split())
    done = bool(words & _DONE) and words <= _DONE | _NONE_OF
    return "done" if done or confirms(scene.text) else None


def _files_option(scene: Scene) -> list[Option]:
    return [Option("done", scene.words(DONE if scene.draft.attachments else SKIP))]


def _identities(scene: Scene) -> list[Option]:
    texts = {"anonymous": ANONYMOUS, "secret": SECRET, "both": BOTH, "open": OPEN}
    return [Option(key, scene.words(text)) for key, text in texts.items()]


def _keep_identity(draft: Draft, key: str) -> Draft:
    anonymous, secret = _IDENTITIES[key]
    name = "" if anonymous else draft.name
    return replace(draft, anonymous=anonymous, secret=secret, name=name).settle("identity")


def _hear_name(scene: Scene) -> str | None:
    words = set(plain(scene.text).split())
    if words and words <= _DONE | _NEEDLESS:
        return ""
    if confirms(scene.text) or asks(scene.text) or len(scene.text.split()) > WORDS_OF_A_NAME:
        return None
    return scene.text if len(scene.text) <= LONGEST_NAME and any(ch.isalpha() for ch in scene.text) else None


def _keep_name(draft: Draft, name: str) -> Draft:
    return replace(draft, name="" if name == "done" else name).settle("name")


def _kinds(scene: Scene) -> list[Option]:
    return [Option(kind.value, scene.words(text)) for kind, text in KINDS.items()]


def _hear_review(scene: Scene) -> str | None:
    if confirms(scene.text):
        return "send"
    return "moved" if corrects(scene.text) else recap.hear(scene)


def _act_review(scene: Scene, key: str) -> Move:
    if key == "send":
        return send(scene)
    if key == "moved":
        return replace(change(scene, "where"), replay=scene.text)
    return change(scene, key) if key in recap.FIELDS else Move(scene.session, go="lodge.change")


STORY = Question(
    "story",
    ask="What is wrong, and where? Just tell it in everyday words.",
    unclear="Please tell a little more, for example: the street light in Jl. Melati, Selong, has been out for a week.",
    closing="Reply with your story. A photo or voice note is welcome too.",
    hear=_hear_story,
    act=lambda scene, _: Move(replace(scene.session, draft=take_story(scene))),
    when=lambda draft: not draft.story,
)
CATEGORY = Question(
    "category",
    ask="What is it about? Choose the topic that fits best.",
    unclear="Sorry, we found no such topic. Choose a number, or write one or two words.",
    options=_categories,
    hear=_hear_category,
    act=_act_category,
    when=lambda draft: not draft.category,
)
FILES = Question(
    "files",
    ask="A photo, voice note or document helps. You may send several. It is fine to send none.",
    unclear="Send a photo, voice note or document now, or go on without.",
    closing="Send a file, or reply 1 to go on.",
    options=_files_option,
    hear=_hear_files,
    keep=lambda draft, _: draft.settle("files"),
    when=lambda draft: not draft.short and not draft.attachments and "files" not in draft.settled,
)
IDENTITY = Question(
    "identity",
    ask="Who may see it? Anonymous: everybody sees the report, nobody your name. Secret: only the office sees report "
    "and name. Both: only the office sees the report, nobody your name. Name shown: everybody sees report and name.",
    unclear="Sorry, we did not understand. Anonymous hides your name, Secret hides the report from the public.",
    options=_identities,
    keep=_keep_identity,
    when=lambda draft: not draft.short and "identity" not in draft.settled,
)
NAME = Question(
    "name",
    ask="Which name shall we put on the report?",
    unclear="Please write a name of at most 80 letters, or skip.",
    closing="Reply with a name, or 1 to go on without.",
    options=lambda scene: [Option("done", scene.words(SKIP))],
    hear=_hear_name,
    keep=_keep_name,
    when=lambda draft: not draft.anonymous and "name" not in draft.settled,
)
REVIEW = Question(
    "review",
    ask=recap.body,
    unclear="It is not sent yet. Reply 1 or SEND to send it, 2 to change something.",
    closing="You may add a photo. Reply 1 to send, 2 to change.",
    options=recap.options,
    hear=_hear_review,
    act=_act_review,
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
    keep=lambda draft, key: replace(draft, kind=Kind(key)),
    counted=False,
    aside=True,
)
LODGE = Dialog("lodge", (STORY, where.WHERE, where.WHICH, CATEGORY, FILES, IDENTITY, NAME, REVIEW, CHANGE, KIND))
