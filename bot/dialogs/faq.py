"""A question instead of an answer is answered, and then the bot's own question is asked again."""

from __future__ import annotations

from bot.dialogs.engine import Scene
from bot.dialogs.hearing import plain
from bot.dialogs.sayings import asks
from bot.dialogs.wording import Text

COST = Text("faq.cost", "We charge nothing. For an SMS your operator may charge its usual rate.")
TIME = Text("faq.time", "Usually a report is checked within 3 working days, and the office acts within 5 more.")
NAME = Text("faq.name", "Your name stays hidden unless you choose otherwise. Nobody gets your number from us.")
WHO = Text("faq.who", "This is Kentongan, a computer program of SP4N-LAPOR!. For a person, type STAFF.")
ELSE = Text("faq.else", "We cannot answer that here. For a person, type STAFF.")
_TOPICS = (
    (COST, "bayar biaya gratis pulsa tarif mahal cost free pay charge"),
    (TIME, "lama kapan hari long when ditanggapi diproses selesai ditindak"),
    (NAME, "nama kelihatan keliatan terlihat identitas nomor hp ketahuan data name number visible see aman"),
    (WHO, "siapa robot bot orang manusia who human mesin kamu anda"),
)
MOST_WORDS = 12  # longer questions are stories that end with a question mark


def answer(scene: Scene) -> str:
    """The answer to a question about the bot or the procedure; "" for anything that is none."""
    words = set(plain(scene.text).split())
    for text, known in _TOPICS:
        if words & set(known.split()) and _is_one(scene.text):
            return scene.words(text)
    return ""


def excuse(scene: Scene) -> str:
    """The answer to a question nobody here can answer; "" for anything that is none."""
    return scene.words(ELSE) if _is_one(scene.text) else ""


def _is_one(text: str) -> bool:
    return asks(text) and len(text.split()) <= MOST_WORDS
