"""The words that work anywhere: help, back, cancel, repeat, menu, status, language, go on, a person, privacy."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dialogs.grammar import Heard, heard, mended
from bot.dialogs.hearing import mentioned

_COMMON = "please first self the can want tag now yes"
# None of these may be a word that carriers intercept (STOP, CANCEL, END, QUIT ...): a test looks at what we offer.
PATTERNS = {
    "repeat": (f"repeat ~ again message question back {_COMMON}",),
    "back": (f"back ~ previous again to message question {_COMMON}",),
    "menu": (f"menu ~ main to back which here see show again {_COMMON}",),
    "language": (
        f"language ~ change use to other which english indonesian javanese sundanese jawa sunda elsewhere what choose "
        f"speak with {_COMMON}",
        f"english|indonesian|javanese|sundanese ~ change use to speak with {_COMMON}",
        f"jawa|sunda speak|use ~ to with no {_COMMON}",
    ),
    "person": (
        f"person ~ speak with which help human machine real exist no what not_yet number how_many asking {_COMMON}",
        f"speak human|admin ~ with exist help no machine {_COMMON}",
        f"human exist tag ~ {_COMMON}",
        f"no machine ~ with human person speak {_COMMON}",
        f"want human ~ with no machine {_COMMON}",
        f"admin processed|write|which ~ please {_COMMON}",
    ),
    "privacy": (f"privacy ~ {_COMMON}",),
    "status": (
        "status ~ report reported number yesterday no exist not_yet done how processed which reach to what again "
        f"know see asking when {_COMMON}",
        f"reported processed|reach|see|when|how|how_long ~ done not_yet yesterday no exist status which what to asking "
        f"{_COMMON}",
        f"processed not_yet|done ~ reported report yesterday exist status what {_COMMON}",
        "reported which ~ self yesterday the",
        "done send ~ tag not_yet",
    ),
    "add": (f"add ~ report reported files story number something {_COMMON}",),
    "answer": (f"reply ~ question message office number {_COMMON}",),
    "done": (f"solved ~ report reported done number {_COMMON}",),
    "withdraw": (f"withdraw ~ report reported back number {_COMMON}",),
    "appeal": (f"ombudsman ~ to send go_on report reported speak {_COMMON}",),
    "survey": (f"survey ~ go_on write want make report reported again {_COMMON}",),
    "resume": (f"go_on ~ report reported draft make {_COMMON}",),
    "discard": (
        f"cancel ~ report reported draft all {_COMMON}",
        f"no become ~ report reported draft make {_COMMON}",
    ),
    "help": (
        f"help ~ what how write choose confused no understand know use me here name where the {_COMMON}",
        f"confused ~ help no understand know how way write what where choose use report which human {_COMMON}",
        f"no|short understand ~ help confused how way use what choose which this {_COMMON}",
        "please ~ self",
    ),
}
_SLASH = re.compile(r"^/([a-z]+)(?:@\w+)?(?=\s|$)")
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")  # what a link t.me/bot?start=... may carry (Telegram, deep links)
LAPOR = "lapor_"
# The concepts that name a language; those of the second row only beside the word "language": they are places too.
_LANGUAGES = {"indonesian": "id", "english": "en", "javanese": "jv", "sundanese": "su", "jawa": "jv", "sunda": "su"}
ABOUT_FILED = ("add", "done", "answer")  # where a question is open, these words answer it
_NUMBERED = ("withdraw", "add", "done", "appeal", "answer")
_NAMING = (*PATTERNS["language"], "jawa|sunda ~ please")
_BESIDE_A_NUMBER = "~ report reported self the number status see please yesterday want"


@dataclass(frozen=True, slots=True)
class Command:
    """A command word and what stood behind it ("cek 2611 0042 70")."""

    name: str
    argument: str = ""


def command(text: str) -> Command | None:
    """The command that a message is, if the whole message is one; a word inside a sentence is never taken for one."""
    typed = text.strip()
    slash = _SLASH.match(typed.casefold())
    words = f"{slash[1]}{typed[slash.end() :]}" if slash else typed
    payload = words.partition(" ")[2]
    if slash and slash[1] == "start" and _PAYLOAD.fullmatch(payload):
        return _linked(payload)
    if mentioned(_digits(words)) and (name := _about_a_number(_digits(words))):
        return Command(name, _digits(words))
    return _said(heard(words))


def language_named(text: str) -> str:
    """The code of the language that these words name ("jawa", "basa Sunda"); "" where they name none."""
    said = heard(text)
    named = {code for concept, code in _LANGUAGES.items() if said.has(concept)}
    return named.pop() if len(named) == 1 and said.says(*_NAMING) else ""


def nearly(text: str) -> Command | None:
    """The command that typing mistakes made of a message ("STAUS"); only asked where nothing else fits."""
    return _said(heard(mended(text)))


def _said(said: Heard) -> Command | None:
    name = next((name for name, patterns in PATTERNS.items() if said.says(*patterns)), "")
    if name == "language":
        return Command(name, language_named(" ".join(word.text for word in said.words)))
    return Command(name) if name else None


def _linked(payload: str) -> Command:
    """What a link or QR code asks for: "CEK_2611004270", "lapor_pothole", a command; else it is just the welcome."""
    if payload.startswith(LAPOR):
        return Command("report", payload.removeprefix(LAPOR))
    return command(payload.replace("_", " ")) or Command("menu")


def _digits(text: str) -> str:
    """The text with a letter O beside digits read as the zero that was meant."""
    return re.sub(r"(?<=\d)[oO](?![a-zA-Z])|(?<![a-zA-Z])[oO](?=\d)", "0", text)


def _about_a_number(text: str) -> str:
    """ "CEK 2611..." and "nomor laporan saya 9165816" ask for a status; "cek jalan rusak di ..." is a story."""
    said = heard(re.sub(r"[\W\d_]+", " ", text))
    if said.says("cancel ~ report reported"):
        return "withdraw"
    named = next((name for name in _NUMBERED if said.says(*PATTERNS[name])), "")
    return named or ("status" if said.says(_BESIDE_A_NUMBER) else "")
