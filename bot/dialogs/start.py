"""What is there at any time: menu, help, language, privacy, a person, the old draft, and giving it up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.dialogs import (
    afterwards,
    discard,
    faq,
    filed,
    filed_begin,
    filed_perhaps,
    filed_rights,
    language,
    lodge,
    story,
    topic,
)
from bot.dialogs.commands import command, nearly
from bot.dialogs.engine import Dialog, Move, Option, Question, Scene
from bot.dialogs.follow import ask_status, check
from bot.dialogs.grammar import mended
from bot.dialogs.greeting import WELCOME, greets, is_story, wants_to_report
from bot.dialogs.hearing import mentioned
from bot.dialogs.sayings import anew
from bot.dialogs.session import Draft, Session
from bot.dialogs.wording import Text
from bot.message import Say

MENU = Text("start.menu_again", "Write what is wrong and where, or choose:")
REPORT = Text("start.report", "Make a report")
CHECK = Text("start.check", "Check a report")
LANGUAGE = Text("start.language_choice", "Language")
GO_ON = Text("start.go_on", "Go on with my report")
START_NEW = Text("start.start_new", "Start a new report")
THROW = Text("start.throw", "Yes, delete it")
KEEP = Text("start.keep", "No, go on")
HELP = Text(
    "start.help",
    "These words always work. BACK: question before. DISCARD: delete the unsent report. REPEAT: last message again. "
    "CHECK: news of a report. STAFF: a person. Also: MENU, LANGUAGE, PRIVACY.",
)
PERSON = Text("start.person", "You can reach a person here: {contact}. Your unsent report stays here meanwhile.")
PRIVACY = Text(
    "start.privacy",
    "Your story, place and files go to the office that handles the report. We never pass on your number. Unsent "
    "reports are deleted after 60 days. Others may be able to read SMS and chats. About your data, ask: {contact}.",
)
DISCARDED = Text("start.discarded", "The report is deleted. Nothing was sent.")
NO_DRAFT = Text("start.no_draft", "You have no unsent report, so nothing was deleted.")
NOTHING_OPEN = Text("start.nothing_open", "You have no unsent report.")
NEXT_DRAFT = Text("start.next_draft", "Type RESUME to go on with your report.")
NEXT_NONE = Text("start.next_none", "Write what is wrong, or type MENU.")
QUESTION_WORDS = 5


def closing(scene: Scene) -> str:
    """What to type after an answer that asks nothing: go on with the draft, or write something new."""
    return scene.words(NEXT_NONE if scene.draft.empty else NEXT_DRAFT)


def _options(scene: Scene) -> Sequence[Option]:
    listed = [("report", REPORT), ("check", CHECK), ("language", LANGUAGE)]
    listed += [] if scene.draft.empty else [("resume", GO_ON)]
    return [Option(key, scene.words(text)) for key, text in listed]


def _hear_menu(scene: Scene) -> str | None:
    if afterwards.answer(scene):
        return "afterwards"
    if nearly(scene.text):
        return None  # "mau tau perkembangn laporan" is no story
    if greets(scene.text):
        return "greeting"
    if filed_perhaps.goes_on(scene):
        return "goes_on"
    if _asks_only(scene):
        return None
    if is_story(scene):
        return "story"
    if mentioned(scene.text) and not any(ch.isalpha() for ch in scene.text):
        return "number"
    return "report" if wants_to_report(mended(scene.text)) else None


def _asks_only(scene: Scene) -> bool:
    """A short question about nothing that can be reported ("bisa lewat sms?") is answered, not filed."""
    few = len(scene.text.split()) <= QUESTION_WORDS
    return few and not scene.understood.categories and not scene.understood.place and bool(faq.excuse(scene))


def _act_menu(scene: Scene, key: str) -> Move:
    if key in ("report", "story") and not scene.draft.empty:
        scene = scene if key == "story" else replace(scene, said=replace(scene.said, text=""))
        return welcome_back(scene)  # "1" belongs to this menu: it is never heard again at another question
    acts = {
        "report": _report,
        "story": story.begin,
        "resume": lambda s: resume(s, ""),
        "greeting": _greet,
        "afterwards": _afterwards,
        "number": _check,
        "goes_on": filed_perhaps.act,
    }
    return acts[key](scene) if key in acts else COMMANDS_FROM_MENU[key](scene, "")


def _check(scene: Scene) -> Move:
    return check(scene, scene.text)


def _greet(scene: Scene) -> Move:
    return Move(scene.session, go="start.menu")


def _afterwards(scene: Scene) -> Move:
    return Move(scene.session, say=Say(afterwards.answer(scene), closing=closing(scene)))


def _report(scene: Scene) -> Move:
    return Move(replace(scene.session, at="lodge.story", under=""))


def _report_about(scene: Scene, category: str) -> Move:
    """A link's report: begun at once, unless another draft would be lost; an unknown topic is just the welcome."""
    if scene.understanding.catalogue.find(category) is None:
        return _menu(scene, "")
    if scene.draft in (Draft(), Draft(category=scene.draft.category).settle(topic.CHOSEN)):
        return story.begin_about(scene, category)
    return welcome_back(scene)


