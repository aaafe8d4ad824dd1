"""How a citizen is met: in their language, told who this is, and "selamat pagi" is not filed as a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogs.engine import Scene
from bot.dialogs.grammar import heard, plain
from bot.dialogs.sayings import thanks
from bot.dialogs.session import Session
from bot.dialogs.wording import Text, Wording
from bot.message import Say

PRIVACY_VERSION = "1"
WELCOME = Text(
    "start.welcome",
    "Hello from Kentongan, the SP4N-LAPOR! bot for reports about public services. Free, about 3 minutes. "
    "We use your words only for your report. More: PRIVACY. A person: STAFF. Write what is wrong and where, or choose:",
)
INTRODUCTION = Text(
    "start.introduction",
    "Kentongan, the free SP4N-LAPOR! bot. Your words are only for your report (PRIVACY).",
)

_CHAT = (
    "~ greeting report reported want make please can help first self the something to send speak number one tag yes "
    "exist"
)


def greets(text: str) -> bool:
    """Whether a message says nothing but hello."""
    return not plain(text) or heard(text).says("~ greeting")


def wants_to_report(text: str) -> bool:
    """Whether a message says that somebody wants to report, and not yet what."""
    return heard(text).has("report", "want") and only_chat(text)


def only_chat(text: str) -> bool:
    """Whether a message has only words of greeting and of wanting to report."""
    return not plain(text) or heard(text).says(_CHAT)


def is_story(scene: Scene) -> bool:
    """Whether free words tell of something: more than a greeting, and either three words or a known topic."""
    words = plain(scene.text).split()
    if only_chat(scene.text) or thanks(scene.text):
        return False
    return len(words) >= 3 or (not scene.heard.known and bool(scene.understood.categories))


def language_of(scene: Scene, wordings: Mapping[str, Wording]) -> Scene:
    """The scene in the language of the first real sentence; later ones change nothing (BAHASA does)."""
    session = scene.session
    fresh = session.draft.empty and not session.language_chosen and session.at in ("start.menu", "lodge.story")
    if not fresh or len(scene.text.split()) < 4:
        return scene
    heard = scene.understood.language
    if heard is None or heard == session.language or heard not in wordings:
        return scene
    return replace(scene, session=replace(session, language=heard), words=wordings[heard])


def introduce(scene: Scene, say: Say) -> tuple[Say, Session]:
    """Say who this is and what happens to the words, once, with the first question; note when it was said.

    An answer that asks nothing (help, a status) leaves it to the next question, which asks for something personal.
    """
    if not say.step:
        return say, scene.session
    told = f"{PRIVACY_VERSION} {scene.facts.now.isoformat(timespec='seconds')}"
    session = replace(scene.session, told_privacy=told)
    if scene.words(WELCOME) in say.body:
        return say, session
    return replace(say, body=f"{scene.words(INTRODUCTION)}\n{say.body}"), session
