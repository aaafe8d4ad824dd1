"""What citizens send at any question: commands, numbers, words, nothing, too much, other scripts, files, buttons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogs import recap
from bot.dialogs.conversation import Conversation
from bot.dialogs.engine import pick
from bot.dialogs.grammar import heard
from bot.dialogs.session import Facts, File, Follow, Session, Turn
from bot.message import Attachment, Pin, Said, Sender, Tap
from bot.report import Status
from tests.drafts import OWN, facts, status

CITIZEN = Sender("telegram", "1200000001")
_COMMANDS = (
    "BANTUAN KEMBALI BATAL ULANG MENU CEK BAHASA LANJUT PETUGAS PRIVASI Indonesia English help back discard repeat "
    "status language resume person privacy /start /help /cek@kentongan_bot"
)
_ANSWERS = "1 2 3 4 5 0 99 1. satu dua kedua siji ya tidak y gak ok yes no kirim send ubah lewati rahasia anonim"
_SENTENCES = (
    "no 1",
    " 1 ",
    "nomer siji",
    "lokasi salah",
    "ubah kategori",
    "Jl. Melati, Selong",
    "Selong",
    "desa yang tidak ada di mana pun",
    "lampu jalan mati di Jl. Melati, Selong, Lombok Timur sejak seminggu",
    "Budi Santoso",
    "asdf qwer",
    "1'; DROP TABLE sessions; --",
    "{story} %s %(name)s",
    "\u202eلمبة الشارع\u202c",
    "ꦭꦩ꧀ꦥꦸ ꦩꦠꦶ",
    "\u200b\u200d\ufeff",
    "١",
    "²",
    "",
    "   \n\t ",
    "😀",
    "👍🏽",
    ".",
    "a" * 6000,
    "a" * 6001,
    "lampu " * 16_667,
    f"cek {OWN[0]}",
    OWN[1].grouped,
    "cek 2611004271",
    "2611004271",
    "cek 9165816",
    "\x00\x07",
)
TEXTS = (*_COMMANDS.split(), *_ANSWERS.split(), *_SENTENCES)


def messages(session: Session) -> Mapping[str, Said]:
    """Every message of the table, with buttons as they would be for this session; by a short name."""
    words = {f"text {text[:20]!r} of {len(text)}": said(text) for text in TEXTS}
    return {**words, **_files(), **_taps(session)}


def said(text: str) -> Said:
    """A text."""
    return Said(CITIZEN, "1", text)


def _files() -> dict[str, Said]:
    photo, voice = Attachment("photo", "photo-2", "image/jpeg"), Attachment("voice", "voice-1", "audio/ogg")
    many = tuple(replace(photo, locator=f"photo-{at}") for at in range(20, 31))
    return {
        "photo": Said(CITIZEN, "1", attachments=(photo,)),
        "photo with words": Said(CITIZEN, "1", "lampu jalan mati di Jl. Melati", attachments=(photo,)),
        "eleven photos": Said(CITIZEN, "1", attachments=many),
        "voice": Said(CITIZEN, "1", attachments=(voice,)),
        "pin": Said(CITIZEN, "1", pin=Pin(-8.65, 116.53)),
        "pin off the earth": Said(CITIZEN, "1", pin=Pin(91.0, 500.0)),
        "pin that is no number": Said(CITIZEN, "1", pin=Pin(float("nan"), 0.0)),
        "sticker": Said(CITIZEN, "1", unsupported="sticker"),
    }


def _taps(session: Session) -> dict[str, Said]:
    now, keys = session.revision, ("send", "discard", "new", "report", "none", "0", "done", "more", "no such key")
    taps = [Tap(session.at, now, key) for key in keys]
    taps += [Tap(session.at, now - 1, "send"), Tap("lodge.gone", now, "send"), Tap("", 0, ""), Tap("x.y", -5, "1")]
    return {f"tap {tap.key!r} of {tap.step!r} at {tap.revision - now}": Said(CITIZEN, "1", tap=tap) for tap in taps}


def advance(talk: Conversation, session: Session, message: Said, known: Facts | None = None) -> Turn:
    """One message, with the second step that asks the core where the first wants it."""
    known = known or facts(statuses={})
    turn = talk.advance(session, message, known)
    if turn.asks:
        told: dict[str, Status | None] = {each: status(each) for each in turn.asks}
        turn = talk.advance(session, message, replace(known, statuses=told))
    return turn


def broken(talk: Conversation, before: Session, message: Said, turn: Turn) -> list[str]:
    """The promises that a turn did not keep; empty where all is well."""
    after, filed = turn.session, [each for each in turn.do if isinstance(each, File)]
    moved = [each for each in turn.do if isinstance(each, Follow) and each.reference not in before.cases]
    grown = len(after.cases) - len(before.cases)
    rules = {
        "an answer with words": turn.say is not None and bool(turn.say.as_text().strip()),
        "no step asks twice": not turn.asks,
        "the revision rises by one": after.revision == before.revision + 1,
        "the answer carries the revision": turn.say is not None and turn.say.revision == after.revision,
        "a case for a report": len(filed) + len(moved) == grown or len(before.cases) == 20,
        "sent means no draft": not filed or after.draft.empty,
        "sent only by 1, kirim or send at the recap": not filed or _confirmed(talk, before, message),
        "the report is the draft": all(each.report.story == before.draft.story for each in filed),
        "the story stays": bool(filed) or _story_stays(talk, before, message, after),
        "the files stay": bool(filed) or _given_up(talk, before, message) or _files_stay(before, after),
    }
    return [rule for rule, kept in rules.items() if not kept]


def _confirmed(talk: Conversation, before: Session, message: Said) -> bool:
    at_recap = talk.moves.open(before)[1].name == "review"
    if message.tap:
        return at_recap and message.tap == Tap(before.at, before.revision, "send")
    words = message.text.casefold().strip(" .\n\t")
    number = heard(message.text)
    if recap.undecided(before.draft) and number.number in (1, 2, 3) and len(number.words) <= 2:
        return at_recap  # each likely topic's number sends
    return at_recap and words in ("1", "no 1", "nomer siji", "satu", "siji", "kirim", "send", "١")


def _story_stays(talk: Conversation, before: Session, message: Said, after: Session) -> bool:
    old, new = before.draft.story, after.draft.story
    if not old or old == new or _given_up(talk, before, message):
        return True
    if new in (f"{old}\n{message.text.strip()}", f"{old}\n{before.held.strip()}"):  # one more line, word for word
        return True
    told_again = talk.moves.open(before)[1].name == "story" and new == message.text.strip()
    return told_again or (before.under == "lodge.story" and new == before.held)


def _given_up(talk: Conversation, before: Session, message: Said) -> bool:
    _, question = talk.moves.open(before)
    chosen = pick(talk.scene(before, message, facts()), question)
    return (question.name, chosen) in (("discard", "discard"), ("draft", "new"))


def _files_stay(before: Session, after: Session) -> bool:
    return after.draft.attachments[: len(before.draft.attachments)] == before.draft.attachments
