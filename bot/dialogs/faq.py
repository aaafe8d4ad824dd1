"""A question instead of an answer is answered, and then the bot's own question is asked again."""

from __future__ import annotations

from bot.dialogs.engine import Scene
from bot.dialogs.grammar import heard
from bot.dialogs.sayings import asks
from bot.dialogs.wording import Text

HOW = Text(
    "faq.how",
    "Tell in your own words what is wrong and where. We ask what is still missing. At the end you see it all, and "
    "nothing is sent before you say so.",
)
COST = Text("faq.cost", "We charge nothing. For an SMS or data your operator may charge its usual rate.")
TIME = Text("faq.time", "Usually a report is checked within 3 working days, and the office acts within 5 more.")
DIFFERENCE = Text(
    "faq.difference",
    "Anonymous: nobody sees your name, the office neither. Secret: only the office sees the report. Both together are "
    "possible.",
)
NAME = Text("faq.name", "Your name stays hidden unless you choose otherwise. Nobody gets your number from us.")
ID_CARD = Text("faq.id_card", "No ID card and no account is needed to report here. Please do not send your card.")
FILES = Text("faq.files", "Up to {most} photos, videos, voice notes or documents are possible. None is needed.")
ADDRESS = Text(
    "faq.address",
    "We need the place of the problem, not your home. A street and a village, or a landmark, are enough.",
)
WHAT = Text(
    "faq.what", "You can report problems of public services and public places: roads, water, health, aid, officials."
)
WHO = Text(
    "faq.who",
    "This is Kentongan, a computer program of SP4N-LAPOR!, the government's complaint service. "
    "For a person, type STAFF.",
)
ELSE = Text("faq.else", "We cannot answer that here. For a person, type STAFF.")
MOST_FILES = 10
# Which concepts a question must have for which answer: one of each group.
_TOPICS = (
    (ID_CARD, "ktp"),
    (COST, "pay"),
    (DIFFERENCE, "difference"),
    (DIFFERENCE, "anonymous|secret what"),
    (ADDRESS, "where which|address_word|how_long|need"),
    (FILES, "files how_many|can|need|what"),
    (HOW, "way"),
    (HOW, "how use|send|files|report|write|message|make"),
    (HOW, "what write|need|should"),
    (TIME, "when|how_long"),
    (NAME, "name|phone|seen|safe|anonymous|secret"),
    (ELSE, "office"),
    (WHO, "who|machine|human|government|admin"),
    (WHAT, "report|reported|something what|can"),
    (WHO, "what the"),
    (HOW, "how"),
)
_OF_FILING = (DIFFERENCE, ADDRESS, HOW, WHAT, NAME)  # to the office's question "apa maksudnya?" they are no answer
FEW_WORDS = 6
MOST_WORDS = 12  # longer questions are stories that end with a question mark


def answer(scene: Scene) -> str:
    """The answer to a question about the bot or the procedure; "" for anything that is none."""
    said = scene.heard
    if not _is_one(scene.text) or not (said.known or not scene.understood.categories):
        return ""
    if said.has("help") and said.has("report"):
        return ""  # "bisa bantu saya lapor?" wants to report
    filing = not scene.session.at.startswith("filed.")
    for text, groups in _TOPICS:
        if (filing or text not in _OF_FILING) and all(said.has(*group.split("|")) for group in groups.split()):
            return scene.words(text, most=MOST_FILES)
    return ""


def excuse(scene: Scene) -> str:
    """The answer to a question nobody here can answer; "" for anything that is none."""
    return scene.words(ELSE) if _is_one(scene.text) else ""


def _is_one(text: str) -> bool:
    words = len(text.split())
    return (asks(text) and words <= MOST_WORDS) or (heard(text).asked and words <= FEW_WORDS)
