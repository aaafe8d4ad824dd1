"""What a citizen sent by SMS or WhatsApp, in our words: text, photos, voice, a pin, a pressed button.

Source: Twilio, "Twilio's request to your incoming message webhook URL".
"""

from __future__ import annotations

import math
import re

from bot.message import Attachment, Said, Sender
from bot.pin import Pin
from channels import taps
from channels.base import Unreadable
from channels.kinds import kind_of
from channels.twilio_signature import Form

# Names and values are signed without a mark between them, so a captured request can be cut anew at other places
# ("MessageSid=SM12NumMedia0" signs like "MessageSid=SM12&NumMedia=0"). Twilio's ids have 34 characters; none that is
# longer is taken, so that one cut anew is no new message. (A shorter one would break the order of the names.)
_SID = re.compile(r"[A-Za-z0-9_-]{1,34}")
_ONCE = ("MessageSid", "From", "Body", "AccountSid")
_MOST_MEDIA = 10
_CARDS = frozenset(("text/vcard", "text/x-vcard", "text/directory"))
_NO_CONTENT = frozenset(("", "text"))


def said_in(form: Form, channel: str) -> Said | None:
    """The message; None for status callbacks and for what Twilio answered itself (STOP, START, HELP).

    Raises `Unreadable` where the message id or the sender is missing, malformed or given twice.
    """
    if "OptOutType" in form or ("MessageStatus" in form and "Body" not in form):
        return None
    if any(len(form.get(name, ())) > 1 for name in _ONCE):
        raise Unreadable("a field that must stand once is repeated")
    if not _SID.fullmatch(form.first("MessageSid")) or not form.first("From"):
        raise Unreadable("no message id or no sender")
    return _message(form, Sender(channel, form.first("From")))


def _message(form: Form, sender: Sender) -> Said:
    tap = taps.parse(form.first("ButtonPayload")) or taps.parse(form.first("ListId"))
    pin, files = _pin(form), _files(form)
    said = Said(
        sender,
        id=form.first("MessageSid"),
        text=form.first("Body") or form.first("ButtonText") or form.first("ListTitle"),
        attachments=tuple(file for file in files if file.media_type not in _CARDS),
        pin=pin,
        tap=tap,
    )
    return said if tap else _with_unsupported(said, form, files)


def _with_unsupported(said: Said, form: Form, files: list[Attachment]) -> Said:
    """The same message, marked where something came along that we cannot use."""
    kind = form.first("MessageType").lower()
    if kind == "sticker":
        return Said(said.sender, said.id, said.text, unsupported="sticker")
    if len(said.attachments) < len(files) or kind == "contacts":
        unsupported = "contact"
    elif said.pin is None and (form.first("Latitude") or form.first("Longitude")):
        unsupported = "pin"
    else:
        empty = not (said.text or said.attachments or said.pin)
        unsupported = "message" if empty and kind not in _NO_CONTENT else ""
    return Said(said.sender, said.id, said.text, said.attachments, said.pin, unsupported=unsupported)


def _files(form: Form) -> list[Attachment]:
    """The files by their numbers; NumMedia is not asked, for it says nothing that the fields do not."""
    found = []
    for number in range(_MOST_MEDIA):
        if locator := form.first(f"MediaUrl{number}"):
            media_type = form.first(f"MediaContentType{number}").split(";")[0].strip().lower()
            found.append(Attachment(kind_of(media_type), locator, media_type))
    return found


def _pin(form: Form) -> Pin | None:
    """The pin, also one that is off the earth (the dialog explains); None where there are no two numbers."""
    try:
        latitude, longitude = float(form.first("Latitude")), float(form.first("Longitude"))
    except ValueError:
        return None
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return None
    label = ", ".join(part for part in (form.first("Label").strip(), form.first("Address").strip()) if part)
    return Pin(latitude, longitude, label)
