"""The words that work anywhere: help, back, cancel, repeat, menu, status, language, go on, a person, privacy."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.dialogs.hearing import mentioned, plain
from bot.dialogs.sayings import gives_up

# None of these may be a word that carriers intercept (STOP, CANCEL, END, QUIT ...): a test looks.
WORDS = {
    "help": "bantuan help guide panduan",
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
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")  # what a link t.me/bot?start=... may carry (Telegram, deep links)
LAPOR = "lapor_"
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
    if name == "status" and _about_a_number(_digits(rest)):
        return Command(name, _digits(rest))
    if name == "menu" and first.startswith("/") and _PAYLOAD.fullmatch(rest):
        return _linked(rest)
    if name == "language" and plain(rest) in _LANGUAGES:
        return Command(name, _LANGUAGES[plain(rest)])
    if name and not rest.strip():
        return _bare(name)
    return Command("discard") if gives_up(stripped) else None


def nearly(text: str) -> Command | None:
    """The command that one typing mistake made of a single word ("STAUS"); only asked where nothing else fits."""
    word = plain(text)
    near = {COMMANDS[each] for each in COMMANDS if len(each) > 4 and OSA.distance(word, each, score_cutoff=1) <= 1}
    return _bare(near.pop()) if len(word) > 3 and len(near) == 1 else None


def _linked(payload: str) -> Command:
    """What a link or QR code asks for: "CEK_2611004270", "lapor_pothole", a command; else it is just the welcome."""
    if payload.startswith(LAPOR):
        return Command("report", payload.removeprefix(LAPOR))
    return command(payload.replace("_", " ")) or Command("menu")


def _bare(name: str) -> Command:
    if name in ("indonesian", "english"):
        return Command("language", "id" if name == "indonesian" else "en")
    return Command(name)


def _digits(text: str) -> str:
    """The text with a letter O beside digits read as the zero that was meant."""
    return re.sub(r"(?<=\d)[oO](?![a-zA-Z])|(?<![a-zA-Z])[oO](?=\d)", "0", text)


def _about_a_number(rest: str) -> bool:
    """ "CEK 2611..." and "STATUS laporan saya" ask for a status; "cek jalan rusak di ..." is a story."""
    words = plain(rest)
    filler = {"laporan", "saya", "sy", "report", "my", "no", "nomor", "number", "pin"}
    letters = [word for word in words.split() if not word.isdigit()]
    return bool(mentioned(rest) and not set(letters) - filler) or (bool(letters) and set(letters) <= filler)
