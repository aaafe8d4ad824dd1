"""The words that work anywhere: help, back, cancel, repeat, menu, status, language, go on, a person, privacy."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dialogs.hearing import mentioned, plain

# None of these may be a word that carriers intercept (STOP, CANCEL, END, QUIT ...): a test looks.
WORDS = {
    "help": "bantuan tolong bantu help guide panduan",
    "back": "kembali mundur back",
    "discard": "batal batalkan discard",
    "repeat": "ulang ulangi repeat",
    "menu": "menu start mulai",
    "status": "status cek check lacak",
    "language": "bahasa language",
    "resume": "lanjut lanjutkan teruskan continue resume",
    "person": "petugas operator manusia person staff",
    "privacy": "privasi privacy",
    "indonesian": "indonesia indonesian",
    "english": "english inggris",
}
COMMANDS = {word: command for command, words in WORDS.items() for word in words.split()}
_SLASH = re.compile(r"^/?([a-z]+)(?:@\w+)?$")
_LANGUAGES = {"indonesia": "id", "indonesian": "id", "english": "en", "inggris": "en"}


@dataclass(frozen=True, slots=True)
class Command:
    """A command word and what stood behind it ("cek 2611 0042 70")."""

    name: str
    argument: str = ""


def command(text: str) -> Command | None:
    """The command a message is, if the whole message is one; a word inside a sentence is never taken for one."""
    stripped = text.strip().rstrip(".!?")
    first, _, rest = stripped.partition(" ")
    match = _SLASH.match(first.casefold())
    name = COMMANDS.get(match[1] if match else "", "")
    if name == "status" and _about_a_number(rest):
        return Command(name, rest)
    if name == "menu" and first.startswith("/") and rest:
        return command(rest.replace("_", " "))
    if name == "language" and plain(rest) in _LANGUAGES:
        return Command(name, _LANGUAGES[plain(rest)])
    if name and not rest.strip():
        return _bare(name)
    return None


def _bare(name: str) -> Command:
    if name in ("indonesian", "english"):
        return Command("language", "id" if name == "indonesian" else "en")
    return Command(name)


def _about_a_number(rest: str) -> bool:
    """ "CEK 2611..." and "STATUS laporan saya" ask for a status; "cek jalan rusak di ..." is a story."""
    words = plain(rest)
    filler = {"laporan", "saya", "sy", "report", "my", "no", "nomor", "number", "pin"}
    letters = [word for word in words.split() if not word.isdigit()]
    return bool(mentioned(rest) and not set(letters) - filler) or (bool(letters) and set(letters) <= filler)
