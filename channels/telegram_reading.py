"""What a citizen sent by Telegram, in our words. The JSON is read with care, for nothing in it may crash the bot.

Source: Telegram Bot API, "Update", "Message", "CallbackQuery". Read raw: every message passes here, and the
library's own objects cost about 200 us against 7.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from bot.message import Attachment, Said, Sender
from bot.pin import Pin
from channels import taps
from channels.base import Unreadable
from channels.kinds import kind_of

Json = Mapping[str, Any]

_FILES = {  # Bot API field -> our kind ("" = by media type), the type where Telegram names none
    "voice": ("voice", "audio/ogg"),
    "audio": ("voice", "audio/mpeg"),
    "video": ("video", "video/mp4"),
    "video_note": ("video", "video/mp4"),
    "animation": ("video", "video/mp4"),
    "document": ("", "application/octet-stream"),
}
_UNUSABLE = ("sticker", "contact", "poll", "dice", "game", "story", "checklist", "paid_media", "invoice", "giveaway")
_SERVICE = (  # these ask nothing of us
    "pinned_message", "message_auto_delete_timer_changed", "write_access_allowed", "chat_background_set",
    "successful_payment", "refunded_payment", "users_shared", "chat_shared", "boost_added",
    "proximity_alert_triggered", "forum_topic_created", "forum_topic_edited", "gift", "unique_gift",
    "connected_website", "migrate_to_chat_id", "migrate_from_chat_id",
)  # fmt: skip


def update_in(body: bytes) -> Json:
    """The update; raises `Unreadable` where the body is no JSON object with an update_id."""
    update = _json(body)
    if not isinstance(update, dict) or type(update.get("update_id")) is not int:
        raise Unreadable("the body is no update")
    return update


def _json(body: bytes) -> object:
    """The parsed body, None where it is no JSON. The parser's error is not passed on, for it holds the body."""
    try:
        return json.loads(body.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def said_in(update: Json) -> Said | None:
    """The message or the pressed button in a private chat; None for groups, channels, edits, events, own contacts."""
    if query := part(update, "callback_query"):
        return _pressed(update, query)
    message = part(update, "message")
    sender = _sender(message)
    if sender is None or said_by_bot(message) or is_service(message) or owns_card(message):
        return None
    return _written(sender, str(update["update_id"]), message)


def _written(sender: Sender, identity: str, message: Json) -> Said:
    words = text(message, "text") or text(message, "caption")
    files, pin = _files(message), _pin(message)
    unsupported = next((name for name in _UNUSABLE if name in message), "")
    if not unsupported and "location" in message and pin is None:
        unsupported = "pin"
    if not (words or files or pin or unsupported):
        unsupported = "message"  # newer than this file: the citizen is told, instead of met with silence
    return Said(sender, identity, words, files, pin, unsupported=unsupported)


def _pressed(update: Json, query: Json) -> Said | None:
    """The tap; None unless the presser owns the private chat in which the button stands."""
    sender, token = _sender(part(query, "message")), text(query, "id")
    if sender is None or not _is_id(presser := part(query, "from").get("id")) or str(presser) != sender.address:
        return None
    tap = taps.parse(text(query, "data"))
    unsupported = "" if tap else "button"
    return Said(sender, str(update["update_id"]), tap=tap, unsupported=unsupported, acknowledge=token)


def _sender(message: Json) -> Sender | None:
    return Sender("telegram", str(message["chat"]["id"])) if private(message) else None


def private(message: Json) -> bool:
    """Whether a message stands in a private chat."""
    chat = part(message, "chat")
    return chat.get("type") == "private" and _is_id(chat.get("id"))


def said_by_bot(message: Json) -> bool:
    """Whether a bot wrote it (Telegram's stand-in for anonymous admins is one as well)."""
    return part(message, "from").get("is_bot") is True


def is_service(message: Json) -> bool:
    """Whether it only tells of something that happened in the chat."""
    return any(name in message for name in _SERVICE)


def owns_card(message: Json) -> bool:
    """Whether it is the sender's own contact, as the app marks it; anybody may send somebody else's."""
    owner = part(message, "contact").get("user_id")
    return _is_id(owner) and owner == part(message, "from").get("id")


def _is_id(value: object) -> bool:
    return type(value) is int and abs(value) < 2**63


def _files(message: Json) -> tuple[Attachment, ...]:
    photo = _largest(message.get("photo"))
    found = [Attachment("photo", photo, "image/jpeg")] if photo else []
    for name, (kind, usual) in _FILES.items():
        file = part(message, name)
        twice = name == "document" and "animation" in message  # Telegram names a GIF in both fields
        if (locator := text(file, "file_id")) and not twice:
            media_type = text(file, "mime_type").lower() or usual
            found.append(Attachment(kind or kind_of(media_type), locator, media_type))
    return tuple(found)


def _largest(sizes: object) -> str:
    """The file_id of the largest of a photo's sizes; "" where there is none."""
    known = [size for size in sizes if isinstance(size, dict)] if isinstance(sizes, list) else []
    return text(max(known, key=_area, default={}), "file_id")


def _area(size: Json) -> int:
    width, height = size.get("width"), size.get("height")
    return width * height if type(width) is int and type(height) is int else 0


def _pin(message: Json) -> Pin | None:
    """The pin, also one that is off the earth (the dialog explains); a venue gives it a label."""
    venue = part(message, "venue")
    place = part(message, "location") or part(venue, "location")
    latitude, longitude = _degrees(place, "latitude"), _degrees(place, "longitude")
    if latitude is None or longitude is None:
        return None
    return Pin(latitude, longitude, ", ".join(filter(None, (text(venue, name) for name in ("title", "address")))))


def _degrees(place: Json, name: str) -> float | None:
    value = place.get(name)
    if type(value) is int:
        return float(value) if abs(value) < 10**6 else None
    return value if isinstance(value, float) and math.isfinite(value) else None


def part(whole: Json, name: str) -> Json:
    """An object field, an empty one where there is none."""
    found = whole.get(name)
    return found if isinstance(found, dict) else {}


def text(whole: Json, name: str) -> str:
    """A string field, "" where it is none; half surrogates, which no database takes, become U+FFFD."""
    value = whole.get(name)
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else ""
