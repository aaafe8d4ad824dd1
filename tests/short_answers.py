"""What the bot makes of a short message at one of its questions, named in the words of tests/corpus/short.jsonl."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.dialogs import afterwards, beside, faq
from bot.dialogs.conversation import Conversation
from bot.dialogs.language import SPOKEN
from bot.dialogs.session import Draft, File, Session, Turn
from bot.dialogs.start import HELP, PERSON
from bot.dialogs.wording import Text
from bot.message import Said, Say, Sender
from bot.report import Place
from tests.drafts import CONTACT, facts

CORPORA = [Path(__file__).parent / "corpus" / name for name in ("short.jsonl", "short_held_out.jsonl")]
PHONE = Sender("telegram", "1200000001")
STANDING = {
    "menu": "start.menu",
    "recap": "lodge.review",
    "discard": "start.discard",
    "files": "lodge.files",
    "identity": "lodge.identity",
    "where": "lodge.where",
    "category": "lodge.category",
    "which": "lodge.which",
}
IDENTITIES = {(True, False): "1", (False, True): "2", (True, True): "3", (False, False): "4"}
_AGAIN = Say("(said before)")


@dataclass(frozen=True)
class Line:
    """One utterance with the question it answers and what its author says it means."""

    text: str
    language: str
    at: str
    means: str
    dangerous: bool


def every_line(corpus: Path = CORPORA[0]) -> list[Line]:
    """A whole corpus."""
    return [Line(**json.loads(line)) for line in corpus.read_text(encoding="utf-8").splitlines()]


def before(line: Line, talk: Conversation) -> Session:
    """A citizen who stands at the question of the line, in the language of the line."""
    table = talk.understanding.gazetteer.table
    readings = (table.place("52.03.07", "selong"), table.place("35.14.09.2011", "selong"))
    draft = Draft(
        story="Jalan di depan pasar berlubang",
        title="Jalan berlubang",
        suggestions=("pothole", "street_light", "garbage"),
    )
    drafts: Mapping[str, Draft] = {
        "menu": Draft(),
        "where": replace(draft, category="pothole"),
        "which": replace(draft, category="pothole", readings=readings),
        "category": replace(draft, place=table.place("52.03.07", "pasar")),
    }
    whole = replace(draft, category="pothole", place=table.place("52.03.07", "pasar"))
    language = line.language if line.language in talk.wordings else "id"
    return Session(
        at=STANDING[line.at],
        under="lodge.review" if line.at == "discard" else "",
        draft=drafts.get(line.at, whole),
        trail=() if line.at == "menu" else ("lodge.story",),
        language=language,
        language_chosen=True,
        told_privacy="1",
        last=_AGAIN,
    )


def heard(line: Line, talk: Conversation) -> tuple[Session, Turn]:
    """The session before and what the bot did."""
    session = before(line, talk)
    said = Said(PHONE, "1", line.text)
    turn = talk.advance(session, said, facts())
    return session, turn


def does_harm(line: Line, talk: Conversation) -> bool:
    """Whether the bot sent or deleted something."""
    session, turn = heard(line, talk)
    sent = any(isinstance(each, File) for each in turn.do)
    return sent or (turn.session.draft.empty and not session.draft.empty)


def understood(line: Line, talk: Conversation) -> bool:
    """Whether the bot did what the author of the corpus says the words mean."""
    session, turn = heard(line, talk)
    name, _, detail = line.means.partition(":")
    if name == "not_yes":
        return not does_harm(line, talk)
    if name in ANYWHERE:
        return ANYWHERE[name](talk, session, turn)
    return AT[line.at](talk, session, turn, name, detail)


def _said(turn: Turn, talk: Conversation, *texts: object) -> bool:
    words = talk.wordings[turn.session.language]
    body = turn.say.body if turn.say else ""
    return any(words(text, contact=CONTACT, most=faq.MOST_FILES) in body for text in texts)  # type: ignore[arg-type]


def _question(talk: Conversation, _: Session, turn: Turn) -> bool:
    answers = [text for text in vars(faq).values() if isinstance(text, Text)]
    return _said(turn, talk, *answers, HELP)


Seen = Callable[[Conversation, Session, Turn], bool]
ANYWHERE: Mapping[str, Seen] = {
    "help": lambda talk, before, turn: _said(turn, talk, HELP, faq.HOW),
    "staff": lambda talk, before, turn: _said(turn, talk, PERSON),
    "back": lambda talk, before, turn: turn.session.at != before.at or not before.trail,
    "cancel": lambda talk, before, turn: turn.session.at == "start.discard" or before.draft.empty,
    "repeat": lambda talk, before, turn: turn.say is not None and turn.say.body == _AGAIN.body,
    "menu": lambda talk, before, turn: turn.session.at == "start.menu",
    "status": lambda talk, before, turn: turn.session.at.startswith("follow.") or bool(turn.asks) or _about_cases(turn),
    "language": lambda talk, before, turn: (
        turn.session.at == "start.language" or turn.session.language != before.language or _said(turn, talk, SPOKEN)
    ),
    "thanks": lambda talk, before, turn: _said(turn, talk, afterwards.YOU_ARE_WELCOME),
    "question": _question,
    "lodge": lambda talk, before, turn: turn.session.at.startswith("lodge."),
    "greeting": lambda talk, before, turn: turn.session.at == "start.menu" and turn.session.tries == 0,
    "story": lambda talk, before, turn: bool(turn.session.draft.story),
}


def _about_cases(turn: Turn) -> bool:
    return turn.say is not None and not turn.say.step


def _menu(talk: Conversation, before: Session, turn: Turn, means: str, _: str) -> bool:
    seen = {"1": "lodge", "2": "status", "3": "language"}[means]
    return ANYWHERE[seen](talk, before, turn)


def _recap(talk: Conversation, before: Session, turn: Turn, means: str, field: str) -> bool:
    if means == "send":
        return any(isinstance(each, File) for each in turn.do)
    if field == "files" and turn.say and _said(turn, talk, beside.DROPPED):
        return True
    wanted = {"lodge.change", f"lodge.{field}"} if field else _CHANGES
    return turn.session.at in wanted or turn.session.draft != before.draft


_CHANGES = frozenset(
    f"lodge.{field}" for field in ("change", "story", "where", "category", "identity", "files", "kind")
)


def _discard(talk: Conversation, before: Session, turn: Turn, means: str, _: str) -> bool:
    gone = turn.session.draft.empty
    return gone if means == "yes" else (not gone and turn.session.at.startswith("lodge."))


def _files(talk: Conversation, before: Session, turn: Turn, means: str, _: str) -> bool:
    return turn.session.at == "lodge.review"


def _identity(talk: Conversation, before: Session, turn: Turn, means: str, _: str) -> bool:
    chosen = IDENTITIES[(turn.session.draft.anonymous, turn.session.draft.secret)]
    return turn.session.at != "lodge.identity" and chosen == means


def _where(talk: Conversation, before: Session, turn: Turn, means: str, _: str) -> bool:
    draft = turn.session.draft
    if means == "skip":
        return draft.place in (None, Place()) and bool(turn.say and turn.say.body)
    return bool(draft.place or draft.readings or draft.heard_place or draft.said_place)


def _category(talk: Conversation, before: Session, turn: Turn, means: str, code: str) -> bool:
    draft = turn.session.draft
    if means == "more":
        return turn.session.page == before.page + 1
    wanted = code or dict(zip("123", ("pothole", "street_light", "garbage"), strict=True))[means]
    return draft.category == wanted or (not draft.category and wanted in draft.suggestions[:3])


def _which(talk: Conversation, before: Session, turn: Turn, means: str, _: str) -> bool:
    place = turn.session.draft.place
    if means == "3":
        return turn.session.at == "lodge.where"
    return place is not None and place == replace(before.draft.readings[int(means) - 1], pin=place.pin)


AT: Mapping[str, Callable[[Conversation, Session, Turn, str, str], bool]] = {
    "menu": _menu,
    "recap": _recap,
    "discard": _discard,
    "files": _files,
    "identity": _identity,
    "where": _where,
    "category": _category,
    "which": _which,
}