def welcome_back(scene: Scene) -> Move:
    """Offer the old draft after a long silence, keeping what was just said until it is clear where it belongs."""
    under = scene.session.at if scene.session.at.startswith("lodge.") else scene.session.under
    return Move(replace(scene.session, under=under, held=scene.text), go="start.draft")


def _act_draft(scene: Scene, key: str) -> Move:
    if key == "resume":
        return resume(scene, "")
    held = anew(scene.session.held, firm=False) or scene.session.held
    fresh = forget(scene.session)
    scene = replace(scene, session=fresh, said=replace(scene.said, text=held, tap=None))
    linked = command(held)
    if linked and linked.name == "report":
        return _report_about(scene, linked.argument)
    if held and is_story(scene):
        return story.begin(scene)
    return _report(scene)


def forget(session: Session) -> Session:
    """The session without any trace of its draft."""
    clean = replace(session, at="start.menu", under="", draft=Draft(), trail=(), tries=0, page=0, held="", last=None)
    return replace(clean, reminded=False, thrown=session.thrown + 1)


def resume(scene: Scene, _: str) -> Move:
    """Go on with the draft where it was left."""
    session = scene.session
    if session.draft.empty:
        return Move(replace(session, at="start.menu", under=""), go="start.menu", note=scene.words(NOTHING_OPEN))
    if session.at.startswith("lodge."):
        return Move(session, go=session.at)
    back_to = session.under if session.under.startswith("lodge.") else ""
    belongs = not command(session.held) and not anew(session.held, firm=False)
    held = session.held if session.at == "start.draft" and belongs else ""
    return Move(replace(session, at=back_to or "lodge.story", under="", held=""), go=back_to, replay=held)


def _discard(scene: Scene, _: str) -> Move:
    if scene.draft.empty and scene.session.at.startswith("filed."):  # "gak jadi" is no wish to withdraw
        return filed.leave(scene, scene.session, scene.words(filed_rights.NOT_HERE))
    if scene.draft.empty and filed.open_cases(scene):
        return filed_begin.begin("withdraw")(scene, "")
    if scene.draft.empty:
        return Move(replace(scene.session, at="start.menu", under=""), go="start.menu", note=scene.words(NO_DRAFT))
    return Move(scene.session.aside(), go="start.discard")


def _act_discard(scene: Scene, key: str) -> Move:
    if key == "keep":
        return resume(scene, "")
    return Move(forget(scene.session), say=Say(scene.words(DISCARDED), closing=scene.words(NEXT_NONE)))


def _menu(scene: Scene, _: str) -> Move:
    return Move(scene.session.aside(), go="start.menu")


def _note(text: Text) -> Callable[[Scene, str], Move]:
    def say(scene: Scene, _: str) -> Move:
        return Move(scene.session, say=Say(scene.words(text, contact=scene.contact), closing=closing(scene)))

    return say


def _ask_menu(scene: Scene) -> str:
    return scene.words(MENU if scene.session.told_privacy or scene.note else WELCOME)


MENU_QUESTION = Question(
    "menu",
    ask=_ask_menu,
    unclear="Sorry, we did not understand. Tell us shortly what is wrong, for example: street light out, Jl. Melati.",
    closing="Reply with a number, or write your report.",
    options=_options,
    hear=_hear_menu,
    act=_act_menu,
    counted=False,
)
DRAFT = Question(
    "draft",
    ask='Your report "{title}" is not sent yet. Go on with it? A new report replaces it.',
    unclear="Please choose one of the two.",
    options=lambda scene: [Option("resume", scene.words(GO_ON)), Option("new", scene.words(START_NEW))],
    act=_act_draft,
    values=lambda scene: {"title": lodge.title(scene)},
    counted=False,
    aside=True,
)
DISCARD = Question(
    "discard",
    ask='Delete the unsent report "{title}"? You cannot get it back.',
    unclear="Nothing is deleted yet. Please choose one of the two.",
    options=lambda scene: [Option("discard", scene.words(THROW)), Option("keep", scene.words(KEEP))],
    act=_act_discard,
    values=lambda scene: {"title": lodge.title(scene)},
    hear=discard.hear,
    exact=True,
    counted=False,
    aside=True,
)
START = Dialog("start", (MENU_QUESTION, DRAFT, DISCARD, language.QUESTION))

COMMANDS = {
    "help": _note(HELP),
    "person": _note(PERSON),
    "privacy": _note(PRIVACY),
    "discard": _discard,
    "menu": _menu,
    "language": language.choose,
    "resume": resume,
    "report": _report_about,
}
COMMANDS_FROM_MENU = {"check": ask_status, "language": language.choose}
