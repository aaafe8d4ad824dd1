"""In a group, or where an old message is corrected, one fixed line tells a citizen what to do; nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from channels.telegram_reading import is_service, owns_card, part, private, said_by_bot, text

# Both languages in one line: there is no session that would know which. docs/telegram.md shows them for review.
PRIVATELY = (
    "Mohon tulis ke saya secara pribadi, bukan di grup: ketuk nama saya, lalu Mulai. / "
    "Please write to me privately, not in a group: tap my name, then Start."
)
EDITED = (
    "Pesan yang disunting tidak kami baca; yang pertama tetap berlaku. Untuk mengubahnya ketik KEMBALI, "
    "atau pilih Ubah sebelum mengirim laporan. / "
    "We do not read edited messages; the first one stands. To correct it type BACK, "
    "or choose Change before you send the report."
)
OWN_CARD = (
    "Terima kasih. Nomor Anda tidak perlu dan tidak kami simpan: kabar laporan datang lewat obrolan ini. / "
    "Thank you. We need no number and have not kept yours: news of a report comes in this chat."
)
LINES = (PRIVATELY, EDITED, OWN_CARD)

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Aside:
    """One fixed line as a reply to a message in a chat."""

    chat: int
    message: int
    line: str

    def call(self) -> dict[str, Any]:
        """The parameters of sendMessage; as a reply it also stays in a forum's topic."""
        return {"chat_id": self.chat, "text": self.line, **self.extra()}

    def extra(self) -> dict[str, Any]:
        """The parameter that makes it a reply."""
        return {"reply_parameters": {"message_id": self.message, "allow_sending_without_reply": True}}


def aside_to(update: Json, bot_id: int, username: Callable[[], str]) -> Aside | None:
    """What to say to an update that is no turn; None = silence. `username` ("" if unknown) is asked only if needed."""
    message, edited = part(update, "message"), part(update, "edited_message")
    if private(message) and owns_card(message):
        return _reply(message, OWN_CARD)
    if private(edited) and not said_by_bot(edited) and "location" not in edited and not is_service(edited):
        return _reply(edited, EDITED)  # a live location is edited every few seconds
    if _in_group(message) and _addressed(message, bot_id, username):
        return _reply(message, PRIVATELY)
    return None


def _reply(message: Json, line: str) -> Aside | None:
    chat, number = part(message, "chat").get("id"), message.get("message_id")
    return Aside(chat, number, line) if type(chat) is int and type(number) is int else None


def _in_group(message: Json) -> bool:
    """Whether a person wrote it in a group, also as the group itself (anonymous admin) or as a channel.

    Posts that Telegram copies from a linked channel are nobody's question, and bots must not talk with bots.
    """
    if part(message, "chat").get("type") not in ("group", "supergroup") or message.get("is_automatic_forward"):
        return False
    return bool(part(message, "sender_chat")) or not said_by_bot(message)


def _addressed(message: Json, bot_id: int, username: Callable[[], str]) -> bool:
    answered = part(part(message, "reply_to_message"), "from").get("id")
    return answered == bot_id or any(_names(*each, bot_id, username) for each in _entities(message))


def _entities(message: Json) -> Iterator[tuple[Json, str]]:
    """Each marked piece of the text or caption, with its words."""
    for words, name in (("text", "entities"), ("caption", "caption_entities")):
        marked = message.get(name)
        for entity in marked if isinstance(marked, list) else ():
            if isinstance(entity, dict):
                yield entity, _piece(text(message, words), entity)


def _piece(words: str, entity: Json) -> str:
    """The words that an entity marks; it counts UTF-16 units."""
    first, length = entity.get("offset"), entity.get("length")
    if type(first) is not int or type(length) is not int or not 0 <= first <= first + length:
        return ""
    return words.encode("utf-16-le")[2 * first : 2 * (first + length)].decode("utf-16-le", "replace")


def _names(entity: Json, piece: str, bot_id: int, username: Callable[[], str]) -> bool:
    kind, (word, _, named) = entity.get("type"), piece.partition("@")
    if kind == "text_mention":
        return part(entity, "user").get("id") == bot_id
    if kind == "bot_command" and word and not named:
        return entity.get("offset") == 0
    return kind in ("bot_command", "mention") and bool(named) and named.casefold() == username().casefold()
